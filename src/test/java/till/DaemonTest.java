package till;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.cli.ExitCode;
import till.config.Headquarters;
import till.line.KioskClient;
import till.line.ShopFloor;
import till.port.BoardPorts;
import till.simulator.SimulatedPrinter;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.Topics;
import tools.jackson.databind.JsonNode;

/// A configuration's way through the whole terminal, over a real broker.
final class DaemonTest {

  private static final String SCOPE = "terminal/0042-03";
  private static final Topics TOPICS = new Topics("acme", "0042-03");
  private static final Duration WINDOW = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void aPushedHeaderIsAdoptedBetweenTwoCustomersAndReported() throws Exception {
    try (var shop = new Shop(folder);
        SimulatedPrinter printer = shop.floor.startPrinter();
        Peer fleet = Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported())) {
      KioskClient kiosk = shop.floor.kiosk();
      kiosk.await("a printer", lane -> isGood(lane, "printer"));
      shop.floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);

      fleet.retain(TOPICS.config(), shop.signed(7, "{\"receipt\":{\"header\":[\"Sommerfest\"]}}"));
      assertTrue(fleet.nextWith("\"staged\"").contains("7"));
      shop.floor.scan(2);
      kiosk.await("the customer's second line", lane -> lines(lane) == 2);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await("the first receipt", _ -> printer.receiptCount() == 1);

      assertTrue(fleet.nextWith("\"applied\"").contains("7"));
      kiosk.await("a lane that sells", lane -> isGood(lane, "counter") && isGood(lane, "printer"));
      shop.floor.scan(3);
      kiosk.await("a line", lane -> lines(lane) == 1);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await("the second receipt", _ -> printer.receiptCount() == 2);

      assertTrue(!printer.receipts().get(0).paper().text().contains("Sommerfest"));
      assertTrue(printer.receipts().get(1).paper().text().contains("Sommerfest"));
      assertEquals(1, shop.controls("config-adopted"));
      assertEquals(1, shop.controls("boot"));
    }
  }

  @Test
  void whatStrangersSignIsReportedAndWhatWeSignWrongIsRemembered() throws Exception {
    try (var shop = new Shop(folder);
        Peer fleet = Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported())) {
      shop.floor.kiosk().await("a lane", lane -> !lane.path("state").asString("").isEmpty());
      var stranger = new Headquarters(folder, "stranger");
      fleet.retain(
          TOPICS.config(),
          new String(
              stranger.config(SCOPE, 8, "{\"receipt\":{\"name\":\"Mine\"}}"),
              StandardCharsets.US_ASCII));
      fleet.nextWith("\"rejected\"");
      assertEquals(0, shop.controls("config-refused"));
      fleet.retain(TOPICS.config(), shop.signed(8, "{\"receipt\":{\"nmae\":\"Ours\"}}"));
      assertTrue(fleet.nextWith("nmae").contains("\"rejected\""));
      shop.floor.kiosk().await("the journal to know", _ -> shop.controls("config-refused") == 1);
    }
  }

  @Test
  void aConfigurationThatCutsTheLineIsTakenBack() throws Exception {
    try (var shop = new Shop(folder);
        Peer fleet = Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported())) {
      shop.floor
          .kiosk()
          .await("/v1/uplink", "the uplink", uplink -> uplink.path("connected").asBoolean());
      fleet.retain(
          TOPICS.config(),
          shop.signed(
              9, "{\"uplink\":{\"brokers\":[{\"id\":\"b\",\"url\":\"mqtt://127.0.0.1:1\"}]}}"));
      assertTrue(fleet.nextWith("\"rolled-back\"").contains("9"));
      shop.floor
          .kiosk()
          .await("/v1/uplink", "the old way out", uplink -> uplink.path("connected").asBoolean());
    }
  }

  @Test
  void aConfigurationThatCannotBeOpenedIsTakenBackAtOnce() throws Exception {
    try (var shop = new Shop(folder);
        Peer fleet = Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported())) {
      fleet.retain(TOPICS.config(), shop.signed(10, "{\"prices\":{\"file\":\"tilld.toml\"}}"));
      assertTrue(fleet.nextWith("\"rolled-back\"").contains("price book"));
      shop.floor.kiosk().await("a lane that sells", lane -> state(lane).equals("READY"));
    }
  }

  @Test
  void aConfigurationWhoseSecretIsMissingLeavesTheDevicesToTheOldOne() throws Exception {
    try (var shop = new Shop(folder);
        SimulatedPrinter _ = shop.floor.startPrinter();
        Peer fleet = Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported())) {
      fleet.retain(
          TOPICS.config(),
          shop.signed(
              11, "{\"payment\":{\"port\":\"tcp://127.0.0.1:1\",\"password_file\":\"none\"}}"));
      assertTrue(fleet.nextWith("\"rolled-back\"").contains("credential"));
      KioskClient kiosk = shop.floor.kiosk();
      kiosk.await("the devices", lane -> isGood(lane, "printer") && isGood(lane, "counter"));
      shop.floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);
    }
  }

  @Test
  void aConfigurationWaitsUntilATrainingHasEnded() throws Exception {
    try (var shop = new Shop(folder);
        SimulatedPrinter printer = shop.floor.startPrinter();
        Peer fleet =
            Peer.join(shop.broker.broker("a"), "fleet", TOPICS.reported(), TOPICS.state())) {
      KioskClient kiosk = shop.floor.kiosk();
      kiosk.await("a lane that sells", lane -> state(lane).equals("READY"));
      kiosk.post("/v1/training/on", KioskClient.body());
      kiosk.await("a lane to practise at", lane -> lane.path("training").asBoolean());
      fleet.nextWith("\"problems\":[\"training\"");

      fleet.retain(TOPICS.config(), shop.signed(12, "{\"receipt\":{\"header\":[\"Neu\"]}}"));
      assertTrue(fleet.nextWith("\"staged\"").contains("12"));
      kiosk.await("a printer", lane -> isGood(lane, "printer"));
      shop.floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await(
          "the receipt",
          lane ->
              printer.receiptCount() == 1
                  && !lane.path("prompt").asString().equals("take-receipt"));
      assertFalse(printer.receipts().getFirst().paper().text().contains("Neu"));
      assertEquals(0, shop.controls("config-adopted"));

      kiosk.post("/v1/training/off", KioskClient.body());
      assertTrue(fleet.nextWith("\"applied\"").contains("12"));
      assertEquals(
          List.of("boot", "business-day-open", "lane-open", "training-on", "training-off"),
          shop.floor.documents().stream()
              .map(document -> document.path("control").asString(""))
              .limit(5)
              .toList());
      assertEquals(1, shop.controls("config-adopted"));
    }
  }

  @Test
  void aProcessWithTooManyThreadsLeftBehindEndsWhenTheCustomerHasPaid() throws Exception {
    var release = new CountDownLatch(1);
    try (var shop = new Shop(folder);
        SimulatedPrinter printer = shop.floor.startPrinter()) {
      KioskClient kiosk = shop.floor.kiosk();
      kiosk.await("a printer", lane -> isGood(lane, "printer"));
      shop.floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);
      for (int i = 0; i < 60; i++) {
        Thread.ofPlatform()
            .daemon()
            .name("MQTT Con: acme.0042-03")
            .start(() -> awaitQuietly(release));
      }
      shop.broker.kill();
      kiosk.await("/v1/uplink", "the loss", uplink -> !uplink.path("connected").asBoolean());
      shop.floor.scan(2);
      kiosk.await("the second line", lane -> lines(lane) == 2);
      assertFalse(shop.exitCode.isDone(), "it waits for the customer");
      kiosk.total();
      kiosk.tender("Cash");
      assertEquals(ExitCode.RESTART, shop.exitCode.get(60, TimeUnit.SECONDS));
      assertEquals(1, printer.receiptCount());
    } finally {
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A daemon on a thread of this JVM, with a broker of its own.
  private static final class Shop implements AutoCloseable {

    final Mosquitto broker;
    final ShopFloor floor;
    private final Headquarters headquarters;
    private final Board board;
    private final Daemon daemon;
    final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    Shop(Path folder) throws Exception {
      broker = Mosquitto.start(folder);
      headquarters = new Headquarters(folder, "2026a");
      floor =
          new ShopFloor(folder)
              .with("[uplink]\nbrokers = [{ id = \"a\", url = \"" + broker.url() + "\" }]\n")
              .with(headquarters.trust("config"));
      board =
          new Board(
              BoardPorts.open(),
              Optional.empty(),
              Map.of(),
              InstantSource.system(),
              () -> true,
              new SecureRandom(),
              "test",
              List::of);
      daemon = new Daemon(floor.config(), board, List.of(), WINDOW);
      thread = Thread.ofPlatform().name("lane").start(() -> exitCode.complete(daemon.run()));
      URI address = daemon.address().get(60, TimeUnit.SECONDS);
      assertEquals(floor.kioskPort, address.getPort());
    }

    String signed(long revision, String body) {
      return new String(headquarters.config(SCOPE, revision, body), StandardCharsets.US_ASCII);
    }

    /// How often the journal says this.
    long controls(String control) {
      return floor.documents().stream()
          .filter(document -> document.path("control").asString("").equals(control))
          .count();
    }

    @Override
    public void close() {
      daemon.stop();
      try {
        assertTrue(thread.join(Duration.ofSeconds(60)), "the daemon does not stop");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      board.close();
      floor.close();
      broker.close();
    }
  }

  private static boolean isGood(JsonNode lane, String device) {
    return StreamSupport.stream(lane.path("devices").spliterator(), false)
        .anyMatch(seen ->
            seen.path("name").asString("").equals(device)
                && seen.path("state").asString("").equals("good"));
  }

  private static String state(JsonNode lane) {
    return lane.path("state").asString("");
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }
}
