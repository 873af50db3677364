package till.device.drawer;

import java.util.concurrent.TimeUnit;

/// Spares the drawer's coil: it may be on for a fifth of the time (Epson), so a pulse is followed
/// by a rest of four times its length, in which no other is given. Beyond it a coil burns. One
/// thread.
final class CoilRest {

  private static final int REST_FACTOR = 4;

  private final long busyNanos;
  private long restUntil;

  /// @param onMillis how long the coil is on in one pulse, at most
  /// @param now nanoseconds of a clock that nobody sets
  CoilRest(int onMillis, long now) {
    this.busyNanos = TimeUnit.MILLISECONDS.toNanos((1L + REST_FACTOR) * onMillis);
    this.restUntil = now;
  }

  /// Whether a pulse may begin now; if so, it has.
  boolean take(long now) {
    if (now - restUntil < 0) {
      return false;
    }
    restUntil = now + busyNanos;
    return true;
  }
}
