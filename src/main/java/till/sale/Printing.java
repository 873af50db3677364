package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Receipts on their way to paper, and what people decide about them.
final class Printing {

  private final Plan plan;

  Printing(Plan plan) {
    this.plan = plan;
  }

  /// The printer's side of a job moved on.
  Verdict move(Input.MovePrintJob move) {
    return plan.state().printJobs().stream()
            .anyMatch(job -> job.jobId().equals(move.jobId()) && job.state().mayBecome(move.to()))
        ? plan.accepted(new Entry.PrintJobMoved(move.jobId(), move.to(), move.reason()))
        : Plan.refused(Reason.NO_SUCH_PRINT_JOB, move.jobId());
  }

  Verdict resolve(Input.ResolvePrintJob resolve) {
    Optional<PrintJob> found =
        plan.state().printJobs().stream()
            .filter(job -> job.jobId().equals(resolve.jobId()))
            .findFirst();
    if (found.isEmpty()) {
      return Plan.refused(Reason.NO_SUCH_PRINT_JOB, resolve.jobId());
    }
    PrintJob job = found.get();
    if (job.state() != PrintJob.State.DOUBTFUL) {
      return Plan.refused(Reason.PRINT_JOB_NOT_DOUBTFUL, job.state().name());
    }
    switch (resolve.decision()) {
      case COPY -> {
        plan.fact(new Entry.PrintJobMoved(job.jobId(), PrintJob.State.REPRINTED_AS_COPY));
        copy(job.transactionId(), Map.of("insteadOf", job.jobId()));
      }
      case ABANDON -> resolved(job, PrintJob.State.ABANDONED);
      case PRINTED -> resolved(job, PrintJob.State.CONFIRMED);
    }
    return plan.accepted();
  }

  Verdict copy(Input.CopyReceipt copy) {
    copy(copy.transactionId(), Map.of("number", Long.toString(copy.number())));
    return plan.accepted();
  }

  /// What was on its way when the daemon stopped is uncertain now.
  void doubtWhatWasOnItsWay() {
    for (PrintJob job : plan.state().printJobs()) {
      if (job.state().isOnItsWay()) {
        plan.fact(
            new Entry.PrintJobMoved(
                job.jobId(),
                PrintJob.State.DOUBTFUL,
                Optional.of("the daemon was stopped while it was printed")));
      }
    }
  }

  void queueReceipt(String transactionId) {
    queue(PrintJob.receipt(transactionId, plan.moment()));
  }

  /// A copy is remembered whether it comes out or not.
  private void copy(String transactionId, Map<String, String> facts) {
    PrintJob copy = PrintJob.copy(transactionId, plan.moment());
    queue(copy);
    var all = new TreeMap<>(facts);
    all.put("transactionId", transactionId);
    all.put("jobId", copy.jobId());
    plan.control(Transaction.Control.RECEIPT_COPY, all);
  }

  private void resolved(PrintJob job, PrintJob.State to) {
    plan.fact(new Entry.PrintJobMoved(job.jobId(), to));
    plan.control(
        "print-job-resolved",
        Map.of(
            "transactionId", job.transactionId(),
            "jobId", job.jobId(),
            "state", to.name()));
  }

  private void queue(PrintJob job) {
    expireOldest();
    plan.fact(new Entry.PrintJobQueued(job));
  }

  private void expireOldest() {
    List<PrintJob> jobs = plan.state().printJobs();
    if (jobs.size() >= Workstation.PRINT_JOBS_MAX) {
      jobs.stream()
          .filter(job -> !job.state().isOnItsWay())
          .findFirst()
          .ifPresent(
              oldest -> plan.fact(new Entry.PrintJobMoved(oldest.jobId(), PrintJob.State.EXPIRED)));
    }
  }
}
