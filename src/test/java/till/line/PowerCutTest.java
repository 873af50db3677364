package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.journal.JournalVerifier;
import till.simulator.SimulatedPrinter;
import till.uplink.Access;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) where it hurts, with a real broker, a real collector and real
/// wires.
final class PowerCutTest {

  private static final int RANDOM_CUTS = 4;

  @TempDir Path folder;

  @Test
  void theSaleComesBackAndTheFleetHasEachDocumentOnce() throws Exception {
    Path ledgerFile = folder.resolve("ledger.db");
    try (Mosquitto broker = Mosquitto.start(folder);
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = collector(broker, ledger);
        var floor = new ShopFloor(folder).with(uplink(broker));
        SimulatedPrinter printer = floor.startPrinter()) {
      KioskClient kiosk = floor.kiosk();

      String transactionId;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", PowerCutTest::isReady);
        floor.scan(1);
        floor.scan(2);
        floor.scan(3);
        transactionId = transactionId(kiosk.await("three lines", lane -> lines(lane) == 3));
        daemon.kill();
      }

      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode lane = kiosk.await("the sale to come back", seen -> lines(seen) == 3);
        assertEquals(transactionId, transactionId(lane));
        floor.scan(4);
        kiosk.await("a fourth line", seen -> lines(seen) == 4);
        kiosk.total();
        kiosk.tender("Cash");
        daemon.kill(); // the tender was answered, so it is on disk
      }

      cutAtRandomMoments(floor, kiosk, transactionId);

      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode uplink = kiosk.awaitSent();
        kiosk.await(
            "both receipts on paper, or in doubt",
            lane -> printer.receiptCount() + doubts(lane) >= 2);
        assertEquals(0, daemon.stop(), daemon::output);
        List<Long> stored =
            Stored.documents(ledgerFile, "number").stream()
                .map(document -> document.path("number").asLong())
                .toList();
        assertEquals(LongStream.rangeClosed(1, stored.size()).boxed().toList(), stored);
        assertTrue(stored.size() >= uplink.path("acked").asInt(), uplink::toString);
      }
    }
    assertEquals(List.of(), Audit.run(ledgerFile).findings());
    assertEquals(List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
    List<JsonNode> sales = Stored.sales(folder.resolve("state"));
    assertEquals(4, sales.getFirst().path("lines").size());
    assertEquals(
        sales.size(),
        sales.stream().map(sale -> sale.path("transactionId").asString()).distinct().count());
  }

  /// What was seen before a cut is there after it, in order and once.
  private static void cutAtRandomMoments(ShopFloor floor, KioskClient kiosk, String lastSale) {
    long seed = 20261126;
    System.out.println("seed " + seed);
    var chance = new Random(seed);
    int seen = 0;
    int sent = 0;
    for (int cut = 0; cut < RANDOM_CUTS; cut++) {
      try (DaemonProcess daemon = floor.startDaemon()) {
        int before = seen;
        JsonNode lane =
            kiosk.await(
                "what was there before", now -> !state(now).isEmpty() && lines(now) >= before);
        if (cut == 0) {
          assertEquals(lastSale, lane.path("lastReceipt").path("transactionId").asString());
        }
        assertInOrder(lane, sent);
        int burst = 5 + chance.nextInt(20);
        for (int i = 0; i < burst; i++) {
          floor.scan(++sent);
        }
        int wanted = lines(lane) + 1 + chance.nextInt(burst);
        seen = lines(kiosk.await("some of them", now -> lines(now) >= wanted));
        daemon.kill();
      }
    }
    try (DaemonProcess daemon = floor.startDaemon()) {
      int before = seen;
      assertInOrder(kiosk.await("the last of it", lane -> lines(lane) >= before), sent);
      kiosk.total();
      kiosk.tender("Cash");
      daemon.kill();
    }
  }

  /// Receipts that were cut off: a person decides about them.
  private static long doubts(JsonNode lane) {
    return lane.path("problems")
        .valueStream()
        .filter(problem -> problem.path("code").asString("").equals("print-doubtful"))
        .count();
  }

  /// Labels that were still on their way are lost with the process; none is there twice, or early.
  private static void assertInOrder(JsonNode lane, int sent) {
    long last = 0;
    for (JsonNode line : lane.path("transaction").path("lines")) {
      long price = line.path("regularUnitPrice").asLong(); // the n-th article costs n cents
      assertTrue(price > last && price <= sent, () -> "out of order: " + lane);
      last = price;
    }
  }

  private static Collector collector(Mosquitto broker, Ledger ledger) {
    return Collector.start(
        new CollectorSettings("c1", "acme", List.of(broker.broker("a")), Access.NONE),
        ledger,
        InstantSource.system(),
        new SecureRandom());
  }

  private static String uplink(Mosquitto broker) {
    return "[uplink]\nbrokers = [{ id = \"a\", url = \"" + broker.url() + "\" }]\n";
  }

  private static boolean isReady(JsonNode lane) {
    return state(lane).equals("READY");
  }

  private static String state(JsonNode lane) {
    return lane.path("state").asString("");
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }

  private static String transactionId(JsonNode lane) {
    return lane.path("transaction").path("transactionId").asString();
  }
}
