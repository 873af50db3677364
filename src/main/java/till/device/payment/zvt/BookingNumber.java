package till.device.payment.zvt;

import java.util.Optional;

/// What a terminal calls one of its bookings. Trace numbers count up over all it does, receipt
/// numbers over its receipts; both start again after the largest. Either may be missing.
///
/// @param terminalId eight digits, or empty; the sums of an end of day may come without
/// @param trace six digits, or empty
/// @param receipt four digits, or empty
record BookingNumber(String terminalId, String trace, String receipt) {

  private static final int TRACES = 1_000_000;
  private static final int RECEIPTS = 10_000;

  /// Whether the terminal made this booking after the other one. False when that cannot be told.
  boolean isAfter(BookingNumber other) {
    boolean isAnotherTerminal =
        !terminalId.isEmpty()
            && !other.terminalId.isEmpty()
            && !terminalId.equals(other.terminalId);
    if (isAnotherTerminal) {
      return false;
    }
    if (isCounted(trace) && isCounted(other.trace)) {
      return isAhead(trace, other.trace, TRACES);
    }
    return isCounted(receipt)
        && isCounted(other.receipt)
        && isAhead(receipt, other.receipt, RECEIPTS);
  }

  /// Whether both are one booking. False where the terminal does not number them.
  boolean isSameAs(BookingNumber other) {
    return equals(other) && isTelling();
  }

  /// Whether it can be told from another one.
  boolean isTelling() {
    return isCounted(trace) || isCounted(receipt);
  }

  /// Whether the terminal made this booking after the other one and none between.
  boolean isNextTo(BookingNumber other) {
    return isAfter(other)
        && isCounted(receipt)
        && isCounted(other.receipt)
        && Math.floorMod(Integer.parseInt(receipt) - Integer.parseInt(other.receipt), RECEIPTS)
            == 1;
  }

  /// Some terminals leave a counter at zero.
  private static boolean isCounted(String number) {
    return number.chars().anyMatch(digit -> digit != '0');
  }

  private static boolean isAhead(String number, String other, int numbers) {
    int ahead = Math.floorMod(Integer.parseInt(number) - Integer.parseInt(other), numbers);
    return ahead > 0 && ahead < numbers / 2;
  }

  /// `52500041/000975/0231`; `parse` reads it.
  @Override
  public String toString() {
    return terminalId + "/" + trace + "/" + receipt;
  }

  static Optional<BookingNumber> parse(String text) {
    if (!text.matches("(\\d{8})?/(\\d{6})?/(\\d{4})?")) {
      return Optional.empty();
    }
    String[] parts = text.split("/", -1);
    return Optional.of(new BookingNumber(parts[0], parts[1], parts[2]));
  }
}
