package till.lane;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.PaymentAnswer;
import till.journal.Head;
import till.journal.Journal;
import till.journal.Turn;
import till.sale.Effect;
import till.sale.Input;
import till.sale.PrintJob;
import till.sale.RetailTransaction;
import till.sale.Workstation;

/// What the lane knows, and the one way in which it comes to know more.
///
/// The order *decide, append, apply, perform* is written here, once, in `take`: what a draft has
/// decided is put on disk as one transaction, and only then seen by anyone or acted upon. The
/// lane's thread only, but for `workstation`, `figures` and what `views` says.
final class Turns {

  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final Journal journal;
  private final Receipts receipts;
  private final Clocks clocks;
  private final RandomGenerator chance;
  private final Moments moments;
  private final CustomerWatch customer;
  private final HealthChecks checks;
  private final Views views;
  private final Histogram commits = new Histogram();
  private final Histogram scans = new Histogram();

  // as it is on disk
  private volatile Workstation workstation;

  private Surroundings surroundings;
  private Optional<LaneView.LastReceipt> lastReceipt;

  /// @param workstation with what was open when the daemon stopped
  Turns(
      Journal journal,
      Workstation workstation,
      Receipts receipts,
      Clocks clocks,
      RandomGenerator chance,
      CustomerWatch customer,
      ScaleWatch scale,
      HealthChecks checks) {
    this.journal = journal;
    this.workstation = workstation;
    this.receipts = receipts;
    this.clocks = clocks;
    this.chance = chance;
    this.moments = new Moments(clocks.board(), clocks.synchronised(), chance);
    this.customer = customer;
    this.checks = checks;
    this.surroundings = Surroundings.unknown(journal.space().look());
    this.lastReceipt = receipts.last();
    this.views =
        new Views(journal, clocks, customer, scale, workstation, surroundings, lastReceipt);
  }

  /// What is on disk. Any thread.
  Workstation workstation() {
    return workstation;
  }

  /// What is known beside it.
  Surroundings surroundings() {
    return surroundings;
  }

  Views views() {
    return views;
  }

  /// Any thread.
  LaneFigures figures() {
    return new LaneFigures(
        commits.look(),
        scans.look(),
        workstation.state().printJobs().stream()
            .collect(Collectors.groupingBy(PrintJob::state, Collectors.counting())));
  }

  /// A turn to be made, from where the lane stands.
  Draft draft() {
    return new Draft(workstation, surroundings, moments);
  }

  /// Takes what somebody finds who looks after something, if it is worth a turn.
  void look(Consumer<Draft> looking, Peripherals peripherals) {
    Draft draft = draft();
    looking.accept(draft);
    if (draft.hasNews()) {
      take(draft, peripherals);
    }
  }

  /// Decided is what the draft holds. Append, apply, perform: nobody sees a fact that is not on
  /// disk.
  void take(Draft draft, Peripherals peripherals) {
    take(draft, peripherals, journal::append);
  }

  /// Begins another epoch of the journal. The open sale, if there is one, goes on: numbers are
  /// given at the end.
  void beginEpoch(LaneEvent.EpochDisputed disputed, Peripherals peripherals) {
    Head head = journal.head();
    if (!head.epoch().equals(disputed.epoch())) {
      return;
    }
    Map<String, String> facts =
        Map.of(
            "epoch",
            head.epoch(),
            "number",
            Long.toString(head.number()),
            "reason",
            disputed.reason());
    take(
        draft().with(new Input.RecordControl("epoch-begun", facts)),
        peripherals,
        turn -> journal.beginEpoch(turn, clocks.now(), chance));
    log.warn("epoch {} goes on after {}/{}", journal.head().epoch(), head.epoch(), head.number());
  }

  private void take(
      Draft draft, Peripherals peripherals, Function<Turn, List<Journal.Numbered>> append) {
    long beganNanos = System.nanoTime();
    List<Journal.Numbered> numbered = append.apply(draft.toTurn());
    if (draft.hasFacts()) {
      commits.count(System.nanoTime() - beganNanos);
    }
    takeOver(draft, numbered);
    if (draft.hasNews()) {
      views.show(workstation, surroundings, lastReceipt, draft.happenings());
    }
    draft
        .labels()
        .forEach(label -> {
          scans.count(System.nanoTime() - label.atNanos());
          peripherals.answer(label.scanner(), label.taken());
        });
    draft.begunSales().forEach(peripherals::begun);
    draft.completedSale().ifPresent(peripherals::completed);
    peripherals.show(views.newest(), checks.signal());
    draft.effects().forEach(effect -> perform(effect, draft, peripherals));
    draft
        .checks()
        .forEach(asked -> checks.begin(asked, peripherals, () -> receipts.test(clocks.now())));
    draft.replies().forEach(reply -> reply.accept(views.newest()));
  }

  private void takeOver(Draft draft, List<Journal.Numbered> numbered) {
    workstation = draft.workstation();
    surroundings = draft.surroundings();
    lastReceipt = draft.lastReceipt(numbered).or(() -> lastReceipt);
    draft.completedSale().ifPresent(_ -> customer.completed(clocks.nanos()));
  }

  private void perform(Effect effect, Draft draft, Peripherals peripherals) {
    switch (effect) {
      case Effect.RequestPayment request -> peripherals.requestPayment(request.attempt());
      case Effect.QueryPayment query -> peripherals.queryPayment(query.attempt());
      case Effect.AcknowledgePayment safe ->
          draft.answer(safe.attemptId()).ifPresent(PaymentAnswer::acknowledge);
      case Effect.AbortPayment abort -> peripherals.abortPayment(abort.attemptId());
      case Effect.ForgetPayment forget -> peripherals.forgetPayment(forget.attemptId());
      case Effect.ReconcilePayments asked -> peripherals.reconcile(asked.serviceId());
      case Effect.Fiscalise _ -> peripherals.fiscalise(paid());
      case Effect.OpenDrawer _ -> peripherals.openDrawer();
    }
  }

  private FiscalProvider.Sale paid() {
    RetailTransaction sale = workstation.state().sale().orElseThrow();
    return new FiscalProvider.Sale(
        sale.transactionId(), sale.lines(), sale.tenders(), workstation.totals().orElseThrow());
  }
}
