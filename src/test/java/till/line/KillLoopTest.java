package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Journal;
import till.simulator.SimulatedPrinter;
import till.uplink.Eventually;
import till.uplink.Mosquitto;

/// The daemon is killed (SIGKILL) at random moments while it sells, again and again, with a real
/// broker, a collector in a process of its own, and real wires.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class KillLoopTest {

  /// One kill in so many comes while the daemon starts.
  private static final int EARLY_ONE_IN = 5;

  private static final int EARLY_MILLIS_MAX = 2_000;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// Commands that are answered until the next kill, at most; and what is left to chance of the
  /// time after the last of them.
  private static final int ANSWERS_MAX = 25;

  private static final int LATE_MILLIS_MAX = 30;

  @TempDir Path folder;

  @Test
  void noSaleIsLostOrDoubledHoweverOftenTheDaemonIsKilled() throws Exception {
    Random chance = Torture.chance();
    long beganNanos = System.nanoTime();
    Path ledger = folder.resolve("ledger.db");
    int kills = Torture.kills();
    try (Mosquitto broker = Mosquitto.start(folder, "log_type all");
        DaemonProcess _ = DaemonProcess.collector(ledger, "c1", broker);
        var floor =
            new ShopFloor(folder)
                .with("[uplink]\nbrokers = [{ id = \"a\", url = \"" + broker.url() + "\" }]\n");
        SimulatedPrinter _ = floor.startPrinter()) {
      KioskClient kiosk = floor.kiosk();
      var cashier = new Cashier(kiosk, new Random(chance.nextLong()));
      var scanner = new RandomScans(floor, cashier::answers, new Random(chance.nextLong()));
      CompletableFuture<Void> work = cashier.work();
      for (int kill = 0; kill < kills; kill++) {
        try (DaemonProcess daemon = floor.startDaemon()) {
          awaitMoment(cashier, work, daemon, chance);
          assertTrue(daemon.isAlive(), daemon::output);
          daemon.kill();
        }
      }
      Map<Integer, Integer> scanned;
      try (DaemonProcess daemon = floor.startDaemon()) {
        cashier.leave();
        work.get(10, TimeUnit.MINUTES);
        scanned = scanner.stop();
        cashier.finish();
        kiosk.awaitSent();
        assertEquals(0, daemon.stop(), daemon::output);
      }
      var books = new Books(ledger);
      long documents = books.assertWhole();
      books.assertHas("0042-03", floor.state().resolve(Journal.FILE));
      books.assertSold("0042-03", cashier.sold(), scanned);
      assertFalse(cashier.sold().isEmpty());
      System.out.printf(
          "%d kills in %d s: %d sales, %d documents, %d sent again, %d tries of commands"
              + " unanswered%n",
          kills,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos),
          cashier.sold().size(),
          documents,
          Books.sent(broker) - documents,
          kiosk.repeats());
    }
  }

  private static void awaitMoment(
      Cashier cashier, CompletableFuture<Void> work, DaemonProcess daemon, Random chance)
      throws InterruptedException {
    boolean isEarly = chance.nextInt(EARLY_ONE_IN) == 0;
    if (!isEarly) {
      long enough = cashier.answers() + 1 + chance.nextInt(ANSWERS_MAX);
      Eventually.isSo(
          PATIENCE,
          () -> cashier.answers() >= enough || work.isCompletedExceptionally(),
          () -> "the lane does not sell: " + daemon.output());
    }
    if (work.isCompletedExceptionally()) {
      work.join();
    }
    var never = new CountDownLatch(1);
    assertFalse(
        never.await(
            chance.nextInt(isEarly ? EARLY_MILLIS_MAX : LATE_MILLIS_MAX), TimeUnit.MILLISECONDS));
  }
}
