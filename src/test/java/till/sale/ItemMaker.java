package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// An item in the making, for tests: sold by the piece, to anybody, until something else is said.
public final class ItemMaker {

  private final String itemId;
  private Map<String, String> names;
  private final Money unitPrice;
  private final String taxGroup;
  private Optional<String> plu = Optional.empty();
  private String unitOfMeasure = "EA";
  private boolean weighed;
  private BigDecimal tare = BigDecimal.ZERO;
  private OptionalInt ageClass = OptionalInt.empty();
  private boolean forSale = true;
  private OptionalInt quantityLimit = OptionalInt.empty();
  private Optional<String> depositItem = Optional.empty();
  private List<String> categories = List.of();
  private OptionalInt quickKey = OptionalInt.empty();
  private Optional<String> image = Optional.empty();

  private ItemMaker(String itemId, Map<String, String> names, Money unitPrice, String taxGroup) {
    this.itemId = itemId;
    this.names = names;
    this.unitPrice = unitPrice;
    this.taxGroup = taxGroup;
  }

  /// An item for a price in cents.
  public static ItemMaker of(String itemId, Map<String, String> names, long price, String tax) {
    return of(itemId, names, new Money(price, Till.EUR), tax);
  }

  public static ItemMaker of(String itemId, Map<String, String> names, Money price, String tax) {
    return new ItemMaker(itemId, names, price, tax);
  }

  /// Another item like this one.
  public static ItemMaker like(Item item) {
    var maker = new ItemMaker(item.itemId(), item.names(), item.unitPrice(), item.taxGroup());
    maker.plu = item.plu();
    maker.unitOfMeasure = item.unitOfMeasure();
    maker.weighed = item.weighed();
    maker.tare = item.tare();
    maker.ageClass = item.ageClass();
    maker.forSale = item.forSale();
    maker.quantityLimit = item.quantityLimit();
    maker.depositItem = item.depositItem();
    maker.categories = item.categories();
    maker.quickKey = item.quickKey();
    maker.image = item.image();
    return maker;
  }

  public ItemMaker names(Map<String, String> byLanguage) {
    names = byLanguage;
    return this;
  }

  public ItemMaker plu(String digits) {
    plu = Optional.of(digits);
    return this;
  }

  /// From a scale, by the kilogram.
  ///
  /// @param tareKilograms such as `0.010`
  public ItemMaker weighed(String tareKilograms) {
    weighed = true;
    unitOfMeasure = "kg";
    tare = new BigDecimal(tareKilograms);
    return this;
  }

  public ItemMaker ageClass(int years) {
    ageClass = OptionalInt.of(years);
    return this;
  }

  public ItemMaker recalled() {
    forSale = false;
    return this;
  }

  public ItemMaker quantityLimit(int units) {
    quantityLimit = OptionalInt.of(units);
    return this;
  }

  public ItemMaker depositItem(String id) {
    depositItem = Optional.of(id);
    return this;
  }

  public ItemMaker categories(String... all) {
    categories = List.of(all);
    return this;
  }

  public ItemMaker quickKey(int place) {
    quickKey = OptionalInt.of(place);
    return this;
  }

  public ItemMaker image(String name) {
    image = Optional.of(name);
    return this;
  }

  public Item item() {
    return new Item(
        itemId,
        plu,
        names,
        unitPrice,
        taxGroup,
        unitOfMeasure,
        weighed,
        tare,
        ageClass,
        forSale,
        quantityLimit,
        depositItem,
        categories,
        quickKey,
        image);
  }
}
