package till.sale;

/// Where a sale goes once all money that was taken for it is given back.
public enum Leaving {
  /// Back to the goods.
  ENTERING,
  /// It is given up.
  VOIDED
}
