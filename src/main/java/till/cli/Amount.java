package till.cli;

import java.math.BigDecimal;
import java.util.Currency;

/// Money for people.
final class Amount {

  private Amount() {}

  /// `12.34 EUR`; an unknown currency is one without minor units.
  static String of(long minor, String currency) {
    int digits;
    try {
      digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException _) {
      digits = 0;
    }
    return BigDecimal.valueOf(minor, digits) + " " + currency;
  }
}
