package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.evidence.Evidence;
import till.kiosk.Browser;
import till.kiosk.KioskScreen;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.SimulatedScale;
import till.simulator.ZvtSettings.Generation;
import till.trust.PinHash;
import till.uplink.Eventually;
import tools.jackson.databind.JsonNode;

/// A day of a shop through the customer's page, in a real browser in front of the whole daemon in a
/// process of its own. In the middle of each flow the page is loaded anew and the daemon is killed
/// (SIGKILL) and started again: the page comes back by itself and shows what is.
///
/// One counter and one browser for the day, from the morning to the Z report. In the evening the
/// journal, the payment terminal's books and the paper have every sale that a customer was thanked
/// for, once, and no other.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KioskFlowsTest {

  /// Beyond the shelf of the shop floor, whose n-th article costs n cents.
  private static final int BRANDY = ShopFloor.ARTICLES + 1;

  private static final String ACROSS = "ArrowRight";

  /// The pad's keys, row by row; the last row has delete, zero and done.
  private static final String PAD = "123456789<0!";

  private static final int PAD_WIDTH = 3;

  @TempDir private static Path folder;
  private static SimulatedScale scale;
  private static CutCounter counter;
  private static Browser browser;
  private static KioskScreen page;

  /// What customers were thanked for, in order: the total in cents and the way it was paid.
  private static final List<String> THANKED = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Evidence.password(Market.PIN);
    browser = Browser.start(1366, 768);
    var floor = new ShopFloor(folder);
    scale = floor.withScale();
    Files.write(
        folder.resolve("prices.ndjson"),
        List.of(
            "{\"itemId\":\"brandy\",\"codes\":[\"%s\"],\"names\":{\"de\":\"Kirsch\"},\"unitPrice\":1299,\"taxGroup\":\"A\",\"ageClass\":18}"
                .formatted(Labels.ean(BRANDY)),
            "{\"itemId\":\"plums\",\"names\":{\"de\":\"Zwetschgen\"},\"unitPrice\":400,\"taxGroup\":\"A\",\"weighed\":true,\"unitOfMeasure\":\"kg\"}"),
        StandardOpenOption.APPEND);
    floor.with(
        """
        [lane]
        auto_open = false
        idle_seconds = 3600
        [[operator]]
        id = "%s"
        name = "A. Example"
        role = "attendant"
        pin_hash = "%s"
        """
            .formatted(Market.ATTENDANT, PinHash.make(Market.PIN, new Random(1)).text()));
    counter = CutCounter.open(floor, Generation.MODERN, 100);
    counter.terminal.approveAutomatically(false);
    counter.awaitDevices();
    page =
        new KioskScreen(
            browser,
            URI.create("http://127.0.0.1:" + floor.kioskPort + "/"),
            folder.resolve("tokens"),
            InstantSource.system());
    page.pair();
  }

  @AfterAll
  static void close() {
    for (AutoCloseable each : new AutoCloseable[] {browser, counter}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Opens the day where it is not, and has whoever wants paper get it.
  @BeforeEach
  void beReady() throws InterruptedException {
    if (browser.evaluate("document.body.dataset.screen").asString().equals("closed")) {
      openDay();
    }
    counter.awaitReady();
    counter.awaitPrintJobs();
    awaitGood("Scale");
    page.on("welcome");
  }

  private static void openDay() {
    page.on("closed").task("day-open").at("day");
    browser.click("#staff-go");
    page.identify(Market.PIN).at("menu");
    browser.click("[data-task='open']");
    page.identify(Market.PIN).on("welcome");
  }

  // what happens to the screen and to the daemon

  private static void killAndRestart() {
    counter.kill();
    counter.restart();
  }

  /// As after a power cut of the screen, which has nothing to complain of up to then.
  private static KioskScreen reload() {
    assertNoComplaints();
    return page.reload();
  }

  /// That the daemon is away and that it refuses is what browsers log as errors, too.
  private static void assertNoComplaints() {
    assertEquals(
        List.of(),
        browser.complaints().stream()
            .filter(
                each -> !each.startsWith("Failed to load resource") && !each.contains("net::ERR_"))
            .toList());
  }

  /// A customer who is asked after a restart says that they are there.
  private static KioskScreen goOn() {
    page.under("restored");
    browser.click("#restored-yes");
    return page;
  }

  private static void awaitGood(String category) {
    counter.kiosk.await(category + " that is good", lane -> Seen.isGood(lane, category));
  }

  // what people do

  private static void scan(int article, String total) {
    counter.floor.scan(article);
    page.on("entering");
    browser.waitForText("#total", total);
  }

  private static void payByCard() throws InterruptedException {
    browser.click("#pay");
    page.on("pay");
    awaitGood("PaymentTerminal");
    browser.click("#pay-card");
    Eventually.isSo(
        () -> counter.terminal.view().state() == State.WAITING_FOR_CARD,
        () -> "it wants no card: " + counter.terminal.view());
  }

  private static void payCash() {
    browser.click("#pay").click("#pay-cash").click("#cash-exact");
  }

  /// The page thanks, and shows the receipt; then the next customer is welcome.
  private static void thanked(int total, String tender) throws InterruptedException {
    awaitThanks(total, tender);
    browser.click("#done");
    page.on("welcome");
    counter.awaitPrintJobs();
  }

  private static void awaitThanks(int total, String tender) {
    page.on("thanks");
    browser.waitFor("document.getElementById('receipt')?.naturalWidth > 300");
    THANKED.add(total + " " + tender);
    long number = counter.kiosk.get("/v1/lane").at("/lastReceipt/number").asLong();
    assertEquals(
        total,
        counter.kiosk.get("/v1/receipts/" + number + ".json").path("total").asInt(),
        "the page thanks for another sale");
  }

  /// How often the payment terminal has booked this amount.
  private static long booked(int amount) {
    return counter.terminal.bookings().stream()
        .filter(made -> made.amountMinor() == amount)
        .count();
  }

  // the day

  @Test
  @Order(1)
  void aCardPaysOnceThoughThePowerGoesOnceTheBankHasAgreed() throws Exception {
    scan(199, "1,99");
    reload().on("entering");
    browser.waitForText("#total", "1,99");
    payByCard();
    page.on("terminal");
    reload().on("terminal");
    browser.waitForText("#terminal-amount", "1,99");
    PowerCut cut = counter.cutWhen(State.APPROVED);
    assertTrue(counter.terminal.tap());
    cut.await();
    browser.waitFor("!document.getElementById('connection').hidden");
    counter.restart();
    thanked(199, "CreditDebit");
    assertEquals(1, booked(199));
  }

  @Test
  @Order(2)
  void aDeclinedCardIsFollowedByCashThatIsTakenOnce() throws Exception {
    scan(250, "2,50");
    payByCard();
    page.on("terminal");
    assertTrue(counter.terminal.decline());
    page.on("pay");
    browser.waitForText("#notice", "abgelehnt");
    reload().on("pay");
    browser.click("#pay-cash").click(".note[data-amount='500']");
    killAndRestart();
    page.on("thanks");
    browser.waitForText("#change", "2,50");
    thanked(250, "Cash");
    assertEquals(0, booked(250));
  }

  @Test
  @Order(3)
  void aTerminalThatWasSilentTellsOfThePaymentThatTheCustomerHasMadeMeanwhile() throws Exception {
    counter.terminal.script(Fault.LEAVE_ALONE);
    scan(333, "3,33");
    payByCard();
    counter.terminal.silence(true);
    page.on("unknown");
    reload().on("unknown");
    killAndRestart();
    counter.kiosk.await("the doubt", lane -> Seen.status(lane).equals("PAYMENT_UNKNOWN"));
    page.on("unknown");
    assertTrue(counter.terminal.tap());
    Eventually.isSo(() -> booked(333) == 1, () -> "not booked: " + counter.terminal.view());
    page.on("unknown");
    counter.terminal.silence(false);
    thanked(333, "CreditDebit");
    assertEquals(1, booked(333));
  }

  @Test
  @Order(4)
  void anAttendantLooksAtTheAgeOnceThoughTheDaemonIsAwayWhenThePinIsTyped() throws Exception {
    scan(BRANDY, "12,99");
    browser.click("#pay");
    page.on("attention");
    reload().on("entering");
    browser.click("#pay");
    page.on("attention");
    browser.click("#attention-staff");
    page.at("concerns");
    browser.click("[data-decision='approve']");
    page.at("pin");
    counter.kill();
    page.identify(Market.PIN);
    counter.restart();
    page.on("entering");
    assertEquals(List.of(), Seen.problems(counter.kiosk.get("/v1/lane"), "age-restricted"));
    payCash();
    thanked(1299, "Cash");
  }

  @Test
  @Order(5)
  void fruitIsLookedUpAndWeighedOnce() throws Exception {
    browser.click(".search-button");
    page.under("search").type("zwetsch");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tile[data-item='plums']");
    page.on("weigh");
    browser.waitForText("h1", "Zwetschgen");
    killAndRestart();
    goOn().on("weigh");
    reload().on("weigh");
    awaitGood("Scale");
    scale.put(new BigDecimal("0.750"));
    page.on("entering");
    browser.waitForText(".line[data-n='1']", "0,750 kg").waitForText("#total", "3,00");
    killAndRestart();
    goOn().on("entering");
    assertEquals(1, browser.evaluate("document.querySelectorAll('.line').length").asInt());
    payCash();
    scale.take();
    thanked(300, "Cash");
  }

  @Test
  @Order(6)
  void goodsThatComeBackArePaidForOnce() throws Exception {
    scan(444, "4,44");
    payCash();
    thanked(444, "Cash");
    page.task("return").at("receipt-number");
    browser.click("#staff-go");
    page.at("return-lines");
    browser.click(".returnable[data-n='1'] .step:last-child").click("#staff-go");
    page.identify(Market.PIN).on("entering");
    browser.waitForText("#total", "-4,44");
    killAndRestart();
    goOn().on("entering");
    browser.waitForText(".line[data-n='1']", "Rückgabe").waitForText("#total", "-4,44");
    reload().on("entering");
    browser.click("#pay");
    page.on("pay");
    browser.waitForText(".pay-title", "zurück");
    browser.click("#pay-cash");
    thanked(-444, "Cash");
  }

  @Test
  @Order(7)
  void aSaleWaitsOverARestart() throws Exception {
    scan(555, "5,55");
    page.task("suspend").identify(Market.PIN).on("welcome");
    killAndRestart();
    counter.awaitReady();
    reload().on("welcome");
    page.task("retrieve").at("waiting");
    browser.waitForText(".entry", "5,55").click(".entry");
    page.at("pin");
    counter.kill();
    page.identify(Market.PIN);
    counter.restart();
    page.on("entering");
    browser.waitForText("#total", "5,55");
    assertEquals(0, counter.kiosk.get("/v1/lane").path("suspended").size());
    payCash();
    thanked(555, "Cash");
  }

  /// Nothing but Tab, arrows, Enter and Escape, and the scanner: the PIN, too, by the pad on the
  /// screen.
  @Test
  @Order(8)
  void aSaleWithAnAgeCheckGoesByKeysAlone() {
    scan(BRANDY, "12,99");
    enter("#pay");
    page.on("attention");
    reload().on("entering");
    enter("#pay");
    page.on("attention");
    enter("#attention-staff");
    page.at("concerns");
    enter("[data-decision='approve']");
    page.at("pin");
    browser.waitFor("document.activeElement.id === 'staff-id'");
    typeOnPad(Market.ATTENDANT + "!");
    browser.waitFor("document.activeElement.id === 'staff-pin'");
    killAndRestart();
    typeOnPad(Market.PIN + "!");
    page.on("entering");
    enter("#pay");
    page.on("pay");
    enter("#pay-cash");
    browser.waitFor("document.activeElement.id === 'cash-exact'");
    browser.press("Enter");
    awaitThanks(1299, "Cash");
    browser.press("Escape");
    page.on("welcome");
  }

  /// Goes to something by Tab, and presses it.
  private static void enter(String selector) {
    page.reach(selector, "Tab");
    browser.press("Enter");
  }

  /// From the field to the pad beside it, and from key to key, by arrows.
  ///
  /// @param keys `!` is done
  private static void typeOnPad(String keys) {
    page.reach(".pad .key", ACROSS);
    for (int i = 0; i < keys.length(); i++) {
      char key = keys.charAt(i);
      int here = focusedKey();
      int there = PAD.indexOf(key);
      press(there / PAD_WIDTH - here / PAD_WIDTH, "ArrowDown", "ArrowUp");
      press(there % PAD_WIDTH - here % PAD_WIDTH, ACROSS, "ArrowLeft");
      assertEquals(there, focusedKey(), () -> "the arrows do not lead to " + key);
      browser.press("Enter");
    }
  }

  private static int focusedKey() {
    return browser
        .evaluate("[...document.querySelectorAll('.pad .key')].indexOf(document.activeElement)")
        .asInt();
  }

  private static void press(int times, String forward, String back) {
    for (int i = 0; i < Math.abs(times); i++) {
      browser.press(times > 0 ? forward : back);
    }
  }

  @Test
  @Order(9)
  void theDayIsClosedOnceAndTheBooksAreRight() throws Exception {
    page.task("day-close").at("pin");
    reload().on("welcome");
    page.task("day-close").at("pin");
    counter.kill();
    page.identify(Market.PIN);
    counter.restart();
    browser.waitForText(".told", "Erledigt");
    browser.waitFor("document.body.dataset.screen === 'closed'");
    counter.awaitPrintJobs();
    killAndRestart();
    reload().on("closed");
    counter.awaitDevices();
    counter.awaitPrintJobs();
    assertNoComplaints();

    List<JsonNode> sales = counter.judge();
    assertEquals(THANKED, sales.stream().map(KioskFlowsTest::inWords).toList());
    for (JsonNode sale : sales) {
      long number = sale.path("number").asLong();
      assertTrue(
          counter.paper.firsts(number) + counter.paper.copies(number) >= 1,
          () -> number + " is not " + counter.paper);
    }
    assertEquals(1, counter.controls("business-day-close").size());
    assertEquals(1, counter.paper.titles("Z-BERICHT 1"), counter.paper::toString);
  }

  private static String inWords(JsonNode sale) {
    return sale.path("total").asLong()
        + sale.path("tenders")
            .valueStream()
            .map(tender -> " " + tender.path("type").asString())
            .collect(Collectors.joining());
  }
}
