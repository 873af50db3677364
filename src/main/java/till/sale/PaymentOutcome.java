package till.sale;

/// What became of a payment attempt.
public sealed interface PaymentOutcome {

  /// What the terminal booked.
  ///
  /// @param amount what was booked; less than what was asked for where the terminal approved a part
  record Booking(Money amount, Authorization authorization) {}

  /// The terminal has approved, and waits to hear that we know. Until it is settled it may take it
  /// back.
  record Approved(Booking booking) implements PaymentOutcome {}

  /// It is final: the terminal and we know the same.
  record Settled(Booking booking) implements PaymentOutcome {}

  /// The terminal said no, or says it never booked this, or has taken it back; another attempt may
  /// be made.
  record Declined(String reason) implements PaymentOutcome {}

  /// No answer. Never a decline: the terminal has to be asked until it knows.
  record Unknown(String reason) implements PaymentOutcome {}
}
