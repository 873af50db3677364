package till.simulator;

import java.math.BigDecimal;
import java.time.Duration;

/// What lies on a simulated scale, and what its cell makes of it. Any thread.
///
/// All weights are counted in divisions of the scale's last decimal.
final class ScalePan {

  /// Above its capacity it still shows so many.
  private static final int OVER_DIVISIONS = 9;

  private final int decimals;
  private final int capacity;
  private final long motionNanos;

  // guarded by this
  private int load;
  private int drift;
  private int zero;
  private int tare;
  private boolean shaken;
  private long restsAtNanos = System.nanoTime();
  private boolean isNew = true;

  /// @param decimals of the unit
  /// @param capacity in divisions
  /// @param motionMillis how long it swings when something is put on it or taken off
  ScalePan(int decimals, int capacity, int motionMillis) {
    this.decimals = decimals;
    this.capacity = capacity;
    this.motionNanos = Duration.ofMillis(motionMillis).toNanos();
  }

  /// What it shows at one moment.
  ///
  /// @param net what it weighs, without the tare
  /// @param isNew whether anything has moved since its weight was last taken
  record Look(
      int net,
      int tare,
      boolean moving,
      boolean over,
      boolean under,
      boolean atZero,
      boolean isNew) {

    /// Whether there is a weight to be told.
    boolean isStable() {
      return !moving && !over && !under;
    }
  }

  synchronized void put(BigDecimal weight) {
    load = weight.movePointRight(decimals).intValueExact();
    isNew = true;
    restsAtNanos = System.nanoTime() + motionNanos;
  }

  /// Its zero wanders, as with warmth, which nobody sees move.
  synchronized void drift(int divisions) {
    drift += divisions;
  }

  /// Somebody leans on it: it does not come to rest until they are gone.
  synchronized void shake(boolean shakes) {
    shaken = shakes;
    isNew = true;
    restsAtNanos = System.nanoTime() + motionNanos;
  }

  synchronized Look look() {
    int gross = load + drift - zero;
    return new Look(
        gross - tare,
        tare,
        shaken || System.nanoTime() - restsAtNanos < 0,
        gross > capacity + OVER_DIVISIONS,
        gross - tare < 0,
        gross == 0,
        isNew);
  }

  /// The weight was told to somebody who will sell by it.
  synchronized void taken() {
    isNew = false;
  }

  /// Takes what is on it for nothing, near its zero only, as the law wants it.
  ///
  /// @return whether it did
  synchronized boolean zero() {
    int wanted = load + drift;
    if (look().moving() || Math.abs(wanted) > capacity / 50) {
      return false;
    }
    zero = wanted;
    tare = 0;
    return true;
  }

  synchronized void tare() {
    if (look().isStable() && tare == 0) {
      tare = look().net();
    }
  }

  /// @param divisions told by a till
  synchronized void tare(int divisions) {
    tare = divisions;
  }
}
