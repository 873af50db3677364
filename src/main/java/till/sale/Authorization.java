package till.sale;

import java.util.Optional;

/// What the payment terminal said of an approved payment. Never a full account number.
///
/// @param terminalId the terminal's own identity
/// @param traceNumber the terminal's number of this payment
/// @param receiptNumber the number a reversal has to name
/// @param maskedAccount at most the last four digits in clear
/// @param verification how the holder was verified: `pin`, `signature`, `none`
/// @param customerReceipt the terminal's text for the customer, lines parted by line feeds
/// @param merchantReceipt the terminal's text for the shop
public record Authorization(
    String terminalId,
    String traceNumber,
    String receiptNumber,
    String maskedAccount,
    String cardName,
    String verification,
    Optional<String> customerReceipt,
    Optional<String> merchantReceipt) {

  private static final int CLEAR_DIGITS_MAX = 10;

  /// Longest receipt text that is kept, in characters: eight tenders of it fit their document.
  private static final int RECEIPT_CHARACTERS_MAX = 1_500;

  public Authorization {
    if (maskedAccount.chars().filter(Character::isDigit).count() > CLEAR_DIGITS_MAX) {
      throw new IllegalArgumentException("the account number is not masked");
    }
    customerReceipt = customerReceipt.map(Authorization::bounded);
    merchantReceipt = merchantReceipt.map(Authorization::bounded);
  }

  /// Of a payment that the terminal could not be asked about.
  static Authorization resolvedByHand(String operator) {
    return new Authorization(
        "", "", "", "", "", "operator " + operator, Optional.empty(), Optional.empty());
  }

  /// Whether the cardholder has signed, and somebody has to compare.
  boolean isSigned() {
    return verification.equals("signature");
  }

  Authorization withoutReceipts() {
    return new Authorization(
        terminalId,
        traceNumber,
        receiptNumber,
        maskedAccount,
        cardName,
        verification,
        Optional.empty(),
        Optional.empty());
  }

  /// Without control characters but line feeds: those take six bytes each in a document.
  private static String bounded(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", "");
    return plain.length() <= RECEIPT_CHARACTERS_MAX
        ? plain
        : plain.substring(0, RECEIPT_CHARACTERS_MAX);
  }
}
