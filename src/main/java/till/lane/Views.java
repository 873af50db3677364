package till.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import till.journal.Journal;
import till.journal.Space;
import till.sale.LaneState;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;
import till.sale.Suspended;
import till.sale.Workstation;

/// What everybody sees of the lane: its newest view, and the news of what led to it. The lane's
/// thread makes and tells them; anybody reads and listens.
final class Views {

  private final Journal journal;
  private final Clocks clocks;
  private final CustomerWatch customer;
  private final ScaleWatch scale;
  private final Revisions revisions = new Revisions();
  private final List<Consumer<LaneNews>> listeners = new CopyOnWriteArrayList<>();
  private boolean begun;
  private volatile LaneView newest;

  /// With the lane as it is before it starts.
  Views(
      Journal journal,
      Clocks clocks,
      CustomerWatch customer,
      ScaleWatch scale,
      Workstation workstation,
      Surroundings surroundings,
      Optional<LaneView.LastReceipt> lastReceipt) {
    this.journal = journal;
    this.clocks = clocks;
    this.customer = customer;
    this.scale = scale;
    this.newest = look(workstation, surroundings, lastReceipt);
  }

  /// Any thread.
  LaneView newest() {
    return newest;
  }

  /// Calls the listener, on the lane's thread, with everything that happens from now on. It must
  /// not wait. Any thread.
  void listen(Consumer<LaneNews> listener) {
    listeners.add(listener);
  }

  void ignore(Consumer<LaneNews> listener) {
    listeners.remove(listener);
  }

  /// The lane starts: views from now on are of what it does.
  void begin() {
    begun = true;
  }

  /// Shows the lane as it is now, and tells of what led to that.
  void show(
      Workstation workstation,
      Surroundings surroundings,
      Optional<LaneView.LastReceipt> lastReceipt,
      List<Draft.Happening> happenings) {
    newest = look(workstation, surroundings, lastReceipt);
    for (Draft.Happening happening : happenings) {
      var news = new LaneNews(happening.kind(), happening.facts(), newest);
      listeners.forEach(listener -> listener.accept(news));
    }
  }

  /// What is another journal's affair is none of this lane's: it is as good as closed.
  private LaneView look(
      Workstation workstation,
      Surroundings surroundings,
      Optional<LaneView.LastReceipt> lastReceipt) {
    boolean elsewhere = workstation.isElsewhere();
    Optional<SaleTotals> totals = workstation.totals();
    return new LaneView(
        elsewhere ? LaneState.CLOSED : workstation.laneState(),
        begun ? revisions.next(journal.documents()) : revisions.beforeStart(journal.documents()),
        workstation.shop().currency(),
        workstation.state().businessDay(),
        workstation.state().operator(),
        prompt(workstation, surroundings.room() != Space.Room.CLOSED, customer.isThanking()),
        workstation.state().sale(),
        totals,
        totals.map(workstation::cashDue),
        problems(workstation, surroundings),
        surroundings.devices().values().stream().map(DeviceView::of).toList(),
        lastReceipt,
        customer.view(
            workstation.languages(),
            workstation.shop().receipts(),
            workstation.state().sale().isPresent(),
            clocks.now(),
            clocks.nanos()),
        elsewhere
            ? List.of()
            : workstation.state().suspended().stream()
                .map(suspended -> waiting(suspended, workstation))
                .toList(),
        begun ? workstation.state().isTraining() : workstation.shop().isTraining(),
        scale.view(workstation.state().sale()));
  }

  /// What the customer should do next.
  ///
  /// @param room whether there is room for another sale
  /// @param isThanking whether the customer of the last sale is being thanked
  private static String prompt(Workstation workstation, boolean room, boolean isThanking) {
    if (workstation.isElsewhere()) {
      return "closed";
    }
    return switch (workstation.laneState()) {
      case OUT_OF_SERVICE, CLOSED, PAUSED -> "closed";
      case READY ->
          workstation.state().printJobs().stream().anyMatch(job -> job.state().comesOut())
              ? "take-receipt"
              : isThanking ? "thank-you" : room ? "scan" : "closed";
      case IN_TRANSACTION -> prompt(workstation.state().sale().orElseThrow());
    };
  }

  private static String prompt(RetailTransaction sale) {
    return switch (sale.status()) {
      case ENTERING ->
          sale.isBlocked() ? "wait-attendant" : sale.waitsForScale() ? "weigh" : "scan";
      case TENDERING -> sale.isBlocked() ? "wait-attendant" : "pay";
      case PAYMENT_PENDING -> "follow-terminal";
      case PAYMENT_UNKNOWN -> "wait-attendant";
      case FISCALISING -> "wait";
    };
  }

  private static LaneView.Waiting waiting(Suspended suspended, Workstation workstation) {
    RetailTransaction sale = suspended.sale();
    return new LaneView.Waiting(
        sale.transactionId(),
        workstation.totals(sale).total(),
        (int) sale.lines().stream().filter(line -> !line.voided()).count(),
        suspended.at());
  }

  private List<ProblemView> problems(Workstation workstation, Surroundings surroundings) {
    List<String> read = workstation.languages();
    var problems = new ArrayList<>(surroundings.problems(read));
    journal
        .quarantined()
        .map(kept -> ProblemView.journalQuarantined(kept.folder().toString(), read))
        .ifPresent(problems::add);
    workstation
        .state()
        .sale()
        .flatMap(RetailTransaction::attempt)
        .filter(attempt -> attempt.state() == PaymentAttempt.State.UNKNOWN)
        .map(attempt -> ProblemView.paymentUnknown(attempt, read))
        .ifPresent(problems::add);
    workstation
        .state()
        .sale()
        .ifPresent(sale ->
            sale.openProblems().stream()
                .map(problem -> ProblemView.of(problem, read))
                .forEach(problems::add));
    workstation.state().printJobs().stream()
        .filter(job -> job.state() == PrintJob.State.DOUBTFUL)
        .map(job -> ProblemView.printDoubtful(job, read))
        .forEach(problems::add);
    return problems;
  }
}
