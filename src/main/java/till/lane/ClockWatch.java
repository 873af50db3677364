package till.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Notices that the board's clock was set: it has parted from the one that nobody can set, or is
/// behind what the journal says already. The lane's thread.
final class ClockWatch {

  /// A clock that is led back to the right time slowly stays below it, and a look takes no such
  /// time.
  private static final Duration STEP_MIN = Duration.ofSeconds(2);

  /// Least time between two steps that are told: a clock that somebody sets again and again does
  /// not fill the journal. What comes in between is in the next one.
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private Instant seen;
  private long seenNanos;
  private long toldNanos;

  /// @param nanos of a clock that nobody sets
  ClockWatch(Instant now, long nanos) {
    seen = now;
    seenNanos = nanos;
    toldNanos = nanos - PAUSE_NANOS;
  }

  /// The clock was set.
  ///
  /// @param from what it would have said
  /// @param to what it says
  record Step(Instant from, Instant to) {

    /// Whole seconds, below zero for a clock that went back.
    long seconds() {
      return Duration.between(from, to).toSeconds();
    }
  }

  /// Looks at both clocks.
  ///
  /// @param newest when the newest document was written
  Optional<Step> look(Instant now, long nanos, Optional<Instant> newest) {
    Instant due = seen.plusNanos(nanos - seenNanos);
    Optional<Step> step =
        Duration.between(due, now).abs().compareTo(STEP_MIN) > 0
            ? Optional.of(new Step(due, now))
            : newest.filter(now::isBefore).map(before -> new Step(before, now));
    if (step.isPresent() && nanos - toldNanos < PAUSE_NANOS) {
      return Optional.empty();
    }
    if (step.isPresent()) {
      toldNanos = nanos;
    }
    seen = now;
    seenNanos = nanos;
    return step;
  }
}
