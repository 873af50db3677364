package till.sale;

import java.math.BigDecimal;

/// Goods that are sold by weight: as their label says it, as a person has keyed it, or as the scale
/// will.
///
/// What waits for the scale is no line. It waits until it is weighed, until something else is
/// entered, or until nobody wants it any more.
final class Weighing {

  private final Plan plan;

  Weighing(Plan plan) {
    this.plan = plan;
  }

  boolean isWaiting() {
    return plan.state().sale().flatMap(RetailTransaction::unweighed).isPresent();
  }

  Verdict enter(Input.EnterItem enter) {
    Item item = enter.item();
    Pack pack = enter.pack();
    Article article = Article.of(enter);
    if (pack.embedded().weight().isPresent()) {
      return sell(article, new Weight(pack.embedded().weight().get(), BigDecimal.ZERO));
    }
    BigDecimal tare = pack.tare().orElse(item.tare());
    if (pack.keyed().isPresent()) {
      return sell(article, tare, pack.keyed().get());
    }
    return plan.accepted(
        new Entry.WeighingStarted(
            new Unweighed(
                item,
                item.name(plan.languages()),
                enter.method(),
                enter.scan(),
                tare,
                enter.pack().deposit())));
  }

  /// A weight that no scale has told stands in the document with who has.
  private Verdict sell(Article article, BigDecimal tare, BigDecimal keyed) {
    return plan.byActor(actor -> {
      int n = plan.sale().lines().size() + 1;
      Verdict sold = sell(article, new Weight(keyed, tare));
      if (sold instanceof Verdict.Refused) {
        return sold;
      }
      plan.settled(Problem.Code.WEIGHT_NEEDED, n, actor, "");
      return plan.isTooLong() ? Plan.refused(Reason.TOO_MANY_LINES) : plan.accepted();
    });
  }

  Verdict weighed(Input.Weighed weighed) {
    if (!isWaiting()) {
      return Plan.refused(Reason.NOT_WEIGHING);
    }
    return plan.whileEntering(sale -> {
      Unweighed what = sale.unweighed().orElseThrow();
      BigDecimal gross = weighed.net() ? weighed.kilograms().add(what.tare()) : weighed.kilograms();
      plan.fact(new Entry.WeighingEnded());
      return sell(what.article(), new Weight(gross, what.tare()));
    });
  }

  private Verdict sell(Article article, Weight weight) {
    return weight.net().signum() > 0
        ? new Selling(plan).sell(article, Portion.of(article.item(), weight))
        : Plan.refused(Reason.TARE_TOO_HEAVY, article.item().itemId());
  }

  /// Nobody wants it any more.
  Verdict stop() {
    return plan.accepted(new Entry.WeighingEnded());
  }

  /// Something else is entered.
  void forget() {
    if (isWaiting()) {
      plan.fact(new Entry.WeighingEnded());
    }
  }
}
