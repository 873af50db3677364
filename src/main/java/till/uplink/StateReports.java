package till.uplink;

import java.time.Duration;
import java.util.Optional;
import till.journal.Outbox;

/// When to tell the fleet how the terminal stands: at birth, soon after something changed, and once
/// in a while as the head moves. The uplink's thread; as old as the connection.
final class StateReports {

  /// Least time between two states.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Least time between two states in which only the lane's word differs: it changes with every
  /// customer.
  private static final Duration LANE_PAUSE = Duration.ofSeconds(10);

  private final Timing timing;
  private Optional<Said> said = Optional.empty();

  private record Said(StateView view, long head, Outbox.Bookmark bookmark, long atNanos) {}

  StateReports(Timing timing) {
    this.timing = timing;
  }

  /// Whether this is to be told now; if so, it counts as told.
  boolean isDue(StateView view, long head, Outbox.Bookmark bookmark, long nowNanos) {
    boolean due =
        said.isEmpty()
            || nowNanos - said.get().atNanos() >= pause(said.get(), view, head, bookmark);
    if (due) {
      said = Optional.of(new Said(view, head, bookmark, nowNanos));
    }
    return due;
  }

  private long pause(Said before, StateView view, long head, Outbox.Bookmark bookmark) {
    boolean sameLane = before.view().lane().equals(view.lane());
    boolean sameRest =
        before.view().problems().equals(view.problems())
            && before.view().revisions().equals(view.revisions());
    if (!sameRest) {
      return PAUSE.toNanos();
    }
    if (!sameLane) {
      return LANE_PAUSE.toNanos();
    }
    return before.head() == head && before.bookmark().equals(bookmark)
        ? Long.MAX_VALUE
        : timing.headPause().toNanos();
  }
}
