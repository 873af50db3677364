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
    return switch (sale.status()) {
      case COMPLETED -> changed(sale, 1).voiding(sale);
      case VOIDED -> voiding(sale).ending(total, Money.zero(total.currency()));
      case POST_VOIDED -> changed(sale, -1).ending(Money.zero(total.currency()), total);
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

  /// @param times how often what is in it was done: below zero where it is undone
  private Corrections changed(Transaction.Retail sale, int times) {
    List<LineItem> lines = sale.lines().stream().filter(line -> !line.voided()).toList();
    List<LineItem> back = lines.stream().filter(LineItem::isReturn).toList();
    CountedSum discounts =
        changed(transactionDiscounts, Adjustment.Code.TRANSACTION_DISCOUNT, lines, times);
    int sales = Integer.signum(discounts.count() - transactionDiscounts.count());
    return new Corrections(
        changed(priceOverrides, Adjustment.Code.PRICE_OVERRIDE, lines, times),
        changed(lineDiscounts, Adjustment.Code.DISCOUNT, lines, times),
        new CountedSum(transactionDiscounts.count() + sales, discounts.amount()),
        coupons(lines, times),
        voidedLines,
        returnedLines.plus(times * back.size(), sum(back, returnedLines).negated()),
        cancelled,
        postVoided,
        copies);
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

  private Corrections voiding(Transaction.Retail sale) {
    List<LineItem> lines = sale.lines().stream().filter(LineItem::voided).toList();
    return new Corrections(
        priceOverrides,
        lineDiscounts,
        transactionDiscounts,
        coupons,
        voidedLines.plus(lines.size(), sum(lines, voidedLines)),
        returnedLines,
        cancelled,
        postVoided,
        copies);
  }

  private static Money sum(List<LineItem> lines, CountedSum like) {
    return lines.stream()
        .map(LineItem::extendedAmount)
        .reduce(Money.zero(like.amount().currency()), Money::plus);
  }

  private Corrections ending(Money givenUp, Money undone) {
    return new Corrections(
        priceOverrides,
        lineDiscounts,
        transactionDiscounts,
        coupons,
        voidedLines,
        returnedLines,
        cancelled.plus(givenUp),
        postVoided.plus(undone),
        copies);
  }
}
