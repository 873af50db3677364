package till.sale;

import java.util.List;
import java.util.Optional;

/// The customer pays, or does not after all.
///
/// A tender by card has two steps: the terminal has booked it (`PaymentBooked`, on disk before the
/// terminal hears that we know), and it is final (`PaymentApproved`). A sale ends by what is final
/// only: between the two the terminal may still take it back.
final class Tendering {

  private final Plan plan;

  Tendering(Plan plan) {
    this.plan = plan;
  }

  Verdict cash(Input.TenderCash cash) {
    return plan.whileTendering(sale -> {
      Money due = plan.due();
      Money rounded = plan.shop().cashRounding().round(due);
      Money given = cash.given().orElse(rounded);
      if (!isPayable(given, due, rounded)) {
        return Plan.refused(Reason.AMOUNT_INVALID, given.toString());
      }
      boolean ends = given.compareTo(rounded) >= 0;
      Money amount = ends ? rounded : given;
      if (isOneTooMany(sale, ends)) {
        return Plan.refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      if (ends && !rounded.equals(due)) {
        plan.fact(new Entry.CashRounded(rounded.minus(due)));
      }
      take(new Tender(number(sale), TenderType.CASH, amount, given, Optional.empty()));
      return plan.accepted();
    });
  }

  /// Any amount of what is due; what the customer gets back is paid out at once.
  private static boolean isPayable(Money given, Money due, Money rounded) {
    return due.isPositive()
        ? given.minor() <= Workstation.AMOUNT_MINOR_MAX && (given.isPositive() || rounded.isZero())
        : given.equals(rounded);
  }

  Verdict card(Input.TenderCard card) {
    return plan.whileTendering(sale -> {
      if (!plan.shop().cards()) {
        return Plan.refused(Reason.NO_PAYMENT_TERMINAL);
      }
      Money due = plan.due();
      Money amount = card.amount().orElse(due);
      if (due.isNegative() || !amount.isPositive() || amount.compareTo(due) > 0) {
        return Plan.refused(Reason.AMOUNT_INVALID, amount.toString());
      }
      if (isOneTooMany(sale, amount.equals(due))) {
        return Plan.refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      return attempt(
          PaymentAttempt.of(
              sale.transactionId(), sale.attempts() + 1, PaymentAttempt.Kind.PAYMENT, amount));
    });
  }

  private Verdict attempt(PaymentAttempt attempt) {
    plan.fact(new Entry.PaymentStarted(attempt));
    plan.effect(new Effect.RequestPayment(attempt));
    return plan.accepted();
  }

  /// The last tender a sale has room for has to pay all of what is due.
  private static boolean isOneTooMany(RetailTransaction sale, boolean ends) {
    return sale.tenders().size() + 1 >= Workstation.TENDERS_MAX && !ends;
  }

  private static int number(RetailTransaction sale) {
    return sale.tenders().size() + 1;
  }

  Verdict answered(Input.PaymentAnswered answer) {
    Optional<PaymentAttempt> open =
        plan.state()
            .sale()
            .flatMap(RetailTransaction::attempt)
            .filter(attempt -> attempt.attemptId().equals(answer.attemptId()));
    if (open.isEmpty()) {
      return Plan.refused(Reason.NO_SUCH_PAYMENT, answer.attemptId());
    }
    PaymentAttempt attempt = open.get();
    switch (answer.outcome()) {
      case PaymentOutcome.Approved approved -> {
        plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
        if (attempt.state() != PaymentAttempt.State.APPROVED) {
          plan.fact(new Entry.PaymentBooked(attempt.attemptId(), approved.booking()));
        }
      }
      case PaymentOutcome.Settled settled -> settled(attempt, settled.booking());
      case PaymentOutcome.Declined declined -> declined(attempt, declined.reason());
      case PaymentOutcome.Unknown unknown -> {
        if (attempt.state() != PaymentAttempt.State.UNKNOWN) {
          plan.unknown(attempt, unknown.reason());
        }
      }
    }
    return plan.accepted();
  }

  private void settled(PaymentAttempt attempt, PaymentOutcome.Booking booking) {
    plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
    Money amount =
        switch (attempt.purpose()) {
          case PAYMENT -> booking.amount();
          case REFUND, REVERSAL -> booking.amount().negated();
        };
    plan.fact(
        new Entry.PaymentApproved(
            attempt.attemptId(),
            new Tender(
                number(plan.sale()),
                TenderType.CREDIT_DEBIT,
                amount,
                amount,
                Optional.of(booking.authorization()),
                attempt.reverses())));
    endIfPaid();
  }

  private void declined(PaymentAttempt attempt, String reason) {
    plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
    plan.fact(new Entry.PaymentFailed(attempt.attemptId(), reason));
  }

  private void take(Tender tender) {
    if (!tender.amount().isZero()) {
      plan.fact(new Entry.TenderTaken(tender));
    }
    endIfPaid();
  }

  private void endIfPaid() {
    if (plan.due().isZero()) {
      RetailTransaction sale = plan.sale();
      plan.end(Transaction.Status.COMPLETED);
      new Printing(plan).queueReceipt(sale.transactionId());
      if (sale.tenders().stream().anyMatch(tender -> tender.type() == TenderType.CASH)) {
        plan.effect(new Effect.OpenDrawer());
      }
    }
  }

  /// Back to the goods.
  Verdict resumeEntry() {
    return plan.whileTendering(sale ->
        sale.standing().isEmpty()
            ? plan.accepted(new Entry.EntryResumed())
            : Plan.refused(Reason.MONEY_TAKEN));
  }

  Verdict cancel() {
    Optional<RetailTransaction> open = plan.state().sale();
    if (open.isEmpty()) {
      return Plan.refused(Reason.NO_TRANSACTION);
    }
    if (open.get().attempt().isPresent()) {
      return Plan.refused(Reason.PAYMENT_OPEN);
    }
    List<Tender> taken = open.get().standing();
    if (!taken.isEmpty()) {
      return Plan.refused(Reason.MONEY_TAKEN);
    }
    plan.end(Transaction.Status.VOIDED);
    return plan.accepted();
  }
}
