package till.sale;

import java.util.Optional;
import java.util.stream.Stream;

/// Customers bring coupons.
///
/// What a coupon is worth comes off at once, spread over the goods as any discount on all of them
/// is: a line that goes later takes its share along, so that no coupon outlives its goods, and one
/// that has lost all of them may be entered anew. Somebody of the shop looks at the paper before
/// the total is taken; who enters it for the customer has. The same code counts once in a sale.
final class Redeeming {

  private final Plan plan;

  Redeeming(Plan plan) {
    this.plan = plan;
  }

  Verdict enter(Input.EnterCoupon coupon) {
    return plan.whileSelling(() ->
        plan.state().sale().isEmpty()
            ? Plan.refused(Reason.COUPON_BEFORE_GOODS, coupon.code())
            : take(coupon));
  }

  private Verdict take(Input.EnterCoupon coupon) {
    if (!coupon.amount().isPositive()) {
      return Plan.refused(Reason.BAD_LABEL, coupon.code());
    }
    if (plan.sale().isReducedBy(coupon.code()) || wasRefused(coupon)) {
      return Plan.refused(Reason.COUPON_TAKEN, coupon.code());
    }
    var adjusting = new Adjusting(plan);
    Money cost = adjusting.cost();
    if (!cost.isPositive()) {
      return Plan.refused(Reason.COUPON_BEFORE_GOODS, coupon.code());
    }
    if (coupon.amount().compareTo(cost) > 0) {
      return Plan.refused(Reason.COUPON_TOO_LARGE, coupon.code());
    }
    Verdict spread =
        adjusting.spread(
            new Adjustment(
                Adjustment.Code.COUPON, coupon.amount().negated(), coupon.code(), plan.operator()));
    if (spread instanceof Verdict.Refused) {
      return spread;
    }
    if (plan.due().isNegative()) { // with what comes back, there was less to pay
      return Plan.refused(Reason.COUPON_TOO_LARGE, coupon.code());
    }
    callForIt(coupon);
    return plan.isTooLong() ? Plan.refused(Reason.TOO_MANY_LINES) : plan.accepted();
  }

  private boolean wasRefused(Input.EnterCoupon coupon) {
    return checks(coupon)
        .flatMap(check -> check.clearing().stream())
        .anyMatch(how -> how.decision() == Problem.Decision.REFUSED);
  }

  private Stream<Problem> checks(Input.EnterCoupon coupon) {
    return plan.sale().problems().stream()
        .filter(problem -> problem.coupon().equals(Optional.of(coupon.code())));
  }

  /// Unless somebody was called for it when it was entered before.
  private void callForIt(Input.EnterCoupon coupon) {
    if (checks(coupon).findAny().isEmpty()) {
      plan.raiseCouponCheck(coupon.code());
      plan.actor().ifPresent(actor -> plan.settled(actor, ""));
    }
  }

  /// Somebody has looked, and does not take it.
  void refuse(String coupon) {
    for (LineItem line : plan.sale().lines()) {
      if (line.isReducedBy(coupon)) {
        plan.fact(new Entry.LineChanged(line.without(coupon)));
      }
    }
  }
}
