package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.Diagnosis;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;
import till.device.payment.Reconciliation;
import till.device.printer.PrintProgress;
import till.lane.CustomerSettings;
import till.lane.LaneEvent;
import till.sale.ReceiptPolicy;
import tools.jackson.databind.JsonNode;

/// Nothing that axe-core knows keeps people out, in any state of the customer's page and of the
/// technician's.
final class AccessibilityTest {

  private static final Path PAGE = Path.of("src/main/resources/till/kiosk");

  private static final String MILK = "4311501620175";

  /// How the sources of the page call what lies over a screen, and a page of the attendant's.
  private static final Pattern LAYER = Pattern.compile("(?:lay|question)\\(\\s*\"([a-z-]+)\"");

  private static final Pattern STAFF = Pattern.compile("\\bname: \"([a-z-]+)\",\\s+title");

  /// Of a receipt that is shown, by what is to be done with it.
  private static final Pattern SHOWN = Pattern.compile("shownReceipt\\(desk, sale, \"([a-z-]+)\"");

  /// Which of its states the page shows: a screen, or what lies over it.
  private static final String STATE =
      """
      (() => {
        const layer = document.getElementById('layer').dataset.layer;
        const page = document.querySelector('.staff')?.dataset.page;
        const screen = document.body.dataset.screen;
        return page ? 'staff ' + page : layer ? 'layer ' + layer : 'screen ' + screen;
      })()
      """;

  @TempDir Path folder;
  private Axe axe;
  private String language = "de";

  /// The states that were looked at.
  private final Set<String> seen = new TreeSet<>();

  private static Browser browser;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start(1366, 768);
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void findAxe() {
    axe = new Axe(browser);
  }

  @Test
  void theCustomersPageInGerman() throws IOException {
    browser.resize(1366, 768);
    theCustomersPage("de");
  }

  @Test
  void theCustomersPageInEnglishOnAPhone() throws IOException {
    browser.resize(390, 844);
    theCustomersPage("en");
  }

  private void theCustomersPage(String read) throws IOException {
    language = read;
    try (ShopCounter shop = open("selling")) {
      KioskScreen screen = begin(shop).on("welcome");
      aCustomerBuys(shop, screen);
      anAttendantAtAnIdleLane(shop, screen);
      theLaneIsAway(shop, screen);
    }
    try (var shop = new ShopCounter(folder.resolve("closed"), false, true, List.of())) {
      begin(shop).on("closed").task("day-open").at("day");
      look();
    }
    whatIsAskedOfACustomerWhoIsAway();
    try (ShopCounter shop = ShopCounter.practising(folder.resolve("training"))) {
      begin(shop).on("welcome");
      look();
    }
    nothingWasFound();
    assertEquals(allStates(), seen);
  }

  private void nothingWasFound() {
    assertEquals("", String.join("\n", axe.findings()));
  }

  private ShopCounter open(String name) {
    return new ShopCounter(
        folder.resolve(name),
        true,
        true,
        List.of(),
        ShopCounter.Fittings.PLAIN.withScale().with(ReceiptPolicy.ASK));
  }

  private KioskScreen begin(ShopCounter shop) {
    KioskScreen screen = new KioskScreen(browser, shop).pair();
    return again(screen);
  }

  /// Loads the page, in the language that is read here.
  private KioskScreen again(KioskScreen screen) {
    browser.open(screen.origin().resolve("/?lang=" + language));
    browser.waitFor(
        "document.body.dataset.screen && document.body.dataset.screen !== 'connecting'");
    browser.waitFor("document.documentElement.lang === '" + language + "'");
    return screen;
  }

  private void aCustomerBuys(ShopCounter shop, KioskScreen screen) {
    look();
    browser.click("#tool-help");
    screen.under("help");
    look();
    browser.click("#help-no");
    screen.on("welcome");
    browser.click(".search-button");
    screen.under("search");
    browser.waitFor("document.querySelector('.tile')").click(".keyboard-button");
    look();
    browser.click("#search-input").type(language.equals("de") ? "zwetsch" : "plum");
    browser
        .waitFor("document.querySelectorAll('.tile').length === 1")
        .click(".tile[data-item='plums']");
    screen.on("weigh");
    look();
    shop.weigh("0.752");
    screen.on("entering");
    shop.does("/v1/transaction/lines", shop.about().put("itemId", "pils"));
    shop.scan(MILK);
    shop.scan(ShopCounter.PEN);
    browser.waitFor("document.querySelectorAll('.line').length === 5");
    shop.does("/v1/transaction/lines/4/void", shop.about());
    shop.scan("4099999999989");
    browser.waitFor("document.querySelector('#notice .notice')");
    screen.on("entering");
    look();
    browser.click(".line[data-n='5'] .quantity");
    screen.under("quantity");
    look();
    browser.click("#quantity-back");
    screen.on("entering");
    browser.click("#cancel");
    screen.under("cancel");
    look();
    browser.click("#cancel-no");
    screen.on("entering").task("prices");
    screen.at("prices");
    look();
    browser.click(".entry[data-id='1']");
    screen.at("change");
    look();
    browser.click("#staff-close");
    somebodyLooksAtTheAge(screen);
    theCustomerPays(shop, screen);
  }

  private void somebodyLooksAtTheAge(KioskScreen screen) {
    screen.on("entering");
    browser.click("#pay");
    screen.on("attention");
    look();
    browser.click("#attention-staff");
    screen.at("concerns");
    look();
    browser.click("#staff-menu");
    screen.at("menu");
    look();
    browser.click("#staff-back");
    screen.at("concerns");
    browser.click("[data-decision='approve']");
    screen.identify("0000");
    browser.waitFor("document.querySelector('.wrong').textContent").click("#staff-abc");
    screen.at("pin");
    look();
    screen.identify().on("entering");
  }

  private void theCustomerPays(ShopCounter shop, KioskScreen screen) {
    browser.click("#pay");
    screen.on("pay");
    look();
    for (String how : List.of("cash", "voucher", "part")) {
      browser.click("#pay-" + how);
      look();
      if (how.equals("voucher")) {
        screen.type("999999");
        browser.press("Enter").waitFor("document.querySelector('.typed-hint.over')");
        look();
      }
      browser.click("#pay-back");
    }
    browser.click("#pay-card");
    PaymentRequest request = shop.terminal.asked();
    screen.on("terminal");
    look();
    shop.terminal.answers(request, new Outcome.Unknown("no answer"));
    screen.on("unknown");
    look();
    browser.click(".staff-door");
    screen.at("concerns");
    look();
    browser.click("[data-decision='declined']");
    screen.at("resolve");
    look();
    browser.click("#staff-close");
    screen.on("unknown");
    shop.terminal.approves(request);
    screen.on("thanks");
    browser.waitFor("document.getElementById('receipt')?.naturalWidth > 300");
    look();
    browser.click("#done");
    screen.on("welcome");
  }

  private void anAttendantAtAnIdleLane(ShopCounter shop, KioskScreen screen) {
    screen.task("return");
    screen.at("receipt-number");
    look();
    browser.click("#staff-go");
    screen.at("return-lines");
    look();
    for (String name : List.of("copy", "post-void")) {
      leave(screen).task(name).at("receipt-number");
      browser.click("#staff-go");
      screen.at(name);
      browser.waitFor("document.querySelector('.staff .receipt').naturalWidth > 300");
      look();
    }
    leave(screen).task("blind-return").at("blind-return");
    browser.waitFor("document.querySelector('.tile')");
    look();
    browser.click(".tile[data-item='rose']");
    screen.at("blind-item");
    browser.click(".chip").click("#staff-reason");
    look();
    leave(screen).task("deposit-refund").at("deposit-refund");
    browser.waitFor("document.querySelector('.tile')");
    look();
    for (String[] each :
        new String[][] {{"drawer", "drawer"}, {"pay-out", "cash"}, {"count", "count"}}) {
      leave(screen).task(each[0]);
      screen.at(each[1]);
      look();
    }
    leave(screen).task("x").identify();
    screen.at("report");
    look();
    leave(screen);
    shop.scanned(ShopCounter.PEN);
    screen.on("entering").task("suspend").identify().on("welcome").task("retrieve").at("waiting");
    browser.waitFor("document.querySelector('.entry')");
    look();
    leave(screen);
  }

  private static KioskScreen leave(KioskScreen screen) {
    browser.click("#staff-close");
    return screen.on("welcome");
  }

  private void theLaneIsAway(ShopCounter shop, KioskScreen screen) {
    for (String act : List.of("pause", "close")) {
      shop.does("/v1/lane/" + act, ShopCounter.command());
      screen.on("closed");
      look();
    }
    drawn("closed");
    drawn("connecting");
    drawn("ending");
    shop.does("/v1/lane/open", ShopCounter.command());
    shop.scanned(ShopCounter.PEN);
    again(screen).on("entering");
    shop.kiosk().close();
    browser.waitFor("!document.getElementById('connection').hidden");
    browser.waitFor("document.querySelector('#notice .notice')");
    look("cut off", "");
  }

  /// Screens that pass too quickly to be looked at, or that need a lane that is broken.
  private void drawn(String name) {
    browser.evaluate(
        """
        import('/tilld/screens.js').then(({SCREENS}) => {
          const screen = SCREENS['%s']({});
          document.getElementById('screen').replaceChildren(screen.element);
          document.body.dataset.screen = '%s';
          screen.update({state: 'OUT_OF_SERVICE', problems: []});
        })
        """
            .formatted(name, name));
    look();
  }

  private void whatIsAskedOfACustomerWhoIsAway() {
    var patience = new CustomerSettings(Duration.ofMillis(300), Duration.ofMinutes(5));
    try (var shop =
        new ShopCounter(
            folder.resolve("left"),
            true,
            true,
            List.of(),
            ShopCounter.Fittings.PLAIN.with(patience))) {
      KioskScreen screen = begin(shop).on("welcome");
      shop.scan(ShopCounter.PEN);
      screen.under("idle");
      look();
    }
    try (ShopCounter shop = new ShopCounter(folder.resolve("left"), true, true, List.of())) {
      begin(shop).under("restored");
      look();
    }
  }

  /// Looks at the state that is shown, in the modes that this language is read in.
  private void look() {
    browser.waitFor("document.getElementById('screen').ariaBusy === 'false'");
    String state = browser.evaluate(STATE).asString();
    seen.add(state);
    look(state, "");
    for (String mode : List.of("large", language.equals("de") ? "contrast" : "rtl")) {
      browser.evaluate(
          "document.documentElement.classList.add('%s');".formatted(mode)
              + "document.documentElement.dir = '%s'"
                  .formatted(mode.equals("rtl") ? "rtl" : "ltr"));
      look(state, mode);
      browser.evaluate(
          "document.documentElement.classList.remove('%s');".formatted(mode)
              + "document.documentElement.dir = 'ltr'");
    }
  }

  private void look(String state, String mode) {
    axe.look(state + ", " + language + (mode.isEmpty() ? "" : ", " + mode));
  }

  /// What the sources of the page know.
  private static Set<String> allStates() throws IOException {
    JsonNode screens =
        browser.evaluate("import('/tilld/screens.js').then(({SCREENS}) => Object.keys(SCREENS))");
    var all = new TreeSet<String>();
    screens.forEach(each -> all.add("screen " + each.asString()));
    try (Stream<Path> sources = Files.walk(PAGE)) {
      for (Path source : sources.filter(each -> each.toString().endsWith(".js")).toList()) {
        String text = Files.readString(source);
        names(LAYER, text)
            .filter(each -> !each.equals("staff"))
            .forEach(each -> all.add("layer " + each));
        names(STAFF, text).forEach(each -> all.add("staff " + each));
        names(SHOWN, text).forEach(each -> all.add("staff " + each));
      }
    }
    return all;
  }

  private static Stream<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(each -> pattern.matcher(each).replaceFirst("$1"));
  }

  @Test
  void theTechniciansPage() {
    browser.resize(1366, 768);
    try (ShopCounter shop = open("technician")) {
      var page = new TechScreen(browser, shop);
      browser.open(shop.at("/tech")).waitForText(".why", "Techniker");
      axe.lookInEachWay("pair");
      browser.open(shop.at("/pair?code=wrong")).waitForText(".why", "falsch");
      axe.lookInEachWay("pair, wrong code");
      page.pair(Role.TECHNICIAN);
      for (String read : List.of("de", "en")) {
        page.open(read);
        axe.lookInEachWay("tech, " + read);
      }
      devicesAreChecked(shop, page);
      theTerminalsDayIsClosed(shop, page);
      aReceiptIsLookedFor(shop, page);
      shop.board(ShopCounter.boardView(false, 15, 12));
      shop.log =
          List.of(
              new LogLine(1, Optional.of(ShopCounter.NOW), "WARN  Lane: a warning"),
              new LogLine(2, Optional.of(ShopCounter.NOW), "ERROR Lane: an error"));
      for (int i = 0; i < 6; i++) {
        shop.scan("409999999999" + i);
      }
      browser.waitForText("#uplink", "does not answer").waitForText("#log-lines", "an error");
      page.result("lights", "Each was shown");
      browser.click("#scans-more").click("input[value=errors]").click("#log-follow");
      axe.lookInEachWay("tech, with troubles");
      browser.resize(390, 844);
      axe.lookInEachWay("tech, on a phone");
      shop.kiosk().close();
      browser.waitFor("!document.getElementById('connection').hidden");
      axe.lookInEachWay("tech, cut off");
      browser.resize(1366, 768);
    }
    whatWaitsForATechnician();
    nothingWasFound();
  }

  private static String checkOf(ShopCounter shop, String device) {
    return ShopCounter.json(shop.get("/v1/devices"))
        .path("devices")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(device))
        .map(each -> "check-" + each.path("check").path("commandId").asString())
        .findFirst()
        .orElseThrow();
  }

  /// Each is asked; then they are good, then not, and in the end nobody may disturb a customer.
  private void devicesAreChecked(ShopCounter shop, TechScreen page) {
    shop.device("drawer", "CashDrawer", DeviceStatus.State.GOOD);
    shop.device("lights", "Lights", DeviceStatus.State.GOOD);
    browser.waitForText(TechScreen.device("lights"), "good");
    shop.weigh("0.752");
    shop.shakeScale(true);
    List<String> answering = List.of("printer", "payment", "scale");
    for (String each : answering) {
      page.check(each).result(each, "running");
    }
    page.check("lights").result("lights", "running");
    page.check("drawer").result("drawer", "please look");
    page.check("counter").result("counter", "please look");
    axe.lookInEachWay("tech, checks run");

    shop.shakeScale(false);
    shop.lane.offer(
        new LaneEvent.PrintMoved(new PrintProgress.Confirmed(checkOf(shop, "printer"))));
    shop.lane.offer(new LaneEvent.TerminalDiagnosed(diagnosis(true)));
    page.result("printer", "is on paper").result("payment", "ready").result("scale", "0.752 kg");
    shop.lane.offer(new LaneEvent.DrawerMoved(DrawerState.OPEN));
    page.check("drawer").result("drawer", "shut it first");
    axe.lookInEachWay("tech, checks went well");

    shop.device("scale", "Scale", DeviceStatus.State.BAD);
    browser.waitForText(TechScreen.device("scale"), "bad");
    for (String each : answering) {
      page.check(each);
    }
    page.result("printer", "running").result("payment", "running");
    shop.lane.offer(
        new LaneEvent.PrintMoved(
            new PrintProgress.Doubtful(checkOf(shop, "printer"), "the cable is out")));
    shop.lane.offer(new LaneEvent.TerminalDiagnosed(diagnosis(false)));
    page.result("printer", "cable is out").result("payment", "failed").result("scale", "failed");
    axe.lookInEachWay("tech, checks failed");

    shop.scanned(ShopCounter.PEN);
    for (String each : List.of("printer", "payment", "drawer")) {
      page.check(each).result(each, "A sale is open");
    }
    axe.lookInEachWay("tech, checks are refused");
    shop.does("/v1/transaction/cancel", shop.about());
  }

  private static Diagnosis diagnosis(boolean isReady) {
    return new Diagnosis(
        isReady, "52500041", "1.0", isReady ? "ready" : "out of order", Optional.empty());
  }

  private void theTerminalsDayIsClosed(ShopCounter shop, TechScreen page) {
    browser.click("#reconcile").waitFor("document.querySelector('dialog').open");
    axe.lookInEachWay("tech, asks for the closing");
    browser.click("#reconcile-yes").waitForText(".closing", "closing");
    String id = shop.terminal.closing();
    axe.lookInEachWay("tech, closing");
    shop.lane.offer(new LaneEvent.TerminalReconciled(new Reconciliation.Refused(id, "host away")));
    browser.waitForText(".closing", "host away");
    axe.lookInEachWay("tech, closing refused");
    page.open("en");
  }

  private void aReceiptIsLookedFor(ShopCounter shop, TechScreen page) {
    shop.scanned(ShopCounter.PEN);
    shop.does("/v1/transaction/total", shop.about());
    shop.does("/v1/transaction/tender", shop.about().put("type", "Cash").put("expectedTotal", 199));
    browser
        .click("#receipt-last")
        .waitFor("document.querySelector('#receipt-paper img').naturalWidth > 300");
    axe.lookInEachWay("tech, a receipt's picture");
    browser.click("#receipt-txt").waitForText("#receipt-paper pre", "Fineliner");
    axe.lookInEachWay("tech, a receipt's text");
    browser.click("input[value=merchant]").click("#receipt-png");
    browser.waitForText("#receipt-objection", "none under this number");
    axe.lookInEachWay("tech, no such receipt");
    page.open("en");
  }

  private void whatWaitsForATechnician() {
    try (var shop = ShopCounter.cutOffWhilePrinting(folder.resolve("cut off"))) {
      new TechScreen(browser, shop).pair(Role.TECHNICIAN).open("en");
      browser.waitForText("#problems", "print-doubtful");
      axe.lookInEachWay("tech, a doubtful receipt");
    }
    try (var shop = ShopCounter.practising(folder.resolve("practice"))) {
      new TechScreen(browser, shop).pair(Role.TECHNICIAN).open("en");
      browser.waitForText("#training", "Training");
      axe.lookInEachWay("tech, training");
    }
  }
}
