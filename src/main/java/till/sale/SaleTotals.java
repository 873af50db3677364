package till.sale;

import java.util.List;

/// The sums of a sale.
///
/// @param total unvoided lines plus the taxes that prices do not include
/// @param tendered what has been paid
/// @param due what is left to pay
public record SaleTotals(Money total, Money tendered, Money due, List<Tax> taxes) {

  public SaleTotals {
    taxes = List.copyOf(taxes);
  }
}
