package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// How much of an item a line is about, and what one unit of it costs.
record Portion(
    BigDecimal quantity, String unitOfMeasure, Money unitPrice, Optional<Weight> weight) {

  private static final String PIECES = "EA";

  /// So many units.
  static Portion of(Item item, BigDecimal quantity) {
    return new Portion(quantity, item.unitOfMeasure(), item.unitPrice(), Optional.empty());
  }

  /// One pack at the price on its label, whatever it weighs.
  static Portion priced(Money price) {
    return new Portion(BigDecimal.ONE, PIECES, price, Optional.empty());
  }

  /// So many kilograms: of what is in it, the packing aside.
  static Portion of(Item item, Weight weight) {
    return new Portion(weight.net(), item.unitOfMeasure(), item.unitPrice(), Optional.of(weight));
  }

  Money amount() {
    return unitPrice.times(quantity);
  }

  /// How often the deposit is charged: what is weighed is one pack.
  BigDecimal packs() {
    return weight.isPresent() ? BigDecimal.ONE : quantity;
  }
}
