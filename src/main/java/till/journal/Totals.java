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
}
