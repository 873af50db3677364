package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Journal;
import till.journal.JournalVerifier;
import till.simulator.SimulatedPrinter;
import till.uplink.Eventually;
import tools.jackson.databind.JsonNode;

/// A crowd at the kiosk's port sends what no client should, and some of it reads nothing, while one
/// client sells: it sells as if it were alone.
///
/// `tilld.long=true` asks for the whole of it; `tilld.seed` repeats what is sent.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class HostileHttpTest {

  private static final int INPUTS = 20_000;
  private static final int INPUTS_SHORT = 1_500;
  private static final int CLIENTS = 50;
  private static final int CLIENTS_SHORT = 20;

  /// The first half warms up.
  private static final int QUIET_SALES = 60;

  /// Twice what its heap, its classes and its threads come to.
  private static final int MEBIBYTES_MAX = 512;

  /// Threads that come and go by themselves: the compiler's, those that carry virtual ones.
  private static final int MORE_THREADS_MAX = 16;

  private static final int MORE_FILES_MAX = 16;

  @TempDir Path folder;

  @Test
  void aCrowdThatMeansHarmChangesNothingAndStopsNobody() throws Exception {
    Random chance = Torture.chance();
    int clients = Torture.isLong() ? CLIENTS : CLIENTS_SHORT;
    try (var floor = new ShopFloor(folder);
        SimulatedPrinter _ = floor.startPrinter();
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      Shift.at(floor).awaitReady();
      var cashier = new Cashier(kiosk, new Random(chance.nextLong()));
      for (int i = 0; i < QUIET_SALES; i++) {
        if (i == QUIET_SALES / 2) {
          cashier.takeMedianMillis();
        }
        cashier.sell();
      }
      double quietMillis = cashier.takeMedianMillis();
      List<String> controls = controls(floor);
      Footprint before = Footprint.of(daemon);

      CompletableFuture<Void> work = cashier.work();
      Footprint during;
      int soldBefore = cashier.sold().size();
      try (HostileCrowd crowd =
          HostileCrowd.start(
              floor,
              kiosk,
              clients - clients / 5,
              clients / 5,
              Torture.isLong() ? INPUTS : INPUTS_SHORT,
              chance)) {
        assertEquals(List.of(), crowd.await());
        during = Footprint.of(daemon);
        System.out.println(crowd.answers());
        assertTrue(crowd.answers().size() > 8, "they got in");
      }
      double hostileMillis = cashier.takeMedianMillis();
      int soldDuring = cashier.sold().size() - soldBefore;
      cashier.leave();
      work.get(10, TimeUnit.MINUTES);
      var newcomer = new Cashier(floor.kiosk(), new Random(chance.nextLong()));
      newcomer.sell();

      Eventually.isSo(
          () -> Footprint.of(daemon).isBackAt(before),
          () -> before + ", now " + Footprint.of(daemon));
      Footprint after = Footprint.of(daemon);
      System.out.printf(
          Locale.ROOT,
          "a command: %.1f ms alone, %.1f ms in the crowd; %d sales in it; before %s, in it %s,"
              + " after %s%n",
          quietMillis,
          hostileMillis,
          soldDuring,
          before,
          during,
          after);
      assertTrue(soldDuring > 0, "nothing was sold meanwhile");
      assertTrue(after.peakMebibytes() < MEBIBYTES_MAX, after::toString);
      assertEquals(controls, controls(floor));
      assertEquals(0, daemon.stop(), daemon::output);
      assertQuiet(daemon.output());
      assertSold(floor, Stream.concat(cashier.sold().stream(), newcomer.sold().stream()).toList());
    }
  }

  /// What was done beside selling. That somebody tried PINs is remembered too.
  private static List<String> controls(ShopFloor floor) {
    return floor.documents().stream()
        .filter(document -> document.path("type").asString().equals("ControlTransaction"))
        .map(document -> document.path("control").asString(""))
        .filter(control -> !control.equals("sign-on-failed"))
        .toList();
  }

  private static void assertQuiet(String log) {
    assertEquals(
        List.of(),
        log.lines()
            .filter(line ->
                line.contains(" ERROR ")
                    || line.startsWith("\tat ")
                    || line.contains("OutOfMemoryError"))
            .toList());
  }

  /// The journal has what the one client sold, and no other document but those of the day.
  private static void assertSold(ShopFloor floor, List<Cashier.Sold> sold) {
    Path journal = floor.state().resolve(Journal.FILE);
    assertEquals(List.of(), JournalVerifier.verify(journal).findings());
    List<JsonNode> others =
        floor.documents().stream()
            .filter(document -> !document.path("type").asString().equals("ControlTransaction"))
            .toList();
    assertEquals(
        sold.stream().map(HostileHttpTest::inWords).toList(),
        others.stream().map(HostileHttpTest::inWords).toList());
    assertFalse(sold.isEmpty());
  }

  private static String inWords(Cashier.Sold sale) {
    return "completed " + sale.transactionId() + " " + sale.total() + " " + sale.typed().size();
  }

  private static String inWords(JsonNode document) {
    return document.path("status").asString("")
        + " "
        + document.path("transactionId").asString("")
        + " "
        + document.path("total").asLong()
        + " "
        + document.path("lines").size();
  }

  /// What a process has of the machine.
  ///
  /// @param peakMebibytes the most memory it had so far
  private record Footprint(long peakMebibytes, long threads, long files) {

    static Footprint of(DaemonProcess daemon) {
      Path process = Path.of("/proc/" + daemon.pid());
      try (Stream<Path> files = Files.list(process.resolve("fd"))) {
        List<String> status = Files.readAllLines(process.resolve("status"));
        return new Footprint(
            number(status, "VmHWM:") / 1_024, number(status, "Threads:"), files.count());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long number(List<String> status, String name) {
      return status.stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    }

    boolean isBackAt(Footprint before) {
      return threads <= before.threads + MORE_THREADS_MAX && files <= before.files + MORE_FILES_MAX;
    }
  }
}
