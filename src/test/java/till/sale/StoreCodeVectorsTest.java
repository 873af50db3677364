package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.sale.StoreCodes.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cases that others wrote: unit tests of biip (Apache-2.0) with the rules of nine countries, and
/// public examples of price and weight check digits. They lie beside the project and are not part
/// of it; where they are absent these tests are skipped.
final class StoreCodeVectorsTest {

  private static final Path FOLDER = Path.of("..", "shared", "vectors", "rcn");

  @Test
  void checkDigitsOfValuesAreThoseOfOthers() throws IOException {
    for (JsonNode row : rows("price_weight_check_digits.jsonl")) {
      String field = row.get("field").asString();
      assertEquals(row.get("check").asInt(), StoreCodes.measureCheckDigit(field), row::toString);
    }
  }

  @Test
  void checkDigitsOfCodesAreThoseOfOthers() throws IOException {
    for (JsonNode row : rows("gs1_mod10.jsonl")) {
      assertEquals(
          row.get("check").asInt(), Gtin.checkDigit(row.get("payload").asString()), row::toString);
    }
  }

  @Test
  void codesOfNineCountriesAreReadAsOthersReadThem() throws IOException {
    List<JsonNode> rows = rows("restricted_circulation.jsonl");
    JsonNode rules =
        JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("region_rules.json")));
    int read = 0;
    for (JsonNode row : rows) {
      StoreCodes table = table(rules, row.get("region").asString(""), true);
      Optional<Reading> reading = table.read(row.get("value").asString());
      if (row.get("ok").asBoolean()) {
        assertEquals(expected(row), reading.map(StoreCodeVectorsTest::shown), row::toString);
        read += reading.isPresent() ? 1 : 0;
      } else {
        assertTrue(reading.orElseThrow() instanceof Reading.Damaged, row::toString);
        StoreCodes unchecked = table(rules, row.get("region").asString(""), false);
        assertEquals(
            expected(row.get("if_not_verified")),
            unchecked.read(row.get("value").asString()).map(StoreCodeVectorsTest::shown),
            row::toString);
      }
    }
    assertTrue(read > 30, "only " + read + " were codes of a shop");
  }

  private static Optional<String> expected(JsonNode row) {
    for (String field : List.of("price", "weight_kg", "count")) {
      if (row.hasNonNull(field)) {
        String kind = field.replace("_kg", "").toUpperCase(Locale.ROOT);
        return Optional.of(kind + " " + new BigDecimal(row.get(field).asString()));
      }
    }
    return Optional.empty();
  }

  private static String shown(Reading reading) {
    return switch (reading) {
      case Reading.Read(StoreCode code) -> code.kind() + " " + code.value();
      case Reading.Damaged(String why) -> why;
    };
  }

  /// The rules of a country: `"22,23": "price PPPPPPCVVVVV 2dp"`, or a range of prefixes; what a
  /// row leaves out is as in the row before.
  private static StoreCodes table(JsonNode regions, String region, boolean verified) {
    var rules = new ArrayList<StoreCodeRule>();
    for (var each : regions.properties()) {
      if (!region.isEmpty() && List.of(each.getKey().split("/", -1)).contains(region)) {
        String kind = "";
        String pattern = "";
        for (var rule : each.getValue().properties()) {
          int decimals = 0;
          for (String word : rule.getValue().asString().split(" ", -1)) {
            if (word.endsWith("dp")) {
              decimals = Integer.parseInt(word.substring(0, 1));
            } else if (word.length() == StoreCodeRule.POSITIONS) {
              pattern = verified ? word : word.replace('C', 'P');
            } else {
              kind = word.toUpperCase(Locale.ROOT);
            }
          }
          for (String prefix : prefixes(rule.getKey())) {
            rules.add(new StoreCodeRule(prefix, pattern, decimals, StoreCode.Kind.valueOf(kind)));
          }
        }
      }
    }
    return new StoreCodes(rules);
  }

  private static List<String> prefixes(String text) {
    if (!text.contains("-")) {
      return List.of(text.split(",", -1));
    }
    var prefixes = new ArrayList<String>();
    String[] ends = text.split("-", -1);
    for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[1]); i++) {
      prefixes.add(String.valueOf(i));
    }
    return prefixes;
  }

  private static List<JsonNode> rows(String file) throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "no vectors at " + FOLDER);
    return Files.readAllLines(FOLDER.resolve(file)).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
  }
}
