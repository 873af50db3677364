package till.kiosk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/// The technician's page as tests handle it: its places, and the way onto it.
///
/// @param origin of the daemon that serves it
/// @param tokens where that daemon keeps who is paired
public record TechScreen(Browser browser, URI origin, Path tokens, InstantSource clock) {

  TechScreen(Browser browser, ShopCounter shop) {
    this(browser, shop.at("/"), shop.tokens(), ShopCounter.clock());
  }

  /// A code that pairs one browser, as `till pair` makes it.
  public String code(Role role) {
    return PairingCodes.issue(tokens, role, Duration.ofMinutes(10), clock, new Random(9));
  }

  /// Pairs the browser.
  public TechScreen pair(Role role) {
    browser.open(origin.resolve("/pair?code=" + code(role)));
    return this;
  }

  /// Opens the page anew: all that it knows is what the daemon tells it.
  public TechScreen open(String language) {
    browser
        .open(origin.resolve("/tech?lang=" + language))
        .waitForText("#devices", "counter")
        .waitFor("document.getElementById('state').innerText")
        .waitFor("document.getElementById('figure-head').innerText");
    return this;
  }

  /// Presses the button that puts a device through what it is for.
  public TechScreen check(String device) {
    browser.click(button(device));
    return this;
  }

  /// Waits for what is said of the check of a device.
  public TechScreen result(String device, String text) {
    browser.waitForText(device(device) + " .result", text);
    return this;
  }

  public static String button(String device) {
    return "[data-check='" + device + "']";
  }

  public static String device(String name) {
    return "[data-device='" + name + "']";
  }

  public static String fact(String name) {
    return "[data-fact='" + name + "']";
  }
}
