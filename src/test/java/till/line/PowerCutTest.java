package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.journal.JournalVerifier;
import till.simulator.SimulatedPrinter;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) in the middle of bursts of labels, with a real broker, a real
/// collector and real wires.
final class PowerCutTest {

  private static final int RANDOM_CUTS = 4;

  @TempDir Path folder;

  @Test
  void noLabelIsThereTwiceAndTheFleetHasEachDocumentOnce() throws Exception {
    Path ledgerFile = folder.resolve("ledger.db");
    try (Mosquitto broker = Mosquitto.start(folder);
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = Shift.collector(broker, ledger);
        var floor = new ShopFloor(folder).with(Shift.uplink(broker));
        SimulatedPrinter printer = floor.startPrinter()) {
      KioskClient kiosk = floor.kiosk();
      cutAtRandomMoments(floor, kiosk);
      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode uplink = kiosk.awaitSent();
        kiosk.await(
            "the receipt on paper, or in doubt",
            lane -> printer.receiptCount() + Seen.doubtful(lane).size() >= 1);
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
    assertEquals(1, Stored.sales(folder.resolve("state")).size());
  }

  /// What was seen before a cut is there after it, in order and once.
  private static void cutAtRandomMoments(ShopFloor floor, KioskClient kiosk) {
    Random chance = Torture.chance();
    int seen = 0;
    int sent = 0;
    for (int cut = 0; cut < RANDOM_CUTS; cut++) {
      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode lane = awaitInOrder(kiosk, seen, sent);
        int burst = 5 + chance.nextInt(20);
        for (int i = 0; i < burst; i++) {
          floor.scan(++sent);
        }
        int wanted = Seen.lines(lane) + 1 + chance.nextInt(burst);
        seen = Seen.lines(kiosk.await("some of them", now -> Seen.lines(now) >= wanted));
        daemon.kill();
      }
    }
    try (DaemonProcess daemon = floor.startDaemon()) {
      awaitInOrder(kiosk, seen, sent);
      kiosk.total();
      kiosk.tender("Cash");
      daemon.kill(); // the tender was answered, so it is on disk
    }
  }

  /// Labels that were still on their way are lost with the process; none is there twice, or early.
  ///
  /// @param before lines that were seen
  private static JsonNode awaitInOrder(KioskClient kiosk, int before, int sent) {
    JsonNode lane =
        kiosk.await(
            "what was there before",
            now -> !Seen.state(now).isEmpty() && Seen.lines(now) >= before);
    long last = 0;
    for (JsonNode line : lane.at("/transaction/lines")) {
      long price = line.path("regularUnitPrice").asLong(); // the n-th article costs n cents
      assertTrue(price > last && price <= sent, () -> "out of order: " + lane);
      last = price;
    }
    return lane;
  }
}
