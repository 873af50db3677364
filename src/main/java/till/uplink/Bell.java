package till.uplink;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the one thread that waits for anything at all to happen. Ringing never waits, and ringing
/// twice is ringing once.
public final class Bell {

  private final Semaphore rings = new Semaphore(0);

  /// Any thread.
  public void ring() {
    if (rings.availablePermits() == 0) {
      rings.release();
    }
  }

  /// Waits until the bell has rung since the last call, or the time is over.
  public void await(Duration atMost) throws InterruptedException {
    rings.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    rings.drainPermits();
  }
}
