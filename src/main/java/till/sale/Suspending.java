package till.sale;

import java.util.List;

/// A sale waits, and goes on later in another transaction.
///
/// What was entered keeps its prices and taxes: the customer has seen them. What is entered after
/// it went on has those of the book by then, which is the one that the new transaction names; the
/// one before stands in the document that its link leads to.
final class Suspending {

  private final Plan plan;

  Suspending(Plan plan) {
    this.plan = plan;
  }

  /// Nothing may have been paid. What nobody has looked at yet waits with the goods; what lies on
  /// the scale does not.
  Verdict suspend() {
    return plan.state()
        .sale()
        .map(this::suspend)
        .orElseGet(() -> Plan.refused(Reason.NO_TRANSACTION));
  }

  private Verdict suspend(RetailTransaction sale) {
    if (sale.isHeld() && plan.actor().isEmpty()) {
      return Plan.refused(Reason.PROBLEM_OPEN, Plan.blockers(sale));
    }
    return switch (sale.status()) {
      case PAYMENT_PENDING, PAYMENT_UNKNOWN -> Plan.refused(Reason.PAYMENT_OPEN);
      case FISCALISING -> Plan.refused(Reason.SALE_ENDING);
      case ENTERING, TENDERING -> {
        if (sale.undoes().isPresent()) {
          yield Plan.refused(Reason.LINES_LOCKED);
        }
        if (!sale.standing().isEmpty()) {
          yield Plan.refused(Reason.MONEY_TAKEN);
        }
        if (!hasRoomFor(sale)) {
          yield Plan.refused(Reason.TOO_MANY_SUSPENDED, plan.state().suspended().size() + " are");
        }
        plan.end(Transaction.Status.SUSPENDED);
        yield plan.accepted();
      }
    };
  }

  private boolean hasRoomFor(RetailTransaction sale) {
    List<Suspended> waiting = plan.state().suspended();
    int bytes = waiting.stream().mapToInt(each -> DocumentBytes.of(each.sale())).sum();
    return waiting.size() < Workstation.SUSPENDED_MAX
        && bytes + DocumentBytes.of(sale) <= Workstation.SUSPENDED_BYTES_MAX;
  }

  Verdict retrieve(Input.RetrieveTransaction wanted) {
    if (plan.state().sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    return plan.whileSelling(() -> {
      List<Suspended> found =
          plan.state().suspended().stream()
              .filter(each ->
                  wanted.transactionId().isEmpty()
                      || wanted.transactionId().get().equals(each.sale().transactionId()))
              .toList();
      if (found.isEmpty()) {
        return Plan.refused(Reason.NOT_SUSPENDED, wanted.transactionId().orElse(""));
      }
      if (found.size() > 1) {
        return Plan.refused(Reason.SEVERAL_SUSPENDED, found.size() + " are");
      }
      plan.begin(wanted.priceRevision());
      plan.fact(new Entry.TransactionRetrieved(found.getFirst().sale().transactionId()));
      return plan.accepted();
    });
  }

  /// Gives up all that wait, each by a document of its own: when the business day ends.
  void voidAll() {
    for (Suspended waiting : plan.state().suspended()) {
      String suspended = waiting.sale().transactionId();
      plan.begin(suspended + "-void", waiting.sale().priceRevision(), plan.actor());
      plan.fact(new Entry.TransactionRetrieved(suspended));
      plan.end(Transaction.Status.VOIDED);
    }
  }
}
