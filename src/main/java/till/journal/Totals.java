package till.journal;

import till.sale.GrandTotals;

/// The perpetual totals that stand in a document, for rooms that know no money.
///
/// @param grand the sums, by tax group and tender too
public record Totals(GrandTotals grand) {

  /// Those that a document says are true after it.
  public static Totals of(Document document) {
    return new Totals(document.transaction().grandTotals());
  }

  /// Sum of all completed sales, in minor units.
  public long salesMinor() {
    return grand.sales().minor();
  }

  /// ISO 4217.
  public String currency() {
    return grand.sales().currency().getCurrencyCode();
  }
}
