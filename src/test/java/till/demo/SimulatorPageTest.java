package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.kiosk.Browser;

/// The whole shop on one page, in a real browser: shelves, kiosk, card terminal, printer.
final class SimulatorPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final Assortment GOODS = Assortment.load();

  @TempDir Path folder;
  private Shop shop;
  private Browser browser;

  @BeforeEach
  void openShop() throws Exception {
    shop = TestShop.open(folder);
    browser = Browser.start(1600, 900);
    browser.open(shop.link("/sim"));
    inKiosk("#screen[data-screen=welcome]:not([inert])", "true");
  }

  @AfterEach
  void closeShop() {
    browser.close();
    shop.close();
  }

  @Test
  void anArticleIsTappedOnTheShelfPaidByCardAndItsReceiptComesOutOfThePrinter() {
    for (String image : List.of("apple", "cheese", "pretzel", "juice", "newspaper")) {
      tapOnShelf(image);
    }
    inKiosk("#total", "node.innerText.includes('12,02')");
    picture("scanned");
    clickInKiosk("#pay");
    clickInKiosk("#pay-card");
    browser.waitForText("#display", "12.02");
    picture("asking");
    browser.click("[data-terminal=tap]");
    browser.waitForText("#display", "Approved");
    browser.waitFor("document.querySelector('#paper img')?.naturalWidth > 300");
    inKiosk("#screen[data-screen=thanks]", "true");
    picture("printed");
    assertEquals(
        shop.devices().printer().receipts().getFirst().number(),
        browser.evaluate("Number(document.querySelector('#paper img').dataset.n)").asInt());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void cashOpensTheDrawerAndSomebodyShutsIt() {
    tapOnShelf("croissant");
    clickInKiosk("#pay");
    clickInKiosk("#pay-cash");
    clickInKiosk("#cash-exact");
    browser.waitFor("document.querySelector('#drawer').classList.contains('open')");
    browser.waitFor("!document.querySelector('#drawer').classList.contains('open')");
    assertEquals(1, shop.devices().printer().pulseCount());
  }

  @Test
  void whatTheShopRefusesAndWhatIsNoLabelStandsOnTheKiosk() {
    browser.click("[data-scanner=unknown]");
    inKiosk("#notice", "node.innerText.includes('kennt die Kasse nicht')");
    browser.waitForText("#wire", "4099999999996");
    browser.click("[data-scanner=garbage]");
    tapOnShelf("roll");
    inKiosk("#total", "node.innerText.includes('0,55')");
  }

  @Test
  void aScannerThatIsPulledOutIsMissedAndComesBack() {
    browser.click("#plug");
    inKiosk("#notice", "node.innerText.includes('Scanner')");
    browser.waitForText("#plug", "Plug scanner in"); // or the click would pull it out once more
    browser.click("#plug");
    inKiosk("#notice", "!node.innerText.includes('Scanner')");
    tapOnShelf("roll");
    inKiosk("#total", "node.innerText.includes('0,55')");
  }

  @Test
  void anotherReceiptHeaderIsPushedFromThePage() {
    browser.click("#header").type("Heute bis 22 Uhr").click("#fleet button");
    browser.waitFor("/1 (gilt|applied)/.test(document.querySelector('#pushed').innerText)");
    assertEquals("applied", shop.desk().reported().orElseThrow().status());
  }

  @Test
  void aTabletInBothLanguages() {
    browser.resize(820, 1180);
    browser.waitForText("h1", "demo shop");
    browser.screenshot(PICTURES.resolve("sim-tablet.png"));
    browser.click("#language");
    browser.waitForText("h1", "Demo-Laden");
    browser.screenshot(PICTURES.resolve("sim-tablet-de.png"));
    assertEquals(
        820,
        browser.evaluate("document.documentElement.scrollWidth").asInt(),
        "nothing sticks out");
  }

  @Test
  void thePaymentTerminalKeepsBooksAndMayBeUnplugged() {
    tapOnShelf("croissant");
    clickInKiosk("#pay");
    clickInKiosk("#pay-card");
    browser.waitFor("!document.querySelector('[data-terminal=tap]').disabled");
    browser.click("[data-terminal=tap]");
    browser.waitFor("document.querySelector('#bookings [data-standing=ACKNOWLEDGED]')");
    browser.click("[data-state=silent]");
    browser.waitFor("document.querySelector('[data-state=silent]').checked");
    browser.click("[data-state=off]");
    browser.waitFor("document.querySelector('#payment.off')");
    picture("unplugged");
    assertEquals(List.of(), browser.complaints());
  }

  private void tapOnShelf(String image) {
    browser.click(".good[data-item='" + GOODS.withImage(image).itemId() + "']");
  }

  /// Waits until something is so in the kiosk beside the shelves.
  private void inKiosk(String selector, String condition) {
    browser.waitFor(
        "((node) => node && (%s))(document.getElementById('kiosk').contentDocument.querySelector(\"%s\"))"
            .formatted(condition, selector));
  }

  private void clickInKiosk(String selector) {
    inKiosk("#screen:not([inert]) " + selector + ":not([disabled])", "(node.click(), true)");
  }

  /// The sizes that people look at it in.
  private void picture(String name) {
    browser.screenshot(PICTURES.resolve("sim-" + name + ".png"));
    browser.resize(1280, 800);
    browser.screenshot(PICTURES.resolve("sim-" + name + "-laptop.png"));
    browser.resize(1600, 900);
  }
}
