package till.device.payment.zvt;

import java.io.ByteArrayOutputStream;
import java.util.Currency;
import till.device.payment.PaymentRequest;

/// The messages a register sends (PA00P015 chapter 2), and the names of those it gets.
final class ZvtCommand {

  static final int STATUS_INFORMATION = 0x040F;
  static final int INTERMEDIATE_STATUS = 0x04FF;
  static final int STATUS_ENQUIRY = 0x0501;
  static final int REGISTRATION = 0x0600;
  static final int AUTHORISATION = 0x0601;
  static final int COMPLETION = 0x060F;
  static final int ABORT = 0x061E;
  static final int REPEAT_RECEIPT = 0x0620;
  static final int PRINT_LINE = 0x06D1;
  static final int PRINT_BLOCK = 0x06D3;
  static final int POSITIVE = 0x8000;

  /// Class of a negative acknowledgement; the instruction says why, and 00 is positive after all.
  static final int NEGATIVE_CLASS = 0x84;

  /// What the register takes over: the payment receipts (02), which it makes from the status
  /// information (80 is not set), and the start of payments (10). It wants intermediate status
  /// (08). The terminal's own menu stays usable (20 is not set): somebody has to initialise it and
  /// close its day.
  private static final int REGISTER_CONFIGURATION = 0x02 | 0x08 | 0x10;

  /// Send the status information of the last transaction (01), and do not print (02).
  private static final int TELL_AND_DO_NOT_PRINT = 0x03;

  private static final int PASSWORD_DIGITS = 6;

  private ZvtCommand() {}

  static Apdu acknowledge() {
    return Apdu.of(POSITIVE);
  }

  /// We do not know this command.
  static Apdu notSupported() {
    return Apdu.of(NEGATIVE_CLASS << 8 | ZvtText.NOT_POSSIBLE);
  }

  static Apdu statusEnquiry() {
    return Apdu.of(STATUS_ENQUIRY);
  }

  static Apdu registration(byte[] password) {
    var data = new ByteArrayOutputStream();
    data.writeBytes(password);
    data.write(REGISTER_CONFIGURATION);
    return new Apdu(REGISTRATION, data.toByteArray());
  }

  static Apdu repeatReceipt(byte[] password) {
    var data = new ByteArrayOutputStream();
    data.writeBytes(password);
    data.write(Fields.SERVICE);
    data.write(TELL_AND_DO_NOT_PRINT);
    return new Apdu(REPEAT_RECEIPT, data.toByteArray());
  }

  static Apdu authorisation(PaymentRequest request) {
    var data = new ByteArrayOutputStream();
    data.write(Fields.AMOUNT);
    data.writeBytes(Bcd.encode(request.amountMinor(), 6));
    data.write(Fields.CURRENCY);
    data.writeBytes(Bcd.encode(currencyNumber(request.currency()), 2));
    return new Apdu(AUTHORISATION, data.toByteArray());
  }

  static int currencyNumber(String currency) {
    return Currency.getInstance(currency).getNumericCode();
  }

  /// @throws IllegalArgumentException when it is not six digits; the message does not quote it
  static byte[] password(String digits) {
    if (digits.length() != PASSWORD_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("the payment terminal's password must be six digits");
    }
    return Bcd.encode(Long.parseLong(digits), 3);
  }
}
