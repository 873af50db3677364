package till.device.payment;

/// Take back a booking whole (nexo ReversalRequest).
///
/// @param attemptId of this reversal, not of what is reversed; unique for ever, without spaces
/// @param amountMinor what was booked, in minor units of the currency
/// @param currency ISO 4217, three letters
/// @param receiptNumber of the booking that is taken back, as its approval had it: four digits
public record ReversalRequest(
    String attemptId, long amountMinor, String currency, String receiptNumber)
    implements ServiceRequest {

  /// Needs what a terminal can be asked for.
  ///
  /// @throws IllegalArgumentException when the amount is out of range, nobody knows the currency,
  ///   or the receipt number is none
  public ReversalRequest {
    Amounts.require(amountMinor, currency);
    if (!receiptNumber.matches("[0-9]{4}")) {
      throw new IllegalArgumentException(
          "a reversal names a receipt of four digits, not " + receiptNumber);
    }
  }
}
