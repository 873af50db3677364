package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.TechScreen.button;
import static till.kiosk.TechScreen.device;
import static till.kiosk.TechScreen.fact;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.kiosk.Browser;
import till.kiosk.Role;
import till.kiosk.TechScreen;
import till.simulator.PrinterNews;
import till.simulator.SimulatedScale;
import till.simulator.ZvtSettings.Generation;
import till.uplink.Eventually;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// A technician's visit through their page, in a real browser in front of the whole daemon in a
/// process of its own, with a broker and a collector behind it. In the middle of each flow the page
/// is loaded anew, and the daemon is killed (SIGKILL) and started again: the page says so, comes
/// back by itself and shows what is.
///
/// One counter and one browser for the visit, which begins with the pairing.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TechnicianFlowsTest {

  @TempDir private static Path folder;
  private static Mosquitto broker;
  private static Ledger ledger;
  private static Collector collector;
  private static CutCounter counter;
  private static SimulatedScale scale;
  private static Browser browser;
  private static TechScreen page;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start(1366, 768);
    broker = Mosquitto.start(folder);
    ledger = Ledger.open(folder.resolve("ledger.db"));
    collector = Shift.collector(broker, ledger);
    var floor =
        new ShopFloor(folder)
            .withDrawer("sensor = \"printer\"")
            // a board without these pins
            .with("[lights]\ngreen = \"gpio:nowhere/17\"")
            .with(Shift.uplink(broker));
    scale = floor.withScale();
    counter = CutCounter.open(floor, Generation.MODERN, 100);
    page =
        new TechScreen(
            browser,
            URI.create("http://127.0.0.1:" + floor.kioskPort),
            folder.resolve("tokens"),
            InstantSource.system());
  }

  @AfterAll
  static void close() {
    for (AutoCloseable each : new AutoCloseable[] {browser, counter, collector, ledger, broker}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void beReady() {
    counter.awaitReady();
  }

  // what happens to the daemon, and what the page says of it

  private static void cutOff() {
    browser.waitForText("#connection", "does not answer").waitForText("#state", "unknown");
  }

  private static void backAgain() {
    browser.waitFor("document.getElementById('connection').hidden");
  }

  /// The page shows what the daemon says to whoever asks it.
  private static void showsTheTruth() {
    JsonNode board = counter.kiosk.get("/v1/board");
    JsonNode way = counter.kiosk.get("/v1/uplink");
    if (way.path("connected").asBoolean()) {
      way = counter.kiosk.awaitSent();
    }
    says(fact("restarts"), board.path("restarts").asString());
    for (String figure : List.of("head", "acked", "backlog")) {
      says("#figure-" + figure, way.path(figure).asString());
    }
    browser.waitForText(
        fact("connection"), way.path("connected").asBoolean() ? "connected" : "not connected");
    for (JsonNode device : counter.kiosk.get("/v1/devices").path("devices")) {
      browser.waitForText(
          device(device.path("name").asString()) + " .device-state",
          device.path("state").asString());
    }
  }

  private static void says(String selector, String text) {
    browser.waitFor("document.querySelector(\"" + selector + "\").innerText === '" + text + "'");
  }

  private static void good(String... devices) {
    for (String each : devices) {
      browser.waitForText(device(each) + " .device-state", "good");
    }
  }

  private static void lost(String device) {
    page.result(device, "restarted before there was a result");
  }

  /// That the daemon is away is what browsers log as errors, too.
  private static void assertNoComplaints() {
    assertEquals(
        List.of(),
        browser.complaints().stream()
            .filter(
                each -> !each.startsWith("Failed to load resource") && !each.contains("net::ERR_"))
            .toList());
  }

  /// Somebody leans on the scale, or does not any more, and the daemon has heard so.
  private static void shakeScale(boolean shakes) throws InterruptedException {
    scale.shake(shakes);
    long before = scale.answers();
    Eventually.isSo(() -> scale.answers() > before + 1, () -> "nobody asks the scale");
  }

  private static long tests() {
    return counter.printer.receipts().stream()
        .filter(receipt -> receipt.paper().text().contains("TEST"))
        .count();
  }

  // the visit

  /// Nothing but Tab, arrows, Enter, Escape and the code's letters.
  @Test
  @Order(1)
  void aTechnicianPairsAndChecksByKeysAloneThoughThePowerGoesWhileATestIsPrinted()
      throws Exception {
    browser.open(page.origin().resolve("/tech")).waitForText(".why", "for technicians");
    browser.reach("#code", "Tab").seeFocus("#code");
    page.code(Role.TECHNICIAN).chars().forEach(key -> browser.press(Character.toString(key)));
    browser.press("Enter").waitForText("#devices", "counter");
    browser.enter("#languages [lang=en]").waitForText("#devices h2", "Devices");
    good("counter", "printer", "drawer", "payment", "scale");

    PowerCut cut = counter.cutOn(PrinterNews.LinePrinted.class::isInstance);
    browser.enter(button("printer"));
    cut.await();
    cutOff();
    browser.seeFocus(button("printer"));
    counter.restart();
    lost("printer");
    backAgain();
    browser.seeFocus(button("printer")).waitForText("#said", "restarted");
    good("printer");
    browser.press("Enter");
    page.result("printer", "A test receipt is on paper");
    assertTrue(tests() <= 2, "it was printed once more by itself");
    browser.seeFocus(button("printer"));
  }

  @Test
  @Order(2)
  void eachButtonTellsWhatCameOfItAlsoToAPageThatIsLoadedAnew() throws Exception {
    page.open("en");
    good("counter", "printer", "drawer", "payment", "scale");
    browser.waitForText(device("lights") + " .device-state", "bad");
    assertNoComplaints();
    long printed = tests();
    int pulses = counter.printer.pulseCount();
    scale.put(new BigDecimal("0.750"));
    shakeScale(true);
    for (String each : List.of("printer", "drawer", "payment", "lights", "counter", "scale")) {
      page.check(each);
    }
    page.result("scale", "running");
    page.open("en").result("scale", "running");
    for (boolean isAnew : new boolean[] {false, true}) {
      page.result("printer", "A test receipt is on paper")
          .result("drawer", "The sensor sees the drawer open")
          .result("payment", "ready")
          .result("lights", "failed")
          .result("counter", "scan one");
      if (!isAnew) {
        page.open("en");
      }
    }
    shakeScale(false);
    page.result("scale", "0.750 kg");
    assertEquals(printed + 1, tests());
    assertEquals(pulses + 1, counter.printer.pulseCount());
    counter.printer.shutDrawer();

    counter.floor.scan(7);
    browser.waitForText(fact("sale"), "1 line");
    page.check("payment").result("payment", "A sale is open");
    page.check("scale").result("scale", "0.750 kg");
    counter.kiosk.post("/v1/transaction/cancel", counter.kiosk.aboutSale());
    browser.waitForText(fact("sale"), "none");
    page.check("payment").result("payment", "ready");
    assertNoComplaints();
  }

  @Test
  @Order(3)
  void whatThePowerCutsOffIsToldAndTheDrawerOpensOnce() throws Exception {
    page.open("en");
    good("drawer", "payment", "scale");
    int pulses = counter.printer.pulseCount();
    counter.terminal.silence(true);
    shakeScale(true);
    page.check("payment").result("payment", "running");
    page.check("scale").result("scale", "running");
    PowerCut cut = counter.cutOn(PrinterNews.DrawerPulsed.class::isInstance);
    page.check("drawer");
    cut.await();
    cutOff();
    counter.terminal.silence(false);
    scale.shake(false);
    counter.restart();
    lost("payment");
    lost("scale");
    lost("drawer");
    backAgain();
    counter.awaitReady();
    assertEquals(pulses + 1, counter.printer.pulseCount(), "a pulse was given once more");
    page.check("drawer").result("drawer", "It is open: shut it first");
    counter.printer.shutDrawer();
    page.check("payment").result("payment", "ready");
    page.check("scale").result("scale", "kg");
    page.check("drawer").result("drawer", "The sensor sees the drawer open");
    assertEquals(pulses + 2, counter.printer.pulseCount());
    counter.printer.shutDrawer();
  }

  @Test
  @Order(4)
  void whoeverWatchesSeesTheTruthAgainWhenThePowerIsBack() throws Exception {
    page.open("en");
    counter.floor.scan(8);
    browser.waitForText("#scans li", "GTIN 0" + Labels.ean(8)).waitForText("#scans li", "accepted");
    showsTheTruth();
    long restarts = counter.kiosk.get("/v1/board").path("restarts").asLong();
    broker.kill();
    browser.waitForText("#summary [data-to=uplink]", "away");
    counter.kiosk.post("/v1/transaction/cancel", counter.kiosk.aboutSale());
    browser.waitFor("document.querySelector('#figure-backlog').innerText > '0'");
    long head = counter.kiosk.get("/v1/uplink").path("head").asLong();

    showsTheTruth();

    counter.kill();
    cutOff();
    counter.printer.openCover(true);
    broker.restart();
    counter.restart();
    backAgain();
    says(fact("restarts"), Long.toString(restarts + 1));
    browser
        .waitForText(device("printer"), "cover")
        .waitForText("#scans", "Nothing was scanned")
        .waitForText("#log-lines", "restarted")
        .waitForText("#summary [data-to=uplink]", "connected");
    counter.floor.scan(9);
    browser.waitForText("#scans li", "GTIN 0" + Labels.ean(9));
    counter.kiosk.post("/v1/transaction/cancel", counter.kiosk.aboutSale());
    browser.waitForText(fact("sale"), "none");
    showsTheTruth();
    assertTrue(counter.kiosk.get("/v1/uplink").path("head").asLong() > head, "the head went back");
    page.open("en");
    showsTheTruth();
    counter.printer.openCover(false);
    good("printer");
    assertNoComplaints();
  }

  /// By keys alone again, from the receipt that nobody knows the end of to the log.
  @Test
  @Order(5)
  void aReceiptThatWasCutOffIsDecidedByKeysAlone() throws Exception {
    CutCounter.Sale sale = counter.begin();
    PowerCut cut = counter.cutWhilePrinting(3);
    counter.tender("Cash");
    cut.await();
    counter.printer.switchOn(true);
    counter.restart();
    page.open("en");
    browser.waitForText("#problems", "print-doubtful");
    good("printer");
    browser
        .enter("[data-decision=copy]")
        .waitForText("#problems", "Nothing waits")
        .seeFocus("#problems-title");
    long number = counter.awaitCompleted(sale);
    Eventually.isSo(() -> counter.paper.copies(number) == 1, counter.paper::toString);

    browser
        .enter("#reconcile")
        .waitFor("document.querySelector('dialog').open")
        .seeFocus("#reconcile-yes")
        .press("Escape")
        .waitFor("!document.querySelector('dialog')")
        .seeFocus("#reconcile");
    browser
        .enter("#receipt-last")
        .waitFor("document.querySelector('#receipt-paper img')?.naturalWidth > 300")
        .seeFocus("#receipt-last")
        .enter("#receipt-txt")
        .waitForText("#receipt-paper pre", "Acme Markt");
    browser
        .reach("input[value=all]", "Tab")
        .seeFocus("input[value=all]")
        .press("ArrowRight")
        .seeFocus("input[value=warnings]")
        .waitFor("!document.querySelector('#log-lines .level-info')");
    browser.enter("#log-follow").waitForText("#log-follow", "Follow");
    assertNoComplaints();
  }
}
