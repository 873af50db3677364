package till.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.PriceBook;
import till.sale.Item;
import till.sale.TaxTable;
import till.trust.Operator;

/// The files that are shipped as reference and example.
final class ReferenceTest {

  private static final Path REFERENCE = Path.of("config/tilld.toml");
  private static final Path PRICES = Path.of("config/prices.ndjson");

  private static final Pattern OPTION = Pattern.compile("^#(?=\\[|[a-z_]+ = |  \\{|]$)");

  @TempDir private Path folder;

  @Test
  void theReferenceIsAConfiguration() {
    TerminalConfig config = ConfigReader.read(REFERENCE);
    assertEquals("0042-03", config.terminal().terminal());
    assertEquals(Path.of("/etc/tilld/prices.ndjson"), config.prices().orElseThrow());
  }

  @Test
  void everyOptionOfTheReferenceIsOne() throws IOException {
    TerminalConfig config = ConfigReader.read(withEveryOption());
    assertEquals(2, config.scanners().size());
    assertTrue(config.printer().isPresent());
    assertTrue(config.payment().isPresent());
    assertTrue(config.drawer().isPresent());
    assertTrue(config.lights().isPresent());
    assertTrue(config.helpButton().isPresent());
    assertTrue(config.tamperSwitch().isPresent());
    assertTrue(config.display().isPresent());
    assertTrue(config.scale().isPresent());
    assertEquals(List.of("636400", "99"), config.msr().orElseThrow().loyaltyPrefixes());
    assertEquals(115_200, config.nfc().orElseThrow().port().baud());
    assertEquals("gpio:5,gpio:6", config.wiegand().orElseThrow().port().address());
    assertEquals(2, config.uplink().orElseThrow().brokers().size());
    assertEquals(List.of("17"), config.operators().stream().map(Operator::id).toList());
    assertEquals(1, config.trust().keys().size());
  }

  @Test
  void everyOptionIsInTheReference() throws IOException {
    Path file = withEveryOption();
    List<Setting> settings = ConfigReader.read(file, TomlSource.read(file)).settings();
    Set<String> missing =
        settings.stream()
            .filter(setting -> setting.place().equals(Place.DEFAULT))
            .map(Setting::key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }

  private Path withEveryOption() throws IOException {
    ImageIO.write(
        new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("logo.png").toFile());
    String text =
        Files.readString(REFERENCE)
            .lines()
            .map(line -> OPTION.matcher(line).replaceFirst(""))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("tilld.toml"), text);
  }

  @Test
  void theExamplePricesAreABookWhoseTaxGroupsTheReferenceKnows() throws IOException {
    TaxTable taxes = ConfigReader.read(REFERENCE).taxes();
    try (PriceBook book = PriceBook.open(folder, PRICES, 0, Currency.getInstance("EUR"))) {
      LocalDate day = LocalDate.of(2026, 11, 24);
      Set<Item> items = new HashSet<>();
      for (String category : book.categories()) {
        items.addAll(book.find("", Optional.of(category), day, 100));
      }
      assertTrue(items.size() > 30, () -> items.size() + " items");
      Set<String> groups =
          taxes.rates().stream().map(rate -> rate.group()).collect(Collectors.toSet());
      assertEquals(
          Set.of(),
          items.stream()
              .map(Item::taxGroup)
              .filter(g -> !groups.contains(g))
              .collect(Collectors.toSet()));
      assertTrue(items.stream().allMatch(item -> item.names().keySet().equals(Set.of("de", "en"))));
      assertTrue(items.stream().anyMatch(Item::weighed));
      assertTrue(items.stream().anyMatch(item -> !item.forSale()));
      assertTrue(items.stream().anyMatch(item -> item.ageClass().isPresent()));
      assertEquals(10, book.find("", Optional.empty(), day, 100).size());
      assertEquals(199, book.byCode("4006381333931", day).orElseThrow().unitPrice().minor());
    }
  }

  @Test
  void theExampleCodesHaveGoodCheckDigits() throws IOException {
    Pattern code = Pattern.compile("\"codes\":\\[\"([0-9]{8,14})\"]");
    List<String> codes =
        Files.readAllLines(PRICES).stream()
            .map(code::matcher)
            .filter(found -> found.find())
            .map(found -> found.group(1))
            .toList();
    assertTrue(codes.size() > 25);
    assertEquals(List.of(), codes.stream().filter(each -> sum(each) % 10 != 0).toList());
  }

  /// GS1 General Specifications 7.9.
  private static int sum(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit : 3 * digit;
    }
    return sum;
  }
}
