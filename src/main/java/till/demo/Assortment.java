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

/// What the shop sells: the goods on the shelves, which are also its price book.
///
/// @param priceBook NDJSON, one item a line
record Assortment(String priceBook, List<Good> goods) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Assortment {
    goods = List.copyOf(goods);
  }

  /// One kind of thing on the shelves.
  ///
  /// @param code on its label
  /// @param unitPrice in cents
  /// @param image its drawing
  record Good(
      String itemId,
      String code,
      Map<String, String> names,
      long unitPrice,
      String category,
      String image) {

    Good {
      names = Map.copyOf(names);
    }
  }

  /// The assortment that comes with the demo.
  static Assortment load() {
    String priceBook = new String(Resource.bytes("prices.ndjson"), StandardCharsets.UTF_8);
    return new Assortment(priceBook, priceBook.lines().map(Assortment::read).toList());
  }

  private static Good read(String line) {
    JsonNode item = JSON.readTree(line);
    var names = new TreeMap<String, String>();
    item.path("names")
        .propertyStream()
        .forEach(name -> names.put(name.getKey(), name.getValue().stringValue()));
    return new Good(
        item.path("itemId").stringValue(),
        item.path("codes").path(0).stringValue(),
        names,
        item.path("unitPrice").asLong(),
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
