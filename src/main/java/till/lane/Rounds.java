package till.lane;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.journal.Journal;
import till.journal.Space;
import till.sale.Input;
import till.sale.TillState;

/// What the lane looks after between two turns, though nobody has said anything: the disk, the
/// clock, the customer, and documents that may leave. The lane's thread only.
final class Rounds {

  /// How long after its start, and how often then, the lane looks for documents that may leave.
  private static final long PRUNE_FIRST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final long PRUNE_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final Journal journal;
  private final Duration retention;
  private final Clocks clocks;
  private final ClockWatch clockWatch;
  private final CustomerWatch customer;
  private long pruneAt;

  /// @param retention how long acknowledged documents stay on the device at least
  Rounds(Journal journal, Duration retention, Clocks clocks, CustomerWatch customer) {
    this.journal = journal;
    this.retention = retention;
    this.clocks = clocks;
    this.clockWatch = new ClockWatch(clocks.now(), clocks.nanos());
    this.customer = customer;
    this.pruneAt = clocks.nanos() + PRUNE_FIRST_NANOS;
  }

  /// Before something is written, so that the reserve is given back in time.
  void lookAtTheDisk(Draft draft) {
    Space.Room now = journal.space().look();
    if (now != draft.surroundings().room()) {
      draft.become(draft.surroundings().with(now));
      draft.changed();
    }
  }

  /// Before something is written by it.
  void lookAtTheClock(Draft draft) {
    clockWatch
        .look(clocks.now(), clocks.nanos(), journal.newestAt())
        .ifPresent(step -> {
          log.warn("the clock was set from {} to {}", step.from(), step.to());
          Map<String, String> facts =
              Map.of(
                  "from", step.from().truncatedTo(ChronoUnit.MILLIS).toString(),
                  "to", step.to().truncatedTo(ChronoUnit.MILLIS).toString(),
                  "seconds", Long.toString(step.seconds()),
                  "synchronised", Boolean.toString(clocks.isSynchronised()));
          draft.with(new Input.RecordControl("clock-stepped", facts));
        });
  }

  /// A sale that nobody touches, or thanks that have been said.
  void lookAtTheCustomer(Draft draft) {
    switch (customer.look(draft.workstation().state().sale(), clocks.nanos())) {
      case NOTHING -> {}
      case SHOW -> draft.changed();
      case TIME_OUT -> draft.with(new Input.TimeOut());
    }
  }

  /// While there is nothing else to do: keeps the reserve, and lets documents go that may, a few at
  /// a time. A receipt that waits needs its document.
  void tidyUp(TillState state) {
    journal.space().keepReserve();
    boolean printing = state.printJobs().stream().anyMatch(job -> job.state().isWaiting());
    long now = clocks.nanos();
    if (printing || now - pruneAt < 0) {
      return;
    }
    boolean more = journal.prune(clocks.now(), clocks.isSynchronised(), retention);
    pruneAt = more ? now : now + PRUNE_NANOS;
  }
}
