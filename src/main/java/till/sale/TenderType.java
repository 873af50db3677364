package till.sale;

/// How a customer pays (POSLog TenderType).
public enum TenderType {
  CASH("Cash"),
  CREDIT_DEBIT("CreditDebit"),
  VOUCHER("Voucher");

  private final String wireName;

  TenderType(String wireName) {
    this.wireName = wireName;
  }

  /// The name in the journal document and the API.
  public String wireName() {
    return wireName;
  }
}
