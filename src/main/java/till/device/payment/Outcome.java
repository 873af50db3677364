package till.device.payment;

import java.util.Optional;

/// What the terminal knows of a payment. No reply is `Unknown`, never a decline.
public sealed interface Outcome {

  /// Booked. Never holds a full account number.
  ///
  /// @param traceNumber the terminal's number of this payment
  /// @param receiptNumber the number a reversal has to name
  /// @param maskedAccount at most the last four digits in clear, the rest `#`; empty when not told
  /// @param verification `pin`, `signature`, `none`, or `unknown` when the terminal does not say
  /// @param customerReceipt the terminal's text, lines parted by line feeds, when it sent one
  record Approved(
      String terminalId,
      String traceNumber,
      String receiptNumber,
      String maskedAccount,
      String cardName,
      String verification,
      Optional<String> customerReceipt,
      Optional<String> merchantReceipt)
      implements Outcome {}

  /// The terminal refused, or says it never booked this payment.
  record Declined(String reason) implements Outcome {}

  /// No answer, or none that can be believed.
  record Unknown(String reason) implements Outcome {}
}
