package till.journal;

import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
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

  /// Languages and codes of one item: no shop has so many.
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
  /// @param words what a search looks at, lower case
  record Row(Item item, Set<String> codes, String words, OptionalInt quickKey) {}

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
            names(node),
            new Money(price(node), currency),
            required(node, "taxGroup", UNIT_CHARACTERS_MAX),
            optional(node, "unitOfMeasure", UNIT_CHARACTERS_MAX).orElse("EA"),
            flag(node, "weighed", false),
            integer(node, "ageClass"),
            flag(node, "forSale", true),
            integer(node, "quantityLimit"),
            optional(node, "depositItem", ID_CHARACTERS_MAX));
    Set<String> codes = codes(node);
    return new Row(item, codes, words(node, item, codes), integer(node, "quickKey"));
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

  private static Set<String> codes(JsonNode node) {
    JsonNode list = node.path("codes");
    if ((!isAbsent(list) && !list.isArray()) || list.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "codes must be a list of at most " + ENTRIES_MAX + " strings");
    }
    var codes = new LinkedHashSet<String>();
    for (JsonNode code : list) {
      codes.add(Gtin.normalised(text("codes", code, CODE_CHARACTERS_MAX)));
    }
    return codes;
  }

  private static String words(JsonNode node, Item item, Set<String> codes) {
    JsonNode plu = node.path("plu");
    return String.join(
            " ",
            List.of(
                String.join(" ", item.names().values()),
                item.itemId(),
                plu.isIntegralNumber() || plu.isString() ? plu.asString() : "",
                String.join(" ", codes)))
        .toLowerCase(Locale.ROOT);
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
