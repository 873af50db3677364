package till.sale;

import java.util.Currency;
import java.util.List;

/// What a shop wants to see of a day beside its turnover: prices that somebody or a coupon has
/// changed, and what was taken back. What is undone by a post-void, or given back with a return, is
/// taken off again.
///
/// @param priceOverrides by lines; what they have added, below zero where goods got cheaper
/// @param lineDiscounts by lines; below zero
/// @param transactionDiscounts by sales that had one; below zero
/// @param coupons by sales and codes; what they took off, below zero
/// @param voidedLines taken back before a sale was paid or given up, by what they would have cost
/// @param returnedLines by what the customer got for them
/// @param cancelled what the sales would have come to that were given up
/// @param postVoided what the sales came to that were undone, below zero
/// @param copies of receipts
public record Corrections(
    CountedSum priceOverrides,
    CountedSum lineDiscounts,
    CountedSum transactionDiscounts,
    CountedSum coupons,
    CountedSum voidedLines,
    CountedSum returnedLines,
    Money cancelled,
    Money postVoided,
    int copies) {

  static Corrections none(Currency currency) {
    Money nothing = Money.zero(currency);
    var none = new CountedSum(0, nothing);
    return new Corrections(none, none, none, none, none, none, nothing, nothing, 0);
  }

  Corrections with(Transaction.Retail sale) {
    Money total = sale.totals().total();
    Money nothing = Money.zero(total.currency());
    List<LineItem> voided = sale.lines().stream().filter(LineItem::voided).toList();
    List<LineItem> sold = sale.lines().stream().filter(line -> !line.voided()).toList();
    return switch (sale.status()) {
      case COMPLETED -> plus(1, sold, voided, nothing, nothing);
      case VOIDED -> plus(0, List.of(), voided, total, nothing);
      case POST_VOIDED -> plus(-1, sold, List.of(), nothing, total);
      case SUSPENDED -> this; // it all comes again with the sale that goes on
    };
  }

  Corrections withCopy() {
    return new Corrections(
        priceOverrides,
        lineDiscounts,
        transactionDiscounts,
        coupons,
        voidedLines,
        returnedLines,
        cancelled,
        postVoided,
        copies + 1);
  }

  /// @param times how often what was sold was sold: below zero where that is undone
  private Corrections plus(
      int times, List<LineItem> sold, List<LineItem> voided, Money givenUp, Money undone) {
    List<LineItem> back = sold.stream().filter(LineItem::isReturn).toList();
    return new Corrections(
        changed(priceOverrides, Adjustment.Code.PRICE_OVERRIDE, sold, times),
        changed(lineDiscounts, Adjustment.Code.DISCOUNT, sold, times),
        discounts(sold, times),
        coupons(sold, times),
        voidedLines.plus(voided.size(), sum(voided, givenUp.currency())),
        returnedLines.plus(times * back.size(), sum(back, givenUp.currency()).negated()),
        cancelled.plus(givenUp),
        postVoided.plus(undone),
        copies);
  }

  /// A sale counts once, whatever number of lines its discount was spread over.
  private CountedSum discounts(List<LineItem> lines, int times) {
    CountedSum after =
        changed(transactionDiscounts, Adjustment.Code.TRANSACTION_DISCOUNT, lines, times);
    int sales = Integer.signum(after.count() - transactionDiscounts.count());
    return new CountedSum(transactionDiscounts.count() + sales, after.amount());
  }

  /// One counts once, whatever number of lines it was spread over.
  private CountedSum coupons(List<LineItem> lines, int times) {
    long many =
        lines.stream()
            .filter(line -> !line.isReturn())
            .flatMap(line -> line.adjustments().stream())
            .filter(each -> each.code() == Adjustment.Code.COUPON)
            .map(Adjustment::reason)
            .distinct()
            .count();
    return new CountedSum(
        coupons.count() + times * Math.toIntExact(many),
        changed(coupons, Adjustment.Code.COUPON, lines, times).amount());
  }

  /// What comes back with its part of a change is no change of its own.
  private static CountedSum changed(
      CountedSum before, Adjustment.Code code, List<LineItem> lines, int times) {
    CountedSum after = before;
    for (LineItem line : lines) {
      for (Adjustment each : line.adjustments()) {
        if (each.code() == code) {
          after = after.plus(line.isReturn() ? 0 : times, each.amount());
        }
      }
    }
    return after;
  }

  private static Money sum(List<LineItem> lines, Currency currency) {
    return lines.stream().map(LineItem::extendedAmount).reduce(Money.zero(currency), Money::plus);
  }
}
