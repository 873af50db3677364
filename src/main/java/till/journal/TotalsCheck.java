package till.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import till.sale.DayTotals;
import till.sale.GrandTotals;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.TenderType;
import till.sale.Transaction;

/// Adds up documents in their order once more, instead of those who wrote them: lines, taxes and
/// tenders make the total; the totals before and this sale make the totals after; what a business
/// day's sales came to is what its Z report says, and no report is missing.
public final class TotalsCheck {

  /// What the next document goes on from, any of them; none when that is not known.
  private List<GrandTotals> before = List.of();

  /// The totals with which the business day was opened; none when that was not seen.
  private Optional<GrandTotals> dayBegan = Optional.empty();

  /// Number of the last Z report; none when none was seen.
  private Optional<Long> lastReport = Optional.empty();

  private boolean begins;
  private long salesMinor;
  private Optional<String> currency = Optional.empty();

  /// The next document begins an epoch, from nothing.
  public void begin() {
    begin(Optional.empty());
  }

  /// The next document begins an epoch, from nothing or where another epoch ended.
  public void begin(Optional<Totals> predecessor) {
    begins = true;
    before = predecessor.map(Totals::grand).stream().toList();
    lastReport = Optional.empty();
    if (predecessor.isEmpty()) {
      dayBegan = Optional.empty();
    }
  }

  /// What was before the next document is not known.
  public void forget() {
    begins = false;
    before = List.of();
    dayBegan = Optional.empty();
    lastReport = Optional.empty();
  }

  /// Takes the next document.
  ///
  /// @return what does not add up
  public List<String> add(Document document) {
    Transaction transaction = document.transaction();
    var faults = new ArrayList<String>();
    try {
      if (transaction.body() instanceof Transaction.Retail retail) {
        checkSums(retail, faults);
        salesMinor =
            retail.status().counts()
                ? Math.addExact(salesMinor, retail.totals().total().minor())
                : salesMinor;
      }
      checkGrandTotals(transaction, faults);
      followDay(transaction, faults);
    } catch (ArithmeticException | IllegalStateException e) {
      faults.add("amounts that cannot be added: " + e.getMessage());
    }
    begins = false;
    before = List.of(transaction.grandTotals());
    currency = Optional.of(transaction.grandTotals().sales().currency().getCurrencyCode());
    return faults;
  }

  /// What the completed sales among the documents come to, in minor units.
  public long salesMinor() {
    return salesMinor;
  }

  /// ISO 4217; nothing before the first document.
  public Optional<String> currency() {
    return currency;
  }

  private static void checkSums(Transaction.Retail retail, List<String> faults) {
    Money sum = retail.totals().rounding();
    for (LineItem line : retail.lines()) {
      sum = line.voided() ? sum : sum.plus(line.extendedAmount());
    }
    for (Tax tax : retail.totals().taxes()) {
      sum = tax.included() ? sum : sum.plus(tax.amount());
    }
    if (!sum.equals(retail.totals().total())) {
      faults.add(
          "lines and taxes make %s, the total says %s".formatted(sum, retail.totals().total()));
    }
    if (retail.status().counts() && !retail.totals().due().isZero()) {
      faults.add(
          "tenders make %s, the total says %s"
              .formatted(retail.totals().tendered(), retail.totals().total()));
    }
  }

  private void checkGrandTotals(Transaction transaction, List<String> faults) {
    GrandTotals after = transaction.grandTotals();
    var starts = new ArrayList<GrandTotals>(before);
    if (begins) {
      starts.addFirst(GrandTotals.zero(after.sales().currency()));
    }
    List<GrandTotals> due = starts.stream().map(start -> sum(start, transaction)).toList();
    if (!due.isEmpty() && !due.contains(after)) {
      faults.add(
          "with this document the totals are %s, it says %s".formatted(due.getLast(), after));
    }
  }

  private void followDay(Transaction transaction, List<String> faults) {
    switch (transaction.body()) {
      case Transaction.Control control -> {
        if (control.control().equals("business-day-open")) {
          dayBegan = Optional.of(transaction.grandTotals());
        }
      }
      case Transaction.Closing closing -> {
        checkReport(closing, transaction.grandTotals(), faults);
        dayBegan = Optional.empty();
        lastReport = Optional.of(closing.number());
      }
      case Transaction.Retail _, Transaction.TenderControl _ -> {}
    }
  }

  private void checkReport(Transaction.Closing closing, GrandTotals after, List<String> faults) {
    if (lastReport.isPresent() && closing.number() != lastReport.get() + 1) {
      faults.add("Z report %d comes after %d".formatted(closing.number(), lastReport.get()));
    }
    if (dayBegan.isEmpty()) {
      return;
    }
    Money sales = after.sales().minus(dayBegan.get().sales());
    Money returns = after.returns().minus(dayBegan.get().returns());
    DayTotals day = closing.totals();
    if (!day.sales().equals(sales) || !day.returns().equals(returns)) {
      faults.add(
          "the day sold %s and took %s back, Z report %d says %s and %s"
              .formatted(sales, returns, closing.number(), day.sales(), day.returns()));
    }
    var tenders = new HashMap<TenderType, Money>(dayBegan.get().byTender());
    day.tenders().forEach(sum -> tenders.merge(sum.type(), sum.amount(), Money::plus));
    if (!tenders.equals(after.byTender())) {
      faults.add(
          "with Z report %d the tenders are %s, they are %s"
              .formatted(closing.number(), tenders, after.byTender()));
    }
  }

  private static GrandTotals sum(GrandTotals before, Transaction transaction) {
    if (!(transaction.body() instanceof Transaction.Retail retail) || !retail.status().counts()) {
      return before;
    }
    var groups = new HashMap<>(before.byTaxGroup());
    Money back = Money.zero(retail.totals().total().currency());
    for (LineItem line : retail.lines()) {
      if (!line.voided()) {
        groups.merge(line.taxGroup(), line.extendedAmount(), Money::plus);
        back = line.isReturn() ? back.minus(line.extendedAmount()) : back;
      }
    }
    var tenders = new HashMap<>(before.byTender());
    for (Tender tender : retail.tenders()) {
      tenders.merge(tender.type(), tender.amount(), Money::plus);
    }
    return new GrandTotals(
        before.sales().plus(retail.totals().total()).plus(back),
        before.returns().plus(back),
        groups,
        tenders);
  }
}
