package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.simulator.PacedLine;
import till.simulator.PrintedReceipt;
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

  private static final Pattern NUMBER = Pattern.compile("(?:Receipt|Beleg) (\\d+)");
  private static final Pattern COPY = Pattern.compile("COPY|KOPIE");

  @TempDir Path folder;

  @Test
  void aKillWhileBytesWaitForThePrinterIsDoubtfulAndPrintsNothingByItself() throws Exception {
    try (var floor = new ShopFloor(folder);
        SimulatedPrinter printer = floor.startPrinter()) {
      Path config = withSoftwareFlow(floor.config());
      KioskClient kiosk = floor.kiosk();
      long cutOff;
      try (DaemonProcess daemon = DaemonProcess.start(config)) {
        kiosk.await("a printer that is good", PrintOnceTest::canPrint);
        printer.askToWait(true);
        cutOff = sell(floor, kiosk);
        awaitJobs(kiosk, "SENDING");
        daemon.kill();
      }
      printer.askToWait(false);
      try (DaemonProcess _ = DaemonProcess.start(config)) {
        JsonNode lane = kiosk.await("the doubt", seen -> !doubtful(seen).isEmpty());
        String job = doubtful(lane).getFirst();
        kiosk.await("a printer that is good", PrintOnceTest::canPrint);
        long next = sell(floor, kiosk);
        Eventually.isSo(
            () -> receiptsOf(printer, next, false) == 1, () -> "printed: " + all(printer));
        assertEquals(0, receiptsOf(printer, cutOff, false), "printed again by itself");

        kiosk.post(
            "/v1/print-jobs/" + job + "/resolve", KioskClient.body().put("decision", "copy"));

        Eventually.isSo(
            () -> receiptsOf(printer, cutOff, true) == 1, () -> "printed: " + all(printer));
        kiosk.await("no doubt", seen -> doubtful(seen).isEmpty());
        assertEquals(
            1,
            floor.documents().stream()
                .filter(document -> document.path("control").asString("").equals("receipt-copy"))
                .count());
      }
    }
  }

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
        awaitJobs(kiosk, "");
        daemon.stop();
      }
      Map<String, Integer> paper = new HashMap<>();
      int allCopies = 0;
      for (long number : sold) {
        int first = receiptsOf(printer, number, false);
        int copies = receiptsOf(printer, number, true);
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

  private static Path withSoftwareFlow(Path config) throws IOException {
    String text = Files.readString(config);
    return Files.writeString(
        config, text.replace("profile = \"epson", "flow = \"xonxoff\"\nprofile = \"epson"));
  }

  /// @return the number of the receipt
  private static long sell(ShopFloor floor, KioskClient kiosk) {
    kiosk.await("a lane that sells", lane -> lane.path("state").asString("").equals("READY"));
    for (int article = 1; article <= 6; article++) {
      floor.scan(article);
    }
    kiosk.await("six lines", lane -> lane.path("transaction").path("lines").size() == 6);
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
    JsonNode lane = kiosk.await("a printer that is good", PrintOnceTest::canPrint);
    List<String> jobs = doubtful(lane);
    for (String job : jobs) {
      kiosk.post("/v1/print-jobs/" + job + "/resolve", KioskClient.body().put("decision", "copy"));
    }
    return jobs.size();
  }

  private static List<String> doubtful(JsonNode lane) {
    List<String> jobs = new ArrayList<>();
    for (JsonNode problem : lane.path("problems")) {
      if (problem.path("code").asString().equals("print-doubtful")) {
        jobs.add(problem.path("id").asString());
      }
    }
    return jobs;
  }

  private static boolean canPrint(JsonNode lane) {
    for (JsonNode device : lane.path("devices")) {
      if (device.path("category").asString().equals("POSPrinter")) {
        return device.path("state").asString().equals("good");
      }
    }
    return false;
  }

  /// Waits until the jobs that are not over are one in this state, or none.
  private static void awaitJobs(KioskClient kiosk, String state) throws InterruptedException {
    Eventually.isSo(
        () -> {
          var open = new ArrayList<String>();
          metrics(kiosk)
              .lines()
              .filter(line -> line.startsWith("tilld_print_jobs{") && !line.endsWith(" 0"))
              .forEach(open::add);
          return state.isEmpty()
              ? open.isEmpty()
              : open.equals(List.of("tilld_print_jobs{state=\"" + state + "\"} 1"));
        },
        () -> metrics(kiosk) + kiosk.get("/v1/lane"));
  }

  private static String metrics(KioskClient kiosk) {
    return new String(kiosk.bytes("/metrics"), StandardCharsets.UTF_8);
  }

  private static List<String> all(SimulatedPrinter printer) {
    List<String> sheets = new ArrayList<>();
    printer.receipts().stream()
        .map(PrintedReceipt::paper)
        .forEach(sheet -> sheets.add(sheet.text()));
    return sheets;
  }

  /// How often a receipt was cut off.
  private static int receiptsOf(SimulatedPrinter printer, long number, boolean copy) {
    int count = 0;
    for (String sheet : all(printer)) {
      Matcher found = NUMBER.matcher(sheet);
      boolean its = found.find() && Long.parseLong(found.group(1)) == number;
      count += its && COPY.matcher(sheet).find() == copy ? 1 : 0;
    }
    return count;
  }
}
