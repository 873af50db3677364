package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.demo.DemoProcess.readUntil;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.kiosk.Browser;
import till.line.KioskClient;
import tools.jackson.databind.JsonNode;

/// The demo in a process of its own, as people start it, and its simulator's page in a real
/// browser: what can happen to a counter is brought about on the page, which is loaded anew in the
/// middle, and whose shop is killed (SIGKILL) and opened again.
///
/// One shop and one browser for all.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SimulatorFlowsTest {

  @TempDir private static Path folder;
  private static Process demo;
  private static URI address;
  private static KioskClient kiosk;
  private static Browser browser;
  private static SimScreen page;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start(1600, 900);
    page = new SimScreen(browser);
    demo = start(0);
    String said = readUntil(demo, "simulator ").getLast();
    URI link = URI.create(said.substring(said.indexOf("http")).strip());
    readUntil(demo, "lane-open");
    listen();
    address = link.resolve("/sim");
    kiosk = new KioskClient(link.resolve("/"), folder.resolve("shop/tokens"));
    browser.open(link);
    on("welcome");
  }

  @AfterAll
  static void close() {
    browser.close();
    demo.destroyForcibly();
  }

  private static Process start(int port) throws IOException {
    String kept = folder.resolve("shop").toString();
    return DemoProcess.start(folder, "--dir", kept, "--port", "" + port);
  }

  /// Whoever says more than anybody reads would have to wait.
  private static void listen() {
    BufferedReader said = demo.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
  }

  private static void on(String screen) {
    page.inKiosk("#screen[data-screen=" + screen + "]:not([inert])", "true");
  }

  private static void total(String amount) {
    page.inKiosk("#total", "node.innerText.includes('" + amount + "')");
  }

  private static void reload() {
    browser.open(address);
  }

  private static void isPressed(String selector, boolean pressed) {
    browser.waitFor(
        "document.querySelector(\"" + selector + "\").ariaPressed === '" + pressed + "'");
  }

  private static void isChecked(String selector, boolean checked) {
    browser.waitFor("document.querySelector(\"" + selector + "\").checked === " + checked);
  }

  private static void device(String category, String state) {
    kiosk.await(
        category + " that is " + state,
        lane ->
            lane.path("devices")
                .valueStream()
                .anyMatch(each ->
                    each.path("category").asString().equals(category)
                        && each.path("state").asString().equals(state)));
  }

  private static int papers() {
    return browser.evaluate("document.querySelectorAll('#paper [data-n]').length").asInt();
  }

  private static void aPaperMore(int before) {
    browser.waitFor("document.querySelectorAll('#paper [data-n]').length === " + (before + 1));
    browser.waitFor("document.querySelector('#paper img')?.naturalWidth > 300");
  }

  // what happens

  @Test
  @Order(1)
  void applesAreWeighedAndPaidAfterTheCardWasDeclined() {
    int before = papers();
    page.tapOnShelf("croissant");
    total("1,49");
    page.clickInKiosk(".search-button")
        .inKiosk("#layer .tile[data-item=granny-smith]", "(node.click(), true)");
    on("weigh");
    browser.click(".good[data-item=granny-smith]");
    browser.waitForText("#weight", "0.655");
    on("entering");
    total("3,44");
    browser.click("[data-scale=take]").waitForText("#weight", "0.000");
    page.clickInKiosk("#pay").clickInKiosk("#pay-card");
    browser.waitForText("#display", "3.44").click("[data-terminal=decline]");
    on("pay");
    reload();
    on("pay");
    page.clickInKiosk("#pay-card");
    browser.waitForText("#display", "3.44");
    reload();
    browser.waitForText("#display", "3.44").click("[data-terminal=tap]");
    on("thanks");
    aPaperMore(before);
    assertEquals(1, browser.evaluate("document.querySelectorAll('#bookings li').length").asInt());
    page.clickInKiosk("#done");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  @Order(2)
  void whatIsCutOffIsCutOffForTheTillAndForAPageThatIsLoadedAnew() {
    browser.click("[data-weight='1.200']").waitForText("#weight", "1.200");
    for (String each : List.of("[data-printer=paper-out]", "[data-state=off]")) {
      browser.click(each);
    }
    for (String each : List.of("scale", "broker")) {
      browser.click("[data-cable=" + each + "]");
    }
    for (boolean isAnew : new boolean[] {false, true}) {
      isPressed("[data-printer=paper-out]", true);
      isChecked("[data-state=off]", true);
      isPressed("[data-cable=scale]", false);
      isPressed("[data-cable=broker]", false);
      browser.waitForText("#weight", "1.200").waitForText("#printer-state", "Paper out");
      if (!isAnew) {
        reload();
      }
    }
    for (String each : List.of("POSPrinter", "PaymentTerminal", "Scale")) {
      device(each, "bad");
    }
    uplink(false);

    browser.click("[data-printer=paper-full]").click("[data-state=off]");
    browser.click("[data-cable=scale]").click("[data-cable=broker]").click("[data-scale=take]");
    for (String each : List.of("POSPrinter", "PaymentTerminal", "Scale")) {
      device(each, "good");
    }
    uplink(true);
    assertEquals(List.of(), browser.complaints());
  }

  private static void uplink(boolean connected) {
    kiosk.await(
        "/v1/uplink",
        "a connection: " + connected,
        seen -> seen.path("connected").asBoolean() == connected);
  }

  @Test
  @Order(3)
  void aTerminalThatIsSilentLeavesThePaymentInDoubtUntilItSpeaks() {
    page.tapOnShelf("croissant");
    // the line goes, and the customer is alone with the terminal
    browser.reach("#fault", "Tab").press("End");
    browser.waitFor("document.getElementById('fault').value === 'LEAVE_ALONE'");
    page.clickInKiosk("#pay").clickInKiosk("#pay-card");
    browser.waitForText("#display", "1.49").click("[data-state=silent]");
    on("unknown");
    reload();
    isChecked("[data-state=silent]", true);
    browser.click("[data-terminal=tap]").waitForText("#bookings li", "1.49");
    on("unknown");
    browser.click("[data-state=silent]");
    on("thanks");
    assertEquals(2, browser.evaluate("document.querySelectorAll('#bookings li').length").asInt());
    page.clickInKiosk("#done");
  }

  /// Nothing but Tab, arrows, Enter and the space bar, from the shelf into the kiosk and out of it.
  @Test
  @Order(4)
  void aSaleGoesByKeysAlone() {
    on("welcome");
    int before = papers();
    browser.enter(".good[data-item='4012345101119']");
    total("1,49");
    browser.seeFocus(".good[data-item='4012345101119']");
    toggle("[data-print-state=cover-open]");
    browser.waitForText("#printer-state", "Cover open");
    device("POSPrinter", "bad");
    reload();
    isChecked("[data-print-state=cover-open]", true);
    toggle("[data-print-state=cover-open]");
    device("POSPrinter", "good");
    browser.enter("[data-cable=broker]").waitForText("[data-cable=broker] span", "cut");
    browser.press("Enter").waitForText("[data-cable=broker] span", "connected");
    browser.enter("#pay");
    on("pay");
    browser.enter("#pay-card").waitForText("#display", "1.49");
    browser.enter("[data-terminal=tap]").waitForText("#display", "Approved");
    browser.seeFocus("[data-terminal=tap]");
    on("thanks");
    aPaperMore(before);
    browser.enter("#done");
    on("welcome");

    browser.reach("#tab-counter", "Tab").press("ArrowRight");
    browser.waitFor("document.querySelectorAll('#cuts > li').length === 10").seeFocus("#tab-cuts");
    browser.reach("[data-row=entering] .cut", "Tab").seeFocus("[data-row=entering] .cut");
    browser.reach("#tab-cuts", "Tab").press("ArrowLeft").seeFocus("#tab-counter");
    assertEquals(List.of(), browser.complaints());
  }

  private static void toggle(String box) {
    browser.reach(box, "Tab").seeFocus(box).press(" ");
  }

  @Test
  @Order(5)
  void aShopThatIsKilledInTheMiddleOfASaleOpensAgainOnTheSamePage() throws Exception {
    page.tapOnShelf("croissant");
    total("1,49");
    assertTrue(papers() >= 2);
    demo.destroyForcibly().waitFor();
    browser.waitForText("#trouble", "The shop is closed");
    demo = start(address.getPort());
    readUntil(demo, "simulator ");
    listen();
    browser.waitFor("document.getElementById('trouble').hidden");
    page.inKiosk("#layer[data-layer=restored] #restored-yes", "(node.click(), true)");
    on("entering");
    total("1,49");
    page.tapOnShelf("roll");
    total("2,04");
    page.clickInKiosk("#pay").clickInKiosk("#pay-card");
    browser.waitForText("#display", "2.04").click("[data-terminal=tap]");
    on("thanks");
    aPaperMore(0);
    assertEquals(1, browser.evaluate("document.querySelectorAll('#bookings li').length").asInt());
    JsonNode uplink =
        kiosk.await("/v1/uplink", "all sent", seen -> seen.path("backlog").asLong() == 0);
    assertTrue(uplink.path("connected").asBoolean());
  }
}
