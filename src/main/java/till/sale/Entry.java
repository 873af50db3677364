package till.sale;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A fact. The state of a till is the sum of its facts, and a fact is on disk before anyone outside
/// can see its consequence.
public sealed interface Entry {

  record BusinessDayOpened(LocalDate day) implements Entry {}

  record LaneStateChanged(LaneState state) implements Entry {}

  /// Somebody has signed on, or off.
  ///
  /// @param operator who serves from now on; nobody, where customers serve themselves
  record OperatorChanged(Optional<String> operator) implements Entry {}

  /// A training has begun, or ended.
  record TrainingChanged(Training training) implements Entry {}

  record TransactionStarted(
      String transactionId, int sequence, Instant begin, String operator, long priceRevision)
      implements Entry {}

  record LineAdded(LineItem line) implements Entry {}

  record LineVoided(int n) implements Entry {}

  /// The line of the same number is as this one says from now on.
  record LineChanged(LineItem line) implements Entry {}

  /// It goes back to another transaction.
  record LinkAdded(Link link) implements Entry {}

  /// The transaction that has just begun undoes another one.
  record PostVoidStarted(Undoing undoing) implements Entry {}

  /// The transaction that has just begun goes on with one that was suspended, which waits no more.
  record TransactionRetrieved(String transactionId) implements Entry {}

  /// An item waits for the scale.
  record WeighingStarted(Unweighed what) implements Entry {}

  record WeighingEnded() implements Entry {}

  record ProblemRaised(Problem problem) implements Entry {}

  record ProblemCleared(String problemId, Problem.Clearing clearing) implements Entry {}

  record TotalTaken() implements Entry {}

  record EntryResumed() implements Entry {}

  record TenderTaken(Tender tender) implements Entry {}

  record PaymentStarted(PaymentAttempt attempt) implements Entry {}

  record PaymentUnknown(String attemptId, String reason) implements Entry {}

  record PaymentFailed(String attemptId, String reason) implements Entry {}

  /// The terminal has booked it, and may take it back until it hears that we know.
  record PaymentBooked(String attemptId, PaymentOutcome.Booking booking) implements Entry {}

  /// It is final.
  record PaymentApproved(String attemptId, Tender tender) implements Entry {}

  /// The money that was taken is being given back, one tender after the other.
  record LeavingStarted(Leaving leaving) implements Entry {}

  record LeavingStopped() implements Entry {}

  /// What is left is paid in cash, and rounded by this.
  record CashRounded(Money by) implements Entry {}

  /// It is paid, and the fiscal provider is asked.
  record FiscalisingStarted() implements Entry {}

  record Fiscalised(FiscalRecord record) implements Entry {}

  record LanguageChosen(String language) implements Entry {}

  record ReceiptChosen(ReceiptChoice choice) implements Entry {}

  record PrintJobQueued(PrintJob job) implements Entry {}

  /// A job came further, or did not.
  ///
  /// @param reason why it waits, or why nobody knows what became of it
  record PrintJobMoved(String jobId, PrintJob.State to, Optional<String> reason) implements Entry {

    public PrintJobMoved(String jobId, PrintJob.State to) {
      this(jobId, to, Optional.empty());
    }
  }

  /// A transaction ended: the one kind of fact that becomes a journal document.
  record TransactionLogged(Transaction transaction) implements Entry {}
}
