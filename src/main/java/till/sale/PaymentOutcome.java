package till.sale;

/// What became of a payment attempt.
public sealed interface PaymentOutcome {

  /// The money is ours.
  record Approved(Authorization authorization) implements PaymentOutcome {}

  /// The terminal said no, or says it never booked this payment; another attempt may be made.
  record Declined(String reason) implements PaymentOutcome {}

  /// No answer. Never a decline: the terminal has to be asked until it knows.
  record Unknown(String reason) implements PaymentOutcome {}
}
