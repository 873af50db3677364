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

  /// Longest receipt text that is kept, in characters.
  private static final int RECEIPT_CHARACTERS_MAX = 1_500;

  /// Longest of the terminal's numbers, and of its words, in characters: what is longer is cut.
  private static final int NUMBER_CHARACTERS_MAX = 32;

  private static final int WORD_CHARACTERS_MAX = 80;

  /// All of them together.
  static final int CHARACTERS_MAX = 4 * NUMBER_CHARACTERS_MAX + 2 * WORD_CHARACTERS_MAX;

  public Authorization {
    if (maskedAccount.chars().filter(Character::isDigit).count() > CLEAR_DIGITS_MAX) {
      throw new IllegalArgumentException("the account number is not masked");
    }
    terminalId = plain(terminalId, NUMBER_CHARACTERS_MAX);
    traceNumber = plain(traceNumber, NUMBER_CHARACTERS_MAX);
    receiptNumber = plain(receiptNumber, NUMBER_CHARACTERS_MAX);
    maskedAccount = plain(maskedAccount, NUMBER_CHARACTERS_MAX);
    cardName = plain(cardName, WORD_CHARACTERS_MAX);
    verification = plain(verification, WORD_CHARACTERS_MAX);
    customerReceipt = customerReceipt.map(text -> plain(text, RECEIPT_CHARACTERS_MAX));
    merchantReceipt = merchantReceipt.map(text -> plain(text, RECEIPT_CHARACTERS_MAX));
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

  /// With those of the terminal's receipts that find room, the customer's first: half a receipt is
  /// none.
  ///
  /// @param bytes of their document
  Authorization withReceipts(int bytes) {
    Optional<String> customer = customerReceipt.filter(text -> DocumentBytes.slip(text) <= bytes);
    int left = bytes - customer.map(DocumentBytes::slip).orElse(0);
    return new Authorization(
        terminalId,
        traceNumber,
        receiptNumber,
        maskedAccount,
        cardName,
        verification,
        customer,
        merchantReceipt.filter(text -> DocumentBytes.slip(text) <= left));
  }

  /// Without control characters but line feeds: those take six bytes each in a document.
  private static String plain(String text, int charactersMax) {
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", "");
    return plain.length() <= charactersMax ? plain : plain.substring(0, charactersMax);
  }
}
