package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One entry of the price book: what can be sold, and at which price.
///
/// @param itemId the shop's own key, often the GTIN
/// @param names description by language tag (`de`, `en`); at least one
/// @param unitPrice price of one unit of measure
/// @param taxGroup key into the tax table, such as `A`
/// @param unitOfMeasure UN/ECE or shop code: `EA`, `kg`
/// @param weighed the quantity comes from a scale
/// @param ageClass lowest age in years at which this may be sold
/// @param forSale false for a recalled item
/// @param quantityLimit most units in one sale
/// @param depositItem the item that is charged along with this one
public record Item(
    String itemId,
    Map<String, String> names,
    Money unitPrice,
    String taxGroup,
    String unitOfMeasure,
    boolean weighed,
    OptionalInt ageClass,
    boolean forSale,
    OptionalInt quantityLimit,
    Optional<String> depositItem) {

  public Item {
    names = Map.copyOf(names);
    if (itemId.isBlank() || names.isEmpty()) {
      throw new IllegalArgumentException("an item needs an id and a name: " + itemId + " " + names);
    }
  }

  /// The name in the first of these languages that has one, else in any.
  public String name(List<String> languages) {
    for (String language : languages) {
      String name = names.get(language);
      if (name != null) {
        return name;
      }
    }
    return names.entrySet().stream().min(Map.Entry.comparingByKey()).orElseThrow().getValue();
  }
}
