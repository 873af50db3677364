package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;
import till.lane.CustomerSettings;
import till.sale.ReceiptPolicy;
import tools.jackson.databind.JsonNode;

/// What a customer does alone, from the first item to the receipt, with the screen begun anew in
/// the middle of it.
final class SelfCheckoutPageTest {

  private static final String MILK = "4311501620175";
  private static final String NO_WEIGHT = "– – –";

  @TempDir Path folder;
  private ShopCounter shop;
  private KioskScreen screen;

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
    open(ShopCounter.Fittings.PLAIN.withScale().with(ReceiptPolicy.ASK));
  }

  private void open(ShopCounter.Fittings fittings) {
    shop = new ShopCounter(folder.resolve("shop"), true, true, List.of(), fittings);
    screen = new KioskScreen(browser, shop);
    screen.pair().on("welcome");
  }

  private void reopen(ShopCounter.Fittings fittings) {
    shop.close();
    folder = folder.resolve("other");
    open(fittings);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private JsonNode sale() {
    return shop.view().path("transaction");
  }

  @Test
  void aSaleIsPaidByCardWithTheScreenBegunAnewAtEachStep() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering").reload().on("entering");
    browser.waitForText("#total", "1,99");
    browser.click("#pay");
    screen.on("pay").reload().on("pay");
    browser.click("#pay-card");
    PaymentRequest request = shop.terminal.asked();
    screen.on("terminal").reload().on("terminal");
    browser.waitForText("#terminal-amount", "1,99");
    shop.terminal.tells(request, Map.of("de", "Karte bitte", "en", "Your card, please"));
    browser.waitForText("#terminal-text", "Karte bitte");
    shop.terminal.approves(request);
    screen.on("thanks");
    browser.waitFor("document.getElementById('receipt')?.naturalWidth > 300");
    screen.reload().on("welcome");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aDeclinedCardIsFollowedByCashAndNoReceipt() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.click("#pay").click("#pay-card");
    PaymentRequest request = shop.terminal.asked();
    screen.on("terminal");
    shop.terminal.answers(request, new Outcome.Declined("card refused"));
    screen.on("pay");
    browser.waitForText("#notice", "abgelehnt");
    screen.reload().on("pay");
    browser.click("#receipt-none").click("#pay-cash").click(".note[data-amount='500']");
    screen.on("thanks");
    browser.waitForText("#change", "3,01");
    browser.waitForText(".thanks .lead", "Ohne Bon");
  }

  @Test
  void aVoucherAndAPartByCardAndTheRestInCash() {
    shop.scan(ShopCounter.PEN);
    shop.scan(MILK);
    browser.waitForText("#total", "3,48");
    browser.click("#pay").click("#pay-voucher");
    browser.click(".pad .key[aria-label='1']");
    screen.type("00");
    browser.press("Enter");
    browser.waitForText("#due", "2,48").waitForText(".paid", "1,00");
    browser.click("#pay-voucher").waitForText(".typed-hint", "kein Rückgeld");
    screen.type("5000");
    browser.press("Enter").waitForText(".typed-hint", "Eingelöst werden 2,48");
    screen.picture("voucher-over");
    String typed = browser.evaluate("document.querySelector('.typed').value").asString();
    assertTrue(typed.startsWith("2,48"), typed);
    assertEquals(100, sale().path("tendered").asInt(), "nothing more is taken without a word");
    browser.click("#pay-back");
    browser.click("#pay-part");
    screen.type("50");
    browser.click(".pad .done");
    PaymentRequest request = shop.terminal.asked();
    assertEquals(50, request.amountMinor());
    shop.terminal.approves(request);
    screen.on("pay");
    browser.waitForText("#due", "1,98");
    browser.click("#pay-cash").click("#cash-exact");
    screen.on("thanks");
  }

  @Test
  void whatIsAskedForInCashIsWhatCoinsMakeUp() {
    reopen(ShopCounter.Fittings.PLAIN.withoutSmallCoins());
    shop.scan(ShopCounter.PEN);
    browser.click("#pay").waitForText("#due", "1,99").click("#pay-cash");
    browser.waitForText("#cash-exact", "2,00");
    assertEquals(200, sale().path("cashDue").asInt());
    browser.click("#cash-exact");
    screen.on("thanks");
  }

  @Test
  void fruitIsLookedUpAndWeighed() {
    browser.click(".search-button");
    screen.under("search");
    browser.click(".tab[data-category='fruit']");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tab[data-category='']");
    browser.waitFor("document.querySelectorAll('.tile').length > 5");
    screen.type("zwetsch");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tile[data-item='plums']");
    screen.on("weigh");
    browser.waitForText("h1", "Zwetschgen").waitForText(".lead", "0,010 kg");
    browser.waitForText("#scale-weight", NO_WEIGHT);
    screen.picture("weigh").reload().on("weigh");
    shop.weigh("0.752");
    screen.on("entering");
    browser.waitForText(".line[data-n='1']", "0,742 kg").waitForText("#total", "2,59");

    browser.click(".search-button");
    screen.under("search").type("zwetsch");
    browser.waitFor("document.querySelectorAll('.tile').length === 1");
    browser.click(".tile[data-item='plums']");
    screen.on("weigh");
    browser.waitForText("#scale-state", "von der Waage").waitForText("#scale-weight", "0,752 kg");
    screen.picture("weighed");
    shop.emptyScale();
    browser.waitForText("#scale-state", "bereit").waitForText("#scale-weight", NO_WEIGHT);
    browser.click("#weigh-stop");
    screen.on("entering");
    browser.waitForText("#total", "2,59");
  }

  @Test
  void theQuantityOfALineIsChangedAndItsDepositFollows() {
    shop.does("/v1/transaction/lines", ShopCounter.command().put("itemId", "pils"));
    screen.on("entering");
    browser.waitForText(".line.attached", "Pfand");
    browser.click(".line[data-n='1'] .quantity");
    screen.under("quantity");
    browser.click(".question .step[aria-label='Mehr']").click("#quantity-ok");
    browser.waitForText("#total", "2,14").waitForText(".count", "2 Artikel");
    browser.click(".line[data-n='1'] .quantity").click("#quantity-void");
    browser.waitForText("#total", "0,00");
    browser.waitFor("document.querySelectorAll('.line.voided').length === 2");
    assertTrue(browser.evaluate("document.getElementById('pay').disabled").asBoolean());
  }

  @Test
  void whoeverTakesLongIsAskedAndGivenTime() {
    reopen(
        ShopCounter.Fittings.PLAIN.with(
            new CustomerSettings(Duration.ofMillis(300), Duration.ofMinutes(5))));
    shop.scan(ShopCounter.PEN);
    screen.under("idle");
    browser.waitForText(".countdown", "29");
    screen.picture("idle").reload().under("idle");
    long revision = shop.view().path("revision").asLong();
    browser.click("#idle-more");
    screen.under("idle"); // and asked once more
    assertTrue(shop.view().path("revision").asLong() > revision);
    browser.click("#idle-cancel");
    screen.on("welcome");
  }

  @Test
  void aSaleThatARestartBroughtBackIsAskedAfter() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    shop.close();
    shop = new ShopCounter(folder.resolve("shop"), true, true, List.of());
    screen = new KioskScreen(browser, shop);
    screen.pair().under("restored").picture("restored");
    browser.press("Enter");
    screen.on("entering");
    browser.waitForText("#total", "1,99");
    assertFalse(shop.view().path("restored").asBoolean());
  }

  @Test
  void theLanguageChosenBeforeTheFirstItemIsToldTheLaneWithIt() {
    browser.click("#languages [lang=en]").waitForText("h1", "Please scan");
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    ShopCounter.await(() -> sale().path("language").asString("").equals("en"));
    browser.waitForText(".line[data-n='1']", "Fineliner black");
    shop.scan(MILK);
    browser.waitForText(".line[data-n='2']", "Organic whole milk");
    screen.reload().on("entering");
    browser.waitForText("#pay", "Pay");
    browser.click("#pay").click("#pay-card");
    PaymentRequest request = shop.terminal.asked();
    screen.on("terminal");
    shop.terminal.tells(request, Map.of("de", "Karte bitte", "en", "Your card, please"));
    browser.waitForText("#terminal-text", "Your card, please");
    shop.terminal.approves(request);
    screen.on("thanks");
    browser.click("#done");
    browser.waitForText("h1", "Bitte scannen");
  }

  @Test
  void whatAnotherScreenChoosesIsShownHereToo() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    shop.does("/v1/transaction/language", shop.about().put("language", "en"));
    browser.waitForText("#pay", "Pay");
  }

  @Test
  void whoeverTouchesTheScreenIsStillThere() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.evaluate(
        """
        (() => {
          const real = performance.now.bind(performance);
          performance.now = () => real() + 60000;
          window.asked = [];
          const fetched = window.fetch;
          window.fetch = (path, ...more) => { window.asked.push(path); return fetched(path, ...more); };
        })()
        """);
    browser.click("#total").click("#total");
    browser.waitFor("window.asked.join() === '/v1/transaction/extend'");
  }
}
