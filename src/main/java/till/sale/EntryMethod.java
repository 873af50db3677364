package till.sale;

/// How an item came into the sale (POSLog EntryMethod).
public enum EntryMethod {
  SCANNED("Scanned"),
  KEYED("Keyed");

  private final String wireName;

  EntryMethod(String wireName) {
    this.wireName = wireName;
  }

  /// The name in the journal document.
  public String wireName() {
    return wireName;
  }
}
