package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Kind;

/// What the simulated terminal has printed.
final class ZvtReceipts {

  static final int MERCHANT = 1;
  static final int CUSTOMER = 2;
  static final int ADMINISTRATION = 3;

  /// The last line of a receipt, followed by one line feed.
  private static final int END = 0x81;

  private ZvtReceipts() {}

  /// @param kind [#MERCHANT] or [#CUSTOMER]
  static List<String> lines(Booking booking, int kind) {
    var lines = new ArrayList<String>();
    lines.add(kind == MERCHANT ? "Merchant copy" : "Customer copy");
    lines.add("Receipt " + booking.receiptNumber());
    lines.add(ZvtPayment.amount(booking.currency(), booking.approvedMinor()));
    if (booking.kind() != Kind.PAYMENT) {
      lines.add(booking.kind() == Kind.REFUND ? "Refund" : "Reversal");
    }
    if (booking.signed() && kind == MERCHANT) {
      lines.add("Signature: ____________________");
    }
    return lines;
  }

  static List<String> lines(ZvtBooks.Totals totals, boolean closed) {
    return List.of(
        closed ? "End of day" : "Turnover",
        "Receipts " + totals.first() + " to " + totals.last(),
        "Count " + totals.count(),
        ZvtPayment.amount("EUR", totals.sumMinor()));
  }

  /// As one block.
  static List<ZvtMessage> block(List<String> lines, int kind) {
    var text = new ZvtMessage.Writer();
    lines.forEach(line -> text.object(0x07, line.getBytes(US_ASCII)));
    text.object(0x09, new byte[] {(byte) END});
    return List.of(
        new ZvtMessage.Writer().container(label(kind).object(0x25, text.bytes())).as(0x06D3));
  }

  /// Line by line, with an end mark.
  static List<ZvtMessage> lineByLine(List<String> lines, int kind) {
    List<ZvtMessage> messages = new ArrayList<>();
    for (String line : lines) {
      messages.add(
          new ZvtMessage.Writer()
              .octets(0)
              .raw(line.getBytes(US_ASCII))
              .container(label(kind))
              .as(0x06D1));
    }
    messages.add(ZvtMessage.of(0x06D1, END));
    return messages;
  }

  private static ZvtMessage.Writer label(int kind) {
    return new ZvtMessage.Writer().object(0x1F07, new byte[] {(byte) kind});
  }
}
