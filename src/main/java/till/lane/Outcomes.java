package till.lane;

import java.util.Currency;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.sale.Authorization;
import till.sale.Money;
import till.sale.PaymentOutcome;

/// The terminal's words in the sale's: neither of the two has heard of the other.
final class Outcomes {

  private Outcomes() {}

  /// @param currency of the terminal's amounts
  static PaymentOutcome of(Outcome outcome, Currency currency) {
    return switch (outcome) {
      case Outcome.Approved approved ->
          new PaymentOutcome.Approved(booking(approved.approval(), currency));
      case Outcome.Settled settled ->
          new PaymentOutcome.Settled(booking(settled.approval(), currency));
      case Outcome.Declined declined -> new PaymentOutcome.Declined(declined.reason());
      case Outcome.Unknown unknown -> new PaymentOutcome.Unknown(unknown.reason());
    };
  }

  private static PaymentOutcome.Booking booking(Approval approval, Currency currency) {
    return new PaymentOutcome.Booking(
        new Money(approval.amountMinor(), currency), authorization(approval));
  }

  private static Authorization authorization(Approval approval) {
    return new Authorization(
        approval.terminalId(),
        approval.traceNumber(),
        approval.receiptNumber(),
        approval.maskedAccount(),
        approval.cardName(),
        approval.verification(),
        approval.customerReceipt(),
        approval.merchantReceipt());
  }

  /// For screens.
  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Approved _ -> "approved";
      case Outcome.Settled _ -> "settled";
      case Outcome.Declined _ -> "declined";
      case Outcome.Unknown _ -> "unknown";
    };
  }
}
