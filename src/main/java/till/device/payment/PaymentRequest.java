package till.device.payment;

import java.util.Currency;

/// What is asked of the terminal (nexo PaymentRequest).
///
/// @param attemptId unique for ever, without spaces
/// @param amountMinor in minor units of the currency, above zero, at most twelve digits
/// @param currency ISO 4217, three letters
public record PaymentRequest(String attemptId, long amountMinor, String currency) {

  private static final long AMOUNT_MINOR_MAX = 999_999_999_999L;

  /// Needs what ZVT can state.
  ///
  /// @throws IllegalArgumentException when the amount is out of range or nobody knows the currency
  public PaymentRequest {
    Currency.getInstance(currency);
    if (amountMinor < 1 || amountMinor > AMOUNT_MINOR_MAX) {
      throw new IllegalArgumentException(
          "a payment is 1 to " + AMOUNT_MINOR_MAX + " minor units, not " + amountMinor);
    }
  }
}
