package till.device.drawer;

import java.util.concurrent.TimeUnit;

/// Spares the drawer's coil: it may be on for a fifth of the time (Epson), so a pulse is followed
/// by a rest of four times its length, in which no other is given. Beyond it a coil burns. One
/// thread.
final class CoilRest {

  private static final int REST_FACTOR = 4;

  private final long pulseNanos;
  private long restUntil;

  /// @param onMillis how long the coil is on in one pulse, at most
  /// @param now nanoseconds of a clock that nobody sets
  CoilRest(int onMillis, long now) {
    this.pulseNanos = TimeUnit.MILLISECONDS.toNanos(onMillis);
    this.restUntil = now;
  }

  /// Whether a pulse may begin now; if so, it has.
  boolean take(long now) {
    if (now - restUntil < 0) {
      return false;
    }
    restUntil = now + (1 + REST_FACTOR) * pulseNanos;
    return true;
  }

  /// The pulse is over, which may have been late.
  void begin(long now) {
    long until = now + REST_FACTOR * pulseNanos;
    restUntil = until - restUntil > 0 ? until : restUntil;
  }
}
