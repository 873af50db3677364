package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// What is known of the one pack that is sold, beside what its item says.
///
/// @param embedded what its label says
/// @param tare its packing in kilograms, where somebody has said it; else the item's counts
/// @param keyed what it weighs with its packing, in kilograms, where somebody of the shop has keyed
///   it
/// @param deposit the item that the item's deposit is, where it has one
public record Pack(
    Embedded embedded,
    Optional<BigDecimal> tare,
    Optional<BigDecimal> keyed,
    Optional<Item> deposit) {

  private static final Pack PLAIN =
      new Pack(Embedded.none(), Optional.empty(), Optional.empty(), Optional.empty());

  /// One like every other of its item.
  public static Pack plain() {
    return PLAIN;
  }

  /// What its label says.
  public static Pack labelled(Embedded embedded) {
    return new Pack(embedded, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// With this deposit on it.
  public Pack withDeposit(Optional<Item> item) {
    return new Pack(embedded, tare, keyed, item);
  }

  /// As somebody has weighed it.
  public Pack weighed(Optional<BigDecimal> packing, Optional<BigDecimal> weight) {
    return new Pack(embedded, packing, weight, deposit);
  }
}
