package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import till.simulator.SimulatedPaymentTerminal.Booking;

/// What the simulated terminal has to say of a payment.
final class ZvtAnswers {

  /// A card number as a terminal may send it, in clear: what becomes of it is the register's
  /// business.
  private static final String ACCOUNT = "4761730000001234";

  private static final int MERCHANT = 1;
  private static final int CUSTOMER = 2;

  private ZvtAnswers() {}

  /// Status information of a booking: a Visa card, read without contact, its holder verified by an
  /// online PIN.
  static ZvtMessage approval(Booking booking) {
    ZonedDateTime time = booking.at().atZone(ZoneOffset.UTC);
    int currency = Currency.getInstance(booking.currency()).getNumericCode();
    byte[] holder =
        new ZvtMessage.Writer()
            .object(0x1F10, new byte[] {2})
            .object(0x1F12, new byte[] {2})
            .bytes();
    return new ZvtMessage.Writer()
        .octets(0x27, 0)
        .digits(0x04, String.format("%012d", booking.amountMinor()))
        .digits(0x49, String.format("%04d", currency))
        .digits(0x0C, time.format(DateTimeFormatter.ofPattern("HHmmss")))
        .digits(0x0D, time.format(DateTimeFormatter.ofPattern("MMdd")))
        .digits(0x0B, booking.traceNumber())
        .digits(0x87, booking.receiptNumber())
        .digits(0x29, SimulatedPaymentTerminal.TERMINAL_ID)
        .variable(0x22, HexFormat.of().parseHex(ACCOUNT))
        .octets(0x8A, 0x0A)
        .variable(0x8B, "VISA\0".getBytes(US_ASCII))
        .object(0x06, new ZvtMessage.Writer().object(0x2F, holder).bytes())
        .as(0x040F);
  }

  /// Status information of a payment that was not booked.
  static ZvtMessage refusal(int code) {
    return new ZvtMessage.Writer()
        .octets(0x27, code)
        .digits(0x29, SimulatedPaymentTerminal.TERMINAL_ID)
        .as(0x040F);
  }

  /// As one block.
  static ZvtMessage customerReceipt(Booking booking) {
    var text = new ZvtMessage.Writer();
    lines(booking, "Customer copy").forEach(line -> text.object(0x07, line));
    byte[] container =
        new ZvtMessage.Writer().raw(label(CUSTOMER)).object(0x25, text.bytes()).bytes();
    return new ZvtMessage.Writer().object(0x06, container).as(0x06D3);
  }

  /// Line by line, with an end mark.
  static List<ZvtMessage> merchantReceipt(Booking booking) {
    List<ZvtMessage> messages = new ArrayList<>();
    for (String line : lines(booking, "Merchant copy")) {
      messages.add(
          new ZvtMessage.Writer()
              .octets(0)
              .raw(line.getBytes(US_ASCII))
              .object(0x06, label(MERCHANT))
              .as(0x06D1));
    }
    messages.add(ZvtMessage.of(0x06D1, 0x81));
    return messages;
  }

  private static byte[] label(int kind) {
    return new ZvtMessage.Writer().object(0x1F07, new byte[] {(byte) kind}).bytes();
  }

  private static List<String> lines(Booking booking, String title) {
    return List.of(
        title,
        "Receipt " + booking.receiptNumber(),
        String.format(
            "%s %d.%02d",
            booking.currency(), booking.amountMinor() / 100, booking.amountMinor() % 100));
  }
}
