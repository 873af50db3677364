package till.bench;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import till.kiosk.Browser;
import till.kiosk.PairingCodes;
import till.kiosk.Role;
import till.line.DaemonProcess;
import till.line.HostileCrowd;
import till.line.KioskClient;
import till.line.ShopFloor;
import tools.jackson.databind.node.ObjectNode;

/// What screens get from a daemon in a process of its own: how many events a second ten of them are
/// told, how long a label takes from its last byte on the wire until a real browser has painted it,
/// and how long a command takes while others mean harm.
final class KioskBench {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int SCREENS = 10;
  private static final int LINES = 20;
  private static final int WARM_UP_COMMANDS = 1_000;
  private static final int COMMANDS = 2_000;

  private static final int CROWD = 50;
  private static final int CROWD_UNREADING = 10;
  private static final int CROWD_SECONDS = 5;
  private static final long CROWD_SEED = 42;

  /// Of each client behind an input: they send some 160 a second then, on any machine.
  private static final long CROWD_PAUSE_MILLIS = 250;

  private static final int WARM_UP_SCANS = 30;
  private static final int SCANS = 100;
  private static final int SCANS_PER_SALE = 10;

  /// Notes when a new total is on the screen: a timer that is set in a frame comes after that frame
  /// was painted.
  private static final String NOTE_PAINTS =
      """
      (() => {
        let shown = '';
        window.paints = [];
        new MutationObserver(() => {
          const total = document.getElementById('total')?.innerText ?? '';
          if (total === shown) return;
          shown = total;
          requestAnimationFrame(() => setTimeout(() =>
            window.paints.push(performance.timeOrigin + performance.now())));
        }).observe(document.body, {subtree: true, childList: true, characterData: true});
      })()
      """;

  private KioskBench() {}

  static List<Figure> run(Path folder) throws Exception {
    var figures = new ArrayList<Figure>();
    try (var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await("a lane that sells", lane -> lane.path("state").asString().equals("READY"));
      figures.add(events(kiosk, floor));
      figures.addAll(paints(kiosk, floor, folder));
      figures.addAll(crowd(kiosk, floor));
      daemon.stop();
    }
    return figures;
  }

  /// One client asks for the total and goes back to the lines, each as soon as it has its answer.
  private static Figure events(KioskClient kiosk, ShopFloor floor) throws Exception {
    for (int n = 1; n <= LINES; n++) {
      floor.scan(n);
    }
    kiosk.await("the lines", lane -> lane.at("/transaction/lines").size() == LINES);
    ObjectNode sale = kiosk.aboutSale();
    var heard = new AtomicLong();
    var screens = new ArrayList<InputStream>();
    for (int i = 0; i < SCREENS; i++) {
      screens.add(listen(kiosk, heard));
    }
    command(kiosk, sale, WARM_UP_COMMANDS);
    await(heard, (1L + WARM_UP_COMMANDS) * SCREENS); // each is told the state first
    long start = System.nanoTime();
    command(kiosk, sale, COMMANDS);
    await(heard, (1L + WARM_UP_COMMANDS + COMMANDS) * SCREENS);
    double seconds = (System.nanoTime() - start) / 1e9;
    for (InputStream screen : screens) {
      screen.close();
    }
    kiosk.post("/v1/transaction/cancel", sale);
    return Figure.of(
        "kiosk: events told to " + SCREENS + " screens",
        "/s",
        (double) COMMANDS * SCREENS / seconds,
        COMMANDS + " commands one after the other, a sale of " + LINES + " lines in each event");
  }

  private static InputStream listen(KioskClient kiosk, AtomicLong heard) {
    InputStream events = kiosk.events();
    Thread.ofVirtual()
        .start(() -> {
          try {
            new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("event: "))
                .forEach(_ -> heard.incrementAndGet());
          } catch (UncheckedIOException _) {
            // switched off
          }
        });
    return events;
  }

  private static void command(KioskClient kiosk, ObjectNode sale, int commands) {
    for (int i = 0; i < commands; i += 2) {
      kiosk.post("/v1/transaction/total", sale);
      kiosk.post("/v1/transaction/resume", sale);
    }
  }

  /// One client asks for the total and goes back to the lines: alone, in a crowd that sends now and
  /// then, and in one that sends what the cores give that it shares with the daemon.
  private static List<Figure> crowd(KioskClient kiosk, ShopFloor floor) {
    floor.scan(1);
    kiosk.await("a line", lane -> lane.at("/transaction/lines").size() == 1);
    ObjectNode sale = kiosk.aboutSale();
    double alone = medianMillis(kiosk, sale);
    String note = CROWD + " clients, " + CROWD_UNREADING + " of them never read";
    List<Figure> figures =
        List.of(
            Figure.beside(
                "kiosk: command in a hostile crowd: p50",
                "ms",
                crowded(kiosk, floor, sale, CROWD_PAUSE_MILLIS),
                "alone",
                alone,
                note + ", each sends every " + CROWD_PAUSE_MILLIS + " ms"),
            Figure.beside(
                "kiosk: the same, at full speed: p50",
                "ms",
                crowded(kiosk, floor, sale, 0),
                "alone",
                alone,
                note + ", on the same cores"));
    kiosk.insist("/v1/transaction/cancel", sale);
    return figures;
  }

  private static double crowded(
      KioskClient kiosk, ShopFloor floor, ObjectNode sale, long pauseMillis) {
    try (var _ =
        HostileCrowd.start(
            floor,
            kiosk,
            CROWD - CROWD_UNREADING,
            CROWD_UNREADING,
            Long.MAX_VALUE,
            pauseMillis,
            new Random(CROWD_SEED))) {
      return medianMillis(kiosk, sale);
    }
  }

  private static double medianMillis(KioskClient kiosk, ObjectNode sale) {
    var millis = new ArrayList<Double>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CROWD_SECONDS);
    while (System.nanoTime() < end) {
      for (String path : List.of("/v1/transaction/total", "/v1/transaction/resume")) {
        long start = System.nanoTime();
        kiosk.insist(path, sale.deepCopy());
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    millis.sort(null);
    return millis.get(millis.size() / 2);
  }

  /// Label after label through a pty, each as soon as the one before it is on the screen.
  private static List<Figure> paints(KioskClient kiosk, ShopFloor floor, Path folder) {
    var millis = new ArrayList<Double>();
    try (Browser browser = Browser.startMoving(1080, 1920)) {
      browser.open(
          URI.create("http://127.0.0.1:" + floor.kioskPort + "/pair?code=" + code(folder)));
      awaitWelcome(browser);
      browser.evaluate(NOTE_PAINTS);
      for (int n = 1; n <= WARM_UP_SCANS + SCANS; n++) {
        browser.evaluate("window.paints = []");
        Instant sent = Instant.now();
        floor.scan(n);
        browser.waitFor("window.paints.length > 0");
        if (n > WARM_UP_SCANS) {
          double painted = browser.evaluate("window.paints[0]").asDouble();
          millis.add(painted - ChronoUnit.MICROS.between(Instant.EPOCH, sent) / 1e3);
        }
        if (n % SCANS_PER_SALE == 0) {
          kiosk.post("/v1/transaction/cancel", kiosk.aboutSale());
          awaitWelcome(browser);
        }
      }
    }
    millis.sort(null);
    String note = SCANS + " labels through a pty, headless Chromium of 1080 x 1920";
    return List.of(
        Figure.of("kiosk: label to paint: p50", "ms", millis.get(SCANS / 2), note),
        Figure.of("kiosk: label to paint: p99", "ms", millis.get(SCANS * 99 / 100), note));
  }

  private static String code(Path folder) {
    return PairingCodes.issue(
        folder.resolve("tokens"),
        Role.KIOSK,
        Duration.ofMinutes(10),
        InstantSource.system(),
        new SecureRandom());
  }

  private static void awaitWelcome(Browser browser) {
    browser.waitFor("document.getElementById('screen')?.dataset.screen === 'welcome'");
  }

  private static void await(AtomicLong count, long wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count.get() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("heard " + count + " events of " + wanted);
      }
      Thread.sleep(1);
    }
  }
}
