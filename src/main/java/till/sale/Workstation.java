package till.sale;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The till: its shop's rules over its state.
///
/// `decide` says what an input leads to and changes nothing. `apply` adds a fact to the state and
/// refuses nothing; recovery after a power cut is `apply` over the facts on disk. Immutable.
public record Workstation(Shop shop, TillState state) {

  /// Longest sale, in bytes of its document's lines. With the most tenders and the longest receipts
  /// of the payment terminal the document stays below the 192 KiB that the contract allows.
  static final int LINES_BYTES_MAX = 112 * 1024;

  /// Most tenders of one sale; the last of them has to pay the rest.
  static final int TENDERS_MAX = 8;

  /// Most receipts that wait for a printer or for a person; the oldest goes when one more comes.
  static final int PRINT_JOBS_MAX = 64;

  /// Most whole units in one line.
  public static final int QUANTITY_MAX = 9_999;

  /// Largest sum of one line or one sale, in minor units: the twelve digits that payment terminals
  /// take, and far from where 64 bits overflow.
  public static final long AMOUNT_MINOR_MAX = 999_999_999_999L;

  /// The lane's state as others see it.
  public LaneState laneState() {
    return state.sale().isPresent() ? LaneState.IN_TRANSACTION : state.lane();
  }

  /// The sums of the open sale.
  public Optional<SaleTotals> totals() {
    return state.sale().map(sale -> sale.totals(shop.taxes(), shop.currency()));
  }

  /// Tax groups in the open sale for which this shop has no rate: without one it cannot go on.
  public Set<String> taxGroupsWithoutRate() {
    var groups = new TreeSet<String>();
    state
        .sale()
        .ifPresent(sale ->
            sale.lines().stream()
                .filter(line -> !line.voided())
                .map(LineItem::taxGroup)
                .filter(group -> shop.taxes().rate(group, sale.businessDay()).isEmpty())
                .forEach(groups::add));
    return groups;
  }

  /// The next state. Refuses nothing: a fact is a fact.
  ///
  /// @throws IllegalStateException when the fact cannot belong to this state: a fault of ours
  public Workstation apply(Entry entry) {
    return new Workstation(shop, state.with(entry));
  }

  /// What an input leads to. Changes nothing.
  public Verdict decide(Input input, Moment moment) {
    return switch (input) {
      case Input.EnterItem enter -> enterItem(enter, moment);
      case Input.VoidLine line -> voidLine(line.n());
      case Input.TakeTotal _ -> takeTotal();
      case Input.ResumeEntry _ -> resumeEntry();
      case Input.CancelTransaction _ -> cancel(moment);
      case Input.TenderCash cash -> tenderCash(cash, moment);
      case Input.TenderCard card -> tenderCard(card);
      case Input.PaymentAnswered answer -> paymentAnswered(answer, moment);
      case Input.OpenBusinessDay open -> openBusinessDay(open.day(), moment);
      case Input.OpenLane _ -> changeLane(LaneState.READY, "lane-open", moment);
      case Input.PauseLane _ -> changeLane(LaneState.PAUSED, "lane-pause", moment);
      case Input.CloseLane _ -> changeLane(LaneState.CLOSED, "lane-close", moment);
      case Input.MovePrintJob move -> movePrintJob(move);
      case Input.ResolvePrintJob resolve -> resolvePrintJob(resolve, moment);
      case Input.CopyReceipt copy -> {
        var plan = new Plan();
        plan.copy(copy.transactionId(), Map.of("number", Long.toString(copy.number())), moment);
        yield plan.accepted();
      }
      case Input.Start start -> start(start, moment);
      case Input.RecordControl control -> {
        var plan = new Plan();
        plan.control(control.control(), control.facts(), moment);
        yield plan.accepted();
      }
    };
  }

  private Verdict enterItem(Input.EnterItem enter, Moment moment) {
    Optional<RetailTransaction> sale = state.sale();
    if (sale.isEmpty() && state.lane() != LaneState.READY) {
      return refused(Reason.LANE_NOT_READY, laneState().name());
    }
    if (sale.isEmpty() && state.businessDay().isEmpty()) {
      return refused(Reason.DAY_NOT_OPEN);
    }
    if (sale.isPresent() && sale.get().status() != SaleStatus.ENTERING) {
      return refused(Reason.LINES_LOCKED);
    }
    List<LineItem> lines = sale.map(RetailTransaction::lines).orElse(List.of());
    LocalDate day = sale.map(RetailTransaction::businessDay).or(state::businessDay).orElseThrow();
    Optional<Reason> objection = objection(enter, lines, day);
    if (objection.isPresent()) {
      return refused(objection.get(), enter.item().itemId());
    }

    LineItem line = line(lines.size() + 1, enter);
    if (bytes(lines) + line.documentBytes() > LINES_BYTES_MAX) {
      return refused(Reason.TOO_MANY_LINES, lines.size() + " lines");
    }
    var plan = new Plan();
    if (sale.isEmpty()) {
      plan.fact(
          new Entry.TransactionStarted(
              moment.freshId(),
              state.sequence() + 1,
              moment.at(),
              shop.operator(),
              enter.priceRevision()));
    }
    plan.fact(new Entry.LineAdded(line));
    return plan.sums().total().minor() > AMOUNT_MINOR_MAX
        ? refused(Reason.AMOUNT_TOO_LARGE, enter.item().itemId())
        : plan.accepted();
  }

  /// What speaks against selling this, if anything does.
  private Optional<Reason> objection(Input.EnterItem enter, List<LineItem> lines, LocalDate day) {
    Item item = enter.item();
    BigDecimal quantity = enter.quantity();
    if (!item.forSale()) {
      return Optional.of(Reason.NOT_FOR_SALE);
    }
    if (item.ageClass().isPresent()) {
      return Optional.of(Reason.AGE_RESTRICTED);
    }
    if (item.weighed()) {
      return Optional.of(Reason.WEIGHT_NEEDED);
    }
    if (item.depositItem().isPresent()) {
      return Optional.of(Reason.DEPOSIT_NEEDED);
    }
    if (quantity.signum() <= 0
        || quantity.stripTrailingZeros().scale() > 0
        || quantity.compareTo(BigDecimal.valueOf(QUANTITY_MAX)) > 0) {
      return Optional.of(Reason.QUANTITY_INVALID);
    }
    if (item.quantityLimit().isPresent()
        && soldSoFar(item, lines)
                .add(quantity)
                .compareTo(BigDecimal.valueOf(item.quantityLimit().getAsInt()))
            > 0) {
      return Optional.of(Reason.QUANTITY_LIMIT);
    }
    if (shop.taxes().rate(item.taxGroup(), day).isEmpty()) {
      return Optional.of(Reason.TAX_GROUP_UNKNOWN);
    }
    if (item.unitPrice().minor() > AMOUNT_MINOR_MAX
        || item.unitPrice().times(quantity).minor() > AMOUNT_MINOR_MAX) {
      return Optional.of(Reason.AMOUNT_TOO_LARGE);
    }
    return Optional.empty();
  }

  private static int bytes(List<LineItem> lines) {
    return lines.stream().mapToInt(LineItem::documentBytes).sum();
  }

  private static BigDecimal soldSoFar(Item item, List<LineItem> lines) {
    return lines.stream()
        .filter(line -> !line.voided() && line.itemId().equals(item.itemId()))
        .map(LineItem::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private LineItem line(int n, Input.EnterItem enter) {
    Item item = enter.item();
    return new LineItem(
        n,
        LineItem.Kind.SALE,
        item.itemId(),
        item.name(shop.languages()),
        enter.quantity(),
        item.unitOfMeasure(),
        item.unitPrice(),
        item.unitPrice(),
        item.unitPrice().times(enter.quantity()),
        item.taxGroup(),
        enter.method(),
        enter.scan(),
        false);
  }

  private Verdict voidLine(int n) {
    return whileEntering(sale -> {
      Optional<LineItem> line = sale.line(n);
      if (line.isEmpty()) {
        return refused(Reason.NO_SUCH_LINE, "line " + n);
      }
      if (line.get().voided()) {
        return refused(Reason.ALREADY_VOIDED, "line " + n);
      }
      return fact(new Entry.LineVoided(n));
    });
  }

  private Verdict takeTotal() {
    return whileEntering(sale ->
        sale.totals(shop.taxes(), shop.currency()).due().isPositive()
            ? fact(new Entry.TotalTaken())
            : refused(Reason.NOTHING_TO_PAY));
  }

  private Verdict resumeEntry() {
    return whileTendering(sale ->
        sale.tenders().isEmpty() ? fact(new Entry.EntryResumed()) : refused(Reason.MONEY_TAKEN));
  }

  private Verdict cancel(Moment moment) {
    if (state.sale().isEmpty()) {
      return refused(Reason.NO_TRANSACTION);
    }
    RetailTransaction sale = state.sale().get();
    if (sale.attempt().isPresent()) {
      return refused(Reason.PAYMENT_OPEN);
    }
    if (!sale.tenders().isEmpty()) {
      return refused(Reason.MONEY_TAKEN);
    }
    var plan = new Plan();
    plan.end(Transaction.Status.VOIDED, moment);
    return plan.accepted();
  }

  private Verdict tenderCash(Input.TenderCash cash, Moment moment) {
    return whileTendering(sale -> {
      Money due = sale.totals(shop.taxes(), shop.currency()).due();
      Money given = cash.given().orElse(due);
      if (!given.isPositive() || given.minor() > AMOUNT_MINOR_MAX) {
        return refused(Reason.AMOUNT_INVALID, given.toString());
      }
      Money amount = given.compareTo(due) < 0 ? given : due;
      if (isOneTooMany(sale, amount, due)) {
        return refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      var plan = new Plan();
      plan.fact(
          new Entry.TenderTaken(
              new Tender(
                  sale.tenders().size() + 1, TenderType.CASH, amount, given, Optional.empty())));
      plan.endIfPaid(moment);
      return plan.accepted();
    });
  }

  private Verdict tenderCard(Input.TenderCard card) {
    return whileTendering(sale -> {
      if (!shop.cards()) {
        return refused(Reason.NO_PAYMENT_TERMINAL);
      }
      Money due = sale.totals(shop.taxes(), shop.currency()).due();
      Money amount = card.amount().orElse(due);
      if (!amount.isPositive() || amount.compareTo(due) > 0) {
        return refused(Reason.AMOUNT_INVALID, amount.toString());
      }
      if (isOneTooMany(sale, amount, due)) {
        return refused(Reason.TOO_MANY_TENDERS, due.toString());
      }
      int n = sale.attempts() + 1;
      var attempt =
          new PaymentAttempt(sale.transactionId() + "-" + n, n, amount, PaymentAttempt.State.SENT);
      return new Verdict.Accepted(
          List.of(new Entry.PaymentStarted(attempt)), List.of(new Effect.RequestPayment(attempt)));
    });
  }

  /// The last tender a sale has room for has to pay all of what is due.
  private static boolean isOneTooMany(RetailTransaction sale, Money amount, Money due) {
    return sale.tenders().size() + 1 >= TENDERS_MAX && amount.compareTo(due) < 0;
  }

  private Verdict paymentAnswered(Input.PaymentAnswered answer, Moment moment) {
    Optional<PaymentAttempt> open =
        state
            .sale()
            .flatMap(RetailTransaction::attempt)
            .filter(attempt -> attempt.attemptId().equals(answer.attemptId()));
    if (open.isEmpty()) {
      return refused(Reason.NO_SUCH_PAYMENT, answer.attemptId());
    }
    PaymentAttempt attempt = open.get();
    var plan = new Plan();
    switch (answer.outcome()) {
      case PaymentOutcome.Approved approved -> {
        plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
        plan.fact(new Entry.PaymentApproved(attempt.attemptId(), cardTender(attempt, approved)));
        plan.endIfPaid(moment);
      }
      case PaymentOutcome.Declined declined -> {
        plan.effect(new Effect.AcknowledgePayment(attempt.attemptId()));
        plan.fact(new Entry.PaymentFailed(attempt.attemptId(), declined.reason()));
      }
      case PaymentOutcome.Unknown unknown -> {
        if (attempt.state() == PaymentAttempt.State.SENT) {
          plan.unknown(attempt, unknown.reason());
        }
      }
    }
    return plan.accepted();
  }

  private Tender cardTender(PaymentAttempt attempt, PaymentOutcome.Approved approved) {
    int n = state.sale().orElseThrow().tenders().size() + 1;
    return new Tender(
        n,
        TenderType.CREDIT_DEBIT,
        attempt.amount(),
        attempt.amount(),
        Optional.of(approved.authorization()));
  }

  private Verdict openBusinessDay(LocalDate day, Moment moment) {
    if (state.businessDay().isPresent()) {
      return refused(Reason.DAY_ALREADY_OPEN, state.businessDay().get().toString());
    }
    var plan = new Plan();
    plan.fact(new Entry.BusinessDayOpened(day));
    plan.control("business-day-open", Map.of("businessDay", day.toString()), moment);
    return plan.accepted();
  }

  private Verdict changeLane(LaneState to, String control, Moment moment) {
    if (state.sale().isPresent()) {
      return refused(Reason.LANE_BUSY);
    }
    if (to == LaneState.READY && state.businessDay().isEmpty()) {
      return refused(Reason.DAY_NOT_OPEN);
    }
    var plan = new Plan();
    if (state.lane() != to) {
      plan.fact(new Entry.LaneStateChanged(to));
      plan.control(control, Map.of(), moment);
    }
    return plan.accepted();
  }

  private Verdict movePrintJob(Input.MovePrintJob move) {
    return state.printJobs().stream()
            .anyMatch(job -> job.jobId().equals(move.jobId()) && job.state().mayBecome(move.to()))
        ? fact(new Entry.PrintJobMoved(move.jobId(), move.to(), move.reason()))
        : refused(Reason.NO_SUCH_PRINT_JOB, move.jobId());
  }

  private Verdict resolvePrintJob(Input.ResolvePrintJob resolve, Moment moment) {
    Optional<PrintJob> found =
        state.printJobs().stream().filter(job -> job.jobId().equals(resolve.jobId())).findFirst();
    if (found.isEmpty()) {
      return refused(Reason.NO_SUCH_PRINT_JOB, resolve.jobId());
    }
    PrintJob job = found.get();
    if (job.state() != PrintJob.State.DOUBTFUL) {
      return refused(Reason.PRINT_JOB_NOT_DOUBTFUL, job.state().name());
    }
    var plan = new Plan();
    switch (resolve.decision()) {
      case COPY -> {
        plan.fact(new Entry.PrintJobMoved(job.jobId(), PrintJob.State.REPRINTED_AS_COPY));
        plan.copy(job.transactionId(), Map.of("insteadOf", job.jobId()), moment);
      }
      case ABANDON -> plan.resolved(job, PrintJob.State.ABANDONED, moment);
      case PRINTED -> plan.resolved(job, PrintJob.State.CONFIRMED, moment);
    }
    return plan.accepted();
  }

  private Verdict start(Input.Start start, Moment moment) {
    var plan = new Plan();
    plan.control(start.control(), start.facts(), moment);
    state
        .sale()
        .flatMap(RetailTransaction::attempt)
        .ifPresent(attempt -> plan.unknown(attempt, "the daemon was restarted"));
    for (PrintJob job : state.printJobs()) {
      if (job.state().isOnItsWay()) {
        plan.fact(
            new Entry.PrintJobMoved(
                job.jobId(),
                PrintJob.State.DOUBTFUL,
                Optional.of("the daemon was stopped while it was printed")));
      }
    }
    return plan.accepted();
  }

  private Verdict whileEntering(Function<RetailTransaction, Verdict> decision) {
    return state
        .sale()
        .map(sale ->
            sale.status() == SaleStatus.ENTERING
                ? decision.apply(sale)
                : refused(Reason.LINES_LOCKED))
        .orElseGet(() -> refused(Reason.NO_TRANSACTION));
  }

  private Verdict whileTendering(Function<RetailTransaction, Verdict> decision) {
    return state
        .sale()
        .map(sale ->
            switch (sale.status()) {
              case TENDERING -> decision.apply(sale);
              case ENTERING -> refused(Reason.TOTAL_NOT_TAKEN);
              case PAYMENT_PENDING, PAYMENT_UNKNOWN -> refused(Reason.PAYMENT_OPEN);
            })
        .orElseGet(() -> refused(Reason.NO_TRANSACTION));
  }

  private static Verdict fact(Entry entry) {
    return new Verdict.Accepted(List.of(entry), List.of());
  }

  private static Verdict refused(Reason reason) {
    return refused(reason, "");
  }

  private static Verdict refused(Reason reason, String detail) {
    return new Verdict.Refused(reason, detail);
  }

  /// Facts and effects in the making, with the state they lead to.
  private final class Plan {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private TillState next = state;

    void fact(Entry entry) {
      next = next.with(entry);
      entries.add(entry);
    }

    void effect(Effect effect) {
      effects.add(effect);
    }

    SaleTotals sums() {
      return next.sale().orElseThrow().totals(shop.taxes(), shop.currency());
    }

    void unknown(PaymentAttempt attempt, String reason) {
      fact(new Entry.PaymentUnknown(attempt.attemptId(), reason));
      effect(new Effect.QueryPayment(attempt));
    }

    void control(String control, Map<String, String> facts, Moment moment) {
      fact(
          new Entry.TransactionLogged(
              new Transaction(
                  moment.freshId(),
                  next.sequence() + 1,
                  next.businessDay(),
                  shop.operator(),
                  moment.at(),
                  moment.at(),
                  moment.clock(),
                  new Transaction.Control(control, facts),
                  next.grandTotals())));
    }

    void endIfPaid(Moment moment) {
      if (sums().due().isPositive()) {
        return;
      }
      RetailTransaction sale = next.sale().orElseThrow();
      end(Transaction.Status.COMPLETED, moment);
      expireOldest();
      fact(new Entry.PrintJobQueued(PrintJob.receipt(sale.transactionId(), moment)));
      if (sale.tenders().stream().anyMatch(tender -> tender.type() == TenderType.CASH)) {
        effect(new Effect.OpenDrawer());
      }
    }

    /// A copy is remembered whether it comes out or not.
    void copy(String transactionId, Map<String, String> facts, Moment moment) {
      PrintJob copy = PrintJob.copy(transactionId, moment);
      expireOldest();
      fact(new Entry.PrintJobQueued(copy));
      var all = new TreeMap<>(facts);
      all.put("transactionId", transactionId);
      all.put("jobId", copy.jobId());
      control("receipt-copy", all, moment);
    }

    void resolved(PrintJob job, PrintJob.State to, Moment moment) {
      fact(new Entry.PrintJobMoved(job.jobId(), to));
      control(
          "print-job-resolved",
          Map.of(
              "transactionId", job.transactionId(),
              "jobId", job.jobId(),
              "state", to.name()),
          moment);
    }

    private void expireOldest() {
      List<PrintJob> jobs = next.printJobs();
      if (jobs.size() >= PRINT_JOBS_MAX) {
        jobs.stream()
            .filter(job -> !job.state().isOnItsWay())
            .findFirst()
            .ifPresent(
                oldest -> fact(new Entry.PrintJobMoved(oldest.jobId(), PrintJob.State.EXPIRED)));
      }
    }

    void end(Transaction.Status status, Moment moment) {
      RetailTransaction sale = next.sale().orElseThrow();
      SaleTotals sums = sums();
      GrandTotals totals =
          status == Transaction.Status.COMPLETED
              ? next.grandTotals().with(sale, sums)
              : next.grandTotals();
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
                      status, sale.priceRevision(), sale.lines(), sale.tenders(), sums),
                  totals)));
    }

    Verdict accepted() {
      return new Verdict.Accepted(entries, effects);
    }
  }
}
