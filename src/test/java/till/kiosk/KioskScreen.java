package till.kiosk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import till.trust.TestPins;

/// The customer's page as tests handle it: what is on the screen, what lies over it, and the
/// attendant's hands.
///
/// @param origin of the daemon that serves it
/// @param tokens where that daemon keeps who is paired
public record KioskScreen(Browser browser, URI origin, Path tokens, InstantSource clock) {

  private static final Path PICTURES = Path.of("target", "screenshots");

  /// TestPins.ATTENDANT's.
  private static final String PIN = "4711";

  KioskScreen(Browser browser, ShopCounter shop) {
    this(browser, shop.at("/"), shop.tokens(), ShopCounter.clock());
  }

  /// Pairs the browser, which then shows what the lane is doing.
  public KioskScreen pair() {
    String code =
        PairingCodes.issue(tokens, Role.KIOSK, Duration.ofMinutes(10), clock, new Random(9));
    browser.open(origin.resolve("/pair?code=" + code));
    browser.waitFor(
        "document.body.dataset.screen && document.body.dataset.screen !== 'connecting'");
    return this;
  }

  /// Waits for a screen that hears.
  public KioskScreen on(String name) {
    browser.waitFor("document.body.dataset.screen === '" + name + "'");
    browser.waitFor("document.getElementById('layer').hidden === true");
    browser.waitFor("!document.getElementById('screen').inert");
    return this;
  }

  /// Waits for what lies over the screen.
  public KioskScreen under(String layer) {
    browser.waitFor("document.getElementById('layer').dataset.layer === '" + layer + "'");
    return this;
  }

  /// Waits for a page of the attendant's.
  public KioskScreen at(String page) {
    under("staff");
    browser.waitFor("document.querySelector('.staff').dataset.page === '" + page + "'");
    return this;
  }

  /// Opens the attendant's menu and takes a task.
  public KioskScreen task(String name) {
    browser.click("#tool-staff");
    at("menu");
    browser.click("[data-task='" + name + "']");
    return this;
  }

  /// The attendant says who they are, with a keyboard.
  public KioskScreen identify() {
    return identify(PIN);
  }

  public KioskScreen identify(String pin) {
    at("pin");
    browser.evaluate("document.getElementById('staff-id').value = ''");
    browser.click("#staff-id");
    type(TestPins.ATTENDANT.id());
    browser.press("Enter");
    type(pin);
    browser.press("Enter");
    return this;
  }

  public KioskScreen type(String text) {
    text.chars().forEach(each -> browser.press(Character.toString(each)));
    return this;
  }

  /// As after a power cut of the screen: all that it knows is what the lane tells it.
  public KioskScreen reload() {
    browser.open(origin);
    browser.waitFor(
        "document.body.dataset.screen && document.body.dataset.screen !== 'connecting'");
    return this;
  }

  /// Goes to something by a key alone, as often as it takes.
  public KioskScreen reach(String selector, String key) {
    browser.waitFor("document.querySelector('" + selector.replace("'", "\\'") + "')");
    browser.reach(selector, key);
    return this;
  }

  public KioskScreen picture(String name) {
    browser.screenshot(PICTURES.resolve("kiosk-" + name + ".png"));
    return this;
  }
}
