package till.sale;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// Everything a till remembers: the sum of its facts, and what a snapshot holds.
///
/// @param lane what the lane can do; IN_TRANSACTION follows from `sale` and is never stored
/// @param sequence the last SequenceNumber given on this business day
/// @param operator who has signed on; nobody, where customers serve themselves
/// @param day what the business day has come to; nothing before its first document
/// @param lastClosing the business day before this one; nothing before the first was closed
/// @param suspended the sales that wait for their customers, the oldest first
/// @param training the last one, over or not; of both journals of a till
public record TillState(
    LaneState lane,
    Optional<LocalDate> businessDay,
    int sequence,
    Optional<RetailTransaction> sale,
    List<PrintJob> printJobs,
    GrandTotals grandTotals,
    Optional<String> operator,
    Optional<DayTotals> day,
    Optional<LastClosing> lastClosing,
    List<Suspended> suspended,
    Optional<Training> training) {

  public TillState {
    printJobs = List.copyOf(printJobs);
    suspended = List.copyOf(suspended);
  }

  /// A till out of the box.
  public static TillState initial(Currency currency) {
    return new TillState(
        LaneState.CLOSED,
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        GrandTotals.zero(currency),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /// The lane's state as others see it.
  LaneState laneState() {
    return sale.isPresent() ? LaneState.IN_TRANSACTION : lane;
  }

  /// Whether bytes of a receipt may be in the wire or in the printer's buffer.
  public boolean isPrinting() {
    return printJobs.stream().map(PrintJob::state).anyMatch(PrintJob.State::isOnItsWay);
  }

  /// Whether somebody practises at this till.
  public boolean isTraining() {
    return training.filter(Training::isOn).isPresent();
  }

  /// The sum of this state and one more fact. Refuses nothing.
  ///
  /// @throws IllegalStateException when the fact cannot belong to this state: a fault of ours
  TillState with(Entry entry) {
    return switch (entry) {
      case Entry.BusinessDayOpened opened -> opened(opened.day());
      case Entry.LaneStateChanged changed -> in(changed.state());
      case Entry.OperatorChanged changed -> served(changed.operator());
      case Entry.TrainingChanged changed -> practised(changed.training());
      case Entry.TransactionStarted started -> with(started(started), started.sequence());
      case Entry.LineAdded added -> with(open().with(added.line()));
      case Entry.LineVoided voided -> with(open().voiding(voided.n()));
      case Entry.LineChanged changed -> with(open().changing(changed.line()));
      case Entry.LinkAdded added -> with(open().with(added.link()));
      case Entry.PostVoidStarted started -> with(open().undoing(started.undoing()));
      case Entry.TransactionRetrieved retrieved -> retrieved(retrieved.transactionId());
      case Entry.WeighingStarted started -> with(open().weighing(Optional.of(started.what())));
      case Entry.WeighingEnded _ -> with(open().weighing(Optional.empty()));
      case Entry.ProblemRaised raised -> with(open().with(raised.problem()));
      case Entry.ProblemCleared cleared ->
          with(open().clearing(cleared.problemId(), cleared.clearing()));
      case Entry.TotalTaken _ -> with(open().in(SaleStatus.TENDERING));
      case Entry.EntryResumed _ -> with(open().in(SaleStatus.ENTERING));
      case Entry.TenderTaken taken -> with(open().with(taken.tender()));
      case Entry.PaymentStarted started -> with(open().paying(started.attempt()));
      case Entry.PaymentUnknown _ -> with(open().unsure());
      case Entry.PaymentFailed _ -> with(open().notPaid());
      case Entry.PaymentBooked booked -> with(open().approved(booked.booking()));
      case Entry.LeavingStarted started -> with(open().leaving(Optional.of(started.leaving())));
      case Entry.LeavingStopped _ -> with(open().leaving(Optional.empty()));
      case Entry.CashRounded rounded -> with(open().rounded(rounded.by()));
      case Entry.FiscalisingStarted _ -> with(open().in(SaleStatus.FISCALISING));
      case Entry.Fiscalised answered -> with(open().fiscalised(answered.record()));
      case Entry.PaymentApproved approved -> with(open().with(approved.tender()));
      case Entry.LanguageChosen chosen -> with(open().speaking(chosen.language()));
      case Entry.ReceiptChosen chosen -> with(open().with(chosen.choice()));
      case Entry.PrintJobQueued queued -> with(queued.job());
      case Entry.PrintJobMoved moved -> moved(moved);
      case Entry.TransactionLogged logged -> logged(logged.transaction());
    };
  }

  private RetailTransaction open() {
    return sale.orElseThrow(
        () -> new IllegalStateException("a fact about a sale, but none is open"));
  }

  private RetailTransaction started(Entry.TransactionStarted started) {
    return RetailTransaction.begun(
        started,
        businessDay.orElseThrow(() -> new IllegalStateException("a sale outside a business day")));
  }

  private TillState opened(LocalDate date) {
    var edit = new Edit();
    edit.businessDay = Optional.of(date);
    edit.sequence = 0;
    edit.day = Optional.empty();
    return edit.done();
  }

  private TillState in(LaneState next) {
    var edit = new Edit();
    edit.lane = next;
    return edit.done();
  }

  private TillState served(Optional<String> by) {
    var edit = new Edit();
    edit.operator = by;
    return edit.done();
  }

  private TillState practised(Training next) {
    var edit = new Edit();
    edit.training = Optional.of(next);
    return edit.done();
  }

  private TillState with(RetailTransaction next) {
    return with(next, sequence);
  }

  private TillState with(RetailTransaction next, int nextSequence) {
    var edit = new Edit();
    edit.sequence = nextSequence;
    edit.sale = Optional.of(next);
    return edit.done();
  }

  private TillState with(PrintJob job) {
    var edit = new Edit();
    edit.printJobs.add(job);
    return edit.done();
  }

  private TillState moved(Entry.PrintJobMoved moved) {
    var edit = new Edit();
    edit.printJobs.replaceAll(
        job -> job.jobId().equals(moved.jobId()) ? job.as(moved.to(), moved.reason()) : job);
    edit.printJobs.removeIf(job -> job.state().isFinal());
    return edit.done();
  }

  private TillState logged(Transaction transaction) {
    var edit = new Edit();
    edit.sale = sale.filter(open -> !open.transactionId().equals(transaction.transactionId()));
    suspended(transaction).ifPresent(edit.suspended::add);
    edit.sequence = Math.max(sequence, transaction.sequence());
    edit.grandTotals = transaction.grandTotals();
    if (transaction.body() instanceof Transaction.Closing closing) {
      edit.lastClosing =
          Optional.of(
              new LastClosing(
                  closing.number(),
                  businessDay.orElseThrow(() -> new IllegalStateException("no day to close")),
                  closing.totals().cash().content()));
      edit.businessDay = Optional.empty();
      edit.day = Optional.empty();
    } else if (businessDay.isPresent()) {
      edit.day = Optional.of(dayWith(transaction).with(transaction, grandTotals));
    }
    return edit.done();
  }

  /// The sale that this transaction says is suspended from now on.
  private Optional<Suspended> suspended(Transaction transaction) {
    return sale.filter(open -> open.transactionId().equals(transaction.transactionId()))
        .filter(_ -> transaction.isSuspended())
        .map(open -> new Suspended(open, transaction.end()));
  }

  private TillState retrieved(String transactionId) {
    Suspended found =
        suspended.stream()
            .filter(waiting -> waiting.sale().transactionId().equals(transactionId))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("not suspended: " + transactionId));
    var edit = new Edit();
    edit.sale = Optional.of(open().goingOnWith(found.sale()));
    edit.suspended.remove(found);
    return edit.done();
  }

  /// The day so far. The first document of a day begins it.
  private DayTotals dayWith(Transaction first) {
    return day.orElseGet(() ->
        DayTotals.before(
            first,
            lastClosing
                .map(LastClosing::cash)
                .orElseGet(() -> Money.zero(grandTotals.sales().currency()))));
  }

  /// The state as it is about to be.
  private final class Edit {
    private LaneState lane = TillState.this.lane;
    private Optional<LocalDate> businessDay = TillState.this.businessDay;
    private int sequence = TillState.this.sequence;
    private Optional<RetailTransaction> sale = TillState.this.sale;
    private final List<PrintJob> printJobs = new ArrayList<>(TillState.this.printJobs);
    private GrandTotals grandTotals = TillState.this.grandTotals;
    private Optional<String> operator = TillState.this.operator;
    private Optional<DayTotals> day = TillState.this.day;
    private Optional<LastClosing> lastClosing = TillState.this.lastClosing;
    private final List<Suspended> suspended = new ArrayList<>(TillState.this.suspended);
    private Optional<Training> training = TillState.this.training;

    TillState done() {
      return new TillState(
          lane,
          businessDay,
          sequence,
          sale,
          printJobs,
          grandTotals,
          operator,
          day,
          lastClosing,
          suspended,
          training);
    }
  }
}
