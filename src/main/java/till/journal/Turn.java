package till.journal;

import java.util.List;
import till.sale.Entry;
import till.sale.TillState;

/// What goes to disk together: one transaction, one sync.
///
/// @param entries the facts, in order; those that end a transaction become documents
/// @param verdicts of the commands that led to them, refusals included
/// @param after the state these facts lead to
public record Turn(List<Entry> entries, List<StoredVerdict> verdicts, TillState after) {

  public Turn {
    entries = List.copyOf(entries);
    verdicts = List.copyOf(verdicts);
  }

  /// Nothing worth a commit.
  public boolean isEmpty() {
    return entries.isEmpty() && verdicts.isEmpty();
  }
}
