package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.OptionalLong;
import till.device.payment.Approval;

/// What the terminal says of one transaction (04 0F). The account number is masked as it is read.
///
/// @param result 0 when it was booked, else why not; empty when the message does not say
/// @param currency ISO 4217 numeric, such as 978
/// @param maskedAccount the last four digits in clear at most, the rest `#`; empty when not told
/// @param verification `pin`, `signature`, `none`, or `unknown` when not told
/// @param reverses the trace number of the booking that this one takes back; empty for others
/// @param fields all that the message held, also what nobody here understands; never shown
record StatusInformation(
    Optional<Integer> result,
    OptionalLong amountMinor,
    OptionalLong currency,
    BookingNumber number,
    String maskedAccount,
    String cardName,
    String verification,
    String reverses,
    Fields fields) {

  private static final int CLEAR_DIGITS = 4;

  /// A shorter number is no account number: nothing of it is shown.
  private static final int ACCOUNT_DIGITS_MIN = 12;

  private static final int CARD_NAME_CHARACTERS_MAX = 40;

  /// Container of the receipt's data, and in it how the holder was verified.
  private static final int TAG_RECEIPT_DATA = 0x2F;

  private static final int TAG_VERIFICATION = 0x1F10;

  static StatusInformation read(byte[] data) {
    Fields fields = Fields.read(data, 0);
    return new StatusInformation(
        fields.octet(Fields.RESULT),
        fields.number(Fields.AMOUNT),
        fields.number(Fields.CURRENCY),
        new BookingNumber(
            fields.digits(Fields.TERMINAL_ID),
            fields.digits(Fields.TRACE),
            fields.digits(Fields.RECEIPT)),
        fields.bytes(Fields.ACCOUNT).map(StatusInformation::masked).orElse(""),
        fields.bytes(Fields.CARD_NAME).map(StatusInformation::text).orElse(""),
        verification(fields.bytes(Fields.TLV).orElse(new byte[0])),
        fields.digits(Fields.ORIGINAL_TRACE),
        fields);
  }

  boolean isBooked() {
    return result.isPresent() && result.get() == 0;
  }

  boolean isRefused() {
    return result.isPresent() && result.get() != 0;
  }

  /// The sums of an end of day; then this is no payment.
  Optional<byte[]> totals() {
    return fields.bytes(Fields.TOTALS);
  }

  /// @param asked what the amount is where it is not stated
  Approval approval(long asked) {
    return new Approval(
        amountMinor.orElse(0) == 0 ? asked : amountMinor.getAsLong(),
        number.terminalId(),
        number.trace(),
        number.receipt(),
        maskedAccount,
        cardName,
        verification,
        Optional.empty(),
        Optional.empty());
  }

  /// Nibble E is a digit that the terminal has masked, F fills up the last byte.
  static String masked(byte[] account) {
    String nibbles = Bcd.nibbles(account).replace("f", "");
    if (nibbles.length() < ACCOUNT_DIGITS_MIN) {
      return "#".repeat(nibbles.length());
    }
    int clear = nibbles.length() - CLEAR_DIGITS;
    return "#".repeat(clear) + nibbles.substring(clear).replaceAll("[^0-9]", "#");
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1).replaceAll("\\p{Cntrl}", "").strip();
    return text.length() <= CARD_NAME_CHARACTERS_MAX
        ? text
        : text.substring(0, CARD_NAME_CHARACTERS_MAX);
  }

  private static String verification(byte[] container) {
    return Tlv.find(container, TAG_RECEIPT_DATA, TAG_VERIFICATION)
        .filter(value -> value.length == 1)
        .map(value ->
            switch (value[0]) {
              case 0 -> "none";
              case 1, 5, 6 -> "signature";
              case 2, 3, 4 -> "pin";
              default -> "unknown";
            })
        .orElse("unknown");
  }
}
