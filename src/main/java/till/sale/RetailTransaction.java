package till.sale;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// The open sale: everything the customer brought and paid so far.
///
/// @param sequence POSLog SequenceNumber, restarts each business day
/// @param operator who serves: an operator id, or `self`
/// @param priceRevision revision of the price book this sale started with and keeps
/// @param attempt the payment on its way, if one is
/// @param attempts how many payments were ever started for this sale
public record RetailTransaction(
    String transactionId,
    int sequence,
    LocalDate businessDay,
    String operator,
    Instant begin,
    long priceRevision,
    SaleStatus status,
    List<LineItem> lines,
    List<Tender> tenders,
    Optional<PaymentAttempt> attempt,
    int attempts) {

  public RetailTransaction {
    lines = List.copyOf(lines);
    tenders = List.copyOf(tenders);
  }

  /// The sums of this sale under a tax table.
  public SaleTotals totals(TaxTable table, Currency currency) {
    List<Tax> taxes = table.taxes(lines, businessDay, currency);
    Money total = Money.zero(currency);
    for (LineItem line : lines) {
      if (!line.voided()) {
        total = total.plus(line.extendedAmount());
      }
    }
    for (Tax tax : taxes) {
      if (!tax.included()) {
        total = total.plus(tax.amount());
      }
    }
    Money tendered = Money.zero(currency);
    for (Tender tender : tenders) {
      tendered = tendered.plus(tender.amount());
    }
    return new SaleTotals(total, tendered, total.minus(tendered), taxes);
  }

  /// The line with this number, voided or not.
  public Optional<LineItem> line(int n) {
    return lines.stream().filter(line -> line.n() == n).findFirst();
  }

  RetailTransaction with(LineItem line) {
    var next = new ArrayList<>(lines);
    next.add(line);
    return copy(status, next, tenders, attempt, attempts);
  }

  RetailTransaction voiding(int n) {
    return copy(
        status,
        lines.stream().map(line -> line.n() == n ? line.asVoided() : line).toList(),
        tenders,
        attempt,
        attempts);
  }

  RetailTransaction in(SaleStatus next) {
    return copy(next, lines, tenders, attempt, attempts);
  }

  RetailTransaction paying(PaymentAttempt started) {
    return copy(SaleStatus.PAYMENT_PENDING, lines, tenders, Optional.of(started), started.n());
  }

  RetailTransaction unsure() {
    return copy(
        SaleStatus.PAYMENT_UNKNOWN,
        lines,
        tenders,
        attempt.map(open -> open.as(PaymentAttempt.State.UNKNOWN)),
        attempts);
  }

  RetailTransaction notPaid() {
    return copy(SaleStatus.TENDERING, lines, tenders, Optional.empty(), attempts);
  }

  RetailTransaction with(Tender tender) {
    var next = new ArrayList<>(tenders);
    next.add(tender);
    return copy(SaleStatus.TENDERING, lines, next, Optional.empty(), attempts);
  }

  private RetailTransaction copy(
      SaleStatus nextStatus,
      List<LineItem> nextLines,
      List<Tender> nextTenders,
      Optional<PaymentAttempt> nextAttempt,
      int nextAttempts) {
    return new RetailTransaction(
        transactionId,
        sequence,
        businessDay,
        operator,
        begin,
        priceRevision,
        nextStatus,
        nextLines,
        nextTenders,
        nextAttempt,
        nextAttempts);
  }
}
