package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The customer pays, or does not after all.
///
/// A tender by card has two steps: the terminal has booked it (`PaymentBooked`, on disk before the
/// terminal hears that we know), and it is final (`PaymentApproved`). A sale ends by what is final
/// only: between the two the terminal may still take it back.
///
/// Whoever leaves with money taken gets it back first, tender by tender, the newest first; a card's
/// by a reversal, which is an attempt like any other.
final class Tendering {

  private final Plan plan;

  Tendering(Plan plan) {
    this.plan = plan;
  }

  Verdict cash(Input.TenderCash cash) {
    return whileTendering(sale -> {
      Money due = plan.due();
      Money rounded = plan.shop().cashRounding().round(due);
      Money given = cash.given().orElse(rounded);
      if (!isPayable(given, due, rounded)) {
        return Plan.refused(Reason.AMOUNT_INVALID, given.toString());
      }
      if (!plan.shop().cashRounding().makesUp(given)) {
        return Plan.refused(Reason.NO_SUCH_COINS, given.toString());
      }
      boolean ends = given.compareTo(rounded) >= 0;
      if (isOneTooMany(TenderType.CASH, sale, ends)) {
        return Plan.refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      if (ends && !rounded.equals(due)) {
        plan.fact(new Entry.CashRounded(rounded.minus(due)));
      }
      take(TenderType.CASH, ends ? rounded : given, given);
      return plan.accepted();
    });
  }

  /// Any amount of what is due; what the customer gets back is paid out at once.
  private static boolean isPayable(Money given, Money due, Money rounded) {
    return due.isPositive()
        ? given.minor() <= Workstation.AMOUNT_MINOR_MAX && (given.isPositive() || rounded.isZero())
        : given.equals(rounded);
  }

  /// A voucher gives no change.
  Verdict voucher(Input.TenderVoucher voucher) {
    return whileTendering(sale -> {
      Money due = plan.due();
      Money amount = voucher.amount().orElse(due);
      if (!amount.isPositive() || !due.isPositive()) {
        return Plan.refused(Reason.AMOUNT_INVALID, amount.toString());
      }
      if (amount.compareTo(due) > 0) {
        return Plan.refused(Reason.VOUCHER_TOO_LARGE, due.toString());
      }
      if (isOneTooMany(TenderType.VOUCHER, sale, amount.equals(due))) {
        return Plan.refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      take(TenderType.VOUCHER, amount, amount);
      return plan.accepted();
    });
  }

  Verdict card(Input.TenderCard card) {
    return whileTendering(sale -> {
      if (!plan.shop().cards()) {
        return Plan.refused(Reason.NO_PAYMENT_TERMINAL);
      }
      Money due = plan.due();
      Money amount = card.amount().orElse(due.abs());
      if (!amount.isPositive() || amount.compareTo(due.abs()) > 0) {
        return Plan.refused(Reason.AMOUNT_INVALID, amount.toString());
      }
      if (isOneTooMany(TenderType.CREDIT_DEBIT, sale, amount.equals(due.abs()))) {
        return Plan.refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      PaymentAttempt.Kind kind =
          due.isNegative() ? PaymentAttempt.Kind.REFUND : PaymentAttempt.Kind.PAYMENT;
      begin(PaymentAttempt.of(sale.transactionId(), sale.attempts() + 1, kind, amount));
      return plan.accepted();
    });
  }

  private void begin(PaymentAttempt attempt) {
    plan.fact(new Entry.PaymentStarted(attempt));
    plan.effect(new Effect.RequestPayment(attempt));
  }

  /// The last tender a sale has room for has to pay all of what is due.
  private static boolean isOneTooMany(TenderType type, RetailTransaction sale, boolean ends) {
    return (sale.tenders().size() + 1 >= Workstation.TENDERS_MAX && !ends)
        || !DocumentBytes.hasRoomFor(type, ends, sale);
  }

  private void take(TenderType type, Money amount, Money given) {
    if (!amount.isZero()) {
      plan.fact(
          new Entry.TenderTaken(
              new Tender(plan.sale().nextTender(), type, amount, given, Optional.empty())));
    }
    endIfPaid();
  }

  /// The customer changes their mind; the terminal says what comes of it.
  Verdict abort() {
    return withAttempt(attempt -> {
      if (attempt.state() != PaymentAttempt.State.SENT) {
        return Plan.refused(Reason.TOO_LATE_TO_ABORT);
      }
      plan.effect(new Effect.AbortPayment(attempt.attemptId()));
      return plan.accepted();
    });
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
    if (!(answer.outcome() instanceof PaymentOutcome.Unknown)) {
      plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
    }
    switch (answer.outcome()) {
      case PaymentOutcome.Approved approved -> {
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

  /// The terminal cannot be asked: somebody has looked at its receipts.
  Verdict resolve(Input.ResolvePayment resolve) {
    return plan.byActor(actor ->
        withAttempt(attempt -> {
          if (attempt.state() != PaymentAttempt.State.UNKNOWN) {
            return Plan.refused(Reason.PAYMENT_NOT_UNKNOWN);
          }
          plan.effect(new Effect.ForgetPayment(attempt.attemptId()));
          plan.control(
              "payment-resolved",
              Map.of(
                  "attemptId", attempt.attemptId(),
                  "amount", Long.toString(attempt.amount().minor()),
                  "paid", Boolean.toString(resolve.paid()),
                  "method", actor.method(),
                  "reason", resolve.reason()));
          if (resolve.paid()) {
            settled(attempt, attempt.approved().orElseGet(() -> byHand(attempt, actor)));
          } else {
            declined(attempt, "resolved by " + actor.operator());
          }
          return plan.accepted();
        }));
  }

  private static PaymentOutcome.Booking byHand(PaymentAttempt attempt, Actor actor) {
    return new PaymentOutcome.Booking(
        attempt.amount(), Authorization.resolvedByHand(actor.operator()));
  }

  /// Refused while nobody knows what became of an attempt.
  Verdict reconcile(String serviceId) {
    if (!plan.shop().cards()) {
      return Plan.refused(Reason.NO_PAYMENT_TERMINAL);
    }
    if (plan.state().sale().flatMap(RetailTransaction::attempt).isPresent()) {
      return Plan.refused(Reason.PAYMENT_OPEN);
    }
    plan.effect(new Effect.ReconcilePayments(serviceId));
    return plan.accepted();
  }

  private Verdict withAttempt(Function<PaymentAttempt, Verdict> decision) {
    return plan.state()
        .sale()
        .flatMap(RetailTransaction::attempt)
        .map(decision)
        .orElseGet(() -> Plan.refused(Reason.NO_SUCH_PAYMENT));
  }

  private void settled(PaymentAttempt attempt, PaymentOutcome.Booking booking) {
    Money amount =
        switch (attempt.purpose()) {
          case PAYMENT -> booking.amount();
          case REFUND, REVERSAL -> booking.amount().negated();
        };
    Authorization authorization = booking.authorization();
    var tender =
        new Tender(
            plan.sale().nextTender(),
            TenderType.CREDIT_DEBIT,
            amount,
            amount,
            Optional.of(authorization.withReceipts(0)),
            attempt.reverses());
    int left = DocumentBytes.leftForSlips(plan.sale().with(tender));
    plan.fact(
        new Entry.PaymentApproved(
            attempt.attemptId(), tender.with(authorization.withReceipts(left))));
    if (plan.sale().leaving().isPresent()) {
      giveBack();
      return;
    }
    if (plan.sale().undoes().isPresent()) {
      new PostVoiding(plan).goOn();
      return;
    }
    if (attempt.purpose() == PaymentAttempt.Kind.PAYMENT && authorization.isSigned()) {
      plan.raise(Problem.Code.SIGNATURE_CHECK, Optional.empty());
    }
    endIfPaid();
  }

  private void declined(PaymentAttempt attempt, String reason) {
    plan.fact(new Entry.PaymentFailed(attempt.attemptId(), reason));
    if (attempt.purpose() == PaymentAttempt.Kind.REVERSAL) {
      notReversed();
    }
  }

  /// Completes a sale that is paid and that nobody has to look at.
  void endIfPaid() {
    if (!plan.due().isZero() || plan.sale().isBlocked()) {
      return;
    }
    if (plan.shop().fiscal().isPresent()) {
      plan.fact(new Entry.FiscalisingStarted());
      plan.effect(new Effect.Fiscalise(plan.sale().transactionId()));
    } else {
      complete();
    }
  }

  Verdict fiscalised(Input.Fiscalised answer) {
    Optional<RetailTransaction> waiting =
        plan.state()
            .sale()
            .filter(sale -> sale.status() == SaleStatus.FISCALISING)
            .filter(sale -> sale.transactionId().equals(answer.transactionId()));
    if (waiting.isEmpty()) {
      return Plan.refused(Reason.NO_TRANSACTION, answer.transactionId());
    }
    plan.fact(new Entry.Fiscalised(answer.record()));
    complete();
    return plan.accepted();
  }

  private void complete() {
    RetailTransaction sale = plan.sale();
    plan.end(
        sale.undoes().isPresent() ? Transaction.Status.POST_VOIDED : Transaction.Status.COMPLETED);
    if (plan.shop().receipts().isPrinted(sale.receipt(), isSigned(sale))) {
      new Printing(plan).queueReceipt(sale.transactionId());
    }
    if (sale.tenders().stream().anyMatch(tender -> tender.type() == TenderType.CASH)) {
      plan.effect(new Effect.OpenDrawer());
    }
  }

  private static boolean isSigned(RetailTransaction sale) {
    return sale.tenders().stream()
        .flatMap(tender -> tender.authorization().stream())
        .anyMatch(Authorization::isSigned);
  }

  /// Back to the goods.
  Verdict resumeEntry() {
    return whileTendering(sale ->
        sale.undoes().isPresent()
            ? Plan.refused(Reason.LINES_LOCKED)
            : leave(sale, Leaving.ENTERING));
  }

  Verdict cancel() {
    return plan.state()
        .sale()
        .map(sale ->
            switch (sale.status()) {
              case ENTERING, TENDERING -> leave(sale, Leaving.VOIDED);
              case PAYMENT_PENDING, PAYMENT_UNKNOWN -> Plan.refused(Reason.PAYMENT_OPEN);
              case FISCALISING -> Plan.refused(Reason.SALE_ENDING);
            })
        .orElseGet(() -> Plan.refused(Reason.NO_TRANSACTION));
  }

  /// What lies in the drawer is given back by a person; a card's money goes back by itself.
  private Verdict leave(RetailTransaction sale, Leaving where) {
    List<Tender> taken = sale.standing();
    boolean isRefunded =
        sale.undoes().isPresent()
            ? !sale.tenders().isEmpty()
            : taken.stream().anyMatch(tender -> tender.isCard() && tender.amount().isNegative());
    if (isRefunded) {
      return Plan.refused(Reason.REFUND_IS_FINAL);
    }
    if (plan.actor().isEmpty() && sale.isHeld()) {
      return Plan.refused(Reason.PROBLEM_OPEN, Plan.blockers(sale));
    }
    if (plan.actor().isEmpty() && !taken.stream().allMatch(Tender::isCard)) {
      return Plan.refused(Reason.MONEY_TAKEN);
    }
    if (taken.stream().anyMatch(Tender::isCard) && !DocumentBytes.hasRoomForReversal(sale)) {
      return Plan.refused(Reason.TOO_MANY_TENDERS); // of all that was refused: it has to be paid
    }
    plan.fact(new Entry.LeavingStarted(where));
    giveBack();
    return plan.accepted();
  }

  private void giveBack() {
    for (Tender tender : plan.sale().standing()) {
      if (!giveBack(tender)) {
        return;
      }
      if (tender.type() == TenderType.CASH) {
        plan.effect(new Effect.OpenDrawer());
      }
    }
    switch (plan.sale().leaving().orElseThrow()) {
      case ENTERING -> {
        plan.fact(new Entry.LeavingStopped());
        plan.fact(new Entry.EntryResumed());
      }
      case VOIDED -> plan.end(Transaction.Status.VOIDED);
    }
  }

  /// Gives a tender back.
  ///
  /// @return whether that is done; a card's has to be asked for
  boolean giveBack(Tender tender) {
    if (tender.isCard()) {
      reverse(tender);
      return false;
    }
    Money back = tender.amount().negated();
    plan.fact(
        new Entry.TenderTaken(
            new Tender(
                plan.sale().nextTender(),
                tender.type(),
                back,
                back,
                Optional.empty(),
                Optional.of(tender.n()))));
    return true;
  }

  /// Gives a card's money back; what the terminal has no number for, it cannot undo.
  void reverse(Tender tender) {
    boolean known =
        tender.authorization().filter(word -> !word.receiptNumber().isBlank()).isPresent();
    if (known) {
      begin(
          PaymentAttempt.reversal(plan.sale().transactionId(), plan.sale().attempts() + 1, tender));
    } else {
      notReversed();
    }
  }

  private void notReversed() {
    if (plan.sale().leaving().isPresent()) {
      plan.fact(new Entry.LeavingStopped());
    }
    plan.raise(Problem.Code.REVERSAL_FAILED, Optional.empty());
  }

  /// Decides while the customer chooses how to pay and nothing stands in the way.
  Verdict whileTendering(Function<RetailTransaction, Verdict> decision) {
    return plan.state()
        .sale()
        .map(sale ->
            switch (sale.status()) {
              case TENDERING ->
                  sale.isBlocked()
                      ? Plan.refused(Reason.PROBLEM_OPEN, Plan.blockers(sale))
                      : decision.apply(sale);
              case ENTERING -> Plan.refused(Reason.TOTAL_NOT_TAKEN);
              case PAYMENT_PENDING, PAYMENT_UNKNOWN -> Plan.refused(Reason.PAYMENT_OPEN);
              case FISCALISING -> Plan.refused(Reason.SALE_ENDING);
            })
        .orElseGet(() -> Plan.refused(Reason.NO_TRANSACTION));
  }
}
