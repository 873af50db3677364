package till.demo;

import java.util.concurrent.TimeUnit;

/// Wakes everybody who waits for something to happen in the shop. Any thread.
final class News {

  private long count;

  /// Something happened.
  synchronized void ring() {
    count++;
    notifyAll();
  }

  /// How often it has rung. To be asked before looking, so that nothing falls in between.
  synchronized long count() {
    return count;
  }

  /// Waits until it has rung since then, or the time is up.
  synchronized void await(long since, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (count == since) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
