package till.kiosk;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import till.lane.Request;
import till.sale.Change;
import till.sale.Input;
import till.sale.Money;
import till.sale.Workstation;

/// What is asked about goods and their lines, as the lane is asked it.
///
/// @param money an amount of the lane's currency
record GoodsRequests(LongFunction<Money> money) {

  private static final int ID_CHARACTERS_MAX = 64;

  /// The longest label a scanner may read: a full QR code.
  private static final int SCAN_CHARACTERS_MAX = 7_089;

  /// More than any counter scale weighs.
  private static final BigDecimal KILOGRAMS_MAX = BigDecimal.valueOf(100);

  private static final int KILOGRAM_DECIMALS_MAX = 3;

  static Request enter(Fields fields) {
    Optional<String> itemId = fields.text("itemId", ID_CHARACTERS_MAX);
    Optional<String> scan = fields.text("scan", SCAN_CHARACTERS_MAX);
    if (itemId.isPresent() == scan.isPresent()) {
      throw Fault.BAD_REQUEST.because("give either itemId or scan");
    }
    BigDecimal quantity = fields.decimal("quantity").orElse(BigDecimal.ONE);
    var heft = new Request.Heft(kilograms(fields, "tare"), kilograms(fields, "weight"));
    if (itemId.isPresent()) {
      return new Request.EnterItem(itemId.get(), quantity, heft);
    }
    String symbology = fields.text("symbology", ID_CHARACTERS_MAX).orElse("");
    return new Request.EnterScan(scan.orElseThrow(), symbology, quantity, heft);
  }

  private static Optional<BigDecimal> kilograms(Fields fields, String name) {
    Optional<BigDecimal> weight = fields.decimal(name);
    if (weight
        .filter(kilograms ->
            kilograms.signum() < 0
                || kilograms.compareTo(KILOGRAMS_MAX) > 0
                || kilograms.stripTrailingZeros().scale() > KILOGRAM_DECIMALS_MAX)
        .isPresent()) {
      throw Fields.wrong(name, "kilograms, with at most three decimals");
    }
    return weight;
  }

  static Request voidLine(Map<String, String> variables) {
    return new Request.Direct(new Input.VoidLine(line(variables)));
  }

  static Request quantity(Fields fields, Map<String, String> variables) {
    BigDecimal quantity =
        fields
            .decimal("quantity")
            .orElseThrow(() -> Fields.wrong("quantity", "a decimal number such as \"2\""));
    return new Request.ChangeQuantity(line(variables), quantity);
  }

  private static int line(Map<String, String> variables) {
    try {
      return Integer.parseInt(variables.getOrDefault("n", ""));
    } catch (NumberFormatException e) {
      throw Fault.NOT_FOUND.because("a line has a number");
    }
  }

  Request adjustLine(Fields fields, Map<String, String> variables) {
    Change change =
        switch (type(fields)) {
          case "price" -> new Change.Price(amount(fields));
          case "amount" -> new Change.Amount(amount(fields));
          case "percent" -> new Change.Percent(percent(fields));
          default -> throw Fields.wrong("type", "price, amount or percent");
        };
    return new Request.Direct(new Input.AdjustLine(line(variables), change, reason(fields)));
  }

  Request adjustTransaction(Fields fields) {
    Change change =
        switch (type(fields)) {
          case "amount" -> new Change.Amount(amount(fields));
          case "percent" -> new Change.Percent(percent(fields));
          default -> throw Fields.wrong("type", "amount or percent");
        };
    return new Request.Direct(new Input.AdjustTransaction(change, reason(fields)));
  }

  private static String type(Fields fields) {
    return fields.text("type", ID_CHARACTERS_MAX).orElse("");
  }

  private Money amount(Fields fields) {
    return fields
        .amount("value")
        .map(money::apply)
        .orElseThrow(() -> Fields.wrong("value", "a whole number of minor units"));
  }

  private static BigDecimal percent(Fields fields) {
    return fields
        .decimal("value")
        .orElseThrow(() -> Fields.wrong("value", "a decimal number such as \"12.5\""));
  }

  private static String reason(Fields fields) {
    return fields
        .text("reason", Workstation.REASON_CHARACTERS_MAX)
        .orElseThrow(() -> Fields.wrong("reason", "why, in a few words"));
  }
}
