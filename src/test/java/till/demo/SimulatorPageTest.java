package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.kiosk.Axe;
import till.kiosk.Browser;

/// The whole shop on one page, in a real browser: shelves, kiosk, card terminal, printer.
final class SimulatorPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;
  private Shop shop;
  private Browser browser;
  private SimScreen page;

  @BeforeEach
  void openShop() throws Exception {
    shop = TestShop.open(folder);
    browser = Browser.start(1600, 900);
    browser.open(shop.link("/sim"));
    page = new SimScreen(browser);
    page.inKiosk("#screen[data-screen=welcome]:not([inert])", "true");
  }

  @AfterEach
  void closeShop() {
    browser.close();
    shop.close();
  }

  @Test
  void anArticleIsTappedOnTheShelfPaidByCardAndItsReceiptComesOutOfThePrinter() {
    for (String image : List.of("apple", "cheese", "pretzel", "juice", "newspaper")) {
      page.tapOnShelf(image);
    }
    page.inKiosk("#total", "node.innerText.includes('12,02')");
    picture("scanned");
    page.clickInKiosk("#pay");
    page.clickInKiosk("#pay-card");
    browser.waitForText("#display", "12.02");
    picture("asking");
    browser.click("[data-terminal=tap]");
    browser.waitForText("#display", "Approved");
    browser.waitFor("document.querySelector('#paper img')?.naturalWidth > 300");
    page.inKiosk("#screen[data-screen=thanks]", "true");
    picture("printed");
    assertEquals(
        shop.devices().printer().receipts().getFirst().number(),
        browser.evaluate("Number(document.querySelector('#paper img').dataset.n)").asInt());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void cashOpensTheDrawerAndSomebodyShutsIt() {
    page.tapOnShelf("croissant");
    page.clickInKiosk("#pay");
    page.clickInKiosk("#pay-cash");
    page.clickInKiosk("#cash-exact");
    browser.waitFor("document.querySelector('#drawer').classList.contains('open')");
    browser.waitFor("!document.querySelector('#drawer').classList.contains('open')");
    assertEquals(1, shop.devices().printer().pulseCount());
  }

  @Test
  void whatTheShopRefusesAndWhatIsNoLabelStandsOnTheKiosk() {
    browser.click("[data-scanner=unknown]");
    page.inKiosk("#notice", "node.innerText.includes('kennt die Kasse nicht')");
    browser.waitForText("#wire", "4099999999989");
    browser.click("[data-scanner=garbage]");
    page.tapOnShelf("roll");
    page.inKiosk("#total", "node.innerText.includes('0,55')");
  }

  @Test
  void aScannerThatIsPulledOutIsMissedAndComesBack() {
    browser.click("[data-cable=scanner]");
    page.inKiosk("#notice", "node.innerText.includes('Scanner')");
    // or the click would pull it out once more
    browser.waitForText("[data-cable=scanner] span", "out");
    browser.click("[data-cable=scanner]");
    page.inKiosk("#notice", "!node.innerText.includes('Scanner')");
    page.tapOnShelf("roll");
    page.inKiosk("#total", "node.innerText.includes('0,55')");
  }

  @Test
  void looseGoodsGoOnTheScaleAndAreSoldByWeight() {
    browser.click(".good[data-item=granny-smith]");
    browser.waitForText("#weight", "0.655");
    browser.waitForText("#weight-state", "at rest");
    browser.click("#shake");
    browser.waitForText("#weight-state", "moving");
    browser.click("[data-weight='15.500']");
    browser.waitForText("#weight-state", "too heavy");
    browser.click("[data-scale=take]");
    browser.waitForText("#weight", "0.000");
    browser.click("#kilograms").type("0.375").click("#weight-form button");
    browser.waitForText("#weight", "0.375");
  }

  @Test
  void theWayToTheFleetIsCutAndTheTillSellsOn() {
    browser.click("[data-cable=broker]");
    browser.waitForText("[data-cable=broker] span", "cut");
    browser.click("[data-cable=collector]");
    browser.waitForText("[data-cable=collector] span", "off");
    page.tapOnShelf("croissant");
    page.inKiosk("#total", "node.innerText.includes('1,49')");
    picture("cut");
    browser.click("[data-cable=broker]");
    browser.waitForText("[data-cable=broker] span", "connected");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void thePrinterHasARollACoverASpeedAndASwitch() {
    browser.click("[data-printer=paper-low]");
    browser.waitForText("#printer-state", "Near end");
    browser.click("[data-print-state=cover-open]");
    browser.waitForText("#printer-state", "Cover open");
    browser.click("[data-print-state=off]");
    browser.waitForText("#printer-state", "no power");
    browser.click("[data-print-state=slow]");
    new Patience(shop.news(), Duration.ofMinutes(2))
        .untilTrue("a slow printer", () -> shop.devices().printer().speed() == 0.1);
  }

  @Test
  void aRowOfTheMatrixIsPlayedByOneClick() {
    browser.click("#tab-cuts");
    browser.waitFor("document.querySelectorAll('#cuts > li').length === 10");
    browser.click("#cuts [data-row=not-stored] .cut");
    browser.waitFor("document.querySelector('#cuts [data-row=not-stored][data-state=running]')");
    browser.screenshot(PICTURES.resolve("sim-cuts-running.png"));
    // it is a whole shop that is opened, and two starts of a till
    new Patience(shop.news(), Duration.ofMinutes(4))
        .untilTrue(
            "the end of the cut", () -> shop.cuts().views().stream().noneMatch(CutView::isRunning));
    browser.waitFor("document.querySelector('#cuts [data-row=not-stored][data-state=good]')");
    browser.waitFor(
        "document.querySelector('#cuts [data-row=not-stored] .papers img')?.naturalWidth > 300");
    browser.screenshot(PICTURES.resolve("sim-cuts.png"));
    browser.resize(390, 844);
    browser.screenshot(PICTURES.resolve("sim-cuts-phone.png"));
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void itFitsEveryScreenInBothLanguagesAndEveryPartHasAName() {
    for (int[] size : new int[][] {{1366, 768}, {1080, 1920}, {390, 844}}) {
      browser.resize(size[0], size[1]);
      for (String language : List.of("en", "de")) {
        browser.waitFor("document.documentElement.lang === '" + language + "'");
        browser.screenshot(PICTURES.resolve("sim-" + size[0] + "-" + language + ".png"));
        assertEquals(size[0], browser.evaluate("document.documentElement.scrollWidth").asInt());
        browser.click("#language");
      }
    }
    assertEquals(
        "",
        browser
            .evaluate(
                "[...document.querySelectorAll('button, input, select, [role=img], iframe')]"
                    + ".filter(node => !(node.ariaLabel || node.title || node.innerText"
                    + " || node.labels?.[0]?.innerText)).map(node => node.outerHTML).join()")
            .asString());
  }

  @Test
  void nothingKeepsPeopleOutInAnyStateOfIt() {
    var axe = new Axe(browser);
    for (String language : List.of("en", "de")) {
      browser.waitFor("document.documentElement.lang === '" + language + "'");
      axe.lookInEachWay("shelves, " + language);
      browser.click("#tab-cuts").waitFor("document.querySelectorAll('#cuts > li').length === 10");
      axe.lookInEachWay("power cuts, " + language);
      browser.click("#tab-counter").click("#language");
    }
    page.tapOnShelf("croissant");
    page.clickInKiosk("#pay");
    page.clickInKiosk("#pay-card");
    browser.click("[data-terminal=tap]");
    browser.waitFor("document.querySelector('#paper img')?.naturalWidth > 300");
    axe.lookInEachWay("paid");
    for (String trouble :
        List.of("[data-printer=paper-out]", "[data-state=silent]", "[data-weight='15.500']")) {
      browser.click(trouble);
    }
    for (String cable : List.of("scanner", "printer", "scale", "payment", "broker", "collector")) {
      browser.click("[data-cable=" + cable + "]");
      browser.waitFor(
          "document.querySelector('[data-cable=" + cable + "]').ariaPressed === 'false'");
    }
    axe.lookInEachWay("everything is out");
    playedAtOnce();
    axe.lookInEachWay("power cuts, played");
    browser.resize(390, 844);
    axe.lookInEachWay("power cuts, on a phone");
    browser.click("#tab-counter");
    axe.lookInEachWay("shelves, on a phone");
    assertEquals("", String.join("\n", axe.findings()));
  }

  /// Each state of a row, without the minutes that it takes to play them.
  private void playedAtOnce() {
    browser.click("#tab-cuts");
    browser.evaluate(
        """
        import('/sim/cuts.js').then(({drawCuts}) => {
          const rows = [...document.querySelectorAll('#cuts > li')].map(each => each.dataset.row);
          const facts = [true, false].map(good => ({what: 'receipts', must: '1', is: good ? '1' : '2', good}));
          const cuts = ['running', 'good', 'bad'].map((state, n) =>
            ({row: rows[n], state, step: 'cut', facts: n ? facts : [], papers: n, problem: null}));
          drawCuts(cuts, 'en', key => key, () => {});
          document.getElementById('trouble').textContent = 'trouble';
          document.getElementById('trouble').hidden = false;
        })
        """);
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
    page.tapOnShelf("croissant");
    page.clickInKiosk("#pay");
    page.clickInKiosk("#pay-card");
    browser.click("[data-terminal=tap]");
    browser.waitFor("document.querySelector('#bookings [data-standing=ACKNOWLEDGED]')");
    browser.click("[data-state=silent]");
    browser.waitFor("document.querySelector('[data-state=silent]').checked");
    browser.click("[data-state=off]");
    browser.waitFor("document.querySelector('#payment.off')");
    picture("unplugged");
    assertEquals(List.of(), browser.complaints());
  }

  /// The sizes that people look at it in.
  private void picture(String name) {
    browser.screenshot(PICTURES.resolve("sim-" + name + ".png"));
    browser.resize(1280, 800);
    browser.screenshot(PICTURES.resolve("sim-" + name + "-laptop.png"));
    browser.resize(1600, 900);
  }
}
