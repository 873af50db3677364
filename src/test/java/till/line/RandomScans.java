package till.line;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Labels that come over the scanner's line at any moment, whether somebody reads it or not, but no
/// more than the lane does other things: else those that nobody read would come all at once.
final class RandomScans {

  private static final int PAUSE_MILLIS_MAX = 300;

  private final ShopFloor floor;
  private final LongSupplier pace;
  private final RandomGenerator chance;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<Integer, Integer> sent = new HashMap<>();
  private final CompletableFuture<Void> work;

  /// @param pace grows with what the lane does
  RandomScans(ShopFloor floor, LongSupplier pace, RandomGenerator chance) {
    this.floor = floor;
    this.pace = pace;
    this.chance = chance;
    this.work = Torture.start(this::scan);
  }

  private void scan() {
    try {
      long before = pace.getAsLong();
      while (!stopped.await(chance.nextInt(PAUSE_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
        long now = pace.getAsLong();
        if (now > before) {
          before = now;
          int article =
              Cashier.TYPED_MAX + 1 + chance.nextInt(ShopFloor.ARTICLES - Cashier.TYPED_MAX);
          sent.merge(article, 1, Integer::sum);
          floor.scan(article);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends them.
  ///
  /// @return how often each article was sent
  Map<Integer, Integer> stop() {
    stopped.countDown();
    work.join();
    return Map.copyOf(sent);
  }
}
