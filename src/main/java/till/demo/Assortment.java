package till.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the shop sells: its price book, and of it the goods that can be taken from the shelves.
///
/// @param priceBook NDJSON, one item a line
/// @param goods on the shelves: what a scanner can read, and what is put on the scale
record Assortment(String priceBook, List<Good> goods) {

  /// The shelf of what has no label.
  private static final String LOOSE = "loose";

  // what the deli counter's scales print
  private static final String WEIGHT_PREFIX = "28";
  private static final String PRICE_PREFIX = "22";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Assortment {
    goods = List.copyOf(goods);
  }

  /// One kind of thing on the shelves.
  ///
  /// @param code on its label: its own, or that of a pack from the shop's scale; empty for loose
  ///   goods, which are found at the till by name or by look-up
  /// @param plu its look-up number; empty where it has none
  /// @param load what so much of it weighs as somebody takes, in kilograms; empty where it has a
  ///   label
  /// @param traits what is special about it: `deposit`, `age`, `recalled`, `limit`,
  ///   `weight-in-code`, `price-in-code`, `gs1`
  /// @param unitPrice in cents, of one unit of measure
  /// @param image its drawing
  record Good(
      String itemId,
      String code,
      String plu,
      String load,
      Map<String, String> names,
      long unitPrice,
      String unitOfMeasure,
      String category,
      String image,
      List<String> traits) {

    Good {
      traits = List.copyOf(traits);
      names = Map.copyOf(names);
    }
  }

  /// The assortment that comes with the demo.
  static Assortment load() {
    String priceBook = new String(Resource.bytes("prices.ndjson"), StandardCharsets.UTF_8);
    return new Assortment(
        priceBook,
        priceBook
            .lines()
            .map(JSON::readTree)
            .filter(item -> !item.path("codes").isEmpty() || item.has("load"))
            .map(Assortment::read)
            .toList());
  }

  private static Good read(JsonNode item) {
    var names = new TreeMap<String, String>();
    item.path("names")
        .propertyStream()
        .forEach(name -> names.put(name.getKey(), name.getValue().stringValue()));
    return new Good(
        item.path("itemId").stringValue(),
        code(item),
        item.path("plu").stringValue(""),
        item.path("load").stringValue(""),
        names,
        item.path("unitPrice").asLong(),
        item.path("unitOfMeasure").stringValue(),
        item.has("load") ? LOOSE : item.path("categories").path(0).stringValue(),
        item.path("image").stringValue(),
        traits(item));
  }

  private static String code(JsonNode item) {
    return item.path("label").stringValue(item.path("codes").path(0).stringValue(""));
  }

  private static List<String> traits(JsonNode item) {
    String code = code(item);
    var traits = new ArrayList<String>();
    if (item.has("depositItem")) {
      traits.add("deposit");
    }
    if (item.has("ageClass")) {
      traits.add("age");
    }
    if (!item.path("forSale").asBoolean(true)) {
      traits.add("recalled");
    }
    if (item.has("quantityLimit")) {
      traits.add("limit");
    }
    if (code.startsWith(WEIGHT_PREFIX)) {
      traits.add("weight-in-code");
    }
    if (code.startsWith(PRICE_PREFIX)) {
      traits.add("price-in-code");
    }
    if (code.startsWith("]Q3")) {
      traits.add("gs1");
    }
    return traits;
  }

  /// The goods by category, in the order of the shelves.
  Map<String, List<Good>> shelves() {
    var shelves = new LinkedHashMap<String, List<Good>>();
    goods.forEach(
        good -> shelves.computeIfAbsent(good.category(), _ -> new ArrayList<>()).add(good));
    return shelves;
  }

  /// @throws IllegalArgumentException when there is no such thing
  Good withImage(String image) {
    Optional<Good> found = goods.stream().filter(good -> good.image().equals(image)).findFirst();
    return found.orElseThrow(() -> new IllegalArgumentException("nothing looks like " + image));
  }
}
