package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// An item that waits for the scale to say how much of it there is.
///
/// @param description as its line will have it
/// @param tare its packing in kilograms
/// @param deposit the item that is charged along with it
public record Unweighed(
    Item item,
    String description,
    EntryMethod method,
    Optional<Scan> scan,
    BigDecimal tare,
    Optional<Item> deposit) {

  Unweighed called(String name) {
    return new Unweighed(item, name, method, scan, tare, deposit);
  }

  Article article() {
    return new Article(item, method, scan, deposit);
  }
}
