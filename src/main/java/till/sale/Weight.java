package till.sale;

import java.math.BigDecimal;

/// What a scale, or the label of one, says of a thing, in kilograms.
///
/// @param gross with its packing
/// @param tare the packing; zero where there is none
public record Weight(BigDecimal gross, BigDecimal tare) {

  /// What the customer pays for.
  public BigDecimal net() {
    return gross.subtract(tare);
  }
}
