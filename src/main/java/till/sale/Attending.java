package till.sale;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// The lane is opened, paused and closed, and starts again after a power cut; people sign on and
/// off.
final class Attending {

  private final Plan plan;

  Attending(Plan plan) {
    this.plan = plan;
  }

  Verdict openBusinessDay(LocalDate day) {
    if (plan.state().businessDay().isPresent()) {
      return Plan.refused(Reason.DAY_ALREADY_OPEN, plan.state().businessDay().get().toString());
    }
    plan.fact(new Entry.BusinessDayOpened(day));
    plan.control("business-day-open", Map.of("businessDay", day.toString()));
    return plan.accepted();
  }

  Verdict changeLane(LaneState to, String control) {
    if (plan.state().sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    if (to == LaneState.READY && plan.state().businessDay().isEmpty()) {
      return Plan.refused(Reason.DAY_NOT_OPEN);
    }
    if (plan.state().lane() != to) {
      plan.fact(new Entry.LaneStateChanged(to));
      plan.control(control, Map.of());
    }
    return plan.accepted();
  }

  Verdict signOn() {
    if (plan.state().sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    if (plan.state().operator().isPresent()) {
      return Plan.refused(Reason.ALREADY_SIGNED_ON, plan.state().operator().get());
    }
    return plan.byActor(actor -> {
      plan.fact(new Entry.OperatorChanged(Optional.of(actor.operator())));
      plan.control("sign-on", Map.of("operator", actor.operator()));
      return plan.accepted();
    });
  }

  Verdict signOff() {
    if (plan.state().sale().isPresent()) {
      return Plan.refused(Reason.LANE_BUSY);
    }
    Optional<String> operator = plan.state().operator();
    if (operator.isEmpty()) {
      return Plan.refused(Reason.NOT_SIGNED_ON);
    }
    plan.control("sign-off", Map.of("operator", operator.get()));
    plan.fact(new Entry.OperatorChanged(Optional.empty()));
    return plan.accepted();
  }

  /// Only what was paused goes on: a lane that is closed is opened.
  Verdict resumeLane() {
    return switch (plan.state().lane()) {
      case CLOSED, OUT_OF_SERVICE ->
          Plan.refused(Reason.LANE_NOT_READY, plan.state().lane().name());
      case PAUSED, READY, IN_TRANSACTION -> changeLane(LaneState.READY, "lane-resume");
    };
  }

  Verdict start(Input.Start start) {
    plan.control(start.control(), start.facts());
    takeUp();
    return plan.accepted();
  }

  /// What was on its way when the lane before this one stopped is now uncertain.
  void takeUp() {
    plan.state()
        .sale()
        .flatMap(RetailTransaction::attempt)
        .ifPresent(attempt -> plan.unknown(attempt, "the daemon was restarted"));
    plan.state()
        .sale()
        .filter(sale -> sale.status() == SaleStatus.FISCALISING)
        .ifPresent(sale -> plan.effect(new Effect.Fiscalise(sale.transactionId())));
    new Printing(plan).doubtWhatWasOnItsWay();
  }

  Verdict record(Input.RecordControl record) {
    plan.control(record.control(), record.facts());
    return plan.accepted();
  }
}
