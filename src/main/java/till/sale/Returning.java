package till.sale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Goods come back.
///
/// Against the sale they were sold in, no more comes back than was sold, and its parts give back
/// what was paid, to the cent: so many of three get so many thirds of the line's amount, rounded
/// down, and the last gets the rest. The same holds for the tax that was charged. A deposit comes
/// back with its article. Without a sale, somebody of the shop says what it was and what is given
/// for it.
///
/// Either way somebody of the shop looks at it: who enters it has, and a customer's waits for that.
final class Returning {

  /// Of a quantity that was weighed.
  private static final int DECIMALS_MAX = 3;

  private final Plan plan;

  Returning(Plan plan) {
    this.plan = plan;
  }

  Verdict against(Input.ReturnLines wanted) {
    return plan.whileSelling(() -> {
      Original original = wanted.original();
      if (original.sale().isEmpty()) {
        return Plan.refused(Reason.NOT_A_SALE, original.transactionId());
      }
      if (original.postVoided()) {
        return Plan.refused(Reason.ALREADY_POST_VOIDED, original.transactionId());
      }
      plan.begin(wanted.priceRevision());
      link(original.transactionId());
      int before = plan.sale().lines().size();
      for (Input.ReturnLines.Part part : parts(wanted)) {
        Optional<Reason> objection = take(original, part);
        if (objection.isPresent()) {
          return Plan.refused(objection.get(), "line " + part.n());
        }
      }
      return plan.sale().lines().size() == before
          ? Plan.refused(Reason.ALREADY_RETURNED, original.transactionId())
          : lookedAt(before + 1, "");
    });
  }

  private void link(String transactionId) {
    var link = new Link(Link.Kind.RETURN, transactionId);
    if (!plan.sale().links().contains(link)) {
      plan.fact(new Entry.LinkAdded(link));
    }
  }

  /// Where nobody says what comes back, all does that is left.
  private List<Input.ReturnLines.Part> parts(Input.ReturnLines wanted) {
    if (!wanted.parts().isEmpty()) {
      return wanted.parts();
    }
    return wanted.original().sale().orElseThrow().lines().stream()
        .filter(line -> !line.voided() && line.kind() == LineItem.Kind.SALE)
        .map(line ->
            new Input.ReturnLines.Part(
                line.n(), line.quantity().subtract(given(wanted.original(), line).quantity())))
        .filter(part -> part.quantity().signum() > 0)
        .toList();
  }

  /// Takes back a part of a line, and of its deposit.
  private Optional<Reason> take(Original original, Input.ReturnLines.Part part) {
    Transaction.Retail sale = original.sale().orElseThrow();
    Optional<LineItem> found =
        sale.lines().stream().filter(line -> !line.voided() && line.n() == part.n()).findFirst();
    if (found.isEmpty()) {
      return Optional.of(Reason.NO_SUCH_LINE);
    }
    LineItem article = found.get();
    if (article.kind() != LineItem.Kind.SALE) {
      return Optional.of(Reason.NOT_RETURNABLE);
    }
    if (!isQuantity(part.quantity(), decimals(article))) {
      return Optional.of(Reason.QUANTITY_INVALID);
    }
    BigDecimal before = given(original, article).quantity();
    BigDecimal after = before.add(part.quantity());
    if (after.compareTo(article.quantity()) > 0) {
      return Optional.of(Reason.ALREADY_RETURNED);
    }
    int n = add(original, article, part.quantity(), Optional.empty());
    sale.lines().stream()
        .filter(line -> !line.voided() && line.kind() == LineItem.Kind.DEPOSIT)
        .filter(line -> line.belongsTo(article.n()))
        .forEach(deposit -> takeDeposit(original, article, deposit, after, n));
    return Optional.empty();
  }

  /// As much of a deposit as there is of its article.
  private void takeDeposit(
      Original original, LineItem article, LineItem deposit, BigDecimal articles, int n) {
    BigDecimal due =
        deposit
            .quantity()
            .multiply(articles)
            .divide(article.quantity(), decimals(deposit), RoundingMode.DOWN)
            .subtract(given(original, deposit).quantity());
    if (due.signum() > 0) {
      add(original, deposit, due, Optional.of(n));
    }
  }

  /// @param belongsTo the line it comes back with
  /// @return the number of the new line
  private int add(
      Original original, LineItem sold, BigDecimal quantity, Optional<Integer> belongsTo) {
    Returned before = given(original, sold);
    BigDecimal after = before.quantity().add(quantity);
    Money amount = rest(sold.extendedAmount(), sold, after, before.amount());
    Money tax = rest(tax(original, sold), sold, after, before.tax());
    int n = plan.sale().lines().size() + 1;
    plan.fact(
        new Entry.LineAdded(
            new LineItem(
                n,
                sold.kind() == LineItem.Kind.DEPOSIT
                    ? LineItem.Kind.DEPOSIT_REFUND
                    : LineItem.Kind.RETURN,
                sold.itemId(),
                sold.description(),
                quantity,
                sold.unitOfMeasure(),
                sold.regularUnitPrice(),
                sold.actualUnitPrice(),
                amount.negated(),
                sold.taxGroup(),
                EntryMethod.KEYED,
                Optional.empty(),
                false,
                sold.taxRate(),
                sold.weight().filter(_ -> quantity.compareTo(sold.quantity()) == 0),
                adjustments(sold, quantity, amount),
                belongsTo,
                Optional.of(
                    new ReturnedLine(
                        original.transactionId(), sold.n(), Optional.of(tax.negated()))))));
    return n;
  }

  /// What is left to give for so many units, after what was given for those before.
  private static Money rest(Money whole, LineItem sold, BigDecimal units, Money given) {
    long share =
        BigDecimal.valueOf(whole.minor())
            .multiply(units)
            .divide(sold.quantity(), 0, RoundingMode.DOWN)
            .longValueExact();
    return new Money(Math.max(0, share - given.minor()), whole.currency());
  }

  /// The line's part of the tax that was charged on its group at once.
  private Money tax(Original original, LineItem sold) {
    List<LineItem> lines = original.sale().orElseThrow().lines();
    LocalDate day = original.transaction().businessDay().orElseThrow();
    return plan.shop().taxes().shares(lines, day, plan.shop().currency()).get(lines.indexOf(sold));
  }

  /// What changed its price comes back in proportion; the last change takes what rounding leaves.
  private static List<Adjustment> adjustments(LineItem sold, BigDecimal quantity, Money amount) {
    Money rest = sold.regularUnitPrice().times(quantity).minus(amount);
    var all = new ArrayList<Adjustment>();
    for (Adjustment each : sold.adjustments()) {
      boolean isLast = all.size() + 1 == sold.adjustments().size();
      Money share =
          isLast
              ? rest
              : Money.of(
                  BigDecimal.valueOf(each.amount().minor())
                      .negate()
                      .multiply(quantity)
                      .divide(sold.quantity(), DECIMALS_MAX, RoundingMode.HALF_UP),
                  rest.currency());
      rest = rest.minus(share);
      all.add(new Adjustment(each.code(), share, each.reason(), each.operator()));
    }
    return all;
  }

  /// What has come back of a line: in transactions that ended, in the open one, and in those that
  /// wait.
  private Returned given(Original original, LineItem sold) {
    Money none = Money.zero(sold.extendedAmount().currency());
    return given(original)
        .filter(part -> part.line() == sold.n())
        .reduce(
            new Returned(original.transactionId(), sold.n(), BigDecimal.ZERO, none, none),
            Returned::plus);
  }

  /// Whether anything of a sale has come back and stays so.
  boolean hasComeBack(Original original) {
    return given(original)
        .collect(Collectors.toMap(Returned::line, Returned::quantity, BigDecimal::add))
        .values()
        .stream()
        .anyMatch(quantity -> quantity.signum() > 0);
  }

  /// What has come back of a sale, part by part.
  private Stream<Returned> given(Original original) {
    Stream<RetailTransaction> open =
        Stream.concat(
            plan.state().sale().stream(), plan.state().suspended().stream().map(Suspended::sale));
    return Stream.concat(
        original.returned().stream(),
        open.flatMap(sale -> Returned.in(sale.lines()))
            .filter(part -> part.transactionId().equals(original.transactionId())));
  }

  Verdict blind(Input.ReturnItem wanted) {
    return plan.byActor(actor -> plan.whileSelling(() -> blind(wanted, actor)));
  }

  private Verdict blind(Input.ReturnItem wanted, Actor actor) {
    Item item = wanted.item();
    Money price = wanted.unitPrice().orElse(item.unitPrice());
    if (!isQuantity(wanted.quantity(), item.weighed() ? DECIMALS_MAX : 0)) {
      return Plan.refused(Reason.QUANTITY_INVALID, wanted.quantity().toPlainString());
    }
    if (price.isNegative() || price.minor() > Workstation.AMOUNT_MINOR_MAX) {
      return Plan.refused(Reason.AMOUNT_INVALID, price.toString());
    }
    plan.begin(wanted.priceRevision());
    Optional<TaxRate> rate = plan.shop().taxes().rate(item.taxGroup(), plan.sale().businessDay());
    if (rate.isEmpty()) {
      return Plan.refused(Reason.TAX_GROUP_UNKNOWN, item.itemId());
    }
    Money amount = price.times(wanted.quantity());
    Money over = item.unitPrice().times(wanted.quantity()).minus(amount);
    int n = plan.sale().lines().size() + 1;
    plan.fact(
        new Entry.LineAdded(
            new LineItem(
                n,
                wanted.deposit() ? LineItem.Kind.DEPOSIT_REFUND : LineItem.Kind.RETURN,
                item.itemId(),
                item.name(plan.languages()),
                wanted.quantity(),
                item.unitOfMeasure(),
                item.unitPrice(),
                price,
                amount.negated(),
                item.taxGroup(),
                wanted.method(),
                wanted.scan(),
                false,
                rate.map(LineRate::of),
                Optional.empty(),
                over.isZero()
                    ? List.of()
                    : List.of(
                        new Adjustment(
                            Adjustment.Code.PRICE_OVERRIDE,
                            over,
                            wanted.reason(),
                            actor.operator())),
                Optional.empty(),
                Optional.empty())));
    return lookedAt(n, wanted.reason());
  }

  /// Digits behind the point of what was sold: pieces come back whole.
  private static int decimals(LineItem sold) {
    boolean isPieces = sold.quantity().stripTrailingZeros().scale() <= 0;
    return isPieces && sold.weight().isEmpty() ? 0 : DECIMALS_MAX;
  }

  private static boolean isQuantity(BigDecimal quantity, int decimals) {
    return quantity.signum() > 0
        && quantity.stripTrailingZeros().scale() <= decimals
        && quantity.compareTo(BigDecimal.valueOf(Workstation.QUANTITY_MAX)) <= 0;
  }

  /// What was taken is within bounds, and somebody looks at it or has.
  ///
  /// @param n the first line of what came back
  private Verdict lookedAt(int n, String reason) {
    if (plan.actor().isPresent()) {
      plan.settled(Problem.Code.RETURN_CHECK, n, plan.actor().get(), reason);
    } else if (checks().reduce((_, last) -> last).filter(Problem::isOpen).isEmpty()) {
      plan.raise(Problem.Code.RETURN_CHECK, Optional.of(n));
    }
    if (plan.isTooLong()) {
      return Plan.refused(Reason.TOO_MANY_LINES, plan.sale().lines().size() + " lines");
    }
    return plan.sums().total().abs().minor() > Workstation.AMOUNT_MINOR_MAX
        ? Plan.refused(Reason.AMOUNT_TOO_LARGE)
        : plan.accepted();
  }

  /// The looks at what came back, each at all from its line up to that of the next.
  private Stream<Problem> checks() {
    return plan.sale().problems().stream()
        .filter(problem -> problem.code() == Problem.Code.RETURN_CHECK);
  }

  /// Somebody has looked at what a customer brought back, and does not take it.
  void refuse(Problem problem) {
    int first = problem.line().orElse(1);
    int end =
        checks()
            .flatMap(check -> check.line().stream())
            .filter(n -> n > first)
            .findFirst()
            .orElse(Integer.MAX_VALUE);
    plan.sale().lines().stream()
        .filter(line -> line.n() >= first && line.n() < end)
        .filter(line -> line.isReturn() && line.belongsTo().isEmpty())
        .forEach(line -> plan.takeBack(line.n()));
  }
}
