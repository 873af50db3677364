package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;
import till.simulator.SimulatedPrinter;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) while a business day is closed. The day is closed once, with one
/// Z report that is on paper once at most, however often the attendant's command is repeated.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class CloseOnceTest {

  private static final int ROUNDS = Torture.isLong() ? 100 : 2;

  /// A closing takes about so long, with its fsync and its report.
  private static final int KILL_MILLIS_MAX = 100;

  @TempDir Path folder;

  @Test
  void aDayIsClosedOnceHoweverOftenTheDaemonIsKilledMeanwhile() throws Exception {
    Random chance = Torture.chance();
    try (var floor = new ShopFloor(folder).with("[lane]\nauto_open = false");
        SimulatedPrinter printer = floor.startPrinter()) {
      KioskClient kiosk = floor.kiosk();
      for (int round = 1; round <= ROUNDS; round++) {
        CompletableFuture<Void> closed;
        try (DaemonProcess daemon = floor.startDaemon()) {
          openDay(kiosk);
          sell(floor, kiosk);
          closed = Torture.start(() -> kiosk.insist("/v1/business-day/close", KioskClient.body()));
          waitAtMost(chance.nextInt(KILL_MILLIS_MAX), closed);
          daemon.kill();
        }
        try (DaemonProcess daemon = floor.startDaemon()) {
          closed.get(1, TimeUnit.HOURS);
          JsonNode lane = kiosk.await("a closed day", seen -> seen.path("businessDay").isNull());
          assertEquals("CLOSED", lane.path("state").asString());
          JsonNode z = kiosk.get("/v1/reports/z/" + round);
          assertEquals(round, z.path("number").asInt());
          assertEquals(1, z.path("transactions").path("completed").asInt());
          daemon.stop();
        }
      }
      List<Long> reports = new ArrayList<>();
      for (JsonNode document : floor.documents()) {
        if (document.path("control").asString("").equals("business-day-close")) {
          reports.add(document.path("z").path("number").asLong());
        }
      }
      assertEquals(LongStream.rangeClosed(1, ROUNDS).boxed().toList(), reports);
      for (long n : reports) {
        long seen =
            printer.receipts().stream()
                .filter(paper ->
                    paper.paper().text().contains("Z-BERICHT " + n + "\n")
                        || paper.paper().text().contains("Z REPORT " + n + "\n"))
                .count();
        assertTrue(seen <= 1, "Z report " + n + " was printed " + seen + " times");
      }
    }
    assertEquals(List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
  }

  private static void waitAtMost(int millis, CompletableFuture<Void> done) throws Exception {
    try {
      done.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // in the middle of it, or before it
    }
  }

  private static void openDay(KioskClient kiosk) {
    kiosk.insist("/v1/business-day/open", KioskClient.body());
    kiosk.insist("/v1/lane/open", KioskClient.body());
  }

  private static void sell(ShopFloor floor, KioskClient kiosk) {
    floor.scan(1);
    kiosk.await("a line", lane -> lane.path("transaction").path("lines").size() == 1);
    kiosk.total();
    kiosk.tender("Cash");
  }
}
