package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Journal;
import till.uplink.Authority;
import till.uplink.Eventually;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// A daemon whose clock is wrong, and is set right: what counts is the order of the numbers, and no
/// deadline hangs on the time of day.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ClockTest {

  private static final Duration DAY = Duration.ofDays(1);

  /// What a clock that is only a test's may be off.
  private static final Duration TOLERANCE = Duration.ofHours(1);

  /// Where systemd-timesyncd says that the clock is right.
  private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");

  private static final int BACKLOG_SALES = 80;

  @TempDir Path folder;
  private FakeClock clock;
  private Path ledger;

  @BeforeEach
  void begin() {
    clock = FakeClock.in(folder);
    ledger = folder.resolve("ledger.db");
  }

  /// Complaint: paho.mqtt.java #958.
  @Test
  void aClockThatJumpsADayForthAndBackCutsNoConnectionAndTheBacklogDrains() throws Exception {
    try (Mosquitto broker = Mosquitto.away(folder);
        DaemonProcess _ = DaemonProcess.collector(ledger, "c1", broker);
        var floor =
            new ShopFloor(folder).with(uplink(broker.url().toString(), "drain_per_second = 10"));
        DaemonProcess daemon = DaemonProcess.start(floor.config(), clock.environment())) {
      KioskClient kiosk = floor.kiosk();
      var cashier = new Cashier(kiosk, new Random(1));
      for (int i = 0; i < BACKLOG_SALES; i++) {
        cashier.sell();
      }
      broker.restart();
      kiosk.await("/v1/uplink", "the drain", seen -> seen.path("acked").asLong() > 0);
      for (Duration step : List.of(DAY, DAY.negated(), Duration.ZERO)) {
        clock.stepTo(step);
        sellUntil(cashier, floor, step);
      }
      assertTrue(kiosk.get("/v1/uplink").path("backlog").asLong() > 0, "it was over before");
      kiosk.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
      assertEquals(0, lines(daemon, "lost broker"), daemon::output);

      assertBooks(floor, cashier);
    }
  }

  @Test
  void aBoardThatWakesUpIn1970SellsAndConnectsOnceItsClockIsRight() throws Exception {
    Authority authority = Authority.found(folder);
    Authority.Pem server = authority.sign("server", "san=ip:127.0.0.1", "-1d", 90);
    try (Mosquitto broker = Mosquitto.start(folder, server.mosquitto());
        DaemonProcess _ =
            DaemonProcess.collector(
                ledger, "c1", List.of(tls(broker), "--ca", authority.certificate().toString()));
        var floor =
            new ShopFloor(folder)
                .with(uplink(tls(broker), "ca = \"" + authority.certificate() + "\""))) {
      KioskClient kiosk = floor.kiosk();
      var cashier = new Cashier(kiosk, new Random(1));
      try (DaemonProcess daemon = DaemonProcess.start(floor.config(), clock.environment())) {
        cashier.sell();
        daemon.kill();
      }
      clock.stepTo(Duration.between(Instant.now(), Instant.EPOCH));
      try (DaemonProcess daemon = DaemonProcess.start(floor.config(), clock.environment())) {
        cashier.sell();
        kiosk.await(
            "/v1/uplink",
            "a certificate that is not valid yet",
            seen -> seen.path("reason").asString("").contains("validity"));
        assertTrue(busy(daemon, Duration.ofSeconds(3)) < 0.5, "it runs hot");
        assertEquals(1, lines(daemon, "validity"), daemon::output);

        long setNanos = System.nanoTime();
        clock.stepTo(Duration.ZERO);
        sellUntil(cashier, floor, Duration.ZERO);
        kiosk.awaitSent();
        System.out.printf(
            "connected and everything sent %d ms after the clock was right%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - setNanos));
        assertEquals(0, daemon.stop(), daemon::output);
        assertEquals(1, lines(daemon, "validity"), daemon::output);
      }
      assertBooks(floor, cashier);
      assertTrue(
          new Books(ledger)
              .sales("0042-03").stream()
                  .anyMatch(sale -> at(sale).toString().startsWith("1970-01-01")));
    }
  }

  /// Everything arrived, in the order of the numbers, and says what the clock was worth.
  private void assertBooks(ShopFloor floor, Cashier cashier) {
    var books = new Books(ledger);
    books.assertWhole();
    books.assertHas("0042-03", floor.state().resolve(Journal.FILE));
    books.assertSold("0042-03", cashier.sold(), Map.of());
    List<JsonNode> sales = books.sales("0042-03");
    assertEquals(
        cashier.sold().stream().map(Cashier.Sold::transactionId).toList(),
        sales.stream().map(sale -> sale.path("transactionId").asString()).toList());
    String worth = Files.exists(SYNCHRONISED) ? "synchronised" : "unsynchronised";
    sales.forEach(sale -> assertEquals(worth, sale.path("clock").asString()));
  }

  /// Sells until the daemon sees what the test has set: the time of a sale is this much ahead of
  /// the true one.
  private static void sellUntil(Cashier cashier, ShopFloor floor, Duration ahead)
      throws InterruptedException {
    Eventually.isSo(
        () -> {
          cashier.sell();
          JsonNode sale = floor.documents().getLast();
          return Duration.between(Instant.now(), at(sale)).minus(ahead).abs().compareTo(TOLERANCE)
              < 0;
        },
        () -> "the daemon does not see a clock that is ahead by " + ahead);
  }

  private static Instant at(JsonNode document) {
    return Instant.parse(document.path("at").asString());
  }

  /// The part of one processor that it takes over a while.
  private static double busy(DaemonProcess daemon, Duration during) throws InterruptedException {
    Duration before = daemon.cpuTime();
    assertTrue(
        !new CountDownLatch(1).await(during.toMillis(), TimeUnit.MILLISECONDS), "never comes");
    return (double) daemon.cpuTime().minus(before).toMillis() / during.toMillis();
  }

  private static long lines(DaemonProcess daemon, String part) {
    return daemon.output().lines().filter(line -> line.contains(part)).count();
  }

  private static String tls(Mosquitto broker) {
    return "mqtts://127.0.0.1:" + broker.port();
  }

  private static String uplink(String url, String more) {
    return "[uplink]\nbrokers = [{ id = \"a\", url = \"%s\" }]\n%s\n".formatted(url, more);
  }
}
