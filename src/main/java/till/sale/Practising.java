package till.sale;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Training begins and ends. Each is decided in the journal that is written at that moment, and
/// told to the other one.
final class Practising {

  private static final String ON = "training-on";
  private static final String OFF = "training-off";

  private final Plan plan;

  Practising(Plan plan) {
    this.plan = plan;
  }

  Verdict on() {
    return switch (plan.shop().practice()) {
      case UNDER_WAY -> Plan.refused(Reason.ALREADY_TRAINING);
      case FORBIDDEN -> Plan.refused(Reason.TRAINING_FORBIDDEN);
      case ALLOWED ->
          whenQuiet(actor -> {
            begins(
                new Training(plan.moment().freshId(), plan.moment().at(), actor, Optional.empty()));
            return plan.accepted();
          });
    };
  }

  /// The journal of the training learns of it. What an earlier one has left open goes on.
  Verdict begin(Training training) {
    boolean isKnown = plan.state().training().filter(training::isSame).isPresent();
    if (!isKnown) {
      begins(training);
      new Attending(plan).takeUp();
    }
    return plan.accepted();
  }

  private void begins(Training training) {
    plan.fact(new Entry.TrainingChanged(training));
    plan.control(training.by(), ON, Map.of("training", training.id()));
  }

  /// What was to be printed is not: it would be the first thing on paper the next time.
  Verdict off() {
    return switch (plan.shop().practice()) {
      case ALLOWED, FORBIDDEN -> Plan.refused(Reason.NOT_TRAINING);
      case UNDER_WAY ->
          whenQuiet(actor -> {
            for (PrintJob job : plan.state().printJobs()) {
              plan.fact(new Entry.PrintJobMoved(job.jobId(), PrintJob.State.EXPIRED));
            }
            ends(plan.state().training().orElseThrow().endedBy(actor, plan.moment().at()));
            return plan.accepted();
          });
    };
  }

  /// The shop's journal learns that a training has ended.
  Verdict end(Training training) {
    if (plan.state().isTraining() && plan.state().training().filter(training::isSame).isPresent()) {
      ends(training);
    }
    return plan.accepted();
  }

  private void ends(Training training) {
    Training.End end = training.end().orElseThrow();
    plan.fact(new Entry.TrainingChanged(training));
    plan.control(
        end.by(),
        OFF,
        Map.of(
            "training", training.id(),
            "since", time(training.since()),
            "until", time(end.at())));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /// Decides where nobody is served and nothing is about to come out of a device.
  private Verdict whenQuiet(Function<Actor, Verdict> decision) {
    TillState state = plan.state();
    if (state.sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    boolean isPrinting =
        state.printJobs().stream().map(PrintJob::state).anyMatch(PrintJob.State::comesOut);
    return isPrinting ? Plan.refused(Reason.PRINTING) : plan.byActor(decision);
  }
}
