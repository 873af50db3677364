package till.lane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// What time it is: by the board's clock, which somebody sets or nobody does, and by one that
/// nobody can set, which only says how much time has passed. Any thread.
///
/// @param board the board's clock
/// @param synchronised whether it can be believed right now
/// @param nanoTime the other one
record Clocks(InstantSource board, BooleanSupplier synchronised, LongSupplier nanoTime) {

  /// A board wakes up in 1970, or on the day its image was made. This software is younger than
  /// that: what says that it is earlier was never set.
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /// As the board has it.
  Instant now() {
    return board.instant();
  }

  boolean isSynchronised() {
    return synchronised.getAsBoolean();
  }

  /// Whether it can be as late as the board has it. A clock that nobody has confirmed may still be
  /// right: there are shops without a network.
  boolean isPlausible() {
    return isSynchronised() || !now().isBefore(EARLIEST);
  }

  /// Since some moment that means nothing.
  long nanos() {
    return nanoTime.getAsLong();
  }
}
