package till.sale;

import java.util.Optional;

/// The business day is closed: its Z report is one document, and the next day begins with the cash
/// that is left.
final class DayEnd {

  private final Plan plan;

  DayEnd(Plan plan) {
    this.plan = plan;
  }

  /// Closes the lane too: the one document says both. Sales that wait are given up before it, each
  /// by a document of its own: they are of this day, and nobody may be there to ask.
  Verdict close() {
    Optional<Verdict> hindrance = hindrance();
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    new Suspending(plan).voidAll();
    if (plan.state().lane() != LaneState.CLOSED) {
      plan.fact(new Entry.LaneStateChanged(LaneState.CLOSED));
    }
    DayTotals totals = plan.state().day().orElseThrow();
    plan.document(new Transaction.Closing(number(), totals.until(plan.state().sequence() + 1)));
    new Printing(plan).queueReceipt(plan.moment().freshId());
    return plan.accepted();
  }

  /// What has to be finished first: nothing of this day may be left for the next one.
  private Optional<Verdict> hindrance() {
    if (plan.state().businessDay().isEmpty()) {
      return Optional.of(Plan.refused(Reason.DAY_NOT_OPEN));
    }
    return plan.state()
        .sale()
        .map(sale ->
            Plan.refused(sale.attempt().isPresent() ? Reason.PAYMENT_OPEN : Reason.LANE_BUSY));
  }

  private long number() {
    return plan.state().lastClosing().map(LastClosing::number).orElse(0L) + 1;
  }
}
