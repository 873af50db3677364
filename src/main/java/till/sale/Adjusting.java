package till.sale;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A person changes what goods cost.
///
/// Each change counts from what the line costs by then: a price is what a unit costs from now on,
/// whatever was changed before; an amount or a percentage is taken off the rest. What is taken off
/// the whole sale is spread over its goods by what they cost, and a line that goes later takes its
/// share along. Deposits and what comes back cost what they cost.
final class Adjusting {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /// Of a percentage.
  private static final int DECIMALS_MAX = 2;

  private final Plan plan;

  Adjusting(Plan plan) {
    this.plan = plan;
  }

  Verdict line(Input.AdjustLine adjust) {
    return byActor((actor, sale) -> {
      Optional<LineItem> found = sale.line(adjust.n());
      if (found.isEmpty()) {
        return Plan.refused(Reason.NO_SUCH_LINE, "line " + adjust.n());
      }
      LineItem line = found.get();
      if (line.voided()) {
        return Plan.refused(Reason.ALREADY_VOIDED, "line " + adjust.n());
      }
      if (line.kind() != LineItem.Kind.SALE) {
        return Plan.refused(Reason.NOT_ADJUSTABLE, "line " + adjust.n());
      }
      Optional<Money> amount = amount(adjust.change(), line);
      if (amount.isEmpty() || !leaves(line.extendedAmount().plus(amount.get()))) {
        return Plan.refused(Reason.ADJUSTMENT_INVALID, "line " + adjust.n());
      }
      Money unitPrice =
          adjust.change() instanceof Change.Price price
              ? price.unitPrice()
              : line.actualUnitPrice();
      Adjustment.Code code =
          adjust.change() instanceof Change.Price
              ? Adjustment.Code.PRICE_OVERRIDE
              : Adjustment.Code.DISCOUNT;
      var adjustment = new Adjustment(code, amount.get(), adjust.reason(), actor.operator());
      return changed(List.of(line.adjusted(adjustment, unitPrice)));
    });
  }

  /// What the change adds to the line; nothing, where it is no change.
  private static Optional<Money> amount(Change change, LineItem line) {
    return switch (change) {
      case Change.Price price -> override(price.unitPrice(), line);
      case Change.Amount _, Change.Percent _ ->
          off(change, line.extendedAmount()).map(Money::negated);
    };
  }

  private static Optional<Money> override(Money unitPrice, LineItem line) {
    if (unitPrice.isNegative() || unitPrice.minor() > Workstation.AMOUNT_MINOR_MAX) {
      return Optional.empty();
    }
    return Optional.of(unitPrice.times(line.quantity()).minus(line.extendedAmount()))
        .filter(amount -> !amount.isZero());
  }

  /// What is taken off so much.
  private static Optional<Money> off(Change change, Money cost) {
    Money off =
        switch (change) {
          case Change.Amount amount -> amount.off();
          case Change.Percent percent -> share(percent.percent(), cost);
          case Change.Price _ -> Money.zero(cost.currency());
        };
    return Optional.of(off).filter(Money::isPositive).filter(much -> much.compareTo(cost) <= 0);
  }

  private static Money share(BigDecimal percent, Money cost) {
    boolean isPercentage =
        percent.signum() > 0
            && percent.compareTo(HUNDRED) <= 0
            && percent.stripTrailingZeros().scale() <= DECIMALS_MAX;
    return isPercentage ? cost.times(percent.movePointLeft(2)) : Money.zero(cost.currency());
  }

  private static boolean leaves(Money rest) {
    return !rest.isNegative() && rest.minor() <= Workstation.AMOUNT_MINOR_MAX;
  }

  /// Decides for somebody of the shop while goods come in.
  private Verdict byActor(BiFunction<Actor, RetailTransaction, Verdict> decision) {
    return plan.byActor(actor -> plan.whileEntering(sale -> decision.apply(actor, sale)));
  }

  Verdict transaction(Input.AdjustTransaction adjust) {
    return byActor((actor, _) ->
        off(adjust.change(), cost())
            .map(off ->
                new Adjustment(
                    Adjustment.Code.TRANSACTION_DISCOUNT,
                    off.negated(),
                    adjust.reason(),
                    actor.operator()))
            .map(this::spread)
            .orElseGet(() -> Plan.refused(Reason.ADJUSTMENT_INVALID)));
  }

  /// What the goods cost that something can be taken off.
  Money cost() {
    return goods().stream()
        .map(LineItem::extendedAmount)
        .reduce(Money.zero(plan.shop().currency()), Money::plus);
  }

  private List<LineItem> goods() {
    return plan.sale().lines().stream()
        .filter(line -> !line.voided() && line.kind() == LineItem.Kind.SALE)
        .filter(line -> line.extendedAmount().isPositive())
        .toList();
  }

  /// Takes something off all goods.
  ///
  /// @param whole of an amount below zero, and no more than they cost
  Verdict spread(Adjustment whole) {
    return changed(shares(whole, goods()));
  }

  private static List<LineItem> shares(Adjustment whole, List<LineItem> goods) {
    List<Long> shares =
        Spread.of(
            -whole.amount().minor(),
            goods.stream().map(line -> line.extendedAmount().minor()).toList());
    var changed = new ArrayList<LineItem>();
    for (int i = 0; i < goods.size(); i++) {
      if (shares.get(i) > 0) {
        LineItem line = goods.get(i);
        changed.add(
            line.adjusted(
                whole.with(new Money(-shares.get(i), whole.amount().currency())),
                line.actualUnitPrice()));
      }
    }
    return changed;
  }

  private Verdict changed(List<LineItem> lines) {
    for (LineItem line : lines) {
      if (line.adjustments().size() > Workstation.ADJUSTMENTS_MAX) {
        return Plan.refused(Reason.TOO_MANY_ADJUSTMENTS, "line " + line.n());
      }
      plan.fact(new Entry.LineChanged(line));
    }
    if (plan.isTooLong()) {
      return Plan.refused(Reason.TOO_MANY_LINES);
    }
    return plan.sums().total().minor() > Workstation.AMOUNT_MINOR_MAX
        ? Plan.refused(Reason.AMOUNT_TOO_LARGE)
        : plan.accepted();
  }
}
