package till.device.payment;

import java.util.Optional;

/// What a terminal says of a booking. Never holds a full account number.
///
/// @param amountMinor what was booked: what was asked for, or less where the card had no more
/// @param traceNumber the terminal's number of this booking
/// @param receiptNumber the number a reversal has to name
/// @param maskedAccount at most the last four digits in clear, the rest `#`; empty when not told
/// @param verification `pin`, `signature`, `none`, or `unknown` when the terminal does not say
/// @param customerReceipt the terminal's text, lines parted by line feeds, when it sent one
/// @param merchantReceipt the terminal's text for the shop
public record Approval(
    long amountMinor,
    String terminalId,
    String traceNumber,
    String receiptNumber,
    String maskedAccount,
    String cardName,
    String verification,
    Optional<String> customerReceipt,
    Optional<String> merchantReceipt) {

  /// Whether the merchant has to have a receipt signed and to compare.
  public boolean signatureDemanded() {
    return verification.equals("signature");
  }

  /// The same booking with these texts.
  public Approval withReceipts(Optional<String> customer, Optional<String> merchant) {
    return new Approval(
        amountMinor,
        terminalId,
        traceNumber,
        receiptNumber,
        maskedAccount,
        cardName,
        verification,
        customer,
        merchant);
  }
}
