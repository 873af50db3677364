package till.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;

/// `till collector run`
@Command(
    name = "run",
    description = {
      "Takes the documents of an organisation's terminals into the store and acknowledges them,"
          + " until it is stopped. Any number may run.",
      "Exit codes: 0 stopped, 69 the store is away at start, 75 start it again. A store or a broker"
          + " that goes away later is waited for."
    },
    footer = {
      "",
      "Example:",
      "  till collector run --org acme --store sqlite:ledger.db \\",
      "      --broker mqtts://broker-a.example.com mqtts://broker-b.example.com",
      "  till collector run --org acme --store postgresql://till@db.example.com/fleet \\",
      "      --store-password-file db-password --broker mqtts://broker-a.example.com \\",
      "      --drain-per-second 5000 --metrics 127.0.0.1:9180"
    })
final class CollectorRunCommand implements Callable<Integer> {

  /// A plain level of a topic.
  private static final String NAME = "[a-z0-9-]{1,64}";

  @Option(
      names = "--broker",
      required = true,
      arity = "1..*",
      paramLabel = "URL",
      description = "mqtts://host:port or mqtt://host:port, of each broker of the fleet.")
  private List<String> brokers = new ArrayList<>();

  @Mixin private BrokerOptions access = new BrokerOptions();

  @Option(names = "--org", required = true, paramLabel = "ORG", description = "Whose terminals.")
  private String org = "";

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Tells it from other collectors; by chance where absent.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--drain-per-second",
      paramLabel = "N",
      description =
          "Documents a second that terminals with a backlog may send, all together (default: as"
              + " many as they can).")
  private Optional<Integer> drainPerSecond = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "HOST:PORT",
      description = "Serve metrics for Prometheus there, at /metrics.")
  private Optional<String> metrics = Optional.empty();

  private final Shell shell;

  CollectorRunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    String name = id.orElseGet(() -> "%08x".formatted(shell.chance().nextInt()));
    if (!org.matches(NAME) || !name.matches(NAME)) {
      throw new CommandException(
          ExitCode.USAGE,
          "org and id are lower-case letters, digits and hyphens, not " + org + " and " + name);
    }
    if (drainPerSecond.orElse(1) < 1) {
      throw new CommandException(ExitCode.USAGE, "--drain-per-second is at least 1");
    }
    var settings =
        new CollectorSettings(
            name,
            org,
            BrokerOptions.brokers(brokers),
            access.access(),
            drainPerSecond.stream().mapToInt(Integer::intValue).findFirst(),
            metrics.map(CollectorRunCommand::listen));
    var stop = new CompletableFuture<String>();
    var stopped = new CountDownLatch(1);
    var hook = new Thread(() -> awaitEnd(stop, stopped), "stop");
    try (Ledger ledger = Ledger.open(store.address());
        Collector collector = Collector.start(settings, ledger, shell.clock(), shell.chance())) {
      Runtime.getRuntime().addShutdownHook(hook);
      String reason = stop.applyToEither(collector.death(), Function.identity()).get();
      if (!reason.isEmpty()) {
        throw new CommandException(ExitCode.RESTART, reason);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // another way of being told to stop
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes these with a failure", e);
    } catch (UncheckedIOException e) {
      throw new CommandException(ExitCode.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK;
  }

  private static InetSocketAddress listen(String metrics) {
    int colon = metrics.lastIndexOf(':');
    try {
      var address =
          new InetSocketAddress(
              metrics.substring(0, Math.max(0, colon)),
              Integer.parseInt(metrics.substring(colon + 1)));
      if (colon > 0 && !address.isUnresolved()) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE, "--metrics is HOST:PORT of this machine, not " + metrics);
  }

  /// Keeps the process alive until the collector has said goodbye.
  private static void awaitEnd(CompletableFuture<String> stop, CountDownLatch stopped) {
    stop.complete("");
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
