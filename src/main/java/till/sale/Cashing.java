package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cash goes into the drawer and out of it beside selling, and is counted.
final class Cashing {

  /// Longest reason.
  static final int REASON_CHARACTERS_MAX = 200;

  private final Plan plan;

  Cashing(Plan plan) {
    this.plan = plan;
  }

  Verdict move(Input.MoveCash move) {
    Optional<DayTotals> day = plan.state().day();
    if (plan.state().businessDay().isEmpty() || day.isEmpty()) {
      return Plan.refused(Reason.DAY_NOT_OPEN);
    }
    Optional<Verdict> objection = objection(move, day.get().cash());
    if (objection.isPresent()) {
      return objection.get();
    }
    Optional<Transaction.CashCount> count =
        Optional.of(day.get().cash().expected())
            .filter(_ -> move.kind() == CashKind.COUNT)
            .map(expected -> new Transaction.CashCount(expected, move.amount().minus(expected)));
    plan.document(
        new Transaction.TenderControl(
            move.kind(), cut(move.reason()), move.amount(), move.denominations(), count));
    plan.effect(new Effect.OpenDrawer());
    return plan.accepted();
  }

  private Optional<Verdict> objection(Input.MoveCash move, DrawerCash drawer) {
    if (plan.state().sale().isPresent()) {
      return Optional.of(Plan.refused(Reason.LANE_BUSY));
    }
    if (move.kind().needsReason() && move.reason().isBlank()) {
      return Optional.of(Plan.refused(Reason.REASON_NEEDED));
    }
    if (!isPossible(move, drawer)) {
      return Optional.of(Plan.refused(Reason.CASH_AMOUNT_INVALID, move.amount().toString()));
    }
    if (move.kind().takesOut() && move.amount().compareTo(drawer.content()) > 0) {
      return Optional.of(Plan.refused(Reason.NOT_ENOUGH_CASH, drawer.content().toString()));
    }
    if (!addUp(move)) {
      return Optional.of(Plan.refused(Reason.DENOMINATIONS_WRONG, move.amount().toString()));
    }
    return Optional.empty();
  }

  private static boolean isPossible(Input.MoveCash move, DrawerCash drawer) {
    Money amount = move.amount();
    return switch (move.kind()) {
      case COUNT -> !amount.isNegative() && amount.minor() <= Workstation.AMOUNT_MINOR_MAX;
      case PICKUP, PAY_OUT -> amount.isPositive();
      case LOAN, PAY_IN ->
          amount.isPositive()
              && amount.minor() <= Workstation.AMOUNT_MINOR_MAX
              && drawer.content().plus(amount).minor() <= Workstation.AMOUNT_MINOR_MAX;
    };
  }

  private static boolean addUp(Input.MoveCash move) {
    List<Denomination> all = move.denominations();
    return all.isEmpty()
        || (all.size() <= Denomination.KINDS_MAX
            && all.stream().allMatch(Denomination::isPossible)
            && all.stream().map(Denomination::value).distinct().count() == all.size()
            && Denomination.sum(all, Money.zero(move.amount().currency())).equals(move.amount()));
  }

  /// No sale: the drawer is opened for nothing.
  Verdict openDrawer(String reason) {
    if (plan.state().sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    if (reason.isBlank()) {
      return Plan.refused(Reason.REASON_NEEDED);
    }
    plan.control(Transaction.Control.NO_SALE, Map.of("reason", cut(reason)));
    plan.effect(new Effect.OpenDrawer());
    return plan.accepted();
  }

  private static String cut(String reason) {
    return reason.length() <= REASON_CHARACTERS_MAX
        ? reason
        : reason.substring(0, REASON_CHARACTERS_MAX);
  }
}
