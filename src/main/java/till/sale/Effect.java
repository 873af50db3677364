package till.sale;

/// What is to happen outside once the facts are on disk.
public sealed interface Effect {

  /// Ask the payment terminal for money.
  record RequestPayment(PaymentAttempt attempt) implements Effect {}

  /// Tell the payment terminal that its answer is safe with us.
  record AcknowledgePayment(String attemptId) implements Effect {}

  /// Ask the payment terminal what became of an attempt.
  record QueryPayment(PaymentAttempt attempt) implements Effect {}

  /// Ask the payment terminal to let go of an attempt. Its answer says what came of it.
  record AbortPayment(String attemptId) implements Effect {}

  /// A person has resolved an attempt: the terminal need not be asked any more.
  record ForgetPayment(String attemptId) implements Effect {}

  /// Ask the payment terminal to close its day.
  record ReconcilePayments(String serviceId) implements Effect {}

  /// Ask the fiscal provider for its word on the open sale.
  record Fiscalise(String transactionId) implements Effect {}

  /// One pulse; never repeated blindly.
  record OpenDrawer() implements Effect {}
}
