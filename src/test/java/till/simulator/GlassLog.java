package till.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Remembers what a display showed, and lets a test wait for it.
public final class GlassLog implements Consumer<List<String>> {

  private static final long WAIT_SECONDS_MAX = 60;

  private final BlockingQueue<List<String>> shown = new LinkedBlockingQueue<>();

  @Override
  public void accept(List<String> rows) {
    shown.add(rows);
  }

  /// Waits until these rows are shown; what lies between is a matter of how the bytes came.
  public void await(String... rows) throws InterruptedException {
    List<String> wanted = List.of(rows);
    List<String> seen = List.of();
    while (!seen.equals(wanted)) {
      List<String> next = shown.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("it shows " + seen + ", not " + wanted);
      }
      seen = next;
    }
  }

  /// What it shows next; nothing when that takes longer.
  public Optional<List<String>> next(Duration time) throws InterruptedException {
    return Optional.ofNullable(shown.poll(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// What it has shown since what was waited for.
  public List<List<String>> rest() {
    return new ArrayList<>(shown);
  }
}
