package till.device.payment;

/// What is asked of the terminal that moves money: one attempt, known by its id for ever.
public sealed interface ServiceRequest permits PaymentRequest, RefundRequest, ReversalRequest {

  /// Unique for ever, without spaces.
  String attemptId();

  /// In minor units of the currency, above zero, at most twelve digits.
  long amountMinor();

  /// ISO 4217, three letters.
  String currency();
}
