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
public record TillState(
    LaneState lane,
    Optional<LocalDate> businessDay,
    int sequence,
    Optional<RetailTransaction> sale,
    List<PrintJob> printJobs,
    GrandTotals grandTotals) {

  public TillState {
    printJobs = List.copyOf(printJobs);
  }

  /// A till out of the box.
  public static TillState initial(Currency currency) {
    return new TillState(
        LaneState.CLOSED,
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        GrandTotals.zero(currency));
  }

  /// The lane's state as others see it.
  LaneState laneState() {
    return sale.isPresent() ? LaneState.IN_TRANSACTION : lane;
  }

  /// The sum of this state and one more fact. Refuses nothing.
  ///
  /// @throws IllegalStateException when the fact cannot belong to this state: a fault of ours
  TillState with(Entry entry) {
    return switch (entry) {
      case Entry.BusinessDayOpened opened ->
          new TillState(lane, Optional.of(opened.day()), 0, sale, printJobs, grandTotals);
      case Entry.LaneStateChanged changed ->
          new TillState(changed.state(), businessDay, sequence, sale, printJobs, grandTotals);
      case Entry.TransactionStarted started -> with(started(started), started.sequence());
      case Entry.LineAdded added -> with(open().with(added.line()));
      case Entry.LineVoided voided -> with(open().voiding(voided.n()));
      case Entry.LineChanged changed -> with(open().changing(changed.line()));
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

  private TillState with(RetailTransaction next) {
    return with(next, sequence);
  }

  private TillState with(RetailTransaction next, int nextSequence) {
    return new TillState(
        lane, businessDay, nextSequence, Optional.of(next), printJobs, grandTotals);
  }

  private TillState with(PrintJob job) {
    var jobs = new ArrayList<>(printJobs);
    jobs.add(job);
    return new TillState(lane, businessDay, sequence, sale, jobs, grandTotals);
  }

  private TillState moved(Entry.PrintJobMoved moved) {
    List<PrintJob> jobs =
        printJobs.stream()
            .map(
                job -> job.jobId().equals(moved.jobId()) ? job.as(moved.to(), moved.reason()) : job)
            .filter(job -> !job.state().isFinal())
            .toList();
    return new TillState(lane, businessDay, sequence, sale, jobs, grandTotals);
  }

  private TillState logged(Transaction transaction) {
    Optional<RetailTransaction> still =
        sale.filter(open -> !open.transactionId().equals(transaction.transactionId()));
    return new TillState(
        lane,
        businessDay,
        Math.max(sequence, transaction.sequence()),
        still,
        printJobs,
        transaction.grandTotals());
  }
}
