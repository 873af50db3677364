package till.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import till.uplink.Backoff;

/// Takes the terminals' documents into the ledger and tells each terminal how far it has come.
///
/// Stateless: what it knows is in the ledger, so any number may run, and one that dies is replaced
/// by starting another. One thread per broker.
public final class Collector implements AutoCloseable {

  private static final Duration BACKOFF_BASE = Duration.ofSeconds(1);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final List<Listener> listeners;
  private final List<Thread> threads;

  private Collector(List<Listener> listeners) {
    this.listeners = listeners;
    threads =
        listeners.stream()
            .map(listener ->
                Thread.ofPlatform()
                    .name("collector-" + listener.broker())
                    .daemon()
                    .unstarted(listener))
            .toList();
  }

  /// Starts listening on every broker.
  ///
  /// @param ledger stays the caller's, to be closed after the collector
  /// @throws IllegalArgumentException when a name does not fit into a topic
  public static Collector start(
      CollectorSettings settings, Ledger ledger, InstantSource clock, RandomGenerator chance) {
    return start(settings, ledger, clock, chance, BACKOFF_BASE, () -> {});
  }

  /// @param committed runs when a batch is in the ledger and nobody has been told
  static Collector start(
      CollectorSettings settings,
      Ledger ledger,
      InstantSource clock,
      RandomGenerator chance,
      Duration backoffBase,
      Runnable committed) {
    var collector =
        new Collector(
            settings.brokers().stream()
                .map(broker ->
                    new Listener(
                        settings,
                        broker,
                        ledger,
                        clock,
                        new Backoff(backoffBase, BACKOFF_CAP, chance),
                        committed))
                .toList());
    collector.threads.forEach(Thread::start);
    return collector;
  }

  /// Whether it listens on every broker just now.
  public boolean isListening() {
    return listeners.stream().allMatch(Listener::isListening);
  }

  /// Says goodbye and stops; what is not acknowledged comes again.
  @Override
  public void close() {
    listeners.forEach(Listener::stop);
    try {
      for (Thread thread : threads) {
        if (!thread.join(CLOSE_PATIENCE)) {
          thread.interrupt();
          thread.join(CLOSE_PATIENCE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
