package till.sale;

import java.math.BigDecimal;

/// How a person changes what something costs.
public sealed interface Change {

  /// It costs this for a unit, whatever it did before.
  record Price(Money unitPrice) implements Change {}

  /// It costs so much less.
  record Amount(Money off) implements Change {}

  /// It costs so many hundredths less, of what it costs now.
  ///
  /// @param percent 10 means 10 %
  record Percent(BigDecimal percent) implements Change {}
}
