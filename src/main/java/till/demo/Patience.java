package till.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits for what others do, but not for ever.
///
/// It looks again whenever there is news, and by itself in between, because not everything can
/// ring.
final class Patience {

  private static final long LOOK_MILLIS = 100;

  private final News news;
  private final Duration limit;
  private final long endNanos;
  private volatile boolean over;

  /// @param limit for all waiting together, from now on
  Patience(News news, Duration limit) {
    this.news = news;
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /// Something that should have happened and did not.
  static final class Missing extends RuntimeException {

    private static final long serialVersionUID = 1;

    Missing(String message) {
      super(message);
    }
  }

  /// Nobody waits any more: whoever does, and whoever begins to, is told that it is missing.
  void end() {
    over = true;
    news.ring();
  }

  /// Waits until the look finds something.
  ///
  /// @param what for the message when it does not
  /// @throws Missing when all the time is up
  <T> T until(String what, Supplier<Optional<T>> look) {
    while (true) {
      long seen = news.count();
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (over) {
        throw new Missing("the shop closes: nobody waits for " + what + " any more");
      }
      if (System.nanoTime() - endNanos > 0) {
        throw new Missing("waited for " + what + ", for " + limit.toSeconds() + " s in vain");
      }
      try {
        news.await(seen, LOOK_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new Missing("interrupted while waiting for " + what);
      }
    }
  }

  /// Waits until it is so.
  void untilTrue(String what, Supplier<Boolean> look) {
    until(what, () -> look.get() ? Optional.of(true) : Optional.empty());
  }
}
