package till.sale;

import java.util.Currency;
import java.util.Map;

/// Sums that are never reset and stand in every document, so that a truncated journal shows.
public record GrandTotals(
    Money sales, Money returns, Map<String, Money> byTaxGroup, Map<TenderType, Money> byTender) {

  public GrandTotals {
    byTaxGroup = Map.copyOf(byTaxGroup);
    byTender = Map.copyOf(byTender);
  }

  /// The totals of a journal that starts today.
  public static GrandTotals zero(Currency currency) {
    return new GrandTotals(Money.zero(currency), Money.zero(currency), Map.of(), Map.of());
  }

  /// These totals and a sale that counts. What came back counts by its magnitude among the returns,
  /// all else among the sales: the two make the sum of the documents' totals.
  GrandTotals with(RetailTransaction sale, SaleTotals sums) {
    Map<String, Money> groups = byTaxGroup;
    for (LineItem line : sale.lines()) {
      if (!line.voided()) {
        groups = Money.added(groups, line.taxGroup(), line.extendedAmount());
      }
    }
    Map<TenderType, Money> tenders = byTender;
    for (Tender tender : sale.tenders()) {
      tenders = Money.added(tenders, tender.type(), tender.amount());
    }
    Money back = Money.zero(sums.total().currency());
    for (LineItem line : sale.lines()) {
      if (!line.voided() && line.isReturn()) {
        back = back.minus(line.extendedAmount());
      }
    }
    return new GrandTotals(
        sales.plus(sums.total()).plus(back), returns.plus(back), groups, tenders);
  }
}
