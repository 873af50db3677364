package till.device.payment;

/// Give this much to the customer's card (nexo PaymentRequest, Refund).
///
/// @param attemptId unique for ever, without spaces
/// @param amountMinor in minor units of the currency, above zero, at most twelve digits
/// @param currency ISO 4217, three letters
public record RefundRequest(String attemptId, long amountMinor, String currency)
    implements ServiceRequest {

  /// Needs what a terminal can be asked for.
  ///
  /// @throws IllegalArgumentException when the amount is out of range or nobody knows the currency
  public RefundRequest {
    Amounts.require(amountMinor, currency);
  }
}
