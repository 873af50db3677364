package till.device.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Remembers what a scale told, and lets a test wait for it.
final class WeighingLog implements Consumer<Weighing> {

  private static final long WAIT_SECONDS_MAX = 60;

  private final List<Weighing> told = new ArrayList<>();

  @Override
  public synchronized void accept(Weighing weighing) {
    told.add(weighing);
    notifyAll();
  }

  synchronized List<Weighing> told() {
    return List.copyOf(told);
  }

  /// The weights that counted, in order: `1.234 kg`, `0.200 kg net`.
  synchronized List<String> weights() {
    return told.stream()
        .filter(Weighing.Stable.class::isInstance)
        .map(Weighing.Stable.class::cast)
        .map(WeighingLog::text)
        .toList();
  }

  private static String text(Weighing.Stable stable) {
    return stable.weight().toPlainString()
        + " "
        + stable.unit().symbol()
        + (stable.net() ? " net" : "");
  }

  /// Begins anew.
  synchronized void forget() {
    told.clear();
  }

  Weighing awaitWeight(String text) throws InterruptedException {
    return await(
        weighing -> weighing instanceof Weighing.Stable stable && text(stable).equals(text));
  }

  Weighing await(Class<? extends Weighing> kind) throws InterruptedException {
    return await(kind::isInstance);
  }

  private synchronized Weighing await(Predicate<Weighing> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (told.isEmpty() || !wanted.test(told.getLast())) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("waited in vain, told of " + told);
      }
      wait(left);
    }
    return told.getLast();
  }
}
