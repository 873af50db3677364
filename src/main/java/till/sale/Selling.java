package till.sale;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goods come in.
///
/// An article and its deposit are two lines, which come and go together. What somebody of the shop
/// has to look at is a line too, and a problem until they have.
final class Selling {

  private final Plan plan;

  Selling(Plan plan) {
    this.plan = plan;
  }

  Verdict enter(Input.EnterItem enter) {
    return plan.whileSelling(() -> take(enter));
  }

  private Verdict take(Input.EnterItem enter) {
    Optional<Reason> objection = objection(enter).or(() -> objection(enter.quantity(), enter));
    if (objection.isPresent()) {
      return Plan.refused(objection.get(), enter.item().itemId());
    }
    plan.begin(enter.priceRevision());
    var weighing = new Weighing(plan);
    weighing.forget();
    Embedded label = enter.pack().embedded();
    if (label.price().isPresent()) {
      return sell(Article.of(enter), Portion.priced(label.price().get()));
    }
    if (label.weight().isPresent() || enter.item().weighed()) {
      return weighing.enter(enter);
    }
    BigDecimal packs =
        label.count().isPresent() ? BigDecimal.valueOf(label.count().getAsInt()) : enter.quantity();
    return sell(Article.of(enter), Portion.of(enter.item(), packs));
  }

  /// What speaks against selling this, however much of it.
  private Optional<Reason> objection(Input.EnterItem enter) {
    Item item = enter.item();
    if (!item.forSale()) {
      return Optional.of(Reason.NOT_FOR_SALE);
    }
    if (item.ageClass().isPresent()
        && plan.state()
            .sale()
            .filter(sale -> new AgeChecks(sale).isRefused(item.ageClass().getAsInt()))
            .isPresent()) {
      return Optional.of(Reason.AGE_RESTRICTED);
    }
    if (rate(item).isEmpty()) {
      return Optional.of(Reason.TAX_GROUP_UNKNOWN);
    }
    if (item.unitPrice().isNegative() || item.unitPrice().minor() > Workstation.AMOUNT_MINOR_MAX) {
      return Optional.of(Reason.AMOUNT_TOO_LARGE);
    }
    Optional<Item> deposit = enter.pack().deposit();
    if (item.depositItem().isPresent() && deposit.isEmpty()) {
      return Optional.of(Reason.DEPOSIT_NEEDED);
    }
    return deposit.filter(charged -> rate(charged).isEmpty()).map(_ -> Reason.TAX_GROUP_UNKNOWN);
  }

  /// What speaks against so much of it. How much is in a pack that says so is not for others to
  /// say.
  private static Optional<Reason> objection(BigDecimal quantity, Input.EnterItem enter) {
    Embedded label = enter.pack().embedded();
    boolean isOne = quantity.compareTo(BigDecimal.ONE) == 0;
    if (!isCountable(quantity) || ((enter.item().weighed() || !label.isNone()) && !isOne)) {
      return Optional.of(Reason.QUANTITY_INVALID);
    }
    boolean saysNothing =
        label.price().filter(price -> !price.isPositive()).isPresent()
            || label.weight().filter(weight -> weight.signum() <= 0).isPresent()
            || (label.count().isPresent()
                && !isCountable(BigDecimal.valueOf(label.count().getAsInt())));
    return saysNothing ? Optional.of(Reason.BAD_LABEL) : Optional.empty();
  }

  /// Whole units above zero.
  static boolean isCountable(BigDecimal quantity) {
    return quantity.signum() > 0
        && quantity.stripTrailingZeros().scale() <= 0
        && quantity.compareTo(BigDecimal.valueOf(Workstation.QUANTITY_MAX)) <= 0;
  }

  private Optional<LineRate> rate(Item item) {
    return plan.shop().taxes().rate(item.taxGroup(), day()).map(LineRate::of);
  }

  private LocalDate day() {
    TillState state = plan.state();
    return state.sale().map(RetailTransaction::businessDay).or(state::businessDay).orElseThrow();
  }

  /// Puts it into the open sale.
  Verdict sell(Article article, Portion portion) {
    String itemId = article.item().itemId();
    List<LineItem> lines = lines(article, portion);
    if (lines.stream()
        .anyMatch(line -> line.extendedAmount().minor() > Workstation.AMOUNT_MINOR_MAX)) {
      return Plan.refused(Reason.AMOUNT_TOO_LARGE, itemId);
    }
    int n = lines.getFirst().n();
    lines.forEach(line -> plan.fact(new Entry.LineAdded(line)));
    if (plan.sums().total().minor() > Workstation.AMOUNT_MINOR_MAX) {
      return Plan.refused(Reason.AMOUNT_TOO_LARGE, itemId);
    }
    lines.getFirst().ageClass().ifPresent(age -> lookAtAge(age, n));
    if (isBeyond(article.item(), plan.sale())) {
      plan.raise(Problem.Code.QUANTITY_LIMIT, Optional.of(n));
    }
    return plan.isTooLong()
        ? Plan.refused(Reason.TOO_MANY_LINES, (n - 1) + " lines")
        : plan.accepted();
  }

  private void lookAtAge(int age, int n) {
    RetailTransaction sale = plan.sale();
    boolean isSeenTo = new AgeChecks(sale).isSeenTo(age);
    if (!isSeenTo) {
      plan.raise(Problem.Code.AGE_RESTRICTED, Optional.of(n));
    }
  }

  private static boolean isBeyond(Item item, RetailTransaction sale) {
    return item.quantityLimit().isPresent()
        && sold(item.itemId(), sale).compareTo(BigDecimal.valueOf(item.quantityLimit().getAsInt()))
            > 0;
  }

  /// How much of an item is in the sale.
  static BigDecimal sold(String itemId, RetailTransaction sale) {
    return sale.lines().stream()
        .filter(line -> !line.voided() && !line.isReturn() && line.itemId().equals(itemId))
        .map(LineItem::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /// The article's, and its deposit's.
  private List<LineItem> lines(Article article, Portion portion) {
    int n = plan.sale().lines().size() + 1;
    var lines = new ArrayList<LineItem>();
    lines.add(line(n, LineItem.Kind.SALE, article, portion, Optional.empty()));
    article
        .deposit()
        .ifPresent(item ->
            lines.add(
                line(
                    n + 1,
                    LineItem.Kind.DEPOSIT,
                    new Article(item, article.method(), Optional.empty(), Optional.empty()),
                    Portion.of(item, portion.packs()),
                    Optional.of(n))));
    return lines;
  }

  private LineItem line(
      int n, LineItem.Kind kind, Article article, Portion portion, Optional<Integer> belongsTo) {
    Item item = article.item();
    return new LineItem(
        n,
        kind,
        item.itemId(),
        item.name(plan.languages()),
        portion.quantity(),
        portion.unitOfMeasure(),
        portion.unitPrice(),
        portion.unitPrice(),
        portion.amount(),
        item.taxGroup(),
        article.method(),
        article.scan(),
        false,
        rate(item),
        portion.weight(),
        List.of(),
        belongsTo,
        Optional.empty(),
        item.ageClass().stream().boxed().findFirst());
  }

  /// No more goods. Where what comes back is worth what is bought, that is the end.
  Verdict takeTotal() {
    return plan.whileEntering(sale -> {
      if (sale.unweighed().isPresent()) {
        return Plan.refused(Reason.WEIGHT_NEEDED, sale.unweighed().get().item().itemId());
      }
      if (!sale.openProblems().isEmpty()) {
        return Plan.refused(Reason.PROBLEM_OPEN, Plan.blockers(sale));
      }
      if (sale.lines().stream().allMatch(LineItem::voided)) {
        return Plan.refused(Reason.NOTHING_TO_PAY);
      }
      plan.fact(new Entry.TotalTaken());
      new BasketChecks(plan).choose();
      new Tendering(plan).endIfPaid();
      return plan.accepted();
    });
  }
}
