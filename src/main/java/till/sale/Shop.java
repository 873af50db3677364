package till.sale;

import java.util.Currency;
import java.util.List;

/// What a workstation has to know of its shop to decide anything.
///
/// @param languages for item names, best first
/// @param operator who serves when nobody has signed on: `self`
/// @param cards a payment terminal is configured
public record Shop(
    Currency currency, TaxTable taxes, List<String> languages, String operator, boolean cards) {

  public Shop {
    languages = List.copyOf(languages);
  }
}
