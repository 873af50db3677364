package till.sale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What a business day has come to so far. It follows from the day's documents, and only from them.
///
/// @param openedAt when its first document was written
/// @param firstSequence of its documents
/// @param lastSequence of its documents
/// @param transactions how the sales ended
/// @param noSales how often the drawer was opened for nothing
/// @param sales what was sold: the day's part of the perpetual sales
/// @param returns the magnitude of what came back, which is not taken off the sales
/// @param discounts what was taken off prices, below zero; a return gives its part back
/// @param rounding what cash was rounded by, in sales and returns already
/// @param taxes by group and rate, in that order
/// @param tenders in the order of their kinds; those that nobody used are not there
/// @param cash in the drawer
/// @param corrections absent in a day that was begun by a version that did not count them
public record DayTotals(
    Instant openedAt,
    int firstSequence,
    int lastSequence,
    TransactionCount transactions,
    int noSales,
    Money sales,
    Money returns,
    Money discounts,
    Money rounding,
    List<Tax> taxes,
    List<TenderSum> tenders,
    DrawerCash cash,
    Optional<Corrections> corrections) {

  public DayTotals {
    taxes = List.copyOf(taxes);
    tenders = List.copyOf(tenders);
  }

  /// How many sales ended how.
  public record TransactionCount(int completed, int voided, int suspended, int postVoided) {

    TransactionCount with(Transaction.Status status) {
      return switch (status) {
        case COMPLETED -> new TransactionCount(completed + 1, voided, suspended, postVoided);
        case VOIDED -> new TransactionCount(completed, voided + 1, suspended, postVoided);
        case SUSPENDED -> new TransactionCount(completed, voided, suspended + 1, postVoided);
        case POST_VOIDED -> new TransactionCount(completed, voided, suspended, postVoided + 1);
      };
    }
  }

  /// A day before its first document.
  ///
  /// @param first its first document
  /// @param drawer the cash it begins with
  static DayTotals before(Transaction first, Money drawer) {
    Money nothing = Money.zero(drawer.currency());
    return new DayTotals(
        first.begin(),
        first.sequence(),
        first.sequence(),
        new TransactionCount(0, 0, 0, 0),
        0,
        nothing,
        nothing,
        nothing,
        nothing,
        List.of(),
        List.of(),
        DrawerCash.opening(drawer),
        Optional.of(Corrections.none(drawer.currency())));
  }

  /// What is left of the sales.
  public Money net() {
    return sales.minus(returns);
  }

  /// The same with its closing document.
  DayTotals until(int sequence) {
    var edit = new Edit();
    edit.lastSequence = sequence;
    return edit.done();
  }

  /// With one more document.
  ///
  /// @param before the perpetual totals without it
  DayTotals with(Transaction transaction, GrandTotals before) {
    var edit = new Edit();
    edit.lastSequence = Math.max(lastSequence, transaction.sequence());
    edit.sales = sales.plus(transaction.grandTotals().sales().minus(before.sales()));
    edit.returns = returns.plus(transaction.grandTotals().returns().minus(before.returns()));
    switch (transaction.body()) {
      case Transaction.Retail retail -> edit.add(retail);
      case Transaction.TenderControl control -> edit.cash = cash.with(control);
      case Transaction.Control control -> edit.add(control);
      case Transaction.Closing _ -> {}
    }
    return edit.done();
  }

  /// The day as it is about to be.
  private final class Edit {
    private final List<Tax> taxes = new ArrayList<>(DayTotals.this.taxes);
    private final List<TenderSum> tenders = new ArrayList<>(DayTotals.this.tenders);
    private int lastSequence = DayTotals.this.lastSequence;
    private TransactionCount transactions = DayTotals.this.transactions;
    private int noSales = DayTotals.this.noSales;
    private Money sales = DayTotals.this.sales;
    private Money returns = DayTotals.this.returns;
    private Money discounts = DayTotals.this.discounts;
    private Money rounding = DayTotals.this.rounding;
    private DrawerCash cash = DayTotals.this.cash;
    private Optional<Corrections> corrections = DayTotals.this.corrections;

    void add(Transaction.Retail retail) {
      transactions = transactions.with(retail.status());
      corrections = corrections.map(before -> before.with(retail));
      if (!retail.status().counts()) {
        return;
      }
      rounding = rounding.plus(retail.totals().rounding());
      retail.totals().taxes().forEach(this::add);
      retail.tenders().forEach(this::add);
      for (LineItem line : retail.lines()) {
        if (!line.voided()) {
          line.adjustments().forEach(this::add);
        }
      }
    }

    void add(Transaction.Control control) {
      switch (control.control()) {
        case Transaction.Control.NO_SALE -> noSales++;
        case Transaction.Control.RECEIPT_COPY ->
            corrections = corrections.map(Corrections::withCopy);
        default -> {}
      }
    }

    private void add(Tax tax) {
      merge(taxes, tax::hasRateOf, tax, same -> same.plus(tax));
      taxes.sort(Tax.ORDER);
    }

    private void add(Tender tender) {
      TenderSum first =
          new TenderSum(tender.type(), 0, Money.zero(tender.amount().currency())).with(tender);
      merge(tenders, same -> same.type() == tender.type(), first, same -> same.with(tender));
      tenders.sort(Comparator.comparing(TenderSum::type));
      if (tender.type() == TenderType.CASH) {
        cash = cash.tendered(tender.amount());
      }
    }

    private void add(Adjustment adjustment) {
      if (adjustment.code() != Adjustment.Code.PRICE_OVERRIDE) {
        discounts = discounts.plus(adjustment.amount());
      }
    }

    private static <T> void merge(List<T> all, Predicate<T> same, T first, UnaryOperator<T> sum) {
      if (all.stream().noneMatch(same)) {
        all.add(first);
      } else {
        all.replaceAll(each -> same.test(each) ? sum.apply(each) : each);
      }
    }

    DayTotals done() {
      return new DayTotals(
          openedAt,
          firstSequence,
          lastSequence,
          transactions,
          noSales,
          sales,
          returns,
          discounts,
          rounding,
          taxes,
          tenders,
          cash,
          corrections);
    }
  }
}
