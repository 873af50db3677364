package till.line;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Labels that come over the scanner's line at any moment, whether somebody reads it or not.
final class RandomScans implements AutoCloseable {

  private static final int PAUSE_MILLIS_MAX = 300;

  private final ShopFloor floor;
  private final RandomGenerator chance;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<Integer, Integer> sent = new HashMap<>();
  private final CompletableFuture<Void> work;

  RandomScans(ShopFloor floor, RandomGenerator chance) {
    this.floor = floor;
    this.chance = chance;
    this.work = Torture.start(this::scan);
  }

  private void scan() {
    try {
      while (!stopped.await(chance.nextInt(PAUSE_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
        int article =
            Cashier.TYPED_MAX + 1 + chance.nextInt(ShopFloor.ARTICLES - Cashier.TYPED_MAX);
        sent.merge(article, 1, Integer::sum);
        floor.scan(article);
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

  @Override
  public void close() {
    stop();
  }
}
