package till.lane;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import till.device.payment.PaymentAnswer;
import till.journal.Journal;
import till.journal.Space;
import till.journal.StoredVerdict;
import till.journal.Turn;
import till.sale.Actor;
import till.sale.Effect;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Moment;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.TillState;
import till.sale.Transaction;
import till.sale.Verdict;
import till.sale.Workstation;

/// A turn in the making: facts that were decided one after the other, each on the state that the
/// ones before it lead to, and what is to be said and done once they are on disk. It changes
/// nothing but itself; the lane takes it over. The lane's thread only.
final class Draft {

  /// News in the making: its view is the one after the turn.
  record Happening(LaneNews.Kind kind, Map<String, String> facts) {}

  /// What became of a label, and when it was read.
  record Label(String scanner, boolean taken, long atNanos) {}

  private final Supplier<Moment> moments;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<String, StoredVerdict> verdicts = new LinkedHashMap<>();
  private final Map<String, PaymentAnswer> answers = new LinkedHashMap<>();
  private final List<Consumer<LaneView>> replies = new ArrayList<>();
  private final List<Happening> happenings = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private Workstation workstation;
  private Surroundings surroundings;
  private Optional<Actor> actor = Optional.empty();
  private final List<HealthCheck.Asked> checks = new ArrayList<>();

  /// @param moments when, and a name for what may begin; asked for each input
  Draft(Workstation workstation, Surroundings surroundings, Supplier<Moment> moments) {
    this.workstation = workstation;
    this.surroundings = surroundings;
    this.moments = moments;
  }

  // as it is made

  /// In whose name the next inputs are decided.
  void actor(Optional<Actor> next) {
    actor = next;
  }

  Verdict decide(Input input) {
    Verdict verdict = workstation.decide(input, moments.get().by(actor));
    if (verdict instanceof Verdict.Accepted accepted) {
      boolean wasOpen = workstation.state().sale().isPresent();
      for (Entry entry : accepted.entries()) {
        workstation = workstation.apply(entry);
      }
      if (wasOpen && workstation.state().sale().isEmpty()) {
        // what was refused or called for in a sale that has ended is nobody's any more
        become(surroundings.withNotice(Optional.empty()).helpCalled(false));
      }
      entries.addAll(accepted.entries());
      effects.addAll(accepted.effects());
      if (!accepted.entries().isEmpty()) {
        changed();
      }
      accepted.entries().forEach(this::tellOf);
    }
    return verdict;
  }

  /// What screens are told of beside the lane's new view.
  private void tellOf(Entry entry) {
    switch (entry) {
      case Entry.ProblemRaised raised -> problem(raised.problem(), "raised");
      case Entry.ProblemCleared cleared ->
          workstation.state().sale().stream()
              .flatMap(sale -> sale.problems().stream())
              .filter(problem -> problem.id().equals(cleared.problemId()))
              .forEach(problem -> problem(problem, cleared.clearing().decision().wireName()));
      case Entry.PrintJobQueued queued ->
          printed(queued.job().jobId(), queued.job().state(), Optional.empty());
      case Entry.PrintJobMoved moved -> printed(moved.jobId(), moved.to(), moved.reason());
      case Entry.BusinessDayOpened _,
          Entry.LaneStateChanged _,
          Entry.OperatorChanged _,
          Entry.TrainingChanged _,
          Entry.TransactionStarted _,
          Entry.LineAdded _,
          Entry.LineVoided _,
          Entry.LineChanged _,
          Entry.LinkAdded _,
          Entry.PostVoidStarted _,
          Entry.TransactionRetrieved _,
          Entry.WeighingStarted _,
          Entry.WeighingEnded _,
          Entry.TotalTaken _,
          Entry.EntryResumed _,
          Entry.TenderTaken _,
          Entry.PaymentStarted _,
          Entry.PaymentUnknown _,
          Entry.PaymentFailed _,
          Entry.PaymentBooked _,
          Entry.LeavingStarted _,
          Entry.LeavingStopped _,
          Entry.CashRounded _,
          Entry.FiscalisingStarted _,
          Entry.Fiscalised _,
          Entry.PaymentApproved _,
          Entry.LanguageChosen _,
          Entry.ReceiptChosen _,
          Entry.TransactionLogged _ -> {}
    }
  }

  /// @param state `raised`, or what was decided
  private void problem(Problem problem, String state) {
    happened(
        LaneNews.Kind.PROBLEM,
        "id",
        problem.id(),
        "code",
        problem.code().wireName(),
        "state",
        state);
  }

  /// As `decide`, where nobody asks for the verdict.
  Draft with(Input input) {
    var _ = decide(input);
    return this;
  }

  /// As `decide`, for what may begin a sale: it does not without room for one.
  Verdict begin(Input input) {
    return workstation.state().sale().isEmpty() && surroundings.room() == Space.Room.CLOSED
        ? new Verdict.Refused(Reason.STORAGE_FULL, "")
        : decide(input);
  }

  /// Why a card's money cannot be asked for or given back, if it cannot: the terminal has to
  /// answer, and its receipt to be printed.
  Optional<Verdict> cardHindrance() {
    if (workstation.shop().cards() && !surroundings.isGood(Surroundings.PAYMENT_TERMINAL)) {
      return Optional.of(new Verdict.Refused(Reason.PAYMENT_TERMINAL_AWAY, ""));
    }
    return surroundings.has(Surroundings.PRINTER) && !surroundings.isGood(Surroundings.PRINTER)
        ? Optional.of(new Verdict.Refused(Reason.PRINTER_AWAY, ""))
        : Optional.empty();
  }

  /// @param facts name, value, name, value, ...
  void happened(LaneNews.Kind kind, String... facts) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i + 1 < facts.length; i += 2) {
      named.put(facts[i], facts[i + 1]);
    }
    happened(kind, named);
  }

  void happened(LaneNews.Kind kind, Map<String, String> facts) {
    happenings.add(new Happening(kind, facts));
  }

  /// The lane is no longer as it was shown.
  Draft changed() {
    happened(LaneNews.Kind.LANE, "state", workstation.laneState().name());
    return this;
  }

  /// Where a job stands, as far as screens are concerned.
  void printed(String jobId, PrintJob.State state, Optional<String> reason) {
    if (reason.isPresent()) {
      happened(LaneNews.Kind.PRINT, "jobId", jobId, "state", word(state), "reason", reason.get());
    } else {
      happened(LaneNews.Kind.PRINT, "jobId", jobId, "state", word(state));
    }
  }

  /// An enum's constant as screens see it.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What is to be shown of the last refusal.
  void notice(Optional<Notice> next) {
    surroundings = surroundings.withNotice(next);
  }

  void become(Surroundings next) {
    surroundings = next;
  }

  void label(Label label) {
    labels.add(label);
  }

  void answer(PaymentAnswer answer) {
    answers.put(answer.attemptId(), answer);
  }

  void verdict(StoredVerdict verdict) {
    verdicts.put(verdict.commandId(), verdict);
  }

  /// @param reply what to do with the view after the turn
  void reply(Consumer<LaneView> reply) {
    replies.add(reply);
  }

  /// A device is to be checked.
  void check(HealthCheck.Asked check) {
    checks.add(check);
  }

  boolean isChecked(String device) {
    return checks.stream().anyMatch(check -> check.device().name().equals(device));
  }

  // as it is taken over

  Turn toTurn() {
    return new Turn(entries, List.copyOf(verdicts.values()), workstation.state());
  }

  boolean hasFacts() {
    return !entries.isEmpty();
  }

  /// Whether the lane will look different for it.
  boolean hasNews() {
    return hasFacts() || !happenings.isEmpty();
  }

  List<Effect> effects() {
    return effects;
  }

  List<Consumer<LaneView>> replies() {
    return replies;
  }

  List<Happening> happenings() {
    return happenings;
  }

  List<Label> labels() {
    return labels;
  }

  List<HealthCheck.Asked> checks() {
    return checks;
  }

  /// The state that all of it leads to.
  Workstation workstation() {
    return workstation;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /// The business day of the open sale, or of the next.
  Optional<LocalDate> sellingDay() {
    TillState state = workstation.state();
    return state.sale().map(RetailTransaction::businessDay).or(state::businessDay);
  }

  /// The verdict of a command in this turn.
  Optional<StoredVerdict> verdict(String commandId) {
    return Optional.ofNullable(verdicts.get(commandId));
  }

  Optional<PaymentAnswer> answer(String attemptId) {
    return Optional.ofNullable(answers.get(attemptId));
  }

  /// The sales that began in this turn.
  List<String> begunSales() {
    return entries.stream()
        .filter(Entry.TransactionStarted.class::isInstance)
        .map(entry -> ((Entry.TransactionStarted) entry).transactionId())
        .toList();
  }

  /// The transactions that ended in this turn, which no reader of the journal sees yet.
  List<Transaction> ended() {
    return entries.stream()
        .filter(Entry.TransactionLogged.class::isInstance)
        .map(entry -> ((Entry.TransactionLogged) entry).transaction())
        .toList();
  }

  /// The last sale that was completed in this turn.
  Optional<Transaction.Retail> completedSale() {
    return ended().reversed().stream()
        .map(Transaction::body)
        .filter(Transaction.Retail.class::isInstance)
        .map(Transaction.Retail.class::cast)
        .filter(sale -> sale.status() == Transaction.Status.COMPLETED)
        .findFirst();
  }

  /// The receipt of a sale that was completed or undone in this turn, whether it is printed or not.
  Optional<LaneView.LastReceipt> lastReceipt(List<Journal.Numbered> numbered) {
    List<String> counted =
        ended().stream().filter(Draft::counts).map(Transaction::transactionId).toList();
    return numbered.reversed().stream()
        .filter(document -> counted.contains(document.transactionId()))
        .findFirst()
        .map(document -> new LaneView.LastReceipt(document.number(), document.transactionId()));
  }

  private static boolean counts(Transaction transaction) {
    return transaction.body() instanceof Transaction.Retail retail && retail.status().counts();
  }
}
