package till.device.payment;

import java.util.Currency;

/// What a terminal can be asked for.
final class Amounts {

  private static final long AMOUNT_MINOR_MAX = 999_999_999_999L;

  private Amounts() {}

  /// @throws IllegalArgumentException when the amount is out of range or nobody knows the currency
  static void require(long amountMinor, String currency) {
    Currency.getInstance(currency);
    if (amountMinor < 1 || amountMinor > AMOUNT_MINOR_MAX) {
      throw new IllegalArgumentException(
          "a payment is 1 to " + AMOUNT_MINOR_MAX + " minor units, not " + amountMinor);
    }
  }
}
