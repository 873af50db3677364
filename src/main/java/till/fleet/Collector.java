package till.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.uplink.Backoff;

/// Takes the terminals' documents into the ledger and tells each terminal how far it has come.
///
/// Stateless: what it knows is in the ledger, so any number may run, and one that dies is replaced
/// by starting another. One thread per broker.
public final class Collector implements AutoCloseable {

  private static final Duration BACKOFF_BASE = Duration.ofSeconds(1);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  private final List<Listener> listeners;
  private final Optional<MetricsServer> metrics;
  private final List<Thread> threads;
  private final CompletableFuture<String> death = new CompletableFuture<>();

  private Collector(List<Listener> listeners, Optional<MetricsServer> metrics) {
    this.listeners = listeners;
    this.metrics = metrics;
    threads =
        listeners.stream()
            .map(listener ->
                Thread.ofPlatform()
                    .name("collector-" + listener.broker())
                    .daemon()
                    .uncaughtExceptionHandler((_, failure) -> died(listener, failure))
                    .unstarted(listener))
            .toList();
  }

  private void died(Listener listener, Throwable failure) {
    log.error("the collector at broker {} has died", listener.broker(), failure);
    death.complete("the collector at broker " + listener.broker() + " has died: " + failure);
  }

  /// Starts listening on every broker.
  ///
  /// @param ledger stays the caller's, to be closed after the collector
  /// @throws IllegalArgumentException when a name does not fit into a topic
  /// @throws UncheckedIOException when its metrics cannot be served there
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
    var shares = new DrainShares(settings.drainPerSecond());
    var collector =
        new Collector(
            settings.brokers().stream()
                .map(broker ->
                    new Listener(
                        settings,
                        broker,
                        ledger,
                        shares,
                        clock,
                        new Backoff(backoffBase, BACKOFF_CAP, chance),
                        committed))
                .toList(),
            settings.metrics().map(listen -> serve(listen, ledger.tally())));
    collector.threads.forEach(Thread::start);
    return collector;
  }

  private static MetricsServer serve(InetSocketAddress listen, Tally tally) {
    try {
      return MetricsServer.start(listen, tally);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve metrics at " + listen + ": " + e.getMessage(), e);
    }
  }

  /// Done, with the reason, when one of its threads has died: it has to be started again then.
  public CompletableFuture<String> death() {
    return death.copy();
  }

  /// Whether it listens on every broker just now.
  public boolean isListening() {
    return listeners.stream().allMatch(Listener::isListening);
  }

  /// Says goodbye and stops; what is not acknowledged comes again.
  @Override
  public void close() {
    listeners.forEach(Listener::stop);
    metrics.ifPresent(MetricsServer::close);
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
