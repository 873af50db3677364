package till.sale;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of a sale. A voided line stays where it was, keeps its amounts and counts in nothing.
///
/// @param n place in the transaction, from 1 (POSLog LineItem SequenceNumber)
/// @param quantity units sold; negative never, a return is a kind of its own
/// @param extendedAmount the regular price of that quantity, rounded, and all adjustments; below
///   zero for what comes back
/// @param taxRate the rate it was sold at; absent in what was written before lines knew theirs
/// @param belongsTo the line that this one goes with: a deposit is charged and taken back with its
///   article
/// @param returned where it was sold, for what comes back
/// @param ageClass lowest age in years at which it may be sold
public record LineItem(
    int n,
    Kind kind,
    String itemId,
    String description,
    BigDecimal quantity,
    String unitOfMeasure,
    Money regularUnitPrice,
    Money actualUnitPrice,
    Money extendedAmount,
    String taxGroup,
    EntryMethod entryMethod,
    Optional<Scan> scan,
    boolean voided,
    Optional<LineRate> taxRate,
    Optional<Weight> weight,
    List<Adjustment> adjustments,
    Optional<Integer> belongsTo,
    Optional<ReturnedLine> returned,
    Optional<Integer> ageClass) {

  public LineItem {
    adjustments = List.copyOf(adjustments);
  }

  /// A line that anybody may buy.
  public LineItem(
      int n,
      Kind kind,
      String itemId,
      String description,
      BigDecimal quantity,
      String unitOfMeasure,
      Money regularUnitPrice,
      Money actualUnitPrice,
      Money extendedAmount,
      String taxGroup,
      EntryMethod entryMethod,
      Optional<Scan> scan,
      boolean voided,
      Optional<LineRate> taxRate,
      Optional<Weight> weight,
      List<Adjustment> adjustments,
      Optional<Integer> belongsTo,
      Optional<ReturnedLine> returned) {
    this(
        n,
        kind,
        itemId,
        description,
        quantity,
        unitOfMeasure,
        regularUnitPrice,
        actualUnitPrice,
        extendedAmount,
        taxGroup,
        entryMethod,
        scan,
        voided,
        taxRate,
        weight,
        adjustments,
        belongsTo,
        returned,
        Optional.empty());
  }

  /// What a line stands for.
  public enum Kind {
    SALE("Sale"),
    RETURN("Return"),
    DEPOSIT("Deposit"),
    DEPOSIT_REFUND("DepositRefund");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }
  }

  /// Whether it is goods or money that comes back.
  public boolean isReturn() {
    return kind == Kind.RETURN || kind == Kind.DEPOSIT_REFUND;
  }

  /// Whether it goes with another line: it comes and goes with that.
  boolean belongsTo(int other) {
    return belongsTo.equals(Optional.of(other));
  }

  LineItem asVoided() {
    return with(quantity, actualUnitPrice, extendedAmount, true, adjustments, returned);
  }

  /// So many units of it at its regular price.
  LineItem times(BigDecimal units) {
    return with(
        units, actualUnitPrice, regularUnitPrice.times(units), voided, adjustments, returned);
  }

  LineItem called(String name) {
    return new LineItem(
        n,
        kind,
        itemId,
        name,
        quantity,
        unitOfMeasure,
        regularUnitPrice,
        actualUnitPrice,
        extendedAmount,
        taxGroup,
        entryMethod,
        scan,
        voided,
        taxRate,
        weight,
        adjustments,
        belongsTo,
        returned,
        ageClass);
  }

  /// With one more adjustment.
  ///
  /// @param unitPrice what a unit of it costs from now on, before discounts
  LineItem adjusted(Adjustment adjustment, Money unitPrice) {
    var all = new ArrayList<>(adjustments);
    all.add(adjustment);
    return with(
        quantity, unitPrice, extendedAmount.plus(adjustment.amount()), voided, all, returned);
  }

  /// Whether this coupon has taken something off goods that are still there.
  boolean isReducedBy(String coupon) {
    return kind == Kind.SALE && !voided && adjustments.stream().anyMatch(each -> each.isOf(coupon));
  }

  /// As if this coupon had not been: what it took off is to be paid, unless somebody has named a
  /// price since.
  LineItem without(String coupon) {
    var rest = new ArrayList<Adjustment>();
    Money off = Money.zero(extendedAmount.currency());
    for (Adjustment each : adjustments) {
      if (each.isOf(coupon)) {
        off = off.plus(each.amount());
      } else if (each.code() == Adjustment.Code.PRICE_OVERRIDE) {
        rest.add(each.with(each.amount().plus(off)));
        off = Money.zero(off.currency());
      } else {
        rest.add(each);
      }
    }
    rest.removeIf(each -> each.amount().isZero());
    return with(quantity, actualUnitPrice, extendedAmount.minus(off), voided, rest, returned);
  }

  /// The line that undoes this one: all its amounts the other way round.
  LineItem undone() {
    return with(
        quantity,
        actualUnitPrice,
        extendedAmount.negated(),
        voided,
        adjustments.stream().map(Adjustment::negated).toList(),
        returned.map(ReturnedLine::undone));
  }

  private LineItem with(
      BigDecimal units,
      Money actual,
      Money amount,
      boolean isVoided,
      List<Adjustment> allAdjustments,
      Optional<ReturnedLine> from) {
    return new LineItem(
        n,
        kind,
        itemId,
        description,
        units,
        unitOfMeasure,
        regularUnitPrice,
        actual,
        amount,
        taxGroup,
        entryMethod,
        scan,
        isVoided,
        taxRate,
        weight,
        allAdjustments,
        belongsTo,
        from,
        ageClass);
  }
}
