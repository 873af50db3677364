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

/// What the shop sells: its price book, and of it the goods that a scanner can read.
///
/// @param priceBook NDJSON, one item a line
/// @param goods on the shelves; what has no label is found at the till
record Assortment(String priceBook, List<Good> goods) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Assortment {
    goods = List.copyOf(goods);
  }

  /// One kind of thing on the shelves.
  ///
  /// @param code on its label: its own, or that of a pack from the shop's scale
  /// @param unitPrice in cents, of one unit of measure
  /// @param image its drawing
  record Good(
      String itemId,
      String code,
      Map<String, String> names,
      long unitPrice,
      String unitOfMeasure,
      String category,
      String image) {

    Good {
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
            .filter(item -> !item.path("codes").isEmpty())
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
        item.path("label").stringValue(item.path("codes").path(0).stringValue()),
        names,
        item.path("unitPrice").asLong(),
        item.path("unitOfMeasure").stringValue(),
        item.path("categories").path(0).stringValue(),
        item.path("image").stringValue());
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
