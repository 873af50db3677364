package till.sale;

import java.math.BigDecimal;
import java.util.Comparator;

/// The tax of one group in one transaction, computed once on the group's sum; or the sum of such
/// taxes.
///
/// @param taxable the sum without the tax
/// @param amount the tax in it or on it
public record Tax(String group, BigDecimal percent, boolean included, Money taxable, Money amount) {

  /// By group, the highest rate first.
  static final Comparator<Tax> ORDER =
      Comparator.comparing(Tax::group)
          .thenComparing(Tax::percent, Comparator.reverseOrder())
          .thenComparing(Tax::included);

  boolean hasRateOf(Tax other) {
    return group.equals(other.group)
        && percent.compareTo(other.percent) == 0
        && included == other.included;
  }

  Tax plus(Tax other) {
    return new Tax(
        group, percent, included, taxable.plus(other.taxable), amount.plus(other.amount));
  }
}
