package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;
import till.sale.LaneState;
import till.sale.Reason;
import till.sale.SaleStatus;
import tools.jackson.databind.JsonNode;

/// The kiosk's page in a real browser: what a customer sees and touches.
final class KioskPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;
  private ShopCounter shop;

  /// One for all: it knows each shop by its port.
  private static Browser browser;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start(1280, 800);
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
    browser.resize(1280, 800);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private void pair(Role role) {
    String code =
        PairingCodes.issue(
            shop.tokens(), role, Duration.ofMinutes(10), ShopCounter.clock(), new Random(9));
    browser.open(shop.at("/pair?code=" + code));
  }

  private void openKiosk() {
    pair(Role.KIOSK);
    onScreen("welcome");
  }

  private void onScreen(String name) {
    browser.waitFor("document.getElementById('screen').dataset.screen === '" + name + "'");
    browser.waitFor("!document.getElementById('screen').inert");
  }

  /// Both sizes a kiosk comes in.
  private void picture(String name) {
    browser.screenshot(PICTURES.resolve("kiosk-" + name + ".png"));
    browser.resize(1080, 1920);
    browser.screenshot(PICTURES.resolve("kiosk-" + name + "-portrait.png"));
    browser.resize(1280, 800);
  }

  @Test
  void aCustomerScansTakesOneBackPaysInCashAndSeesTheReceipt() {
    openKiosk();
    picture("welcome");
    shop.scan(ShopCounter.PEN);
    browser.waitForText(".line[data-n='1']", "Fineliner schwarz");
    onScreen("entering");
    shop.scan("4311501620175");
    shop.scan("4008400401621");
    browser.waitForText("#total", "4,37");
    picture("entering");

    browser.click(".line[data-n='3'] .void");
    browser.waitForText("#total", "3,48");
    browser.waitForText(".line[data-n='3']", "entfernt");

    browser.click("#pay");
    onScreen("pay");
    browser.waitForText("#due", "3,48");
    picture("pay");
    browser.click("#pay-cash");
    picture("cash");
    browser.click(".note[data-amount='1000']");

    onScreen("thanks");
    browser.waitForText("#change", "6,52");
    browser.waitFor("document.getElementById('receipt')?.naturalWidth > 300");
    browser.waitFor("document.querySelector('.slot pre').textContent.includes('Fineliner')");
    picture("thanks");
    browser.click("#done");
    onScreen("welcome");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aRefusedScanIsABannerAndTheSaleGoesOn() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    onScreen("entering");
    shop.scan("4099999999989");
    browser.waitForText("#notice", "kennt die Kasse nicht");
    picture("refused");
    shop.scan("4311501620175");
    browser.waitForText("#total", "3,48");
    browser.waitFor("document.getElementById('notice').textContent === ''");
  }

  @Test
  void aScanBehindTheSearchIsSeen() {
    openKiosk();
    browser.click(".search-button").waitFor("document.querySelector('.sheet .tile')");
    shop.scan(ShopCounter.PEN);
    browser.waitFor("!document.querySelector('.sheet')").waitForText("#total", "1,99");
    browser.click(".search-button").waitFor("document.querySelector('.sheet .tile')");
    shop.scan("4099999999989");
    browser
        .waitFor("!document.querySelector('.sheet')")
        .waitForText("#notice", "kennt die Kasse nicht");
    onScreen("entering");
  }

  @Test
  void aScanWhilePayingIsAnsweredWithWhatIsPossible() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.click("#pay").click("#pay-cash");
    browser.waitForText("#pay-back", "Andere Zahlungsart");
    shop.scan("4311501620175");
    browser.waitForText("#notice", "Zurück zum Einkauf").waitForText("#pay-back", "Zurück");

    shop.does(
        "/v1/transaction/tender",
        shop.about().put("type", "Cash").put("amount", 100).put("expectedTotal", 199));
    browser.waitForText(".paid", "1,00");
    shop.scan("4311501620175");
    browser.waitForText("#notice", "kein Artikel mehr");
    browser.click("#pay-card");
    onScreen("terminal");
    browser.waitFor("document.getElementById('notice').textContent === ''");
    shop.scan("4311501620175");
    browser.waitForText("#notice", "kein Artikel mehr");
  }

  @Test
  void noCardIsOfferedWhileItsReceiptCannotBePrinted() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.click("#pay");
    onScreen("pay");
    browser.waitFor("!document.getElementById('pay-card').disabled");
    shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
    browser.waitFor("document.getElementById('pay-card').disabled");
    browser.waitForText("#pay-card", "nicht möglich");
    browser.click("#pay-cash").click("#cash-exact");
    onScreen("thanks");
    browser.waitForText(".thanks .lead", "später gedruckt");
    shop.device("printer", "POSPrinter", DeviceStatus.State.GOOD);
    browser.waitForText(".thanks .lead", "nehmen Sie Ihren Bon");
  }

  @Test
  void theChangeIsAskedForUntilItIsKnown() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.evaluate(
        """
        (() => {
          const real = window.fetch;
          let lost = false;
          window.fetch = (path, ...more) => {
            if (path.endsWith('.json') && !lost) {
              lost = true;
              return Promise.reject(new TypeError('network'));
            }
            return real(path, ...more);
          };
        })()
        """);
    browser.click("#pay").click("#pay-cash").click(".note[data-amount='500']");
    onScreen("thanks");
    browser.waitForText("#change", "3,01");
  }

  @Test
  void everyRefusalHasWordsOfItsOwn() {
    openKiosk();
    String codes =
        Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.joining(" "));
    JsonNode silent =
        browser.evaluate(
            """
            import('/tilld/strings.js').then(({LANGUAGES, explain, speak}) =>
              LANGUAGES.flatMap(language => {
                speak(language);
                return '%s'.split(' ').filter(code => explain(code) === explain('no such code'));
              }))
            """
                .formatted(codes));
    assertEquals("[]", silent.toString());
  }

  @Test
  void goodsWithoutACodeAreFoundAndTheQuantityGoesWithThem() {
    openKiosk();
    browser.click(".search-button");
    browser.waitForText(".tile[data-item='roll']", "Brötchen");
    picture("search");
    browser.click("#search-input");
    browser
        .click(".key[aria-label='b']")
        .click(".key[aria-label='r']")
        .click(".key[aria-label='e']")
        .click(".key[aria-label='z']");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.waitForText(".tile", "Laugenbrezel");
    picture("search-typed");
    browser.click(".step[aria-label='Mehr']").click(".step[aria-label='Mehr']");
    browser.click(".tile[data-item='pretzel']");
    onScreen("entering");
    browser.waitForText(".line[data-n='1']", "3 ×");
    browser.waitForText("#total", "2,55");
  }

  @Test
  void aLongAndDearSaleFitsEveryScreen() {
    openKiosk();
    for (int i = 0; i < 30; i++) {
      shop.scan(i % 2 == 0 ? ShopCounter.PEN : "4311501620175");
    }
    browser.waitFor("document.querySelectorAll('.line').length === 30");
    for (int i = 0; i < 4; i++) {
      shop.does("/v1/transaction/lines", shop.about().put("itemId", "rye").put("quantity", "9999"));
    }
    shop.does("/v1/transaction/lines/30/void", shop.about());
    browser.waitForText(".line[data-n='34']", "9999 ×");
    browser.waitForText("#total", "139.6");
    onScreen("entering");
    for (int[] size :
        new int[][] {{1280, 800}, {1080, 1920}, {1024, 600}, {768, 1024}, {1920, 1080}}) {
      browser.resize(size[0], size[1]);
      assertInside("#pay, #cancel, #total, .line .void, .line .amount");
    }
    browser.resize(1280, 800);
    picture("long");
    browser.click("#pay").click("#pay-cash");
    for (int[] size : new int[][] {{1280, 800}, {1080, 1920}, {1024, 600}, {768, 1024}}) {
      browser.resize(size[0], size[1]);
      assertInside("#due, #cash-exact, #pay-back");
    }
    browser.resize(1280, 800);
    shop.does(
        "/v1/transaction/tender",
        shop.about()
            .put("type", "Cash")
            .put("amount", 3_000_000)
            .put("expectedTotal", shop.view().path("transaction").path("total").asLong()));
    browser.waitForText(".paid", "30.000,00");
    assertTrue(browser.evaluate("document.getElementById('pay-back').hidden").asBoolean());
    picture("partly-paid");
  }

  /// The first of each is on the screen as a whole, and large enough for a finger where it is a
  /// button.
  private void assertInside(String selectors) {
    JsonNode outside =
        browser.evaluate(
            """
            (selectors => selectors.split(', ').filter(selector => {
              const found = document.querySelector(selector);
              const box = found.getBoundingClientRect();
              const small = found.tagName === 'BUTTON' && (box.width < 64 || box.height < 63.5);
              return small || box.left < 0 || box.top < 0 || found.scrollWidth > found.clientWidth + 1
                || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5
                || document.documentElement.scrollWidth > innerWidth;
            }).map(selector => selector + ' at ' + innerWidth + ' x ' + innerHeight))
            """
                    .strip()
                + "('"
                + selectors
                + "')");
    assertEquals("[]", outside.toString());
  }

  @Test
  void aCardIsDeclinedThenUnknownThenApproved() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.click("#pay").click("#pay-card");
    PaymentRequest first = shop.terminal.asked();
    onScreen("terminal");
    picture("terminal");
    shop.terminal.answers(first, new Outcome.Declined("card refused"));
    onScreen("pay");
    browser.waitForText("#notice", "abgelehnt");
    browser.click("#pay-card");
    PaymentRequest second = shop.terminal.asked();
    shop.terminal.answers(second, new Outcome.Unknown("no answer"));
    onScreen("unknown");
    picture("unknown");
    shop.terminal.approves(second);
    onScreen("thanks");
    browser.waitFor("document.getElementById('change') === null");
  }

  @Test
  void aSaleIsCancelledAfterAQuestion() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.click("#cancel");
    picture("cancel");
    browser.click("#cancel-yes");
    onScreen("welcome");
    browser.waitForText("#notice", "abgebrochen");
  }

  @Test
  void theSecondHalfOfADoubleTapPaysNothing() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    onScreen("entering");
    browser.evaluate(
        "(() => { const pay = document.getElementById('pay'); pay.click(); pay.click(); })()");
    onScreen("pay");
    assertEquals("TENDERING", shop.view().path("transaction").path("status").asString());
  }

  @Test
  void theSecondHalfOfADoubleTapDoesNotFallThroughWhatHasGone() {
    openKiosk();
    browser.click(".search-button").waitFor("document.querySelector('.sheet .tile')");
    assertTrue(
        browser
            .evaluate(
                "(() => { document.getElementById('search-close').click();"
                    + " return document.getElementById('screen').inert; })()")
            .asBoolean());
    onScreen("welcome");
  }

  @Test
  void aCommandThatTheNetworkLostIsSentAgainWithItsIdAndHappensOnce() {
    openKiosk();
    loseTheNextAnswer();
    browser.click(".search-button").click(".tile[data-item='roll']");
    awaitRepetition();
    browser.waitForText("#total", "0,39");
    assertEquals(1, shop.view().path("transaction").path("lines").size());
  }

  /// Complaint: odoo #240253.
  @Test
  void aLostAnswerAndARepeatedCommandChargeOnce() {
    openKiosk();
    shop.scan(ShopCounter.PEN);
    browser.click("#pay");
    onScreen("pay");
    loseTheNextAnswer();
    browser.click("#pay-card");
    awaitRepetition();
    onScreen("terminal");
    shop.terminal.approves(shop.terminal.asked());
    onScreen("thanks");
    assertTrue(shop.terminal.isAskedNoMore());
  }

  /// The request arrives, its answer does not.
  private static void loseTheNextAnswer() {
    browser.evaluate(
        """
        (() => {
          const real = window.fetch;
          let lost = false;
          window.sent = [];
          window.fetch = async (...request) => {
            const answer = await real(...request);
            if (request[1]?.method === 'POST') {
              window.sent.push(JSON.parse(request[1].body).commandId);
              if (!lost) { lost = true; throw new TypeError('network'); }
            }
            return answer;
          };
        })()
        """);
  }

  private static void awaitRepetition() {
    browser.waitFor("window.sent.length === 2");
    JsonNode sent = browser.evaluate("window.sent");
    assertEquals(sent.get(0), sent.get(1));
  }

  @Test
  void theLanguageIsTheCustomersUntilTheNextOneComes() {
    openKiosk();
    browser.click("#languages [lang=en]");
    browser.waitForText("h1", "Please scan");
    shop.scan(ShopCounter.PEN);
    onScreen("entering");
    browser.waitForText("#pay", "Pay");
    browser.click("#pay").click("#pay-cash").click("#cash-exact");
    onScreen("thanks");
    browser.waitForText("h1", "Thank you");
    browser.click("#done");
    browser.waitForText("h1", "Bitte scannen");
  }

  @Test
  void whoeverLeavesWithoutBuyingLeavesNothingBehind() {
    openKiosk();
    // a minute goes by at once
    browser.evaluate(
        """
        (() => {
          const real = window.setTimeout;
          window.setTimeout = (then, millis) => real(then, millis === 60000 ? 500 : millis);
        })()
        """);
    browser.click("#languages [lang=en]").waitForText("h1", "Please scan");
    browser.click(".search-button").waitFor("document.querySelector('.sheet')");
    browser.waitFor("!document.querySelector('.sheet')").waitForText("h1", "Bitte scannen");
    onScreen("welcome");
    browser.click(".search-button").waitFor("document.querySelector('.sheet .tile')");
  }

  @Test
  void theNextCustomerNeedsNotWaitForTheThanksToEnd() {
    openKiosk();
    browser.click("#languages [lang=en]");
    shop.scan(ShopCounter.PEN);
    browser.click("#pay").click("#pay-cash").click("#cash-exact");
    onScreen("thanks");
    shop.scan("4311501620175");
    onScreen("entering");
    browser.waitForText("#total", "1,49");
    browser.waitForText("#pay", "Bezahlen");
  }

  @Test
  void everyStateOfTheLaneAndOfASaleHasAScreen() {
    openKiosk();
    String states =
        Arrays.stream(LaneState.values())
            .filter(state -> state != LaneState.IN_TRANSACTION)
            .map(Enum::name)
            .collect(Collectors.joining(" "));
    String statuses =
        Arrays.stream(SaleStatus.values()).map(Enum::name).collect(Collectors.joining(" "));
    JsonNode screens =
        browser.evaluate(
            """
            import('/tilld/screens.js').then(({SCREENS, screenFor}) => {
              const lane = {problems: [], transaction: null, prompt: 'scan'};
              const shown = [
                ...'%s'.split(' ').map(state => state + ' ' + screenFor({...lane, state})),
                ...'%s'.split(' ').map(status => status + ' ' + screenFor({...lane, transaction: {status}})),
              ];
              return shown.concat(Object.keys(SCREENS).length);
            })
            """
                .formatted(states, statuses));
    assertEquals(
        "[OUT_OF_SERVICE closed, CLOSED closed, PAUSED closed, READY welcome, ENTERING entering,"
            + " TENDERING pay, PAYMENT_PENDING terminal, PAYMENT_UNKNOWN unknown,"
            + " FISCALISING ending, 11]",
        screens.valueStream().map(JsonNode::asString).toList().toString());
  }

  @Test
  void aSaleThatWasOpenComesBackAndSaysSo() {
    shop.scanned(ShopCounter.PEN);
    pair(Role.KIOSK);
    onScreen("entering");
    browser.waitForText("#notice", "wiederhergestellt");
    browser.waitForText("#total", "1,99");
  }

  @Test
  void aServerThatGoesAwayIsSaidAndComesBack() {
    openKiosk();
    browser.waitFor("document.getElementById('connection').hidden");
    int port = shop.kiosk().address().getPort();
    shop.kiosk().close();
    browser.waitForText("#connection", "wiederhergestellt");
    browser.waitForText("#notice", "geht nichts verloren");
    picture("reconnecting");
    shop.scan(ShopCounter.PEN);
    shop.reopenAt(port);
    browser.waitForText("#total", "1,99");
    browser.waitFor("document.getElementById('connection').hidden");
  }

  /// Complaint: odoo #256042.
  @Test
  void aCardThatWasChargedWhileThePageShowedAnErrorIsPaidOnIt() {
    openKiosk();
    PaymentRequest request = askForACard();
    int port = shop.kiosk().address().getPort();
    shop.kiosk().close();
    browser.waitForText("#connection", "wiederhergestellt");
    pays(request);
    shop.reopenAt(port);
    onScreen("thanks");
    browser.click("#done");
    onScreen("welcome");

    request = askForACard();
    browser.open(shop.at("/healthz"));
    pays(request);
    browser.open(shop.at("/"));
    onScreen("thanks");
    browser.click("#done");
    onScreen("welcome");
    browser.open(shop.at("/"));
    onScreen("welcome");
  }

  /// A sale that waits for its customer at the terminal.
  private PaymentRequest askForACard() {
    shop.scan(ShopCounter.PEN);
    browser.click("#pay").click("#pay-card");
    PaymentRequest request = shop.terminal.asked();
    onScreen("terminal");
    return request;
  }

  private void pays(PaymentRequest request) {
    shop.terminal.approves(request);
    ShopCounter.await(() -> shop.lane.view().transaction().isEmpty());
  }

  @Test
  void closedPausedAndBrokenLookDifferent() {
    openKiosk();
    shop.does("/v1/lane/pause", ShopCounter.command());
    onScreen("closed");
    browser.waitForText("h1", "Pause");
    picture("paused");
    shop.does("/v1/lane/close", ShopCounter.command());
    browser.waitForText("h1", "geschlossen");
    shop.does("/v1/lane/open", ShopCounter.command());
    onScreen("welcome");
    shop.device("counter", "Scanner", DeviceStatus.State.BAD);
    browser.waitForText("#notice", "Scanner");
  }

  @Test
  void aBrowserThatIsNotPairedLearnsHow() {
    browser.open(shop.at("/"));
    browser.waitForText("main", "Bildschirm koppeln");
    picture("pair");
    browser.click("#code").type("WRNG-CODE").click("button");
    browser.waitForText(".why", "falsch");
    String code =
        PairingCodes.issue(
            shop.tokens(), Role.KIOSK, Duration.ofMinutes(5), ShopCounter.clock(), new Random(4));
    browser.click("#code").type(code.toLowerCase(java.util.Locale.ROOT)).click("button");
    onScreen("welcome");
    assertTrue(browser.evaluate("document.cookie").asString("?").isEmpty(), "no script sees it");
  }

  @Test
  void aTrainingIsSaidOnEveryScreenUntilItEnds() {
    try (ShopCounter school = ShopCounter.practising(folder.resolve("training"))) {
      KioskScreen page = new KioskScreen(browser, school).pair().on("welcome");
      browser.waitForText("#training", "kein Verkauf");
      school.scanned(ShopCounter.PEN);
      page.on("entering");
      browser.waitForText("#training", "kein Verkauf");
      school.does("/v1/transaction/cancel", school.about());
      school.does("/v1/training/off", ShopCounter.command());
      browser.waitFor("document.getElementById('training').hidden");
    }
  }
}
