package till.uplink;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another thread or process brings about, far longer than it should take.
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOOK_MILLIS = 10;

  private Eventually() {}

  /// Looks until it is so.
  ///
  /// @param otherwise what to say when it does not become so
  public static void isSo(BooleanSupplier condition, Supplier<Object> otherwise)
      throws InterruptedException {
    isSo(PATIENCE, condition, otherwise);
  }

  /// The same for what may take longer.
  public static void isSo(Duration patience, BooleanSupplier condition, Supplier<Object> otherwise)
      throws InterruptedException {
    var never = new CountDownLatch(1);
    long endNanos = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNanos) {
        throw new AssertionError(String.valueOf(otherwise.get()));
      }
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("never comes");
      }
    }
  }
}
