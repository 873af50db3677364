package till.sale;

/// What is done with the cash in the drawer beside selling (POSLog TenderControl).
public enum CashKind {
  /// Into the drawer, from the safe.
  LOAN("loan"),
  /// Out of the drawer, into the safe.
  PICKUP("pickup"),
  /// Into the drawer, from somebody else.
  PAY_IN("pay-in"),
  /// Out of the drawer, to somebody else.
  PAY_OUT("pay-out"),
  /// What is in the drawer was counted.
  COUNT("count");

  private final String wireName;

  CashKind(String wireName) {
    this.wireName = wireName;
  }

  /// The name in the journal document and the API.
  public String wireName() {
    return wireName;
  }

  /// Whether somebody outside gave or got it, which nobody understands later without a reason.
  boolean needsReason() {
    return this == PAY_IN || this == PAY_OUT;
  }

  boolean takesOut() {
    return this == PICKUP || this == PAY_OUT;
  }
}
