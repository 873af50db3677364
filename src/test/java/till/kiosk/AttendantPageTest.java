package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.Outcome;
import tools.jackson.databind.JsonNode;

/// What an attendant does at the customer's screen, with an operator and a PIN for each act.
final class AttendantPageTest {

  private static final String MILK = "4311501620175";
  private static final String BRANDY = "4012345000016";

  @TempDir Path folder;
  private ShopCounter shop;
  private KioskScreen screen;

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
    open(
        new ShopCounter(
            folder.resolve("shop"),
            true,
            true,
            List.of(),
            ShopCounter.Fittings.PLAIN.limitingVoids(1_000)));
  }

  private void open(ShopCounter next) {
    shop = next;
    screen = new KioskScreen(browser, shop);
    screen.pair();
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private JsonNode sale() {
    return shop.view().path("transaction");
  }

  /// Sells this over the API.
  ///
  /// @return the receipt's number
  private long sold(String... codes) {
    for (String code : codes) {
      shop.scanned(code);
    }
    shop.does("/v1/transaction/total", shop.about());
    long total = sale().path("total").asLong();
    JsonNode lane =
        shop.does(
            "/v1/transaction/tender", shop.about().put("type", "Cash").put("expectedTotal", total));
    return lane.path("lastReceipt").path("number").asLong();
  }

  @Test
  void digitsThatAreTypedBesideTheFieldsGoIntoThem() {
    screen.on("welcome");
    screen.task("drawer").at("drawer");
    browser.click(".chip").click("#staff-go");
    screen.at("pin");
    assertFocus("#staff-id");
    browser.press("Tab");
    assertFocus("#staff-pin");
    browser.press("Tab");
    assertFocus(".pad .key[aria-label='1']");
    browser.press("Enter");
    screen.type("23");
    browser.press("Backspace");
    assertEquals("12", value("#staff-pin"));
    assertFocus(".pad .key[aria-label='1']");
    for (int i = 0; i < 3; i++) {
      browser.press("Backspace");
    }
    screen.at("pin");
    browser.click("#staff-id");
    screen.type("1");
    browser.evaluate("document.getElementById('staff-back').focus()");
    screen.type("7");
    assertEquals("17", value("#staff-id"));
    assertFocus("#staff-id");
    browser.press("Tab");
    screen.reach(".pad .done", "Tab").type("4711");
    assertEquals("4711", value("#staff-pin"));
    browser.press("Enter");
    screen.at("menu");
    browser.waitForText(".told", "Erledigt");
  }

  private static void assertFocus(String selector) {
    browser.waitFor("document.activeElement.matches(\"" + selector + "\")");
  }

  private static String value(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').value").asString();
  }

  @Test
  void anAttendantLooksAtTheAgeWithAPinThatIsForgotten() {
    screen.on("welcome");
    shop.scan(BRANDY);
    screen.on("entering");
    browser.waitForText(".later", "Personal");
    browser.click("#pay");
    screen.on("attention");
    browser.waitForText(".concern[data-code='age-restricted']", "18");
    screen.reload().on("entering");
    browser.click("#pay");
    screen.on("attention");

    browser.click("#attention-staff");
    screen.at("concerns");
    browser.click("[data-decision='approve']");
    screen.identify("0000");
    browser.waitForText(".wrong", "PIN");
    assertEquals("", browser.evaluate("document.getElementById('staff-pin').value").asString());
    screen.identify().on("entering");
    browser.waitForText("#notice", "Erledigt");
    assertFalse(browser.evaluate("document.documentElement.outerHTML").asString().contains("4711"));
    assertEquals(0, shop.view().path("problems").size());
    browser.click("#pay");
    screen.on("pay");
  }

  @Test
  void aCustomerWhoIsTooYoungGoesOnWithoutIt() {
    shop.scan(BRANDY);
    shop.scan(MILK);
    browser.waitForText("#total", "14,48");
    browser.click("#tool-staff");
    screen.at("menu");
    browser.click("[data-task='concerns']");
    screen.at("concerns");
    browser.click("[data-decision='refuse']");
    screen.identify().on("entering");
    browser.waitForText("#total", "1,49");
  }

  @Test
  void aDearLineIsTakenBackOnceSomebodyAgrees() {
    shop.scan(MILK);
    shop.scanned(BRANDY);
    browser.waitForText("#total", "14,48");
    browser.click(".line[data-n='2'] .void");
    screen.on("attention");
    browser.waitFor("document.querySelector('.concern[data-code=\"void-limit\"]')");
    screen.picture("attention");
    browser.click("#attention-staff");
    screen.at("concerns");
    browser.click(".concern[data-code='void-limit'] [data-decision='approve']");
    screen.identify();
    browser.waitForText("#total", "1,49");
  }

  @Test
  void aCallForHelpIsAnswered() {
    browser.click("#tool-help");
    screen.under("help");
    browser.click("#help-yes");
    browser.waitForText("#notice", "gerufen");
    shop.scan(MILK);
    screen.on("entering");
    browser.click("#tool-staff");
    screen.at("menu");
    browser.click("[data-task='concerns']");
    browser.click(".concern[data-code='assistance'] [data-decision='approve']");
    screen.identify();
    browser.waitFor("document.getElementById('layer').hidden");
    assertEquals(0, shop.view().path("problems").size());
  }

  @Test
  void goodsComeBackWithTheirReceipt() {
    long number = sold(ShopCounter.PEN, MILK);
    screen.reload().on("welcome");
    screen.task("return").at("receipt-number");
    assertEquals(
        String.valueOf(number),
        browser.evaluate("document.getElementById('receipt-number').value").asString());
    browser.click("#staff-go");
    screen.at("return-lines");
    browser.click(".returnable[data-n='1'] .step:last-child");
    screen.picture("return");
    browser.click("#staff-go");
    screen.identify();
    screen.on("entering");
    browser.waitForText(".line[data-n='1']", "Rückgabe");
    browser.waitForText("#total", "-1,99");
    screen.reload().on("entering");
    browser.click("#pay");
    screen.on("pay");
    browser.waitForText("#due", "1,99");
    browser.waitForText(".pay-title", "zurück");
    browser.click("#pay-cash");
    screen.on("thanks");
    browser.waitForText("h1", "Erledigt");
  }

  @Test
  void goodsComeBackWithoutAReceipt() {
    screen.task("blind-return").at("blind-return");
    browser.click(".tile[data-item='rose']");
    screen.at("blind-item");
    browser.click(".chip").click("#staff-go");
    screen.identify().on("entering");
    browser.waitForText("#total", "-2,50");
  }

  @Test
  void emptiesBringTheirDepositWithoutAReceipt() {
    screen.on("welcome");
    screen.task("deposit-refund").at("deposit-refund");
    browser.click(".step[aria-label='Mehr']");
    screen.type("pils");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tile[data-item='pils']");
    browser.waitForText(".pin-detail", "Pfand für 2 × Pils");
    screen.identify().on("entering");
    browser.waitForText(".line", "Pfand 0,08").waitForText("#total", "-0,16");
    JsonNode line = sale().path("lines").get(0);
    assertEquals("DepositRefund", line.path("kind").asString());
    assertEquals("bottle8", line.path("itemId").asString());
    screen.task("deposit-refund").at("deposit-refund");
    screen.type("pfand");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tile[data-item='bottle8']");
    screen.identify().on("entering");
    browser.waitForText("#total", "-0,24").click("#pay").waitForText("h1", "Geld zurück");
  }

  @Test
  void aSaleWaitsAndGoesOn() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    screen.task("suspend").identify().on("welcome");
    browser.waitForText("#notice", "Erledigt");
    screen.reload().on("welcome");
    screen.task("retrieve").at("waiting");
    browser.waitForText(".entry", "1,99");
    browser.click(".entry");
    screen.identify().on("entering");
    browser.waitForText("#total", "1,99");
    assertEquals(0, shop.view().path("suspended").size());
  }

  @Test
  void aPriceIsChangedForAReason() {
    shop.scan(ShopCounter.PEN);
    shop.scan(MILK);
    browser.waitForText("#total", "3,48");
    screen.task("prices").at("prices");
    browser.click(".entry[data-id='1']");
    screen.at("change");
    screen.type("99");
    browser.click("#staff-go");
    browser.waitForText(".wrong", "Grund");
    browser.click(".chip").click("#staff-go");
    screen.identify().on("entering");
    browser.waitForText("#total", "2,48");
    browser.waitForText(".line[data-n='1']", "Preis geändert");

    screen.task("discount").at("change");
    screen.type("1000");
    browser.click(".chip").click("#staff-go");
    screen.identify().on("entering");
    browser.waitForText("#total", "2,23");
    JsonNode adjustments = sale().path("lines").path(0).path("adjustments");
    assertEquals("17", adjustments.path(0).path("operator").asString());
  }

  @Test
  void aSaleOfTodayIsUndone() {
    sold(ShopCounter.PEN);
    screen.reload().on("welcome");
    screen.task("post-void").at("receipt-number");
    browser.click("#staff-go");
    screen.at("post-void");
    browser.waitFor("document.querySelector('.staff .receipt').naturalWidth > 300");
    browser.click("#staff-go");
    screen.identify().on("welcome");
    browser.waitForText("#notice", "1,99 € zurückgeben");
    screen.task("post-void").at("receipt-number");
    browser.evaluate("document.getElementById('receipt-number').focus()");
    screen.type("999");
    browser.click("#staff-go");
    browser.waitForText(".wrong", "nicht");
  }

  @Test
  void theDrawerIsCountedAndTheDayIsClosedAndOpenedAgain() {
    sold(ShopCounter.PEN);
    screen.reload().on("welcome");
    screen.task("pay-out").at("cash");
    screen.type("50000");
    browser.click(".chip").click("#staff-go");
    screen.identify();
    browser.waitForText(".wrong", "nicht in der Lade");
    browser.click("#staff-close");

    screen.task("loan").at("cash");
    screen.type("10000");
    browser.click("#staff-go");
    screen.identify();
    browser.waitForText(".told", "Erledigt");
    browser.click("#staff-close");

    screen.task("count").at("count");
    screen.type("1");
    browser.waitForText("#count-sum", "200,00");
    browser.press("Backspace");
    browser.click("#pieces-10000");
    screen.type("1");
    browser.click("#pieces-100");
    screen.type("2");
    browser.waitForText("#count-sum", "102,00");
    screen.picture("count");
    browser.click("#staff-go");
    screen.identify();
    browser.waitForText(".told", "Erledigt");

    browser.click("[data-task='x']");
    screen.identify().at("report");
    browser.waitForText(".figures", "1,99 €").waitForText(".figures", "101,99 €");
    browser.click("#staff-back");
    screen.at("menu");
    browser.click("[data-task='day-close']");
    screen.identify();
    browser.waitForText(".told", "Erledigt");
    browser.waitFor("document.body.dataset.screen === 'closed'");
    screen.reload().on("closed");
    screen.task("day-open").at("day");
    browser.click("#staff-go");
    screen.identify();
    browser.waitForText(".told", "Erledigt");
    browser.click("[data-task='open']");
    screen.identify().on("welcome");
    JsonNode z = ShopCounter.json(shop.get("/v1/reports/z/1"));
    assertEquals(10_200, z.path("cash").path("counted").asLong());
    assertEquals(List.of(), complaintsButRefusals());
  }

  /// A refusal is an answer that browsers log as an error.
  private static List<String> complaintsButRefusals() {
    return browser.complaints().stream().filter(each -> !each.contains("status of 4")).toList();
  }

  @Test
  void somebodySignsOnAndTheLanePauses() {
    screen.task("sign-on").identify();
    browser.waitForText(".told", "Erledigt");
    assertEquals("17", shop.view().path("operator").asString());
    browser.click("[data-task='pause']");
    screen.identify().on("closed");
    browser.waitForText("h1", "Pause");
    screen.task("resume").identify().on("welcome");
    screen.task("sign-off").identify();
    browser.waitForText(".told", "Erledigt");
    browser.click("[data-task='close']");
    screen.identify().on("closed");
    browser.waitForText("h1", "geschlossen");
  }

  @Test
  void whatTheTerminalDoesNotTellIsSaidByAPerson() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.click("#pay").click("#pay-card");
    var request = shop.terminal.asked();
    shop.terminal.answers(request, new Outcome.Unknown("no answer"));
    screen.on("unknown");
    screen.reload().on("unknown");
    browser.click(".staff-door");
    screen.at("concerns");
    browser.click("[data-decision='declined']");
    screen.at("resolve");
    browser.click(".chip").click("#staff-go");
    screen.identify().on("pay");
  }

  @Test
  void aDoubtfulReceiptIsResolved() {
    shop.close();
    open(ShopCounter.cutOffWhilePrinting(folder.resolve("cut off")));
    screen.on("welcome");
    browser.waitForText("#tool-staff", "1");
    screen.task("concerns").at("concerns");
    browser.click("[data-decision='printed']");
    screen.identify().on("welcome");
    browser.waitFor("document.querySelector('#tool-staff .count-badge').hidden");
  }
}
