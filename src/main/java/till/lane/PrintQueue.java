package till.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import till.sale.Input;
import till.sale.PrintJob;

/// Which receipt the printer gets next, and which it does not get any more. It decides; the lane
/// writes each step down and acts on it. The lane's thread only.
final class PrintQueue {

  /// How long a receipt may wait for a printer that cannot print. After it the customer has gone,
  /// and it would only be the first thing on the next roll; a copy can be asked for.
  static final Duration WAITS_MAX = Duration.ofMinutes(10);

  /// How long a printer that would not start a job is left alone.
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Clocks clocks;

  /// Since when each job that waits is known here, by the clock that nobody sets.
  private final Map<String, Long> waitingSince = new HashMap<>();

  private long notBefore;

  PrintQueue(Clocks clocks) {
    this.clocks = clocks;
    this.notBefore = clocks.nanos();
  }

  /// One move of one job.
  ///
  /// @param to `SENDING`: once that is on disk, the printer gets it
  record Step(PrintJob job, PrintJob.State to, Optional<String> reason) {

    Input input() {
      return new Input.MovePrintJob(job.jobId(), to, reason);
    }
  }

  /// What is to be done by now, in this order: at most one job is begun, and none beside another.
  ///
  /// @param hasPrinter whether there is one at all. Without it nothing waits, or all of it would
  ///   come out of the one that is bought next year
  /// @param hindrance why the printer cannot print
  List<Step> next(List<PrintJob> jobs, boolean hasPrinter, Optional<String> hindrance) {
    List<PrintJob> waiting = jobs.stream().filter(job -> job.state().isWaiting()).toList();
    waitingSince.keySet().retainAll(waiting.stream().map(PrintJob::jobId).toList());
    var steps = new ArrayList<Step>();
    Optional<PrintJob> first = Optional.empty();
    for (PrintJob job : waiting) {
      if (!hasPrinter) {
        steps.add(new Step(job, PrintJob.State.EXPIRED, Optional.of("there is no printer")));
      } else if (hasWaitedTooLong(job)) {
        steps.add(new Step(job, PrintJob.State.EXPIRED, job.reason()));
      } else {
        first = first.or(() -> Optional.of(job));
      }
    }
    if (jobs.stream().noneMatch(job -> job.state().isOnItsWay())) {
      first.flatMap(job -> begin(job, hindrance)).ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> begin(PrintJob job, Optional<String> hindrance) {
    if (hindrance.isPresent()) {
      return Optional.of(new Step(job, PrintJob.State.HELD, hindrance))
          .filter(_ -> job.state() == PrintJob.State.QUEUED);
    }
    return Optional.of(new Step(job, PrintJob.State.SENDING, Optional.empty()))
        .filter(_ -> clocks.nanos() - notBefore >= 0);
  }

  /// What was on disk when the lane started may be older than the lane, if the clocks of then and
  /// now are both to be believed.
  private boolean hasWaitedTooLong(PrintJob job) {
    long now = clocks.nanos();
    long since = waitingSince.computeIfAbsent(job.jobId(), _ -> now);
    return now - since > WAITS_MAX.toNanos()
        || (clocks.isSynchronised()
            && job.queued()
                .filter(at -> Duration.between(at, clocks.now()).compareTo(WAITS_MAX) > 0)
                .isPresent());
  }

  /// The printer would not start a job: it is left alone for a moment.
  void pause() {
    notBefore = clocks.nanos() + RETRY_NANOS;
  }
}
