package till.sale;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/// Goods go out again before they are paid, or there are more of them than was said.
final class Correcting {

  private final Plan plan;

  Correcting(Plan plan) {
    this.plan = plan;
  }

  /// What is worth more than the limit goes once somebody of the shop agrees; who has done it
  /// themselves has agreed.
  Verdict voidLine(Input.VoidLine line) {
    return withArticle(
        line.n(),
        article -> {
          if (!isBeyondLimit(worth(article))) {
            plan.takeBack(line.n());
            return plan.accepted();
          }
          if (plan.actor().isPresent()) {
            plan.settled(Problem.Code.VOID_LIMIT, line.n(), plan.actor().get(), "");
            plan.takeBack(line.n());
            return plan.isFull() ? Plan.refused(Reason.TOO_MANY_LINES) : plan.accepted();
          }
          plan.raise(Problem.Code.VOID_LIMIT, Optional.of(line.n()));
          return plan.isFull()
              ? Plan.refused(Reason.VOID_LIMIT, "line " + line.n())
              : plan.accepted();
        });
  }

  /// Its deposit follows.
  Verdict changeQuantity(Input.ChangeQuantity change) {
    return withArticle(
        change.n(),
        article -> {
          String detail = "line " + article.n();
          if (article.weight().isPresent()) {
            return Plan.refused(Reason.WEIGHT_NEEDED, detail);
          }
          if (article.kind() != LineItem.Kind.SALE) {
            return Plan.refused(Reason.NOT_ADJUSTABLE, detail);
          }
          if (!article.adjustments().isEmpty()) {
            return Plan.refused(Reason.ADJUSTED, detail);
          }
          if (!Selling.isCountable(change.quantity())) {
            return Plan.refused(Reason.QUANTITY_INVALID, change.quantity().toPlainString());
          }
          if (isBeyond(change, article)) {
            return Plan.refused(Reason.QUANTITY_LIMIT, article.itemId());
          }
          Money before = worth(article);
          for (LineItem line : plan.sale().lines()) {
            if (line.n() == article.n() || (!line.voided() && line.belongsTo(article.n()))) {
              LineItem changed = line.times(change.quantity());
              if (changed.extendedAmount().minor() > Workstation.AMOUNT_MINOR_MAX) {
                return Plan.refused(Reason.AMOUNT_TOO_LARGE, detail);
              }
              plan.fact(new Entry.LineChanged(changed));
            }
          }
          Money after = worth(plan.sale().line(article.n()).orElseThrow());
          if (plan.actor().isEmpty() && isBeyondLimit(before.minus(after))) {
            return Plan.refused(Reason.VOID_LIMIT, detail);
          }
          if (plan.isFull()) {
            return Plan.refused(Reason.TOO_MANY_LINES, detail);
          }
          return plan.sums().total().minor() > Workstation.AMOUNT_MINOR_MAX
              ? Plan.refused(Reason.AMOUNT_TOO_LARGE, detail)
              : plan.accepted();
        });
  }

  private boolean isBeyond(Input.ChangeQuantity change, LineItem article) {
    BigDecimal all =
        Selling.sold(article.itemId(), plan.sale())
            .subtract(article.quantity())
            .add(change.quantity());
    return change.limit().isPresent()
        && change.quantity().compareTo(article.quantity()) > 0
        && all.compareTo(BigDecimal.valueOf(change.limit().getAsInt())) > 0;
  }

  /// What the customer does not pay if it goes.
  private Money worth(LineItem article) {
    return plan.sale().lines().stream()
        .filter(line -> !line.voided())
        .filter(line -> line.n() == article.n() || line.belongsTo(article.n()))
        .map(LineItem::extendedAmount)
        .reduce(Money.zero(plan.shop().currency()), Money::plus);
  }

  private boolean isBeyondLimit(Money worth) {
    return plan.shop().voidLimit().filter(limit -> worth.compareTo(limit) > 0).isPresent();
  }

  /// Decides about a line that stands for itself.
  private Verdict withArticle(int n, Function<LineItem, Verdict> decision) {
    return plan.whileEntering(sale -> {
      Optional<LineItem> line = sale.line(n);
      if (line.isEmpty()) {
        return Plan.refused(Reason.NO_SUCH_LINE, "line " + n);
      }
      if (line.get().voided()) {
        return Plan.refused(Reason.ALREADY_VOIDED, "line " + n);
      }
      if (line.get().belongsTo().isPresent()) {
        return Plan.refused(Reason.BELONGS_TO_ARTICLE, "line " + line.get().belongsTo().get());
      }
      return decision.apply(line.get());
    });
  }
}
