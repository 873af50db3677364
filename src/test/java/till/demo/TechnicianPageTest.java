package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.kiosk.Browser;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The technician's page in a shop in which everything is real: its buttons move paper and drawer.
final class TechnicianPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;
  private Shop shop;
  private Browser browser;

  @BeforeEach
  void openShop() throws Exception {
    shop = TestShop.open(folder);
    browser = Browser.start(390, 844);
    browser.open(shop.link("/tech")).open(shop.address().resolve("/tech?lang=de"));
    for (String device : List.of("printer", "drawer", "lights", "payment", "counter")) {
      browser.waitForText("[data-device='" + device + "'] .device-state", "gut");
    }
  }

  @AfterEach
  void closeShop() {
    browser.close();
    shop.close();
  }

  private void check(String device, String result) {
    browser
        .click("[data-check='" + device + "']")
        .waitForText("[data-device='" + device + "'] .result", result);
  }

  @Test
  void eachButtonDoesWhatItSaysAndTellsWhatCameOfIt() {
    check("printer", "Ein Testbon ist auf Papier");
    assertEquals(1, shop.devices().printer().receipts().size());
    int pulses = shop.devices().printer().pulseCount();
    check("drawer", "nachsehen");
    assertEquals(pulses + 1, shop.devices().printer().pulseCount());
    check("payment", "ready");
    check("counter", "bitte eines scannen");
    check("lights", "Jedes wurde einen Moment gezeigt");
    browser.click("#reconcile").click("#reconcile-yes");
    browser.waitForText("[data-device=payment] .closing", "Kassenschnitt ist gemacht");
    browser.screenshot(PICTURES.resolve("technician-checked.png"));
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whatTheFleetPushedAndTheTillRefusedIsReadWithItsReason() throws Exception {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("receipt").put("no_such_key", 1);
    shop.desk().push(body);
    browser
        .waitForText("[data-scope='terminal/0042-03']", "abgelehnt")
        .waitForText("[data-scope='terminal/0042-03'] .reasons", "no_such_key");
    browser
        .click("#summary [data-to=config]")
        .screenshot(PICTURES.resolve("technician-refused.png"));
  }
}
