package till.sale;

import java.math.BigDecimal;

/// The rate of tax that a line was sold at, whatever becomes of its group's.
///
/// @param percent 19 means 19 %
/// @param included the price contains the tax already
public record LineRate(BigDecimal percent, boolean included) {

  static LineRate of(TaxRate rate) {
    return new LineRate(rate.percent(), rate.included());
  }
}
