package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.simulator.PacedLine;
import till.simulator.SimulatedPrinter;
import till.uplink.Eventually;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) while it prints. The paper shows each receipt once, or a second
/// one that says that it is a copy, and that a person asked for.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class PrintOnceTest {

  private static final int ROUNDS = Torture.isLong() ? 100 : 2;

  /// Slow enough that a kill finds a receipt on the wire, and in the printer.
  private static final PortSettings SLOW =
      new PortSettings("paced", 19_200, Framing.EIGHT_NONE_ONE, FlowControl.NONE);

  @TempDir Path folder;

  @Test
  void howeverOftenTheDaemonIsKilledWhileItPrintsNoReceiptComesTwice() throws Exception {
    Random chance = Torture.chance();
    List<Long> sold = new ArrayList<>();
    int doubts = 0;
    try (var floor = new ShopFloor(folder);
        SimulatedPrinter printer = slowPrinter(floor)) {
      KioskClient kiosk = floor.kiosk();
      for (int round = 0; round < ROUNDS; round++) {
        try (DaemonProcess daemon = floor.startDaemon()) {
          doubts += resolveWithCopies(kiosk);
          sold.add(sell(floor, kiosk));
          awaitSomePaper(printer, chance.nextInt(30));
          daemon.kill();
        }
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        doubts += resolveWithCopies(kiosk);
        Eventually.isSo(() -> kiosk.printJobs().isEmpty(), () -> kiosk.get("/v1/lane"));
        daemon.stop();
      }
      var roll = new ReceiptRoll(printer);
      Map<String, Integer> paper = new HashMap<>();
      long allCopies = 0;
      for (long number : sold) {
        long first = roll.firsts(number);
        long copies = roll.copies(number);
        String what = number + " came " + first + " times, and " + copies + " as a copy";
        assertTrue(first <= 1 && first + copies >= 1, what);
        allCopies += copies;
        paper.merge(first + "+" + copies, 1, Integer::sum);
      }
      assertTrue(allCopies <= doubts, allCopies + " copies, asked for " + doubts);
      System.out.println(
          sold.size() + " kills, " + doubts + " doubts; receipts+copies of a sale: " + paper);
    }
    assertEquals(List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
  }

  private static SimulatedPrinter slowPrinter(ShopFloor floor) throws Exception {
    return SimulatedPrinter.start(
        new PacedLine(
            BoardPorts.open().open(PortSettings.of(floor.printer.far().toString())), SLOW),
        new SimulatedPrinter.Settings(42, 2),
        _ -> {});
  }

  /// @return the number of the receipt
  private static long sell(ShopFloor floor, KioskClient kiosk) {
    kiosk.await("a lane that sells", lane -> Seen.state(lane).equals("READY"));
    for (int article = 1; article <= 6; article++) {
      floor.scan(article);
    }
    kiosk.await("six lines", lane -> Seen.lines(lane) == 6);
    kiosk.total();
    return kiosk.tender("Cash").path("lastReceipt").path("number").asLong();
  }

  /// Lets the printer come so many lines further, or to the end.
  private static void awaitSomePaper(SimulatedPrinter printer, int lines)
      throws InterruptedException {
    int before = printer.receiptCount();
    Eventually.isSo(
        () -> printer.receiptCount() > before || printer.sheet().rows().size() >= lines,
        () -> "nothing is printed");
  }

  /// What an attendant does who wants the paper.
  private static int resolveWithCopies(KioskClient kiosk) {
    JsonNode lane = kiosk.await("a printer that is good", seen -> Seen.isGood(seen, "POSPrinter"));
    List<String> jobs = Seen.doubtful(lane);
    for (String job : jobs) {
      kiosk.post("/v1/print-jobs/" + job + "/resolve", KioskClient.body().put("decision", "copy"));
    }
    return jobs.size();
  }
}
