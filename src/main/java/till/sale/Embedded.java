package till.sale;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a label says of this one pack, beside what is in it: packed, weighed and priced before it
/// came to the till.
///
/// @param price of the whole pack; what a coupon takes off
/// @param weight net, in kilograms
/// @param count of pieces in it
public record Embedded(Optional<Money> price, Optional<BigDecimal> weight, OptionalInt count) {

  /// ISO 4217 numbers have three digits.
  private static final int CURRENCY_DIGITS = 3;

  private static final Embedded NONE =
      new Embedded(Optional.empty(), Optional.empty(), OptionalInt.empty());

  /// A label like every other of its item.
  public static Embedded none() {
    return NONE;
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /// What is in a code of the shop's own.
  ///
  /// @param currency of the shop
  /// @throws IllegalArgumentException when the value is none in this shop
  public static Embedded of(StoreCode code, Currency currency) {
    return switch (code.kind()) {
      case PRICE, COUPON -> none().priced(code.value(), currency);
      case WEIGHT -> none().weighing(code.value());
      case COUNT -> none().counting(code.value().intValueExact());
    };
  }

  /// What GS1 element strings say (General Specifications 3.6): net weight in kilograms (310n),
  /// amount payable (392n, with its currency 393n) and variable count (30).
  ///
  /// @param currency of the shop
  /// @throws IllegalArgumentException when a value is none in this shop
  public static Embedded of(List<Scan.Element> elements, Currency currency) {
    Embedded all = none();
    for (Scan.Element element : elements) {
      String ai = element.ai();
      String value = element.value();
      if (ai.length() == 4 && ai.startsWith("310")) {
        all = all.weighing(decimal(ai, value));
      } else if (ai.length() == 4 && ai.startsWith("392")) {
        all = all.priced(decimal(ai, value), currency);
      } else if (ai.length() == 4 && ai.startsWith("393")) {
        checkCurrency(value, currency);
        all = all.priced(decimal(ai, value.substring(CURRENCY_DIGITS)), currency);
      } else if (ai.equals("30")) {
        all = all.counting(Integer.parseInt(value));
      }
    }
    return all;
  }

  /// The last digit of the identifier says how many decimals there are.
  private static BigDecimal decimal(String ai, String value) {
    return new BigDecimal(value).movePointLeft(ai.charAt(ai.length() - 1) - '0');
  }

  private static void checkCurrency(String value, Currency currency) {
    String number = value.substring(0, CURRENCY_DIGITS);
    if (!number.equals(currency.getNumericCodeAsString())) {
      throw new IllegalArgumentException(
          "the price on the label is in the currency %s and not in %s (%s)"
              .formatted(number, currency.getNumericCodeAsString(), currency.getCurrencyCode()));
    }
  }

  private Embedded priced(BigDecimal amount, Currency currency) {
    BigDecimal minor = amount.movePointRight(Math.max(0, currency.getDefaultFractionDigits()));
    if (minor.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(
          "the price on the label, %s, is no amount of %s"
              .formatted(amount.toPlainString(), currency.getCurrencyCode()));
    }
    return new Embedded(Optional.of(Money.of(minor, currency)), weight, count);
  }

  private Embedded weighing(BigDecimal kilograms) {
    return new Embedded(price, Optional.of(kilograms), count);
  }

  private Embedded counting(int pieces) {
    return new Embedded(price, weight, OptionalInt.of(pieces));
  }

  /// Without the weight: of goods that are not sold by it, it is something to read.
  public Embedded withoutWeight() {
    return new Embedded(price, Optional.empty(), count);
  }
}
