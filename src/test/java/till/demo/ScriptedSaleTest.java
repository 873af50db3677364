package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Export;
import till.kiosk.Role;

final class ScriptedSaleTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), false, ZoneOffset.UTC);

  @Test
  void threeSalesGoThroughEveryWireAndTheAuditFindsNothing() throws Exception {
    try (Shop shop = TestShop.open(folder)) {
      new LiveLine(console, InstantSource.system(), shop).start();
      new ScriptedSale(console, shop, Assortment.load(), Duration.ofMinutes(5)).run();

      List<String> sales =
          shop.desk().rows(Export.Cursor.BEGINNING).stream()
              .map(FleetDesk.Row::what)
              .filter(what -> what.startsWith("sale"))
              .toList();
      assertEquals(List.of("sale completed", "sale completed", "sale completed"), sales);
    }
    String output = printed.toString(StandardCharsets.UTF_8);
    assertTrue(output.contains("SUMME EUR                           5,23"), output);
    assertTrue(output.contains("Rückgeld                            3,51"), output);
    assertTrue(output.contains("Heute frisch: Laugenbrezeln"), output);
    assertTrue(output.contains("ledger     ✓ 7 documents"), output);
    assertTrue(output.lines().allMatch(line -> line.length() <= 80), output);
  }

  @Test
  void aShopThatIsOpenedAgainGoesOnWithItsJournal() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Shop shop = TestShop.open(folder)) {
        new ScriptedSale(console, shop, Assortment.load(), Duration.ofMinutes(5)).run();
      }
    }
    String output = printed.toString(StandardCharsets.UTF_8);
    assertTrue(output.contains("Heute frisch: Buttercroissants"), output);
    assertTrue(output.contains("ledger     ✓ 12 documents"), output);
  }

  @Test
  void whatDoesNotComeIsNamed() throws Exception {
    try (Shop shop = TestShop.open(folder)) {
      shop.devices().printer().loadPaper(0);
      new Patience(shop.news(), Duration.ofMinutes(1))
          .untilTrue("a lane that misses its paper", () -> hasBadDevice(shop));
      var sale = new ScriptedSale(console, shop, Assortment.load(), Duration.ofMillis(500));
      var missing = assertThrows(Patience.Missing.class, sale::run);
      assertTrue(
          String.valueOf(missing.getMessage()).contains("lane whose devices are good"),
          missing::getMessage);
    }
  }

  private static boolean hasBadDevice(Shop shop) {
    try {
      return shop.kiosk()
          .get("/v1/lane", Role.KIOSK)
          .path("devices")
          .valueStream()
          .anyMatch(device -> device.path("state").asString().equals("bad"));
    } catch (IOException _) {
      return false;
    }
  }
}
