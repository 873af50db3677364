package till.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Facts and effects in the making, with the state they lead to, and the shop and the moment they
/// are made in.
final class Plan {

  private final Shop shop;
  private final Moment moment;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private TillState next;

  Plan(Shop shop, TillState state, Moment moment) {
    this.shop = shop;
    this.next = state;
    this.moment = moment;
  }

  Shop shop() {
    return shop;
  }

  Moment moment() {
    return moment;
  }

  /// Who of the shop asks for it.
  Optional<Actor> actor() {
    return moment.actor();
  }

  /// Who answers for what is done now: whoever asks, or who serves.
  String operator() {
    return moment.actor().map(Actor::operator).orElseGet(this::server);
  }

  /// Who serves: whoever has signed on, or nobody but the customer.
  String server() {
    return next.operator().orElse(shop.operator());
  }

  /// Decides what only somebody of the shop may do.
  Verdict byActor(Function<Actor, Verdict> decision) {
    return moment.actor().map(decision).orElseGet(() -> refused(Reason.ATTENDANT_NEEDED));
  }

  /// The state that all of it leads to.
  TillState state() {
    return next;
  }

  /// What goods are called in: the customer's language before the shop's.
  List<String> languages() {
    return new Workstation(shop, next).languages();
  }

  /// The open sale as it will be.
  RetailTransaction sale() {
    return next.sale().orElseThrow();
  }

  SaleTotals sums() {
    return sale().totals(shop.taxes(), shop.currency());
  }

  /// Whether more goods are in it than its document has room for.
  boolean isTooLong() {
    return DocumentBytes.isTooLong(sale());
  }

  /// Whether its document has no more room but for the tender that ends it.
  boolean isFull() {
    return DocumentBytes.isFull(sale());
  }

  /// What is left to pay.
  Money due() {
    return sums().due();
  }

  void fact(Entry entry) {
    next = next.with(entry);
    entries.add(entry);
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  Verdict accepted() {
    return new Verdict.Accepted(entries, effects);
  }

  /// Accepted with one more fact.
  Verdict accepted(Entry entry) {
    fact(entry);
    return accepted();
  }

  static Verdict refused(Reason reason) {
    return refused(reason, "");
  }

  static Verdict refused(Reason reason, String detail) {
    return new Verdict.Refused(reason, detail);
  }

  /// Decides while goods come in and nothing stands in the way.
  Verdict whileEntering(Function<RetailTransaction, Verdict> decision) {
    return next.sale()
        .map(sale ->
            sale.status() != SaleStatus.ENTERING
                ? refused(Reason.LINES_LOCKED)
                : sale.isBlocked()
                    ? refused(Reason.PROBLEM_OPEN, blockers(sale))
                    : decision.apply(sale))
        .orElseGet(() -> refused(Reason.NO_TRANSACTION));
  }

  /// Decides where something may be entered: into the open sale, or into one that it begins.
  Verdict whileSelling(Supplier<Verdict> decision) {
    if (next.sale().isPresent()) {
      return whileEntering(_ -> decision.get());
    }
    if (next.lane() != LaneState.READY) {
      return refused(Reason.LANE_NOT_READY, next.laneState().name());
    }
    return next.businessDay().isEmpty() ? refused(Reason.DAY_NOT_OPEN) : decision.get();
  }

  /// A sale begins with the first thing that is put into it.
  void begin(long priceRevision) {
    if (next.sale().isEmpty()) {
      begin(moment.freshId(), priceRevision, Optional.empty());
    }
  }

  /// A transaction begins.
  ///
  /// @param by who serves, where it is not who does otherwise
  void begin(String transactionId, long priceRevision, Optional<Actor> by) {
    fact(
        new Entry.TransactionStarted(
            transactionId,
            next.sequence() + 1,
            moment.at(),
            by.map(Actor::operator).orElseGet(this::server),
            priceRevision));
  }

  static String blockers(RetailTransaction sale) {
    return String.join(
        ", ", sale.openProblems().stream().map(problem -> problem.code().wireName()).toList());
  }

  void raise(Problem.Code code, Optional<Integer> line) {
    fact(new Entry.ProblemRaised(new Problem(nextProblem(), code, line, Optional.empty())));
  }

  /// Somebody has to look at a coupon.
  void raiseCouponCheck(String coupon) {
    fact(
        new Entry.ProblemRaised(
            new Problem(
                nextProblem(),
                Problem.Code.COUPON_CHECK,
                Optional.empty(),
                Optional.empty(),
                Optional.of(coupon))));
  }

  private String nextProblem() {
    return "p" + (sale().problems().size() + 1);
  }

  /// Somebody has decided about a problem.
  void clear(String problemId, Problem.Clearing how) {
    fact(new Entry.ProblemCleared(problemId, how));
  }

  /// Somebody of the shop does what they would have been called for.
  void settled(Problem.Code code, int line, Actor actor, String reason) {
    raise(code, Optional.of(line));
    settled(actor, reason);
  }

  /// Somebody of the shop has looked already at what was raised last.
  void settled(Actor actor, String reason) {
    clear(
        sale().problems().getLast().id(),
        new Problem.Clearing(
            Problem.Decision.APPROVED, actor.operator(), actor.method(), reason, moment.at()));
  }

  /// A line goes, and with it what belongs to it.
  void takeBack(int n) {
    for (LineItem line : sale().lines()) {
      if (!line.voided() && (line.n() == n || line.belongsTo(n))) {
        fact(new Entry.LineVoided(line.n()));
      }
    }
  }

  void unknown(PaymentAttempt attempt, String reason) {
    fact(new Entry.PaymentUnknown(attempt.attemptId(), reason));
    effect(new Effect.QueryPayment(attempt));
  }

  /// A document that is no sale.
  void control(String control, Map<String, String> facts) {
    document(new Transaction.Control(control, facts));
  }

  /// The same, of what somebody has done who need not be there any more.
  void control(Actor by, String control, Map<String, String> facts) {
    log(new Transaction.Control(control, facts), next.grandTotals(), by.operator());
  }

  /// A document that changes no perpetual total.
  void document(Transaction.Body body) {
    log(body, next.grandTotals(), operator());
  }

  private void log(Transaction.Body body, GrandTotals totals, String operator) {
    fact(
        new Entry.TransactionLogged(
            new Transaction(
                moment.freshId(),
                next.sequence() + 1,
                next.businessDay(),
                operator,
                moment.at(),
                moment.at(),
                moment.clock(),
                body,
                totals)));
  }

  /// The open sale ends and becomes a document.
  void end(Transaction.Status status) {
    RetailTransaction sale = sale();
    SaleTotals sums = sums();
    GrandTotals totals = status.counts() ? next.grandTotals().with(sale, sums) : next.grandTotals();
    fact(
        new Entry.TransactionLogged(
            new Transaction(
                sale.transactionId(),
                sale.sequence(),
                Optional.of(sale.businessDay()),
                sale.operator(),
                sale.begin(),
                moment.at(),
                moment.clock(),
                new Transaction.Retail(
                    status,
                    sale.priceRevision(),
                    sale.lines(),
                    sale.tenders(),
                    sums,
                    sale.problems(),
                    sale.links(),
                    sale.fiscal(),
                    sale.language(),
                    sale.receipt()),
                totals)));
  }
}
