package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.TechScreen.button;
import static till.kiosk.TechScreen.device;
import static till.kiosk.TechScreen.fact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.payment.Diagnosis;
import till.device.payment.Reconciliation;
import till.lane.LaneEvent;

/// The technician's page in a real browser: what it shows is what the API says, and what its
/// buttons do is told.
final class TechPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;
  private ShopCounter shop;
  private TechScreen page;

  /// One for all: it knows each shop by its port.
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
  void openShop() {
    take(ShopCounter.open(folder));
    browser.resize(1366, 768);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private void take(ShopCounter opened) {
    shop = opened;
    page = new TechScreen(browser, shop);
  }

  private void openPage(String language) {
    page.pair(Role.TECHNICIAN).open(language);
  }

  private void picture(String name) {
    for (int[] size : new int[][] {{390, 844}, {1366, 768}, {1080, 1920}}) {
      browser.resize(size[0], size[1]);
      assertEquals(
          size[0],
          browser.evaluate("document.documentElement.scrollWidth").asInt(),
          "nothing sticks out");
      browser.screenshot(PICTURES.resolve("tech-" + name + "-" + size[0] + ".png"));
    }
    browser.resize(1366, 768);
  }

  @Test
  void eachCardShowsWhatTheApiSays() {
    openPage("en");
    browser.waitForText("#summary", "connected");
    shop.board(ShopCounter.boardView(false, 15, 12));
    shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
    shop.scan(ShopCounter.PEN);
    shop.scan("4099999999989");

    browser
        .waitForText(device("printer"), "Receipt printer")
        .waitForText(device("printer"), "bad")
        .waitForText(device("printer"), "no answer")
        .waitForText(device("counter"), "good")
        .waitForText("#summary", "1 bad");
    browser
        .waitForText("#scans li", "4099999999989")
        .waitForText("#scans li", "unknown item")
        .waitForText("#scans li:nth-child(2)", "GTIN 04006381333931")
        .waitForText("#scans li:nth-child(2)", "accepted");
    browser
        .waitForText("#uplink", "the broker does not answer")
        .waitForText(fact("connection"), "not connected")
        .waitForText(fact("broker"), "a")
        .waitForText("#figure-head", "15")
        .waitForText("#figure-acked", "12")
        .waitForText("#figure-backlog", "3")
        .waitForText(fact("oldest"), "1 minute 1 second")
        .waitForText("#uplink", "the broker refuses document 13");
    browser
        .waitForText(fact("clock"), "synchronised")
        .waitForText(fact("disk"), "4.3 GB free")
        .waitForText(fact("certificate"), "1 day")
        .waitForText(fact("restarts"), "3")
        .waitForText(fact("uptime"), "minute")
        .waitForText(fact("version"), "0.1.0")
        .waitForText(fact("sale"), "1 line");
    picture("en");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aRefusedConfigurationSaysWhyInBothLanguages() {
    openPage("en");
    browser
        .waitForText("[data-scope='fleet']", "rejected")
        .waitForText("[data-scope='fleet']", "Revision 8")
        .waitForText("[data-scope='fleet'] .reasons", "no such key")
        .waitForText(fact("revisions"), "fleet 7, prices 812")
        .waitForText("#summary", "rejected");
    browser.click("#languages [lang=de]").waitForText("[data-scope='fleet']", "abgelehnt");
    picture("de");
    browser.open(shop.at("/tech")).waitForText("#devices h2", "Geräte");
  }

  @Test
  void aStateIsAShapeAndAWordBesidesItsColour() {
    shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
    shop.device("payment", "PaymentTerminal", DeviceStatus.State.UNKNOWN);
    openPage("en");
    browser.waitForText(device("payment"), "unknown").waitForText(device("printer"), "bad");
    String shapes =
        """
        ['counter', 'printer', 'payment'].map(name => document.querySelector(
          `[data-device='${name}'] .device-state path`).getAttribute('d'))
        """;
    assertEquals(3, browser.evaluate("new Set(" + shapes.strip() + ").size").asInt());
  }

  @Test
  void theResultOfACheckIsShownAndSpoken() {
    openPage("en");
    browser
        .click(button("counter"))
        .waitForText(device("counter") + " .result", "scan one")
        .waitForText("#said", "counter: please look");
    browser
        .click("#languages [lang=de]")
        .waitForText(device("counter") + " .result", "bitte eines scannen")
        .click("#languages [lang=en]")
        .waitForText(device("counter") + " .result", "scan one");

    browser
        .click(button("payment"))
        .waitForText(device("payment") + " .result", "running")
        .waitForText(device("payment") + " .result", "It is good");
    assertEquals(
        "true",
        browser
            .evaluate("document.querySelector(`" + button("payment") + "`).ariaDisabled")
            .asString());
    shop.lane.offer(
        new LaneEvent.TerminalDiagnosed(
            new Diagnosis(true, "52500041", "1.0", "", Optional.empty())));
    browser
        .waitForText(device("payment") + " .result", "Terminal 52500041")
        .waitForText("#said", "payment: good");

    shop.scanned(ShopCounter.PEN);
    browser
        .click(button("payment"))
        .waitForText(device("payment") + " .result", "A sale is open")
        .waitForText("#said", "A sale is open");
    picture("checked");
  }

  @Test
  void theTerminalsDayIsClosedAfterAQuestion() {
    openPage("de");
    browser.click("#reconcile").click("dialog [value=no]");
    browser.waitFor("!document.querySelector('dialog')");
    browser.click("#reconcile").click("#reconcile-yes");
    String asked = shop.terminal.closing();
    browser.waitForText(device("payment"), "schließt seinen Tag");
    shop.lane.offer(
        new LaneEvent.TerminalReconciled(new Reconciliation.Refused(asked, "host away")));
    browser
        .waitForText(device("payment") + " .closing", "abgelehnt: host away")
        .waitForText("#said", "host away");
  }

  private void logs(int from, int to, String level) {
    var lines = new ArrayList<>(shop.log);
    IntStream.rangeClosed(from, to)
        .mapToObj(n -> new LogLine(n, Optional.of(ShopCounter.NOW), level + " Lane: line " + n))
        .forEach(lines::add);
    shop.log = List.copyOf(lines);
  }

  @Test
  void theLogIsFollowedHeldAndFiltered() {
    logs(1, 30, "INFO ");
    openPage("en");
    browser.waitForText("#log-lines", "line 30");
    logs(31, 31, "WARN ");
    logs(32, 32, "ERROR");
    browser.waitForText("#log-lines", "line 32");
    assertTrue(atTheEnd(), "the newest is in sight");
    browser.waitForText("#summary", "ERROR 1");

    browser.click("#log-follow").waitForText("#log-follow", "Follow");
    logs(33, 34, "INFO ");
    browser.waitForText("#log-follow", "2 new");
    assertFalse(log().contains("line 33"), "it is held");
    browser.click("#log-follow").waitForText("#log-lines", "line 34");

    browser.click("input[value=warnings]");
    browser.waitFor("document.querySelectorAll('#log-lines li').length === 2");
    browser.click("input[value=errors]");
    browser.waitFor("document.querySelectorAll('#log-lines li').length === 1");
    browser.click("input[value=all]").waitForText("#log-lines", "line 34");

    logs(35, 900, "INFO ");
    browser.waitForText("#log-lines", "line 900");
    assertEquals(
        500, browser.evaluate("document.querySelectorAll('#log-lines li').length").asInt());
    browser.evaluate("document.querySelector('.log-frame').scrollTop = 0");
    browser.waitForText("#log-follow", "Follow");
  }

  private boolean atTheEnd() {
    return browser
        .evaluate(
            "(it => it.scrollHeight - it.scrollTop - it.clientHeight < 2)"
                + "(document.querySelector('.log-frame'))")
        .asBoolean();
  }

  private String log() {
    return browser.evaluate("document.getElementById('log-lines').innerText").asString();
  }

  @Test
  void aRestartIsSaidAndTheTruthIsShownAgain() {
    logs(1, 3, "INFO ");
    openPage("en");
    browser.waitForText("#log-lines", "line 3");
    browser.click(button("payment")).waitForText(device("payment") + " .result", "running");
    int port = shop.kiosk().address().getPort();
    shop.kiosk().close();
    browser.waitForText("#connection", "does not answer").waitForText("#state", "unknown");
    browser.screenshot(PICTURES.resolve("tech-away.png"));

    shop.device("counter", "Scanner", DeviceStatus.State.BAD);
    shop.board(ShopCounter.boardView(true, 20, 20));
    shop.log = List.of(new LogLine(1, Optional.empty(), "INFO  Daemon: ready again"));
    shop.reopenAt(port);
    browser
        .waitForText(device("counter"), "no answer")
        .waitForText("#figure-head", "20")
        .waitForText("#log-lines", "ready again")
        .waitForText("#state", "ready");
    browser.waitFor("document.getElementById('connection').hidden");
    assertTrue(log().contains("line 3"), "what was before is still there");
    browser.evaluate("location.reload()");
    browser.waitForText(device("counter"), "no answer").waitForText("#log-lines", "ready again");
  }

  @Test
  void aCheckThatARestartCutOffSaysThatThereIsNoResult() {
    openPage("en");
    browser.click(button("payment")).waitForText(device("payment") + " .result", "It is good");
    int port = shop.kiosk().address().getPort();
    shop.close();
    take(ShopCounter.open(folder));
    shop.reopenAt(port);
    browser
        .waitForText(device("payment") + " .result", "restarted before there was a result")
        .waitForText("#said", "restarted");
    browser.click(button("counter")).waitForText(device("counter") + " .result", "scan one");
  }

  @Test
  void whatBecameOfADoubtfulReceiptIsSaidWithOneTouch() {
    shop.close();
    take(ShopCounter.cutOffWhilePrinting(folder.resolve("cut off")));
    openPage("de");
    browser.waitForText("#problems", "print-doubtful").waitForText("#summary", "1");
    picture("doubtful");
    browser.click("#problems [data-decision=printed]");
    browser.waitForText("#problems", "Nichts wartet");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aReceiptIsSeenByItsNumberAsAPictureAndAsText() {
    shop.scanned(ShopCounter.PEN);
    shop.does("/v1/transaction/total", shop.about());
    shop.does(
        "/v1/transaction/tender",
        shop.about().put("type", "CreditDebit").put("expectedTotal", 199));
    shop.terminal.approves(
        shop.terminal.asked(), Optional.of("for the customer"), Optional.of("for the merchant"));
    ShopCounter.await(() -> !shop.view().path("lastReceipt").isNull());
    openPage("en");
    browser
        .click("#receipt-last")
        .waitFor("document.querySelector('#receipt-paper img').naturalWidth > 300");
    browser.click("#receipt-txt").waitForText("#receipt-paper pre", "Fineliner");
    browser
        .click("input[value=merchant]")
        .click("#receipt-txt")
        .waitForText("#receipt-paper pre", "for the merchant");
    browser.evaluate("document.getElementById('receipt-number').value = '1'");
    browser.click("#receipt-png").waitForText("#receipt-objection", "none under this number");
    browser.evaluate("document.getElementById('receipt-number').value = '../lane'");
    browser.evaluate("document.querySelector('.receipt-form').noValidate = true");
    browser.click("#receipt-png").waitForText("#receipt-objection", "type the number");
  }

  @Test
  void whoeverIsNoTechnicianLearnsHowToBecomeOne() {
    page.pair(Role.KIOSK);
    browser
        .open(shop.at("/tech"))
        .waitForText(".why", "for technicians")
        .waitForText(".how", "till pair --role technician");
    assertFalse(
        browser.evaluate("document.querySelector('.how').innerText").asString().contains("kiosk"));
    openPage("en");
    page.pair(Role.KIOSK);
    browser.open(shop.at("/tech")).waitForText(".why", "for technicians");
  }

  @Test
  void everythingIsDoneByKeyboardAloneAndTheFocusStaysWhileNumbersChange() {
    logs(1, 3, "INFO ");
    openPage("en");
    browser.enter(button("counter")).waitForText(device("counter") + " .result", "scan one");
    shop.board(ShopCounter.boardView(true, 21, 20));
    shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
    browser.waitForText("#figure-head", "21").waitForText(device("printer"), "no answer");
    browser.seeFocus(button("counter"));
    browser.enter("#reconcile").waitFor("document.querySelector('dialog').open");
    browser.press("Escape").waitFor("!document.querySelector('dialog')");
    for (String stop : List.of("#receipt-number", "#receipt-png", "#log-follow", ".log-frame")) {
      browser.reach(stop, "Tab").seeFocus(stop);
    }
  }

  @Test
  void whatGrowsAboveTheFocusDoesNotPushItOutOfSight() {
    openPage("en");
    browser.reach(button("printer"), "Tab");
    int bottom =
        browser
            .evaluate("Math.ceil(document.activeElement.getBoundingClientRect().bottom)")
            .asInt();
    browser.resize(1366, bottom);
    shop.device("counter", "Scanner", DeviceStatus.State.BAD);
    browser.waitForText(device("counter"), "no answer").seeFocus(button("printer"));
    shop.kiosk().close();
    browser.waitForText("#connection", "does not answer").seeFocus(button("printer"));
  }

  @Test
  void aDeviceThatHasNotReportedSinceARestartIsUnknownAndKeepsTheFocus() {
    shop.close();
    take(
        new ShopCounter(
            folder.resolve("scale"),
            true,
            true,
            List.of(),
            ShopCounter.Fittings.PLAIN.withScale()));
    openPage("en");
    browser.waitForText(device("scale") + " .device-state", "good").enter(button("scale"));
    int port = shop.kiosk().address().getPort();
    shop.close();
    take(ShopCounter.open(folder.resolve("scale")));
    shop.reopenAt(port);
    browser
        .waitForText(device("scale") + " .device-state", "unknown")
        .waitForText("#state", "ready")
        .seeFocus(button("scale"));
  }

  @Test
  void aTrainingIsSaidUntilItEnds() {
    shop.close();
    take(ShopCounter.practising(folder.resolve("training")));
    openPage("en");
    browser.waitForText("#training", "nothing of this counts");
    shop.does("/v1/training/off", ShopCounter.command());
    browser.waitFor("document.getElementById('training').hidden");
  }

  @Test
  void nothingIsCalledByItsKey() {
    openPage("en");
    String unsaid =
        browser
            .evaluate(
                """
                [...document.querySelectorAll('body *')]
                  .filter(each => each.children.length === 0)
                  .map(each => each.textContent + (each.ariaLabel ?? ''))
                  .filter(text => /^(tech|device|code)[.]/.test(text)).join()
                """
                    .strip())
            .asString();
    assertEquals("", unsaid);
  }
}
