package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.ConfigReader;
import till.journal.PriceBook;
import till.kiosk.KioskServer;
import till.sale.Item;
import till.sale.StoreCode;
import till.sale.StoreCodes;
import till.trust.SigningKey;

final class AssortmentTest {

  private final Assortment assortment = Assortment.load();

  @Test
  void everyCodeIsAGoodGtinAndStandsOnOneThing() {
    List<String> codes =
        assortment.goods().stream()
            .map(good -> good.code().replaceFirst("^]Q301([0-9]{14}).*", "$1"))
            .filter(code -> !code.isEmpty())
            .toList();
    codes.forEach(code -> assertEquals(0, weightedSum(code) % 10, code));
    assertEquals(codes.size(), Set.copyOf(codes).size());
  }

  /// What a reader of symbols makes of the pictures on the shelves.
  @Test
  void everyLabelIsPrintedSoThatItReadsAsItself() throws Exception {
    for (Assortment.Good good : assortment.goods()) {
      if (!good.code().isEmpty()) {
        Label label = Label.of(good.code());
        assertEquals(label.data(), SymbolReader.read(SymbolPicture.of(label).orElseThrow()));
      }
    }
    assertEquals("A-17", SymbolReader.read(SymbolPicture.of(Label.of("A-17")).orElseThrow()));
  }

  @Test
  void whatIsNoSymbolHasNoPicture() {
    for (String code : List.of("", "4012345100373", "Bärlauch")) {
      assertTrue(SymbolPicture.of(Label.of(code)).isEmpty(), code);
    }
  }

  /// The kiosk's, as every page loads them.
  private static String drawings() {
    try (InputStream in = KioskServer.class.getResourceAsStream("goods.svg")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyGoodHasADrawingAndTwoNames() {
    String drawings = drawings();
    for (Assortment.Good good : assortment.goods()) {
      assertTrue(drawings.contains("<symbol id=\"" + good.image() + "\""), good.image());
      assertEquals(Set.of("de", "en"), good.names().keySet());
    }
  }

  /// Whatever can happen to an item at a till can be tried with one of these.
  @Test
  void theShopHasGoodsOfEveryKind(@TempDir Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("prices.ndjson"), assortment.priceBook());
    LocalDate day = LocalDate.of(2026, 11, 24);
    try (PriceBook book = PriceBook.open(folder, source, 0, Currency.getInstance("EUR"))) {
      assertEquals(12, book.find("", Optional.empty(), day, 100).size(), "quick keys");
      Item bananas = book.byPlu("4011", day).orElseThrow();
      assertTrue(bananas.weighed() && bananas.tare().signum() > 0);
      List<Item> all =
          book.categories().stream()
              .flatMap(category -> book.find("", Optional.of(category), day, 100).stream())
              .toList();
      assertEquals(assortment.priceBook().lines().count(), all.size());
      String drawings = drawings();
      for (Item item : all) {
        String image = item.image().orElseThrow();
        assertTrue(drawings.contains("<symbol id=\"" + image + "\""), image);
      }
      assertTrue(all.stream().anyMatch(item -> item.ageClass().isPresent()));
      assertTrue(all.stream().anyMatch(item -> !item.forSale()));
      assertTrue(all.stream().anyMatch(item -> item.quantityLimit().isPresent()));
      Item lemonade =
          all.stream().filter(item -> item.depositItem().isPresent()).findFirst().orElseThrow();
      assertTrue(book.byId(lemonade.depositItem().orElseThrow(), day).isPresent());
    }
  }

  @Test
  void thePacksFromTheScaleAreReadByTheShopsOwnTable(@TempDir Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("prices.ndjson"), assortment.priceBook());
    var shop = new ShopFolder(folder);
    SigningKey key = shop.signingKey();
    shop.furnish(
        assortment,
        new ShopFolder.Wiring(
            ShopFolder.ORG,
            "sim:scanner",
            "sim:printer",
            "tcp://127.0.0.1:9",
            URI.create("mqtt://127.0.0.1:1883"),
            8180,
            ShopFolder.besides()),
        List.of(),
        key);
    StoreCodes codes = ConfigReader.read(shop.config()).lane().storeCodes();
    try (PriceBook book = PriceBook.open(folder, source, 0, Currency.getInstance("EUR"))) {
      Map<StoreCode.Kind, String> packs = new EnumMap<>(StoreCode.Kind.class);
      for (Assortment.Good good : assortment.goods()) {
        codes
            .read(good.code())
            .ifPresent(reading -> {
              StoreCode code = ((StoreCodes.Reading.Read) reading).code();
              assertEquals(
                  good.itemId(), book.byCode(code.key(), LocalDate.EPOCH).orElseThrow().itemId());
              packs.put(code.kind(), code.value().toPlainString());
            });
      }
      assertEquals(Map.of(StoreCode.Kind.PRICE, "3.89", StoreCode.Kind.WEIGHT, "0.438"), packs);
    }
  }

  /// GS1 General Specifications 7.9: from the right, weights 1, 3, 1, 3.
  private static int weightedSum(String code) {
    int sum = 0;
    for (int i = 0; i < code.length(); i++) {
      sum += (code.charAt(code.length() - 1 - i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return sum;
  }
}
