package till.sale;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Goods come in, and go out again before they are paid.
final class Selling {

  private final Plan plan;

  Selling(Plan plan) {
    this.plan = plan;
  }

  Verdict enter(Input.EnterItem enter) {
    TillState state = plan.state();
    Optional<RetailTransaction> sale = state.sale();
    if (sale.isEmpty() && state.lane() != LaneState.READY) {
      return Plan.refused(Reason.LANE_NOT_READY, state.laneState().name());
    }
    if (sale.isEmpty() && state.businessDay().isEmpty()) {
      return Plan.refused(Reason.DAY_NOT_OPEN);
    }
    return sale.isEmpty() ? add(enter) : plan.whileEntering(_ -> add(enter));
  }

  private Verdict add(Input.EnterItem enter) {
    Optional<RetailTransaction> sale = plan.state().sale();
    List<LineItem> lines = sale.map(RetailTransaction::lines).orElse(List.of());
    LocalDate day =
        sale.map(RetailTransaction::businessDay).or(plan.state()::businessDay).orElseThrow();
    Optional<Reason> objection = objection(enter, lines, day);
    if (objection.isPresent()) {
      return Plan.refused(objection.get(), enter.item().itemId());
    }
    LineItem line = line(lines.size() + 1, enter, day);
    if (bytes(lines) + line.documentBytes() > Workstation.LINES_BYTES_MAX) {
      return Plan.refused(Reason.TOO_MANY_LINES, lines.size() + " lines");
    }
    begin(enter.priceRevision());
    plan.fact(new Entry.LineAdded(line));
    return plan.sums().total().minor() > Workstation.AMOUNT_MINOR_MAX
        ? Plan.refused(Reason.AMOUNT_TOO_LARGE, enter.item().itemId())
        : plan.accepted();
  }

  /// A sale begins with the first thing that is put into it.
  private void begin(long priceRevision) {
    if (plan.state().sale().isEmpty()) {
      plan.fact(
          new Entry.TransactionStarted(
              plan.moment().freshId(),
              plan.state().sequence() + 1,
              plan.moment().at(),
              plan.server(),
              priceRevision));
    }
  }

  /// What speaks against selling this, if anything does.
  private Optional<Reason> objection(Input.EnterItem enter, List<LineItem> lines, LocalDate day) {
    Item item = enter.item();
    BigDecimal quantity = enter.quantity();
    if (!item.forSale()) {
      return Optional.of(Reason.NOT_FOR_SALE);
    }
    if (item.ageClass().isPresent()) {
      return Optional.of(Reason.AGE_RESTRICTED);
    }
    if (item.weighed()) {
      return Optional.of(Reason.WEIGHT_NEEDED);
    }
    if (item.depositItem().isPresent()) {
      return Optional.of(Reason.DEPOSIT_NEEDED);
    }
    if (quantity.signum() <= 0
        || quantity.stripTrailingZeros().scale() > 0
        || quantity.compareTo(BigDecimal.valueOf(Workstation.QUANTITY_MAX)) > 0) {
      return Optional.of(Reason.QUANTITY_INVALID);
    }
    if (item.quantityLimit().isPresent()
        && soldSoFar(item, lines)
                .add(quantity)
                .compareTo(BigDecimal.valueOf(item.quantityLimit().getAsInt()))
            > 0) {
      return Optional.of(Reason.QUANTITY_LIMIT);
    }
    if (plan.shop().taxes().rate(item.taxGroup(), day).isEmpty()) {
      return Optional.of(Reason.TAX_GROUP_UNKNOWN);
    }
    if (item.unitPrice().minor() > Workstation.AMOUNT_MINOR_MAX
        || item.unitPrice().times(quantity).minor() > Workstation.AMOUNT_MINOR_MAX) {
      return Optional.of(Reason.AMOUNT_TOO_LARGE);
    }
    return Optional.empty();
  }

  private static int bytes(List<LineItem> lines) {
    return lines.stream().mapToInt(LineItem::documentBytes).sum();
  }

  private static BigDecimal soldSoFar(Item item, List<LineItem> lines) {
    return lines.stream()
        .filter(line -> !line.voided() && line.itemId().equals(item.itemId()))
        .map(LineItem::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private LineItem line(int n, Input.EnterItem enter, LocalDate day) {
    Item item = enter.item();
    return new LineItem(
        n,
        LineItem.Kind.SALE,
        item.itemId(),
        item.name(plan.languages()),
        enter.quantity(),
        item.unitOfMeasure(),
        item.unitPrice(),
        item.unitPrice(),
        item.unitPrice().times(enter.quantity()),
        item.taxGroup(),
        enter.method(),
        enter.scan(),
        false,
        plan.shop().taxes().rate(item.taxGroup(), day).map(LineRate::of),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  Verdict voidLine(int n) {
    return plan.whileEntering(sale -> {
      Optional<LineItem> line = sale.line(n);
      if (line.isEmpty()) {
        return Plan.refused(Reason.NO_SUCH_LINE, "line " + n);
      }
      if (line.get().voided()) {
        return Plan.refused(Reason.ALREADY_VOIDED, "line " + n);
      }
      return plan.accepted(new Entry.LineVoided(n));
    });
  }

  /// No more goods.
  Verdict takeTotal() {
    return plan.whileEntering(sale -> {
      if (!sale.openProblems().isEmpty()) {
        return Plan.refused(Reason.PROBLEM_OPEN, Plan.blockers(sale));
      }
      return plan.due().isPositive()
          ? plan.accepted(new Entry.TotalTaken())
          : Plan.refused(Reason.NOTHING_TO_PAY);
    });
  }
}
