package till.sale;

import java.util.Currency;
import java.util.Map;

/// How an amount is rounded that is paid in cash, where the smallest coins are gone. The magnitude
/// is rounded to the nearest step, half up, then the sign is applied: what comes back is rounded as
/// it was sold.
///
/// @param stepMinor the smallest coin, in minor units; 1 where none is missing
public record CashRounding(long stepMinor) {

  /// Smallest coins (central banks' pages, 2026). Where euro cents are rounded is the shop's
  /// country's affair and has to be configured.
  private static final Map<String, Long> STEPS =
      Map.ofEntries(
          Map.entry("AUD", 5L),
          Map.entry("CAD", 5L),
          Map.entry("CHF", 5L),
          Map.entry("CZK", 100L),
          Map.entry("DKK", 50L),
          Map.entry("HUF", 500L),
          Map.entry("NOK", 100L),
          Map.entry("NZD", 10L),
          Map.entry("SEK", 100L));

  public CashRounding {
    if (stepMinor < 1) {
      throw new IllegalArgumentException("the smallest coin is 1 or more, not " + stepMinor);
    }
  }

  /// What is usual for a currency.
  public static CashRounding of(Currency currency) {
    return new CashRounding(STEPS.getOrDefault(currency.getCurrencyCode(), 1L));
  }

  /// Whether coins and notes make up this amount.
  public boolean makesUp(Money amount) {
    return amount.minor() % stepMinor == 0;
  }

  /// What is handed over.
  public Money round(Money amount) {
    long magnitude = Math.abs(amount.minor());
    long rest = magnitude % stepMinor;
    long rounded =
        rest * 2 >= stepMinor && rest > 0 ? magnitude - rest + stepMinor : magnitude - rest;
    return new Money(amount.isNegative() ? -rounded : rounded, amount.currency());
  }
}
