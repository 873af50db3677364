package till.lane;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.Reconciliation;
import till.device.printer.PrintProgress;
import till.sale.Input;
import till.sale.PrintJob;
import till.sale.Verdict;

/// What the lane has to do with its devices: takes down what they say of payments, print jobs and
/// themselves, and asks the scale and feeds the printer between turns. The lane's thread only.
final class DeviceDesk {

  private static final Logger log = LoggerFactory.getLogger(DeviceDesk.class);

  private final Receipts receipts;
  private final HealthChecks checks;
  private final PrintQueue printQueue;
  private final ScaleWatch scaleWatch;

  DeviceDesk(Receipts receipts, HealthChecks checks, Clocks clocks, ScaleWatch scaleWatch) {
    this.receipts = receipts;
    this.checks = checks;
    this.printQueue = new PrintQueue(clocks);
    this.scaleWatch = scaleWatch;
  }

  void take(LaneEvent.OfDevice event, Draft draft) {
    switch (event) {
      case LaneEvent.PaymentMoved moved -> paymentMoved(moved.answer(), draft);
      case LaneEvent.PaymentProgressed moved -> paymentProgressed(moved.progress(), draft);
      case LaneEvent.TerminalReconciled closed -> reconciled(closed.reconciliation(), draft);
      case LaneEvent.TerminalDiagnosed looked -> checks.diagnosed(looked.diagnosis(), draft);
      case LaneEvent.PrintMoved moved -> {
        if (!checks.printed(moved.progress(), draft)) {
          printMoved(moved.progress(), draft);
        }
      }
      case LaneEvent.DeviceChanged changed -> deviceChanged(changed.status(), draft);
      case LaneEvent.Weighed weighed -> scaleWatch.saw(weighed.weighing());
      case LaneEvent.DrawerMoved moved -> drawerMoved(moved.state(), draft);
      case LaneEvent.CaseMoved moved -> caseMoved(moved.isOpen(), draft);
      case LaneEvent.CardSeen seen -> log.debug("{} is of no use to this lane", seen.card());
    }
  }

  // between turns

  /// Asks the scale while something waits for it.
  void lookAtTheScale(Peripherals peripherals, Draft draft) {
    if (scaleWatch.view(draft.workstation().state().sale()).isPresent()) {
      peripherals.weighing().ifPresent(weighing -> scaleWatch.weigh(weighing, draft));
    }
  }

  /// Gives the printer the receipt that comes next, when it may.
  void print(Turns turns, Peripherals peripherals) {
    if (checks.isPrinting()) {
      return;
    }
    List<PrintQueue.Step> steps =
        printQueue.next(
            turns.workstation().state().printJobs(),
            peripherals.printer().isPresent(),
            turns.surroundings().hindrance(Surroundings.PRINTER));
    for (PrintQueue.Step step : steps) {
      if (step.to() == PrintJob.State.SENDING) {
        send(step, turns, peripherals);
      } else {
        turns.take(turns.draft().with(step.input()), peripherals);
      }
    }
  }

  /// Written down as SENDING, then handed to the printer.
  private void send(PrintQueue.Step step, Turns turns, Peripherals peripherals) {
    PrintJob job = step.job();
    byte[] bytes = receipts.bytes(job.transactionId(), job.isCopy());
    turns.take(turns.draft().with(step.input()), peripherals);
    peripherals.printer().orElseThrow().print(job.jobId(), bytes);
  }

  // what they say

  private static void paymentMoved(PaymentAnswer answer, Draft draft) {
    draft.answer(answer);
    Currency currency = draft.workstation().shop().currency();
    Verdict verdict =
        draft.decide(
            new Input.PaymentAnswered(answer.attemptId(), Outcomes.of(answer.outcome(), currency)));
    if (verdict instanceof Verdict.Refused) {
      log.warn("an answer to payment {}, which is not open: not acknowledged", answer.attemptId());
      return;
    }
    draft.happened(
        LaneNews.Kind.PAYMENT,
        "attemptId",
        answer.attemptId(),
        "outcome",
        Outcomes.word(answer.outcome()));
  }

  /// For screens alone: nothing follows from it.
  private static void paymentProgressed(PaymentProgress progress, Draft draft) {
    String language = draft.workstation().languages().stream().findFirst().orElse("en");
    draft.happened(
        LaneNews.Kind.PAYMENT,
        "attemptId",
        progress.attemptId(),
        "outcome",
        "progress",
        "code",
        progress.code(),
        "text",
        progress.text(language));
  }

  private static void reconciled(Reconciliation reconciliation, Draft draft) {
    switch (reconciliation) {
      case Reconciliation.Done done -> {
        draft.with(
            new Input.RecordControl(
                "payment-reconciled",
                Map.of(
                    "serviceId",
                    done.serviceId(),
                    "amount",
                    Long.toString(done.amountMinor()),
                    "receipts",
                    done.firstReceipt() + "-" + done.lastReceipt(),
                    "totals",
                    done.totals().stream()
                        .map(
                            total -> total.card() + " " + total.count() + " " + total.amountMinor())
                        .collect(Collectors.joining("; ")),
                    "report",
                    done.report().orElse(""))));
        reconciled(done.serviceId(), "reconciled", "", draft);
      }
      case Reconciliation.Refused refused ->
          reconciled(refused.serviceId(), "refused", refused.reason(), draft);
      case Reconciliation.Unknown unknown ->
          reconciled(unknown.serviceId(), "unknown", unknown.reason(), draft);
    }
  }

  private static void reconciled(String serviceId, String outcome, String reason, Draft draft) {
    draft.happened(
        LaneNews.Kind.PAYMENT, "serviceId", serviceId, "outcome", outcome, "reason", reason);
  }

  private void printMoved(PrintProgress progress, Draft draft) {
    String jobId = progress.jobId();
    switch (progress) {
      case PrintProgress.Sent _ -> move(jobId, PrintJob.State.SENT, Optional.empty(), draft);
      case PrintProgress.Confirmed _ ->
          move(jobId, PrintJob.State.CONFIRMED, Optional.empty(), draft);
      case PrintProgress.Unconfirmed _ ->
          move(jobId, PrintJob.State.UNCONFIRMED, Optional.empty(), draft);
      case PrintProgress.Doubtful doubtful ->
          move(jobId, PrintJob.State.DOUBTFUL, Optional.of(doubtful.reason()), draft);
      case PrintProgress.NotStarted not -> {
        printQueue.pause();
        move(jobId, PrintJob.State.HELD, Optional.of(not.reason()), draft);
      }
      // what is on disk stays: bytes may be on their way
      case PrintProgress.Held held ->
          draft.printed(jobId, PrintJob.State.HELD, Optional.of(held.reason()));
      case PrintProgress.GoesOn _ ->
          draft.workstation().state().printJobs().stream()
              .filter(job -> job.jobId().equals(jobId))
              .forEach(job -> draft.printed(jobId, job.state(), Optional.empty()));
    }
  }

  private static void move(String jobId, PrintJob.State to, Optional<String> reason, Draft draft) {
    if (draft.decide(new Input.MovePrintJob(jobId, to, reason)) instanceof Verdict.Refused) {
      log.warn("print job {} cannot become {}: it is over, or for a person to resolve", jobId, to);
    }
  }

  private static void deviceChanged(DeviceStatus status, Draft draft) {
    draft.become(draft.surroundings().with(status));
    draft.happened(
        LaneNews.Kind.DEVICE, "name", status.name(), "state", Draft.word(status.state()));
  }

  private void drawerMoved(DrawerState state, Draft draft) {
    checks.drawerMoved(state, draft);
    draft.become(draft.surroundings().with(state));
    draft.happened(LaneNews.Kind.DEVICE, "name", "drawer", "drawer", Draft.word(state));
  }

  /// A case that is found shut is no news; one that is found open is, whenever that happened.
  private static void caseMoved(boolean isOpen, Draft draft) {
    if (isOpen != draft.surroundings().isCaseOpen()) {
      draft.become(draft.surroundings().caseOpen(isOpen));
      draft.with(new Input.RecordControl(isOpen ? "tamper-opened" : "tamper-closed", Map.of()));
    }
  }
}
