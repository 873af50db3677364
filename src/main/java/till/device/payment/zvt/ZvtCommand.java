package till.device.payment.zvt;

import java.util.Currency;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings.Receipts;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.ServiceRequest;

/// The messages a register sends (PA00P015 chapter 2), and the names of those it gets.
final class ZvtCommand {

  static final int STATUS_INFORMATION = 0x040F;
  static final int INTERMEDIATE_STATUS = 0x04FF;
  static final int STATUS_ENQUIRY = 0x0501;
  static final int REGISTRATION = 0x0600;
  static final int AUTHORISATION = 0x0601;
  static final int LOG_OFF = 0x0602;
  static final int COMPLETION = 0x060F;
  static final int ABORT = 0x061E;
  static final int REPEAT_RECEIPT = 0x0620;
  static final int REVERSAL = 0x0630;
  static final int REFUND = 0x0631;
  static final int END_OF_DAY = 0x0650;
  static final int DIAGNOSIS = 0x0670;
  static final int INITIALISATION = 0x0693;
  static final int ABORT_BY_REGISTER = 0x06B0;
  static final int PRINT_LINE = 0x06D1;
  static final int PRINT_BLOCK = 0x06D3;
  static final int POSITIVE = 0x8000;

  /// Class of a negative acknowledgement; the instruction says why, and 00 is positive after all.
  static final int NEGATIVE_CLASS = 0x84;

  /// An approval that we cannot keep: the terminal takes the booking back.
  static final int NOT_KEPT = NEGATIVE_CLASS << 8 | 0x66;

  /// Say that again in two seconds: we are not done with it.
  static final int NOT_YET = NEGATIVE_CLASS << 8 | ZvtText.WAIT;

  /// Bits of a registration: what the register takes over.
  private static final int PAYMENT_RECEIPTS = 0x02;

  private static final int OTHER_RECEIPTS = 0x04;
  private static final int WANTS_INTERMEDIATE_STATUS = 0x08;

  /// Nobody starts a payment at the terminal itself.
  private static final int STARTS_PAYMENTS = 0x10;

  private static final int WANTS_RECEIPT_TEXTS = 0x80;

  /// The terminal's own menu stays usable (20 is not set): somebody has to set its clock.
  private static final int ALWAYS = PAYMENT_RECEIPTS | WANTS_INTERMEDIATE_STATUS | STARTS_PAYMENTS;

  /// Which commands the register knows (26), as a list (0A) of one: text blocks.
  private static final int TAG_COMMANDS = 0x26;

  private static final byte[] KNOWS_TEXT_BLOCKS = {0x0A, 2, 0x06, (byte) 0xD3};

  /// The receipt that the register got last: a terminal with the one after it takes that back
  /// (PA00P015 chapter 4).
  private static final int TAG_LAST_RECEIPT = 0x1F1F;

  /// Send the status information of the last transaction.
  private static final int TELL = 0x01;

  private static final int DO_NOT_PRINT = 0x02;

  private static final int PASSWORD_DIGITS = 6;

  private ZvtCommand() {}

  static ApduWriter acknowledge() {
    return new ApduWriter(POSITIVE);
  }

  /// We do not know this command.
  static ApduWriter notSupported() {
    return new ApduWriter(NEGATIVE_CLASS << 8 | ZvtText.NOT_POSSIBLE);
  }

  static ApduWriter statusEnquiry() {
    return new ApduWriter(STATUS_ENQUIRY);
  }

  /// How are you, with room for data objects, which stand behind a password only.
  static ApduWriter statusEnquiry(byte[] password) {
    return new ApduWriter(STATUS_ENQUIRY).bytes(password);
  }

  /// With all that newer terminals understand.
  static ApduWriter registration(byte[] password, String currency, Receipts receipts) {
    var registration =
        plainRegistration(password, receipts).bytes(Bcd.encode(currencyNumber(currency), 2));
    if (receipts == Receipts.TERMINAL) {
      registration.object(TAG_COMMANDS, KNOWS_TEXT_BLOCKS);
    }
    return MessageIds.offer(registration);
  }

  /// As any terminal understands it.
  static ApduWriter plainRegistration(byte[] password, Receipts receipts) {
    int configuration =
        switch (receipts) {
          case OWN -> ALWAYS;
          case TERMINAL -> ALWAYS | OTHER_RECEIPTS | WANTS_RECEIPT_TEXTS;
        };
    return new ApduWriter(REGISTRATION).bytes(password).octet(configuration);
  }

  static ApduWriter repeatReceipt(byte[] password) {
    return new ApduWriter(REPEAT_RECEIPT)
        .bytes(password)
        .field(Fields.SERVICE, (byte) (TELL | DO_NOT_PRINT));
  }

  /// To be told and printed, which a terminal that has its receipts printed by us has us do.
  static ApduWriter repeatReceiptWithTexts(byte[] password) {
    return new ApduWriter(REPEAT_RECEIPT).bytes(password).field(Fields.SERVICE, (byte) TELL);
  }

  /// The command that moves money. Which kind of card pays is left to the terminal's own settings
  /// (no field 19).
  static ApduWriter moving(ServiceRequest request, byte[] password) {
    return switch (request) {
      case PaymentRequest payment -> amount(new ApduWriter(AUTHORISATION), payment);
      case RefundRequest refund -> amount(new ApduWriter(REFUND).bytes(password), refund);
      case ReversalRequest reversal ->
          new ApduWriter(REVERSAL)
              .bytes(password)
              .field(Fields.RECEIPT, Bcd.encode(Long.parseLong(reversal.receiptNumber()), 2));
    };
  }

  private static ApduWriter amount(ApduWriter command, ServiceRequest request) {
    return command
        .field(Fields.AMOUNT, Bcd.encode(request.amountMinor(), 6))
        .field(Fields.CURRENCY, Bcd.encode(currencyNumber(request.currency()), 2));
  }

  /// Says which receipt we know of as the last.
  ///
  /// @param receipt four digits; empty when there is none
  static ApduWriter withLastReceipt(ApduWriter command, String receipt) {
    return command.object(
        TAG_LAST_RECEIPT, receipt.isEmpty() ? new byte[0] : Bcd.encode(Long.parseLong(receipt), 2));
  }

  static ApduWriter abort() {
    return new ApduWriter(ABORT_BY_REGISTER);
  }

  static ApduWriter endOfDay(byte[] password) {
    return new ApduWriter(END_OF_DAY).bytes(password);
  }

  static ApduWriter diagnosis() {
    return new ApduWriter(DIAGNOSIS);
  }

  static ApduWriter initialisation(byte[] password) {
    return new ApduWriter(INITIALISATION).bytes(password);
  }

  static ApduWriter logOff() {
    return new ApduWriter(LOG_OFF);
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
