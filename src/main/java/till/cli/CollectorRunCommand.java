package till.cli;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
          + " until it is stopped. Any number may run."
    },
    footer = {
      "",
      "Example:",
      "  till collector run --org acme --store sqlite:ledger.db \\",
      "      --broker mqtts://broker-a.example.com mqtts://broker-b.example.com"
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
  private List<URI> brokers = new ArrayList<>();

  @Mixin private BrokerOptions access = new BrokerOptions();

  @Option(names = "--org", required = true, paramLabel = "ORG", description = "Whose terminals.")
  private String org = "";

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Tells it from other collectors; by chance where absent.")
  private Optional<String> id = Optional.empty();

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
    var settings =
        new CollectorSettings(name, org, BrokerOptions.brokers(brokers), access.access());
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    var hook = new Thread(() -> awaitEnd(stop, stopped), "stop");
    try (Ledger ledger = Ledger.open(store.address());
        Collector _ = Collector.start(settings, ledger, shell.clock(), shell.chance())) {
      Runtime.getRuntime().addShutdownHook(hook);
      stop.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // another way of being told to stop
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK;
  }

  /// Keeps the process alive until the collector has said goodbye.
  private static void awaitEnd(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
