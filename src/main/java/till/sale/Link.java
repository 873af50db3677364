package till.sale;

/// Another transaction that this one goes back to (POSLog TransactionLink).
public record Link(Kind kind, String transactionId) {

  /// What this one does to the other.
  public enum Kind {
    RETURN("return"),
    POST_VOID("post-void"),
    /// It goes on with what was suspended.
    RETRIEVE("retrieve");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }
  }
}
