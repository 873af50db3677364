package till.sale;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A completed sale is undone whole, by a transaction that has all its amounts the other way round.
///
/// It begins with the total taken, gives back tender by tender, cards first, and ends when nothing
/// is due any more. A card's money goes back by a reversal, which is an attempt like any other.
/// Where the terminal refuses one, somebody has to look at it: then the same request tries again,
/// or the rest is paid out in another way. As long as nothing has gone back it can be given up.
final class PostVoiding {

  private final Plan plan;

  PostVoiding(Plan plan) {
    this.plan = plan;
  }

  Verdict undo(Original original) {
    return plan.byActor(actor ->
        plan.state()
            .sale()
            .map(open -> again(open, original))
            .orElseGet(() -> begin(original, actor)));
  }

  private Verdict again(RetailTransaction open, Original original) {
    boolean isSame =
        open.undoes()
            .filter(undoing -> undoing.transactionId().equals(original.transactionId()))
            .isPresent();
    if (!isSame) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    return new Tendering(plan)
        .whileTendering(_ -> {
          // of all that was refused: another way has to be found
          if (!DocumentBytes.hasRoomForReversal(open)) {
            return Plan.refused(Reason.TOO_MANY_TENDERS);
          }
          goOn();
          return plan.accepted();
        });
  }

  private Verdict begin(Original original, Actor actor) {
    if (plan.state().lane() != LaneState.READY) {
      return Plan.refused(Reason.LANE_NOT_READY, plan.state().laneState().name());
    }
    Optional<Reason> objection = objection(original);
    if (objection.isPresent()) {
      return Plan.refused(objection.get(), original.transactionId());
    }
    Transaction.Retail sale = original.sale().orElseThrow();
    plan.begin(plan.moment().freshId(), sale.priceRevision(), Optional.of(actor));
    plan.fact(new Entry.PostVoidStarted(undoing(original.transactionId(), sale)));
    sale.lines().forEach(line -> plan.fact(new Entry.LineAdded(line.undone())));
    if (!sale.totals().rounding().isZero()) {
      plan.fact(new Entry.CashRounded(sale.totals().rounding().negated()));
    }
    goOn();
    return plan.accepted();
  }

  private static Undoing undoing(String transactionId, Transaction.Retail sale) {
    return new Undoing(
        transactionId,
        Tender.standing(sale.tenders()).stream()
            .sorted(Comparator.comparing(tender -> !tender.isCard()))
            .toList());
  }

  /// What speaks against it, if anything does.
  private Optional<Reason> objection(Original original) {
    Optional<Transaction.Retail> sale = original.sale();
    if (sale.isEmpty()) {
      return Optional.of(Reason.NOT_A_SALE);
    }
    if (original.postVoided()) {
      return Optional.of(Reason.ALREADY_POST_VOIDED);
    }
    if (!isOfOpenDay(original)) {
      return Optional.of(Reason.NOT_OF_TODAY);
    }
    if (new Returning(plan).hasComeBack(original)) {
      return Optional.of(Reason.PARTLY_RETURNED);
    }
    List<Tender> cards = sale.get().tenders().stream().filter(Tender::isCard).toList();
    if (Tender.standing(cards).stream().anyMatch(card -> card.amount().isNegative())) {
      return Optional.of(Reason.REFUND_IS_FINAL);
    }
    return cards.isEmpty() || plan.shop().cards()
        ? Optional.empty()
        : Optional.of(Reason.NO_PAYMENT_TERMINAL);
  }

  /// The date alone does not tell: a day may be opened again on the date it was closed on.
  private boolean isOfOpenDay(Original original) {
    return !original.closed()
        && plan.state().businessDay().isPresent()
        && original.transaction().businessDay().equals(plan.state().businessDay());
  }

  /// Gives back what has not gone back yet, up to the next card, and ends when nothing is due.
  void goOn() {
    var tendering = new Tendering(plan);
    Optional<Tender> next = next();
    while (next.isPresent()) {
      if (!tendering.giveBack(next.get())) {
        return;
      }
      next = next();
    }
    tendering.endIfPaid();
  }

  /// What was paid and is not given back, as far as so much is still due: somebody may have paid it
  /// out in another way.
  private Optional<Tender> next() {
    List<Tender> done = plan.sale().tenders();
    Money due = plan.due();
    return plan.sale().undoes().orElseThrow().tenders().stream()
        .filter(tender ->
            done.stream().noneMatch(back -> back.reverses().equals(Optional.of(tender.n()))))
        .filter(tender -> tender.amount().isPositive() == due.isNegative())
        .filter(tender -> tender.amount().abs().compareTo(due.abs()) <= 0)
        .findFirst();
  }
}
