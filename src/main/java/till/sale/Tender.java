package till.sale;

import java.util.Optional;

/// Money taken for a sale.
///
/// @param n place among the tenders, from 1
/// @param amount what counts towards the total
/// @param given what was handed over; for cash it may be more, the rest is change
/// @param authorization the terminal's word, for a card
public record Tender(
    int n, TenderType type, Money amount, Money given, Optional<Authorization> authorization) {

  /// What goes back to the customer.
  public Money change() {
    return given.minus(amount);
  }
}
