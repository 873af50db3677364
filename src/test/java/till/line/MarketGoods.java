package till.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a Swiss market sells: a shelf of packed goods, and one thing of each kind that is sold in a
/// way of its own. Prices are in rappen.
final class MarketGoods {

  /// What is sold.
  ///
  /// @param itemId what a person types
  /// @param code what is on its label; empty where it has none
  /// @param price of a piece, or of a kilogram where it is weighed
  /// @param deposit what is charged along with it
  record Article(
      String itemId,
      String code,
      String name,
      long price,
      String taxGroup,
      boolean weighed,
      Optional<Article> deposit) {

    /// As a scanner sends it.
    String onTheWire() {
      return "]E0" + code + "\r\n";
    }
  }

  /// Packed goods on the shelf.
  static final int SHELF = 300;

  /// More than the standard tare of any of these.
  static final int TARE_GRAMS = 15;

  static final Article BOTTLE = piece("bottle", "", "Pfandflasche", 30, "A");
  static final Article WATER = with(BOTTLE, piece("water", ean(901), "Mineralwasser", 95, "B"));
  static final Article BEER = with(BOTTLE, piece("beer", ean(902), "Lagerbier 50 cl", 165, "A"));
  static final Article SPIRITS = piece("spirits", ean(903), "Kirsch 70 cl", 3490, "A");
  static final Article PAINKILLER = piece("painkiller", ean(904), "Schmerztabletten", 720, "B");
  static final Article RECALLED = piece("recalled", ean(905), "Babybrei", 345, "B");
  static final Article KNIFE = piece("knife", ean(906), "Messerblock", 8995, "A");
  static final Article ROLL = piece("roll", "", "Weggli", 90, "B");
  static final Article REPAIR = piece("repair", "", "Schlüsseldienst", 1233, "C");

  static final Article APPLES = weighed("apples", "", "Äpfel Gala", 395);
  static final Article PLUMS = weighed("plums", "", "Zwetschgen", 487);

  /// Its label has the price of the piece in it.
  static final Article CHEESE = weighed("cheese", Labels.checked("220001000000"), "Gruyère", 2390);

  /// Its label has the weight of the pack in it.
  static final Article MEAT = weighed("meat", Labels.checked("280002000000"), "Hackfleisch", 1850);

  /// Its label is a GS1 DataBar with a net weight.
  static final Article TROUT = weighed("trout", Labels.checked("9761234500003"), "Forelle", 3250);

  private static final List<Article> SHELVED =
      IntStream.rangeClosed(1, SHELF).mapToObj(MarketGoods::onTheShelf).toList();

  private MarketGoods() {}

  private static String ean(int n) {
    return Labels.ean(n);
  }

  private static Article piece(String itemId, String code, String name, long price, String group) {
    return new Article(itemId, code, name, price, group, false, Optional.empty());
  }

  private static Article weighed(String itemId, String code, String name, long price) {
    return new Article(itemId, code, name, price, "B", true, Optional.empty());
  }

  private static Article with(Article deposit, Article article) {
    return new Article(
        article.itemId(),
        article.code(),
        article.name(),
        article.price(),
        article.taxGroup(),
        article.weighed(),
        Optional.of(deposit));
  }

  /// Prices of all endings, and every tax.
  private static Article onTheShelf(int n) {
    long price = 35L + n * 37L % 1_964;
    String group = n % 11 == 0 ? "C" : n % 3 == 0 ? "A" : "B";
    return piece(ean(n), ean(n), "Artikel " + n, price, group);
  }

  /// The n-th on the shelf, from 1.
  static Article shelf(int n) {
    return SHELVED.get(n - 1);
  }

  /// A piece of cheese of this price.
  static String cheeseFor(long rappen) {
    return "]E0" + Labels.checked("2200010%05d".formatted(rappen)) + "\r\n";
  }

  /// A pack of meat of this weight.
  static String meatOf(long grams) {
    return "]E0" + Labels.checked("2800020%05d".formatted(grams)) + "\r\n";
  }

  /// A trout of this weight.
  static String troutOf(long grams) {
    return "]e001%s3103%06d\r\n".formatted(TROUT.code(), grams);
  }

  /// The sections of the configuration that say how those labels are made.
  static String storeCodes() {
    return """
    [[lane.in_store_code]]
    prefix = "22"
    pattern = "PPPPPPPVVVVV"
    decimals = 2
    kind = "price"
    [[lane.in_store_code]]
    prefix = "28"
    pattern = "PPPPPPPVVVVV"
    decimals = 3
    kind = "weight"
    """;
  }

  /// Writes the price book.
  static void write(Path file) throws IOException {
    var lines = new ArrayList<String>();
    Stream.concat(
            SHELVED.stream(), Stream.of(BOTTLE, WATER, ROLL, REPAIR, KNIFE, CHEESE, MEAT, TROUT))
        .forEach(article -> lines.add(line(article).toString()));
    lines.add(line(BEER).put("ageClass", 16).toString());
    lines.add(line(SPIRITS).put("ageClass", 18).toString());
    lines.add(line(PAINKILLER).put("quantityLimit", 2).toString());
    lines.add(line(RECALLED).put("forSale", false).toString());
    lines.add(line(APPLES).put("plu", 4135).toString());
    lines.add(line(PLUMS).put("tare", "0.0" + TARE_GRAMS).toString());
    Files.write(file, lines);
  }

  private static ObjectNode line(Article article) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("itemId", article.itemId());
    if (!article.code().isEmpty()) {
      line.putArray("codes").add(article.code());
    }
    line.putObject("names").put("de", article.name());
    line.put("unitPrice", article.price());
    line.put("taxGroup", article.taxGroup());
    if (article.weighed()) {
      line.put("weighed", true).put("unitOfMeasure", "kg");
    }
    article.deposit().ifPresent(deposit -> line.put("depositItem", deposit.itemId()));
    return line;
  }
}
