package till.sale;

import java.util.List;

/// The sums of a sale. Below zero, the shop owes the customer.
///
/// @param total unvoided lines, the taxes that prices do not include, and the rounding
/// @param tendered what has been paid
/// @param due what is left to pay
/// @param rounding what cash is rounded by, in the total already
public record SaleTotals(Money total, Money tendered, Money due, List<Tax> taxes, Money rounding) {

  public SaleTotals {
    taxes = List.copyOf(taxes);
  }
}
