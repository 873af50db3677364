package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One entry of the price book: what can be sold, and at which price.
///
/// @param itemId the shop's own key, often the GTIN
/// @param plu what a person keys for goods without a code (price look-up), digits
/// @param names description by language tag (`de`, `en`); at least one
/// @param unitPrice price of one unit of measure
/// @param taxGroup key into the tax table, such as `A`
/// @param unitOfMeasure UN/ECE or shop code: `EA`, `kg`
/// @param weighed the quantity comes from a scale
/// @param tare weight of what it is packed in, in kilograms; zero for none
/// @param ageClass lowest age in years at which this may be sold
/// @param forSale false for a recalled item
/// @param quantityLimit most units in one sale
/// @param depositItem the item that is charged along with this one
/// @param categories where a screen shows it
/// @param quickKey its place among the goods that are shown before anything is asked for
/// @param image the shop's name for its picture
public record Item(
    String itemId,
    Optional<String> plu,
    Map<String, String> names,
    Money unitPrice,
    String taxGroup,
    String unitOfMeasure,
    boolean weighed,
    BigDecimal tare,
    OptionalInt ageClass,
    boolean forSale,
    OptionalInt quantityLimit,
    Optional<String> depositItem,
    List<String> categories,
    OptionalInt quickKey,
    Optional<String> image) {

  public Item {
    names = Map.copyOf(names);
    categories = List.copyOf(categories);
    if (itemId.isBlank() || names.isEmpty()) {
      throw new IllegalArgumentException("an item needs an id and a name: " + itemId + " " + names);
    }
    if (tare.signum() < 0) {
      throw new IllegalArgumentException("a tare is not below zero: " + itemId + " " + tare);
    }
  }

  /// The name in the first of these languages that has one, `de` for `de-AT` too, else in any.
  public String name(List<String> languages) {
    return languages.stream()
        .flatMap(language -> Stream.of(language, language.split("-", 2)[0]))
        .flatMap(language -> Optional.ofNullable(names.get(language)).stream())
        .findFirst()
        .orElseGet(() ->
            names.entrySet().stream().min(Map.Entry.comparingByKey()).orElseThrow().getValue());
  }
}
