package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// A shop's table of its own codes.
public record StoreCodes(List<StoreCodeRule> rules) {

  /// What the table says of a code that is one of its own.
  public sealed interface Reading {

    /// A good one.
    record Read(StoreCode code) implements Reading {}

    /// One whose value and check digit do not go together.
    record Damaged(String why) implements Reading {}
  }

  private static final int EAN_13 = 13;

  public StoreCodes {
    rules = List.copyOf(rules);
    for (int i = 0; i < rules.size(); i++) {
      StoreCodeRule rule = rules.get(i);
      for (StoreCodeRule earlier : rules.subList(0, i)) {
        if (rule.meets(earlier)) {
          throw new IllegalArgumentException(
              "codes with " + rule.prefix() + " could be codes with " + earlier.prefix());
        }
      }
    }
  }

  /// A shop without codes of its own.
  public static StoreCodes none() {
    return new StoreCodes(List.of());
  }

  /// Reads a code.
  ///
  /// @param gtin of any length
  /// @return empty where it is not a code of this shop
  public Optional<Reading> read(String gtin) {
    String normalised = Gtin.normalised(gtin);
    if (!Gtin.is(gtin) || !normalised.startsWith("0") || gtin.length() < EAN_13 - 1) {
      return Optional.empty();
    }
    String ean13 = normalised.substring(1);
    return rules.stream()
        .filter(rule -> rule.isFor(ean13))
        .findFirst()
        .map(rule -> read(rule, ean13));
  }

  private static Reading read(StoreCodeRule rule, String ean13) {
    String value = field(rule, ean13, 'V');
    String check = field(rule, ean13, 'C');
    if (!check.isEmpty() && measureCheckDigit(value) != check.charAt(0) - '0') {
      return new Reading.Damaged(
          "the check digit of the value %s in %s is %s, where %d belongs"
              .formatted(value, ean13, check, measureCheckDigit(value)));
    }
    return new Reading.Read(
        new StoreCode(
            rule.kind(),
            rule.value().orElseGet(() -> new BigDecimal(value).movePointLeft(rule.decimals())),
            rule.kind() == StoreCode.Kind.COUPON ? ean13 : key(rule, ean13)));
  }

  private static String field(StoreCodeRule rule, String ean13, char letter) {
    var field = new StringBuilder();
    for (int i = 0; i < StoreCodeRule.POSITIONS; i++) {
      if (rule.pattern().charAt(i) == letter) {
        field.append(ean13.charAt(i));
      }
    }
    return field.toString();
  }

  private static String key(StoreCodeRule rule, String ean13) {
    var key = new StringBuilder();
    for (int i = 0; i < StoreCodeRule.POSITIONS; i++) {
      // the check digit of zeros is zero too
      key.append(rule.pattern().charAt(i) == 'P' ? ean13.charAt(i) : '0');
    }
    return key.append(Gtin.checkDigit(key.toString())).toString();
  }

  /// The check digit of a price or weight (GS1 General Specifications 7.9.2 to 7.9.4): each digit
  /// weighs by a table of its place.
  ///
  /// @param value four or five digits
  static int measureCheckDigit(String value) {
    String twoMinus = "0246891357";
    String three = "0369258147";
    String fivePlus = "0516273849";
    String fiveMinus = "0594837261";
    if (value.length() == 4) {
      return sum(value, twoMinus, twoMinus, three, fiveMinus) * 3 % 10;
    }
    int sum = sum(value, fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus);
    return fiveMinus.indexOf('0' + (10 - sum % 10) % 10);
  }

  private static int sum(String value, String... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i].charAt(value.charAt(i) - '0') - '0';
    }
    return sum;
  }
}
