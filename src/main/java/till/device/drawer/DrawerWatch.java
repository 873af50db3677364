package till.device.drawer;

import java.time.Duration;
import java.util.OptionalLong;

/// What pulses, the sensor and the time add up to. No I/O; times are those of a clock that nobody
/// sets, in nanoseconds. One thread.
final class DrawerWatch {

  /// The switch reports 100 to 400 ms after the pulse; the pulse may have to wait in the printer
  /// for a receipt that is being printed.
  static final Duration OPENS_WITHIN = Duration.ofSeconds(5);

  /// What the sensor says.
  enum Sight {
    SHUT,
    OPEN,
    UNKNOWN
  }

  private final long openNanosMax;
  private Sight sight = Sight.UNKNOWN;
  private long openSince;
  private boolean leftOpen;
  private OptionalLong opensUntil = OptionalLong.empty();
  private boolean didNotOpen;

  /// @param openMax how long it may stay open
  DrawerWatch(Duration openMax) {
    this.openNanosMax = openMax.toNanos();
  }

  /// A pulse was given. From a drawer that nobody sees nothing is expected.
  void pulsed(long now) {
    if (sight == Sight.SHUT && opensUntil.isEmpty()) {
      opensUntil = OptionalLong.of(now + OPENS_WITHIN.toNanos());
    }
  }

  /// The sensor says this.
  void seen(Sight next, long now) {
    if (next == Sight.OPEN && sight != Sight.OPEN) {
      openSince = now;
    }
    if (next != Sight.SHUT) {
      opensUntil = OptionalLong.empty();
      didNotOpen = false;
    }
    if (next != Sight.OPEN) {
      leftOpen = false;
    }
    sight = next;
  }

  /// Time has passed.
  void look(long now) {
    if (opensUntil.isPresent() && now - opensUntil.getAsLong() >= 0) {
      opensUntil = OptionalLong.empty();
      didNotOpen = true;
    }
    leftOpen |= sight == Sight.OPEN && now - openSince >= openNanosMax;
  }

  /// When it is worth while to look again; never, where only the sensor can bring news.
  OptionalLong lookAt() {
    if (sight == Sight.OPEN && !leftOpen) {
      return OptionalLong.of(openSince + openNanosMax);
    }
    return opensUntil;
  }

  DrawerState state() {
    return switch (sight) {
      case UNKNOWN -> DrawerState.UNKNOWN;
      case SHUT -> didNotOpen ? DrawerState.DID_NOT_OPEN : DrawerState.SHUT;
      case OPEN -> leftOpen ? DrawerState.LEFT_OPEN : DrawerState.OPEN;
    };
  }
}
