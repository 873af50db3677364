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
/// @param problems in the order in which they came up, cleared or not
/// @param links the transactions this one goes back to
/// @param rounding what the cash that ended it was rounded by
/// @param leaving where it goes once the money taken is given back
/// @param unweighed the item that waits for the scale
/// @param fiscal what the fiscal provider said
/// @param language what the customer chose to read
/// @param receipt what the customer said of a receipt
/// @param undoes the sale that it undoes whole
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
    int attempts,
    List<Problem> problems,
    List<Link> links,
    Optional<Money> rounding,
    Optional<Leaving> leaving,
    Optional<Unweighed> unweighed,
    Optional<FiscalRecord> fiscal,
    Optional<String> language,
    Optional<ReceiptChoice> receipt,
    Optional<Undoing> undoes) {

  public RetailTransaction {
    lines = List.copyOf(lines);
    tenders = List.copyOf(tenders);
    problems = List.copyOf(problems);
    links = List.copyOf(links);
  }

  /// A sale that begins.
  static RetailTransaction begun(Entry.TransactionStarted started, LocalDate businessDay) {
    return new RetailTransaction(
        started.transactionId(),
        started.sequence(),
        businessDay,
        started.operator(),
        started.begin(),
        started.priceRevision(),
        SaleStatus.ENTERING,
        List.of(),
        List.of(),
        Optional.empty(),
        0,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The sums of this sale.
  ///
  /// @param table the rates of lines that do not know theirs
  public SaleTotals totals(TaxTable table, Currency currency) {
    List<Tax> taxes = table.taxes(lines, businessDay, currency);
    Money nothing = Money.zero(currency);
    Money total = rounding.orElse(nothing);
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
    Money tendered = tenders.stream().map(Tender::amount).reduce(nothing, Money::plus);
    return new SaleTotals(total, tendered, total.minus(tendered), taxes, rounding.orElse(nothing));
  }

  /// The line with this number, voided or not.
  public Optional<LineItem> line(int n) {
    return lines.stream().filter(line -> line.n() == n).findFirst();
  }

  /// The tender with this number.
  public Optional<Tender> tender(int n) {
    return tenders.stream().filter(tender -> tender.n() == n).findFirst();
  }

  /// Tenders that took money and were not undone, the newest first.
  public List<Tender> standing() {
    return Tender.standing(tenders);
  }

  /// What somebody has to look at before this sale goes on.
  public List<Problem> openProblems() {
    var ages = new AgeChecks(this);
    return problems.stream()
        .filter(Problem::isOpen)
        .filter(ages::matters)
        .filter(problem -> problem.coupon().map(this::isReducedBy).orElse(true))
        .toList();
  }

  /// Whether this coupon has taken something off goods that are still there.
  boolean isReducedBy(String coupon) {
    return lines.stream().anyMatch(line -> line.isReducedBy(coupon));
  }

  /// The number of the next tender.
  int nextTender() {
    return tenders.size() + 1;
  }

  /// Whether somebody has to look at something before anything else happens.
  public boolean isBlocked() {
    return problems.stream().anyMatch(Problem::isBlocking);
  }

  /// Whether nobody but somebody of the shop says how it goes on, or that it does not.
  boolean isHeld() {
    return problems.stream().anyMatch(Problem::isCritical);
  }

  /// Whether nothing happens unless the customer does something. What is undone is the shop's.
  public boolean waitsForCustomer() {
    return switch (status) {
      case ENTERING, TENDERING -> !isBlocked() && undoes.isEmpty();
      case PAYMENT_PENDING, PAYMENT_UNKNOWN, FISCALISING -> false;
    };
  }

  /// Whether nothing happens unless something is weighed.
  public boolean waitsForScale() {
    return unweighed.isPresent() && !isBlocked();
  }

  RetailTransaction with(LineItem line) {
    Edit edit = new Edit();
    edit.lines.add(line);
    return edit.done();
  }

  /// The line of the same number is as this one says from now on.
  RetailTransaction changing(LineItem line) {
    Edit edit = new Edit();
    edit.lines.replaceAll(old -> old.n() == line.n() ? line : old);
    return edit.done();
  }

  RetailTransaction voiding(int n) {
    Edit edit = new Edit();
    edit.lines.replaceAll(line -> line.n() == n ? line.asVoided() : line);
    return edit.done();
  }

  RetailTransaction in(SaleStatus next) {
    Edit edit = new Edit();
    edit.status = next;
    return edit.done();
  }

  RetailTransaction paying(PaymentAttempt started) {
    Edit edit = new Edit();
    edit.status = SaleStatus.PAYMENT_PENDING;
    edit.attempt = Optional.of(started);
    edit.attempts = started.n();
    return edit.done();
  }

  RetailTransaction unsure() {
    Edit edit = new Edit();
    edit.status = SaleStatus.PAYMENT_UNKNOWN;
    edit.attempt = attempt.map(open -> open.as(PaymentAttempt.State.UNKNOWN));
    return edit.done();
  }

  RetailTransaction approved(PaymentOutcome.Booking booking) {
    Edit edit = new Edit();
    edit.status = SaleStatus.PAYMENT_PENDING;
    edit.attempt = attempt.map(open -> open.approved(booking));
    return edit.done();
  }

  RetailTransaction notPaid() {
    Edit edit = new Edit();
    edit.status = SaleStatus.TENDERING;
    edit.attempt = Optional.empty();
    return edit.done();
  }

  RetailTransaction with(Tender tender) {
    Edit edit = new Edit();
    edit.status = SaleStatus.TENDERING;
    edit.tenders.add(tender);
    edit.attempt = Optional.empty();
    return edit.done();
  }

  RetailTransaction with(Problem problem) {
    Edit edit = new Edit();
    edit.problems.add(problem);
    return edit.done();
  }

  RetailTransaction clearing(String problemId, Problem.Clearing how) {
    Edit edit = new Edit();
    edit.problems.replaceAll(
        problem -> problem.id().equals(problemId) ? problem.cleared(how) : problem);
    return edit.done();
  }

  RetailTransaction rounded(Money by) {
    Edit edit = new Edit();
    edit.rounding = rounding.map(by::plus).or(() -> Optional.of(by));
    return edit.done();
  }

  RetailTransaction leaving(Optional<Leaving> where) {
    Edit edit = new Edit();
    edit.leaving = where;
    return edit.done();
  }

  RetailTransaction weighing(Optional<Unweighed> what) {
    Edit edit = new Edit();
    edit.unweighed = what;
    return edit.done();
  }

  RetailTransaction fiscalised(FiscalRecord record) {
    Edit edit = new Edit();
    edit.fiscal = Optional.of(record);
    return edit.done();
  }

  RetailTransaction speaking(String chosen) {
    Edit edit = new Edit();
    edit.language = Optional.of(chosen);
    return edit.done();
  }

  RetailTransaction with(ReceiptChoice choice) {
    Edit edit = new Edit();
    edit.receipt = Optional.of(choice);
    return edit.done();
  }

  RetailTransaction with(Link link) {
    Edit edit = new Edit();
    edit.links.add(link);
    return edit.done();
  }

  /// Nothing is entered: it undoes another one.
  RetailTransaction undoing(Undoing undoing) {
    Edit edit = new Edit();
    edit.status = SaleStatus.TENDERING;
    edit.links.add(new Link(Link.Kind.POST_VOID, undoing.transactionId()));
    edit.undoes = Optional.of(undoing);
    return edit.done();
  }

  /// With what was in the sale that was suspended.
  RetailTransaction goingOnWith(RetailTransaction suspended) {
    Edit edit = new Edit();
    edit.lines.addAll(suspended.lines);
    edit.problems.addAll(suspended.problems);
    suspended.links.stream()
        .filter(link -> link.kind() != Link.Kind.RETRIEVE) // the one before stands in its document
        .forEach(edit.links::add);
    edit.links.add(new Link(Link.Kind.RETRIEVE, suspended.transactionId));
    edit.language = suspended.language.or(() -> language);
    edit.receipt = suspended.receipt.or(() -> receipt);
    return edit.done();
  }

  /// The sale as it is about to be.
  private final class Edit {
    private final List<LineItem> lines = new ArrayList<>(RetailTransaction.this.lines);
    private final List<Tender> tenders = new ArrayList<>(RetailTransaction.this.tenders);
    private final List<Problem> problems = new ArrayList<>(RetailTransaction.this.problems);
    private final List<Link> links = new ArrayList<>(RetailTransaction.this.links);
    private SaleStatus status = RetailTransaction.this.status;
    private Optional<PaymentAttempt> attempt = RetailTransaction.this.attempt;
    private int attempts = RetailTransaction.this.attempts;
    private Optional<Money> rounding = RetailTransaction.this.rounding;
    private Optional<Leaving> leaving = RetailTransaction.this.leaving;
    private Optional<Unweighed> unweighed = RetailTransaction.this.unweighed;
    private Optional<FiscalRecord> fiscal = RetailTransaction.this.fiscal;
    private Optional<String> language = RetailTransaction.this.language;
    private Optional<ReceiptChoice> receipt = RetailTransaction.this.receipt;
    private Optional<Undoing> undoes = RetailTransaction.this.undoes;

    RetailTransaction done() {
      return new RetailTransaction(
          transactionId,
          sequence,
          businessDay,
          operator,
          begin,
          priceRevision,
          status,
          lines,
          tenders,
          attempt,
          attempts,
          problems,
          links,
          rounding,
          leaving,
          unweighed,
          fiscal,
          language,
          receipt,
          undoes);
    }
  }
}
