package till.sale;

import java.util.List;

/// What `decide` says to an input.
public sealed interface Verdict {

  /// It happens: these facts, then these effects.
  record Accepted(List<Entry> entries, List<Effect> effects) implements Verdict {

    public Accepted {
      entries = List.copyOf(entries);
      effects = List.copyOf(effects);
    }
  }

  /// The shop says no. A value, not a fault: it is shown to the person.
  ///
  /// @param detail what it was about, such as the item or the line; may be empty
  record Refused(Reason reason, String detail) implements Verdict {}
}
