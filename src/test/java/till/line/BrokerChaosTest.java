package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Journal;
import till.simulator.SimulatedPrinter;
import till.uplink.Mosquitto;

/// Three brokers and two collectors are killed and started again at random, while terminals sell:
/// twenty in this JVM, and a real daemon, whose pauses are those of the field. It needs up to a
/// minute more, so the short form has it once.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class BrokerChaosTest {

  private static final int TERMINALS = 20;

  /// What mosquitto does where nothing is set: a queue for a thousand messages, topic aliases, and
  /// all of it in memory, so that a kill makes it forget everything it has promised.
  private static final String[] AS_DELIVERED = {
    "max_topic_alias 10",
    "max_inflight_messages 20",
    "max_queued_messages 1000",
    "set_tcp_nodelay false",
    "persistence false"
  };

  @TempDir Path folder;

  @Test
  void nothingIsLostOverBrokersThatForgetWhatTheyPromised() throws Exception {
    storm(true, AS_DELIVERED);
  }

  @Test
  void nothingIsLostOverBrokersThatWriteEverythingDown() throws Exception {
    storm(Torture.isLong(), "persistence true", "autosave_on_changes true", "autosave_interval 1");
  }

  private void storm(boolean withDaemon, String... settings) throws Exception {
    Random chance = Torture.chance();
    Path ledger = folder.resolve("ledger.db");
    try (Mosquitto one = broker("b0", settings);
        Mosquitto two = broker("b1", settings);
        Mosquitto three = broker("b2", settings)) {
      Mosquitto[] brokers = {one, two, three};
      try (var storm = new Storm(ledger, new Random(chance.nextLong()), brokers);
          var others =
              new ManyTerminals(folder, TERMINALS, new Random(chance.nextLong()), brokers);
          var checkout = withDaemon ? new Checkout(folder, chance, brokers) : null) {
        int seconds = Torture.seconds();
        storm.rage(seconds);
        long calmNanos = System.nanoTime();
        others.finish();
        if (checkout != null) {
          checkout.finish();
        }
        long settled = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - calmNanos);

        var books = new Books(ledger);
        long documents = books.assertWhole();
        others.assertIn(books);
        if (checkout != null) {
          checkout.assertIn(books);
        }
        System.out.printf(
            "%d deaths in %d s, settled after %d s: %d sales, %d documents, %d sent again%n",
            storm.deaths(),
            seconds,
            settled,
            others.sales() + (checkout == null ? 0 : checkout.sales()),
            documents,
            Books.sent(brokers) - documents);
      }
    }
  }

  /// A daemon with a busy cashier.
  private static final class Checkout implements AutoCloseable {

    private final ShopFloor floor;
    private final SimulatedPrinter printer;
    private final DaemonProcess daemon;
    private final Cashier cashier;
    private final CompletableFuture<Void> work;

    Checkout(Path folder, Random chance, Mosquitto... brokers) {
      floor = new ShopFloor(folder).with(uplink(brokers));
      printer = floor.startPrinter();
      daemon = floor.startDaemon();
      cashier = new Cashier(floor.kiosk(), new Random(chance.nextLong()));
      work = cashier.work();
    }

    void finish() throws Exception {
      cashier.leave();
      work.get(10, TimeUnit.MINUTES);
      floor.kiosk().awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
    }

    int sales() {
      return cashier.sold().size();
    }

    void assertIn(Books books) {
      books.assertHas("0042-03", floor.state().resolve(Journal.FILE));
      books.assertSold("0042-03", cashier.sold(), Map.of());
      assertTrue(sales() > 0);
    }

    @Override
    public void close() {
      daemon.close();
      printer.close();
      floor.close();
    }
  }

  private Mosquitto broker(String id, String... settings) throws Exception {
    Path directory = Files.createDirectory(folder.resolve(id));
    return Mosquitto.start(
        directory,
        Stream.concat(
                Stream.of("log_type all", "persistence_location " + directory + "/"),
                Arrays.stream(settings))
            .toArray(String[]::new));
  }

  private static String uplink(Mosquitto... brokers) {
    return Stream.of(brokers)
        .map(broker -> "{ id = \"b%d\", url = \"%s\" }".formatted(broker.port(), broker.url()))
        .collect(Collectors.joining(", ", "[uplink]\nbrokers = [", "]\n"));
  }
}
