package till.kiosk;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import till.lane.Request;
import till.sale.Input;
import till.sale.Money;
import till.sale.Workstation;

/// What is asked about goods that come back, as the lane is asked it.
///
/// @param money an amount of the lane's currency
record ReturnRequests(LongFunction<Money> money) {

  private static final int ID_CHARACTERS_MAX = 64;

  /// The longest label a scanner may read: a full QR code.
  private static final int SCAN_CHARACTERS_MAX = 7_089;

  /// Lines of a sale that come back at once: more than the longest sale has.
  private static final int PARTS_MAX = 1_000;

  /// Against the sale that it names, else of goods of which nobody knows the sale.
  Request returns(Fields fields) {
    Optional<String> sale = fields.text("transactionId", ID_CHARACTERS_MAX);
    Optional<Long> number = fields.amount("receiptNumber");
    if (sale.isPresent() && number.isPresent()) {
      throw Fault.BAD_REQUEST.because("give either transactionId or receiptNumber");
    }
    if (sale.isEmpty() && number.isEmpty()) {
      return returnItem(fields);
    }
    Request.Which which =
        sale.<Request.Which>map(Request.Which.ById::new)
            .orElseGet(() -> new Request.Which.ByNumber(number.orElseThrow()));
    List<Fields> parts = fields.objects("lines", PARTS_MAX);
    return new Request.ReturnLines(which, parts.stream().map(ReturnRequests::part).toList());
  }

  private static Input.ReturnLines.Part part(Fields fields) {
    long n = fields.amount("n").orElseThrow(() -> Fields.wrong("lines.n", "a line's number"));
    return new Input.ReturnLines.Part(
        (int) Math.clamp(n, 0L, Integer.MAX_VALUE),
        fields.decimal("quantity").orElse(BigDecimal.ONE));
  }

  private Request returnItem(Fields fields) {
    Optional<String> itemId = fields.text("itemId", ID_CHARACTERS_MAX);
    Optional<String> scan = fields.text("scan", SCAN_CHARACTERS_MAX);
    if (itemId.isPresent() == scan.isPresent()) {
      throw Fault.BAD_REQUEST.because(
          "give transactionId or receiptNumber, or else either itemId or scan");
    }
    String symbology = fields.text("symbology", ID_CHARACTERS_MAX).orElse("");
    boolean deposit =
        switch (fields.text("kind", ID_CHARACTERS_MAX).orElse("Return")) {
          case "Return" -> false;
          case "DepositRefund" -> true;
          default -> throw Fields.wrong("kind", "Return or DepositRefund");
        };
    return new Request.ReturnItem(
        itemId
            .<Request.What>map(Request.What.ById::new)
            .orElseGet(() -> new Request.What.ByScan(scan.orElseThrow(), symbology)),
        fields.decimal("quantity").orElse(BigDecimal.ONE),
        fields.amount("unitPrice").map(money::apply),
        deposit,
        fields.text("reason", Workstation.REASON_CHARACTERS_MAX).orElse(""));
  }
}
