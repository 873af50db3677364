package till.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import till.uplink.StateMessage;
import till.uplink.Topics;

/// Shares the documents a second that the collectors want out over the terminals that have a
/// backlog, so that a fleet that comes back does not drown them. Who has none is asked nothing.
///
/// What a terminal has is what it last said (at most a minute ago), what it has got rid of is what
/// was acknowledged here. Every collector hears every state, so all come to the same shares without
/// talking to each other. Any thread.
final class DrainShares {

  /// Documents behind which a terminal has a backlog: more than are on their way in everyday life.
  static final int BACKLOG = 200;

  private final OptionalInt perSecond;
  private final Map<Topics, Head> draining = new HashMap<>();

  private record Head(String epoch, long number) {}

  /// @param perSecond of all terminals together; nothing is asked where it is absent
  DrainShares(OptionalInt perSecond) {
    this.perSecond = perSecond;
  }

  /// A terminal says how it stands: what the ledger took for the newest that it said.
  synchronized void saw(Topics terminal, StateMessage state) {
    boolean isDraining =
        state.online()
            && state.standing().filter(now -> now.head() - now.acked() > BACKLOG).isPresent();
    if (isDraining) {
      StateMessage.Standing now = state.standing().orElseThrow();
      draining.put(terminal, new Head(now.epoch(), now.head()));
    } else {
      draining.remove(terminal);
    }
  }

  /// What to ask a terminal for whose documents are here up to this one.
  synchronized OptionalInt share(Topics terminal, String epoch, long through) {
    Head head = draining.get(terminal);
    if (perSecond.isEmpty() || head == null) {
      return OptionalInt.empty();
    }
    if (head.epoch().equals(epoch) && head.number() - through <= BACKLOG) {
      draining.remove(terminal);
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.max(1, perSecond.getAsInt() / draining.size()));
  }
}
