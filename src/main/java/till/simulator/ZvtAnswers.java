package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.HexFormat;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Kind;

/// What the simulated terminal has to say of bookings and days (04 0F), with the fields that
/// captured terminals send.
final class ZvtAnswers {

  /// A card number as some terminals send it, in clear, with a check digit that fits: what becomes
  /// of it is the register's business.
  private static final String ACCOUNT = "4761730000091234";

  private static final String MASKED_ACCOUNT = "476173eeeeee1234";
  private static final String EXPIRY = "3012";
  private static final String APPLICATION = "a0000000031010";
  private static final int VISA = 0x0A;

  /// Payment in the terminal, chip card.
  private static final int PAYMENT_TYPE = 0x70;

  private static final int VERIFIED_BY_SIGNATURE = 1;
  private static final int VERIFIED_BY_PIN = 2;
  private static final int CONTACTLESS = 2;

  /// Columns of an end of day: girocard, JCB, Eurocard, Amex, Visa, Diners, others.
  private static final int COLUMNS = 7;

  private static final int VISA_COLUMN = 4;

  private ZvtAnswers() {}

  /// A Visa card, read without contact; its holder has to sign, or gave a PIN.
  ///
  /// @param masked whether the card's number is
  static ZvtMessage approval(Booking booking, boolean masked) {
    int currency = Currency.getInstance(booking.currency()).getNumericCode();
    var writer =
        new ZvtMessage.Writer()
            .octets(0x27, 0)
            .digits(0x04, String.format("%012d", booking.approvedMinor()))
            .digits(0x49, String.format("%04d", currency));
    time(writer, booking.at())
        .digits(0x0E, EXPIRY)
        .digits(0x17, "0001")
        .octets(0x19, PAYMENT_TYPE)
        .variable(0x22, HexFormat.of().parseHex(masked ? MASKED_ACCOUNT : ACCOUNT))
        .digits(0x87, booking.receiptNumber())
        .octets(0x3B)
        .raw((booking.traceNumber() + "\0\0").getBytes(US_ASCII))
        .digits(0x0B, booking.traceNumber())
        .digits(0x29, SimulatedPaymentTerminal.TERMINAL_ID)
        .octets(0x8A, VISA)
        .variable(0x8B, "VISA\0".getBytes(US_ASCII))
        .octets(0x2A)
        .raw("100461763      ".getBytes(US_ASCII))
        .longVariable(0x3C, ("GEN.NR.:" + booking.traceNumber()).getBytes(US_ASCII))
        .octets(0xA0, 0);
    if (booking.kind() == Kind.REVERSAL) {
      writer.digits(0x37, booking.reverses());
    }
    return writer.container(card(booking.signed())).as(0x040F);
  }

  private static ZvtMessage.Writer card(boolean signed) {
    byte[] holder =
        new ZvtMessage.Writer()
            .object(0x1F10, new byte[] {(byte) (signed ? VERIFIED_BY_SIGNATURE : VERIFIED_BY_PIN)})
            .object(0x1F12, new byte[] {CONTACTLESS})
            .bytes();
    byte[] application =
        new ZvtMessage.Writer().object(0x43, HexFormat.of().parseHex(APPLICATION)).bytes();
    return new ZvtMessage.Writer().object(0x2F, holder).object(0x60, application);
  }

  private static ZvtMessage.Writer time(ZvtMessage.Writer writer, Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    return writer
        .digits(0x0C, time.format(DateTimeFormatter.ofPattern("HHmmss")))
        .digits(0x0D, time.format(DateTimeFormatter.ofPattern("MMdd")));
  }

  /// Something that was not booked.
  static ZvtMessage refusal(int code) {
    return new ZvtMessage.Writer()
        .octets(0x27, code)
        .digits(0x29, SimulatedPaymentTerminal.TERMINAL_ID)
        .as(0x040F);
  }

  /// The sums of a day. Only amounts can be said: more refunds than payments are a sum of zero.
  static ZvtMessage totals(ZvtBooks.Totals totals, String trace, Instant at) {
    String sum = String.format("%012d", Math.max(0, totals.sumMinor()));
    var columns = new ZvtMessage.Writer().bcd(totals.first()).bcd(totals.last());
    for (int i = 0; i < COLUMNS; i++) {
      boolean ours = i == VISA_COLUMN;
      columns.octets(ours ? Math.min(totals.count(), 255) : 0).bcd(ours ? sum : "0".repeat(12));
    }
    var writer = new ZvtMessage.Writer().octets(0x27, 0).digits(0x04, sum).digits(0x0B, trace);
    return time(writer, at).longVariable(0x60, columns.bytes()).as(0x040F);
  }
}
