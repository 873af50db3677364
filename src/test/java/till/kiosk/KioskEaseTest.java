package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.ReceiptPolicy;

/// The page for people who do not see, hear or reach as others do, on each screen there is.
final class KioskEaseTest {

  private static final int[][] SIZES = {{1366, 768}, {1080, 1920}, {390, 844}};

  /// Whether pictures of all of it are to be left behind, for people to look at.
  private static final boolean PICTURES = Boolean.getBoolean("tilld.pictures");

  /// What a page may weigh that a small board serves, in bytes.
  private static final int PAGE_BYTES_MAX = 250_000;

  /// What sticks out of the screen, or is too small for a finger. Keys of a keyboard with letters
  /// are as wide as there is room for.
  private static final String MISFITS =
      """
      (() => {
        const misfits = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
        for (const each of document.querySelectorAll('button, input, h1, h2, p, .amount')) {
          if (!each.checkVisibility() || each.closest('.unseen, .tabs, [inert]')) continue;
          const box = each.getBoundingClientRect();
          const name = each.id || each.className || each.tagName;
          if (box.left < -1 || box.right > innerWidth + 1) misfits.push(name + ' sticks out');
          if (each.tagName === 'BUTTON' && !each.closest('.keyboard') && (box.width < 47.5 || box.height < 47.5)) {
            misfits.push(name + ' is ' + box.width + ' x ' + box.height);
          }
          if (each.tagName === 'BUTTON' && each.scrollWidth > each.clientWidth + 1) misfits.push(name + ' overflows');
        }
        return [...new Set(misfits)];
      })()
      """;

  /// What cannot be reached by four arrows from what has the focus.
  private static final String OUT_OF_REACH =
      """
      import('/tilld/keys.js').then(({move, reachable}) => {
        move([0, 1]);
        const reached = new Set([document.activeElement]);
        const waiting = [document.activeElement];
        while (waiting.length) {
          const from = waiting.pop();
          for (const direction of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
            from.focus();
            from.scrollIntoView({block: 'nearest'});
            move(direction);
            if (!reached.has(document.activeElement)) {
              reached.add(document.activeElement);
              waiting.push(document.activeElement);
            }
          }
        }
        return reachable().filter(each => !reached.has(each)).map(each => each.id || each.outerHTML.slice(0, 120));
      })
      """;

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
    shop =
        new ShopCounter(
            folder,
            true,
            true,
            List.of(),
            ShopCounter.Fittings.PLAIN.withScale().with(ReceiptPolicy.ASK));
    screen = new KioskScreen(browser, shop);
    browser.resize(1366, 768);
    screen.pair().on("welcome");
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  @Test
  void aSaleGoesByFourArrowsAndEnterAlone() {
    screen.reach(".search-button", "ArrowDown");
    browser.press("Enter");
    screen.under("search").reach(".tile", "ArrowDown").reach("[data-item='roll']", "ArrowLeft");
    browser.press("Enter");
    screen.on("entering");
    browser.waitForText("#total", "0,39");
    screen.reach(".quantity", "ArrowDown");
    browser.press("Enter");
    screen
        .under("quantity")
        .reach(".step", "ArrowUp")
        .reach(".step[aria-label='Mehr']", "ArrowRight");
    browser.press("Enter");
    screen.reach("#quantity-ok", "ArrowDown");
    browser.press("Enter");
    browser.waitForText("#total", "0,78");
    screen.on("entering");
    browser.waitFor("document.activeElement.id === 'quantity-1'");
    screen.reach("#pay", "ArrowRight");
    browser.press("Enter");
    screen.on("pay").reach("#pay-card", "ArrowDown").reach("#pay-cash", "ArrowRight");
    browser.press("Enter");
    browser.waitFor("document.activeElement.id === 'cash-exact'");
    browser.press("Escape").waitFor("document.activeElement.id === 'pay-cash'");
    browser.press("Enter").waitFor("document.activeElement.id === 'cash-exact'");
    browser.press("Enter");
    screen.on("thanks");
    browser.press("Escape");
    screen.on("welcome");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theAttendantsDoorGoesByKeysAlone() {
    shop.scan("4012345000016");
    screen.on("entering").reach("#pay", "ArrowRight");
    browser.press("Enter");
    screen
        .on("attention")
        .reach("#attention-back", "ArrowDown")
        .reach("#attention-staff", "ArrowRight");
    browser.press("Enter");
    screen.at("concerns");
    browser.press("Escape");
    screen.on("attention").reach("#attention-staff", "ArrowRight");
    browser.press("Enter");
    screen.at("concerns").reach("[data-decision='approve']", "ArrowUp");
    browser.press("Enter");
    screen.identify().on("entering");
  }

  @Test
  void arrowsMoveTheCaretThroughATextAndTheFocusAtItsEnd() {
    String caret = "[document.activeElement.tagName, document.activeElement.selectionStart].join()";
    browser.click(".search-button");
    screen.under("search").type("ab");
    browser.press("ArrowLeft");
    assertEquals("INPUT,1", browser.evaluate(caret).asString());
    browser.press("ArrowRight");
    assertEquals("INPUT,2", browser.evaluate(caret).asString());
    browser.press("ArrowRight");
    browser.waitFor("document.activeElement.tagName === 'BUTTON'");
    browser.press("Escape");

    shop.scan("4012345000016");
    screen.on("entering").reach("#pay", "ArrowRight");
    browser.press("Enter");
    screen.on("attention").reach("#attention-staff", "Tab");
    browser.press("Enter");
    screen.at("concerns").reach("[data-decision='approve']", "Tab");
    browser.press("Enter");
    screen.at("pin");
    browser.waitFor("document.activeElement.id === 'staff-id'");
    screen.reach(".pad .key", "ArrowRight").reach("#staff-id", "ArrowLeft");
  }

  @Test
  void everyScreenHasAFocusThatIsSeen() {
    browser.press("Tab").press("Tab");
    assertTrue(
        browser
            .evaluate(
                "parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 3"
                    + " && document.activeElement.tagName === 'BUTTON'")
            .asBoolean());
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.waitFor(
        "document.querySelector('main').contains(document.activeElement)"
            + " || document.activeElement.closest('#tools, .bar')");
  }

  @Test
  void largeTextAndContrastAreTheCustomersUntilTheNextOneComes() {
    String size = "parseFloat(getComputedStyle(document.documentElement).fontSize)";
    double before = browser.evaluate(size).asDouble();
    browser.click("#tool-large").click("#tool-contrast");
    assertTrue(browser.evaluate(size).asDouble() > 1.25 * before);
    shop.scan(ShopCounter.PEN);
    screen.on("entering").reload().on("entering");
    assertTrue(browser.evaluate(size).asDouble() > 1.25 * before);
    assertEquals(
        "true",
        browser.evaluate("document.getElementById('tool-contrast').ariaPressed").asString());
    browser.click("#pay").click("#pay-cash").click("#cash-exact");
    screen.on("thanks");
    browser.click("#done");
    screen.on("welcome");
    assertEquals(before, browser.evaluate(size).asDouble(), 0.01);
  }

  @Test
  void whatHappensIsAnnouncedAndReadAloudOnceAskedFor() {
    browser.evaluate(
        """
        (() => {
          window.spoken = [];
          speechSynthesis.speak = utterance => window.spoken.push(utterance.lang + ' ' + utterance.text);
        })()
        """);
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.waitFor(
        "document.getElementById('announcer').textContent.includes('Fineliner schwarz, 1,99')");
    assertEquals("[]", browser.evaluate("window.spoken").toString());
    browser.click("#tool-aloud");
    shop.scan("4311501620175");
    browser.waitFor("window.spoken.some(each => each.startsWith('de Bio-Vollmilch'))");
    browser.click("#languages [lang=en]");
    browser.click("#pay");
    browser.waitFor("window.spoken.some(each => each.startsWith('en How would you like to pay'))");
    browser.click("#tool-aloud");
    browser.evaluate("window.spoken = []");
    browser.click("#pay-back");
    screen.on("entering");
    assertEquals("[]", browser.evaluate("window.spoken").toString());
  }

  @Test
  void everyWordIsThereInEveryLanguage() {
    String keys =
        browser
            .evaluate(
                """
                import('/tilld/strings.js').then(({LANGUAGES, keysOf}) => {
                  const first = keysOf(LANGUAGES[0]);
                  return LANGUAGES.flatMap(language => {
                    const keys = keysOf(language);
                    return [...first.filter(key => !keys.includes(key)), ...keys.filter(key => !first.includes(key))]
                      .map(key => language + ' ' + key);
                  });
                })
                """)
            .toString();
    assertEquals("[]", keys);
  }

  @Test
  void everyDrawingOfGoodsThatThePageKnowsIsThere() {
    assertEquals(
        "[]",
        browser
            .evaluate(
                """
                Promise.all([import('/tilld/goods.js'), fetch('/tilld/goods.svg').then(each => each.text())])
                  .then(([{DRAWN}, drawings]) => {
                    const there = [...drawings.matchAll(/<symbol id="([^"]+)"/g)].map(each => each[1]);
                    return [...there.filter(each => !DRAWN.has(each)), ...[...DRAWN].filter(each => !there.includes(each))];
                  })
                """)
            .toString());
  }

  @Test
  void thePageIsSmallAndAllOfItIsOurs() {
    shop.scan(ShopCounter.PEN);
    screen.on("entering");
    browser.click(".search-button");
    screen.under("search");
    browser.waitFor("document.querySelector('.tile')");
    String foreign =
        browser
            .evaluate(
                "performance.getEntriesByType('resource').map(each => each.name)"
                    + ".filter(name => new URL(name).origin !== location.origin)")
            .toString();
    assertEquals("[]", foreign);
    int bytes =
        browser
            .evaluate(
                "performance.getEntriesByType('resource').reduce((all, each) => all +"
                    + " each.decodedBodySize, 0)")
            .asInt();
    assertTrue(bytes > 50_000 && bytes < PAGE_BYTES_MAX, bytes + " bytes");
  }

  /// Each size, as it is, with large text, and written from the right.
  private void fits(String name) {
    for (int[] size : SIZES) {
      browser.resize(size[0], size[1]);
      assertEquals("[]", browser.evaluate(OUT_OF_REACH).toString(), name + " at " + size[0]);
      for (String how : List.of("", "large", "rtl")) {
        String where = name + " at " + size[0] + " x " + size[1] + " " + how;
        browser.evaluate(
            "document.documentElement.classList.toggle('large', '%s' === 'large');".formatted(how)
                + "document.documentElement.dir = '%s' === 'rtl' ? 'rtl' : 'ltr'".formatted(how));
        assertEquals("[]", browser.evaluate(MISFITS).toString(), where);
        if (PICTURES && !how.equals("rtl")) {
          screen.picture(name + "-" + size[0] + how);
        }
      }
      browser.evaluate(
          "document.documentElement.classList.remove('large'); document.documentElement.dir ="
              + " 'ltr'");
    }
    browser.resize(1366, 768);
  }

  @Test
  void everythingFitsEverySizeInGermanAlsoInLargeTextAndFromTheRight() {
    everythingFits("de");
  }

  @Test
  void everythingFitsEverySizeInEnglishAlsoInLargeTextAndFromTheRight() {
    browser.click("#languages [lang=en]").waitForText("h1", "Please scan");
    everythingFits("en");
  }

  private void everythingFits(String language) {
    fits("welcome-" + language);
    browser.click(".search-button");
    screen.under("search");
    browser.waitFor("document.querySelector('.tile')");
    fits("search-" + language);
    browser.click(".keyboard-button");
    fits("keyboard-" + language);
    browser.click("#search-close");
    shop.does("/v1/transaction/lines", ShopCounter.command().put("itemId", "pils"));
    shop.scan(ShopCounter.PEN);
    browser.waitFor("document.querySelectorAll('.line').length === 3");
    screen.on("entering");
    fits("entering-" + language);
    browser.click("#pay");
    screen.on("attention");
    fits("attention-" + language);
    browser.click("#attention-staff");
    screen.at("concerns");
    fits("concerns-" + language);
    browser.click("[data-decision='approve']");
    screen.at("pin");
    fits("pin-" + language);
    screen.identify().on("entering");
    browser.click("#tool-staff");
    screen.at("menu");
    fits("menu-" + language);
    browser.click("#staff-close").click("#cancel");
    screen.under("cancel");
    fits("cancel-" + language);
    browser.click("#cancel-no").click("#pay");
    screen.on("pay");
    fits("pay-" + language);
    browser.click("#pay-voucher");
    fits("voucher-" + language);
    browser.click("#pay-back").click("#pay-card");
    var request = shop.terminal.asked();
    screen.on("terminal");
    fits("terminal-" + language);
    shop.terminal.approves(request);
    screen.on("thanks");
    fits("thanks-" + language);
  }
}
