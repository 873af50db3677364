package till.sale;

/// Where an open sale stands.
public enum SaleStatus {
  /// Items come in.
  ENTERING,
  /// Totals are frozen and lines locked; the customer chooses how to pay.
  TENDERING,
  /// The payment terminal has been asked and has not answered.
  PAYMENT_PENDING,
  /// The payment terminal did not answer; it is being asked what happened.
  PAYMENT_UNKNOWN,
  /// It is paid, and the fiscal provider is asked for its word.
  FISCALISING
}
