package till.device.payment;

/// Take this much from the customer's card (nexo PaymentRequest, Normal).
///
/// @param attemptId unique for ever, without spaces
/// @param amountMinor in minor units of the currency, above zero, at most twelve digits
/// @param currency ISO 4217, three letters
public record PaymentRequest(String attemptId, long amountMinor, String currency)
    implements ServiceRequest {

  /// Needs what a terminal can be asked for.
  ///
  /// @throws IllegalArgumentException when the amount is out of range or nobody knows the currency
  public PaymentRequest {
    Amounts.require(amountMinor, currency);
  }
}
