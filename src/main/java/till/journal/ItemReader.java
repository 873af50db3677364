package till.journal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import till.sale.Gtin;
import till.sale.Item;
import till.sale.Money;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of a price book to an item. Strict, because a recalled item must not be sold over a
/// misspelt `false`; and bounded, so that a full sale fits its document. Fields it does not know
/// are passed over.
final class ItemReader {

  private static final int ID_CHARACTERS_MAX = 64;
  private static final int NAME_CHARACTERS_MAX = 80;
  private static final int CODE_CHARACTERS_MAX = 64;
  private static final int UNIT_CHARACTERS_MAX = 8;
  private static final int CATEGORY_CHARACTERS_MAX = 64;
  private static final int IMAGE_CHARACTERS_MAX = 256;
  private static final int PLU_DIGITS_MAX = 14;

  /// Languages, codes and categories of one item: no shop has so many.
  private static final int ENTRIES_MAX = 64;

  /// How much of a wrong value a message repeats.
  private static final int SHOWN_CHARACTERS_MAX = 40;

  private final JsonMapper mapper =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final Currency currency;

  ItemReader(Currency currency) {
    this.currency = currency;
  }

  /// An item with what the book indexes.
  ///
  /// @param codes what scanners may read, normalised
  /// @param validFrom the first business day of this line
  record Row(Item item, Set<String> codes, LocalDate validFrom) {}

  /// @throws IllegalArgumentException saying which field is wrong
  Row read(String line) {
    JsonNode node;
    try {
      node = mapper.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    var item =
        new Item(
            required(node, "itemId", ID_CHARACTERS_MAX),
            plu(node),
            names(node),
            new Money(price(node), currency),
            required(node, "taxGroup", UNIT_CHARACTERS_MAX),
            optional(node, "unitOfMeasure", UNIT_CHARACTERS_MAX).orElse("EA"),
            flag(node, "weighed", false),
            tare(node),
            integer(node, "ageClass"),
            flag(node, "forSale", true),
            integer(node, "quantityLimit"),
            optional(node, "depositItem", ID_CHARACTERS_MAX),
            List.copyOf(strings(node, "categories", CATEGORY_CHARACTERS_MAX)),
            integer(node, "quickKey"),
            optional(node, "image", IMAGE_CHARACTERS_MAX));
    Set<String> codes =
        strings(node, "codes", CODE_CHARACTERS_MAX).stream()
            .map(Gtin::normalised)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new Row(item, codes, validFrom(node));
  }

  private static Map<String, String> names(JsonNode node) {
    JsonNode names = node.path("names");
    if (!names.isObject() || names.isEmpty() || names.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "names must be an object with 1 to " + ENTRIES_MAX + " languages");
    }
    Map<String, String> byLanguage = new TreeMap<>();
    for (String language : names.propertyNames()) {
      byLanguage.put(language, required(names, language, NAME_CHARACTERS_MAX));
    }
    return byLanguage;
  }

  private static Set<String> strings(JsonNode node, String field, int max) {
    JsonNode list = node.path(field);
    if ((!isAbsent(list) && !list.isArray()) || list.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          field + " must be a list of at most " + ENTRIES_MAX + " strings");
    }
    var strings = new LinkedHashSet<String>();
    for (JsonNode each : list) {
      strings.add(text(field, each, max));
    }
    return strings;
  }

  /// A number, or a string where it has zeros in front.
  private static Optional<String> plu(JsonNode node) {
    JsonNode value = node.path("plu");
    if (isAbsent(value)) {
      return Optional.empty();
    }
    String plu = value.isIntegralNumber() || value.isString() ? value.asString() : "";
    if (!plu.matches("[0-9]{1," + PLU_DIGITS_MAX + "}")) {
      throw new IllegalArgumentException(
          "plu must be 1 to " + PLU_DIGITS_MAX + " digits, not " + shown(value));
    }
    return Optional.of(plu);
  }

  /// A decimal string as in the journal, or a number.
  private static BigDecimal tare(JsonNode node) {
    JsonNode value = node.path("tare");
    if (isAbsent(value)) {
      return BigDecimal.ZERO;
    }
    String decimal = value.isNumber() || value.isString() ? value.asString() : "";
    if (!decimal.matches("[0-9]{1,2}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException(
          "tare must be kilograms below 100 with at most 3 decimals, not " + shown(value));
    }
    return new BigDecimal(decimal);
  }

  private static LocalDate validFrom(JsonNode node) {
    JsonNode value = node.path("validFrom");
    if (isAbsent(value)) {
      return LocalDate.EPOCH; // where a board without a clock believes to be
    }
    try {
      return LocalDate.parse(value.isString() ? value.stringValue() : "");
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "validFrom must be a day such as \"2026-11-24\", not " + shown(value), e);
    }
  }

  private static long price(JsonNode node) {
    JsonNode price = node.path("unitPrice");
    if (!price.isIntegralNumber() || !price.canConvertToLong() || price.longValue() < 0) {
      throw new IllegalArgumentException(
          "unitPrice must be a whole number of minor units, not " + shown(price));
    }
    return price.longValue();
  }

  private static OptionalInt integer(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (isAbsent(value)) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw new IllegalArgumentException(field + " must be a whole number, not " + shown(value));
    }
    return OptionalInt.of(value.intValue());
  }

  private static boolean flag(JsonNode node, String field, boolean otherwise) {
    JsonNode value = node.path(field);
    if (isAbsent(value)) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(field + " must be true or false, not " + shown(value));
    }
    return value.booleanValue();
  }

  private static String required(JsonNode node, String field, int max) {
    return optional(node, field, max)
        .orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
  }

  private static Optional<String> optional(JsonNode node, String field, int max) {
    JsonNode value = node.path(field);
    return isAbsent(value) ? Optional.empty() : Optional.of(text(field, value, max));
  }

  private static String text(String field, JsonNode value, int max) {
    if (!value.isString()) {
      throw new IllegalArgumentException(field + " must be a string, not " + shown(value));
    }
    String text = value.stringValue();
    if (text.isBlank() || text.length() > max) {
      throw new IllegalArgumentException(field + " must have 1 to " + max + " characters");
    }
    return text;
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= SHOWN_CHARACTERS_MAX
        ? text
        : text.substring(0, SHOWN_CHARACTERS_MAX) + "...";
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
