package till.lane;

import till.device.payment.Outcome;
import till.sale.Authorization;
import till.sale.Money;
import till.sale.PaymentOutcome;

/// The terminal's words in the sale's: neither of the two has heard of the other.
final class Outcomes {

  private Outcomes() {}

  /// @param amount what was asked for
  static PaymentOutcome of(Outcome outcome, Money amount) {
    return switch (outcome) {
      case Outcome.Approved approved ->
          new PaymentOutcome.Settled(
              new PaymentOutcome.Booking(
                  amount,
                  new Authorization(
                      approved.terminalId(),
                      approved.traceNumber(),
                      approved.receiptNumber(),
                      approved.maskedAccount(),
                      approved.cardName(),
                      approved.verification(),
                      approved.customerReceipt(),
                      approved.merchantReceipt())));
      case Outcome.Declined declined -> new PaymentOutcome.Declined(declined.reason());
      case Outcome.Unknown unknown -> new PaymentOutcome.Unknown(unknown.reason());
    };
  }

  /// For screens.
  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Approved _ -> "approved";
      case Outcome.Declined _ -> "declined";
      case Outcome.Unknown _ -> "unknown";
    };
  }
}
