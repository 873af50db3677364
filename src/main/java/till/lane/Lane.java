package till.lane;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.PaymentAnswer;
import till.journal.Head;
import till.journal.Journal;
import till.journal.PriceBook;
import till.journal.Space;
import till.journal.Turn;
import till.sale.Effect;
import till.sale.Input;
import till.sale.Item;
import till.sale.LaneState;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.RetailTransaction;
import till.sale.Shop;
import till.sale.Suspended;
import till.sale.TillState;
import till.sale.Workstation;

/// The one owner of the open sale: a mailbox and a loop.
///
/// The order *decide, append, apply, perform* is written here, once, in `turn`. Whatever waits in
/// the mailbox is decided one by one on an immutable state, put on disk as one transaction, and
/// only then seen by anyone. `run` is the lane's thread; everything else may be called from any.
public final class Lane {

  /// Events that may wait. Beyond it devices wait with their next one, and commands are told so.
  public static final int MAILBOX_MAX = Mailbox.EVENTS_MAX;

  /// How long after its start, and how often then, the lane looks for documents that may leave.
  private static final long PRUNE_FIRST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final long PRUNE_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /// Why `run` returned.
  public enum Exit {
    STOPPED,
    /// A new configuration waits and no customer is being served.
    RECONFIGURE,
    /// Training has begun, or has ended: the till goes on in its other journal.
    TRAINING
  }

  private final LaneSettings settings;
  private final Journal journal;
  private final PriceBook prices;
  private final Receipts receipts;
  private final Clocks clocks;
  private final Moments moments;
  private final RandomGenerator chance;

  private final Mailbox mailbox = new Mailbox();
  private final List<Consumer<LaneNews>> listeners = new CopyOnWriteArrayList<>();
  private final Histogram commits = new Histogram();
  private final Histogram scans = new Histogram();
  private volatile LaneView view;
  private volatile Map<PrintJob.State, Long> printJobs;

  // written by the lane's thread, once it is on disk
  private volatile Workstation workstation;

  // the lane's thread only
  private final ClockWatch clockWatch;
  private final Clerk clerk;
  private final ScaleWatch scaleWatch;
  private final PrintQueue printQueue;
  private final LastScans lastScans;
  private final HealthChecks checks;
  private final CustomerWatch customer;
  private final Revisions revisions = new Revisions();
  private final AutoOpening autoOpening;
  private boolean begun;
  private boolean opensByItself;
  private boolean awaitsClock;
  private Surroundings surroundings;
  private Optional<LaneView.LastReceipt> lastReceipt;
  private long pruneAt;

  // set by anybody when the mailbox is full, else by the lane's thread
  private volatile boolean stopRequested;
  private volatile boolean reconfigureRequested;

  /// A lane with what was open when the daemon stopped.
  ///
  /// @param clockSynchronised whether the board's clock can be believed right now
  public Lane(
      LaneSettings settings,
      Shop shop,
      Journal journal,
      PriceBook prices,
      Receipts receipts,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      RandomGenerator chance) {
    this(
        settings,
        shop,
        journal,
        prices,
        receipts,
        clock,
        clockSynchronised,
        chance,
        System::nanoTime);
  }

  /// @param nanoTime a clock that nobody sets
  Lane(
      LaneSettings settings,
      Shop shop,
      Journal journal,
      PriceBook prices,
      Receipts receipts,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      RandomGenerator chance,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.journal = journal;
    this.prices = prices;
    this.receipts = receipts;
    this.clocks = new Clocks(clock, clockSynchronised, nanoTime);
    this.moments = new Moments(clock, clockSynchronised, chance);
    this.chance = chance;
    this.printQueue = new PrintQueue(clocks);
    this.lastScans = new LastScans(clock);
    this.checks = new HealthChecks(clocks, lastScans);
    this.clockWatch = new ClockWatch(clocks.now(), clocks.nanos());
    this.pruneAt = clocks.nanos() + PRUNE_FIRST_NANOS;
    Workstation replayed = ShopJournal.recovered(journal, shop);
    this.workstation = replayed;
    this.scaleWatch = new ScaleWatch(replayed.state().sale());
    this.clerk = clerk(shop);
    this.autoOpening =
        new AutoOpening(settings.timeZone(), replayed.state().lastClosing(), journal.newestAt());
    this.customer =
        new CustomerWatch(settings.customer(), replayed.state().sale().isPresent(), clocks.nanos());
    this.surroundings = Surroundings.unknown(journal.space().look());
    this.lastReceipt = receipts.last();
    this.view = look();
    this.printJobs = countPrintJobs();
  }

  private Clerk clerk(Shop shop) {
    var goods = new Goods(prices, settings.storeCodes(), shop.currency());
    var items = new ItemEntry(goods);
    return new Clerk(
        items,
        new Commands(journal, goods, items, receipts, checks),
        new DeviceDesk(checks, printQueue, scaleWatch),
        lastScans);
  }

  /// The lane as it is.
  public LaneView view() {
    return view;
  }

  /// The lane in figures. Any thread.
  public LaneFigures figures() {
    return new LaneFigures(commits.look(), scans.look(), printJobs);
  }

  /// Calls the listener, on the lane's thread, with everything that happens from now on. It must
  /// not wait.
  public void listen(Consumer<LaneNews> listener) {
    listeners.add(listener);
  }

  public void ignore(Consumer<LaneNews> listener) {
    listeners.remove(listener);
  }

  /// Items of today by words of their names, PLU or code, as `PriceBook.find` has them. Any thread.
  ///
  /// @param category empty for all; without a query too these are the quick keys
  public List<Item> items(String query, Optional<String> category, int max) {
    return prices.find(query, category, view.businessDay().orElseGet(this::calendarDay), max);
  }

  /// The categories of the price book, in its order. Any thread.
  public List<String> categories() {
    return prices.categories();
  }

  /// The newest check of each device that was checked since the daemon started, by its name. Any
  /// thread.
  public Map<String, HealthCheck> checks() {
    return checks.results();
  }

  /// The labels that were read last since the daemon started, the newest first. Any thread.
  public List<SeenScan> lastScans() {
    return lastScans.newestFirst();
  }

  /// The receipts of the journal's sales.
  public Receipts receipts() {
    return receipts;
  }

  /// The business day as it stands; nothing while none is open.
  public Optional<DayReport> report() {
    Workstation now = workstation;
    TillState state = now.state();
    return state
        .day()
        .map(totals ->
            new DayReport(
                Optional.empty(),
                state.businessDay().orElseThrow(),
                clocks.now(),
                state.operator().orElse(now.shop().operator()),
                totals,
                state.grandTotals(),
                now.shop().isTraining()));
  }

  /// Today in the shop's time zone; nothing while the board's clock cannot be believed.
  public Optional<LocalDate> today() {
    return clocks.isPlausible() ? Optional.of(calendarDay()) : Optional.empty();
  }

  private LocalDate calendarDay() {
    return LocalDate.ofInstant(clocks.now(), settings.timeZone());
  }

  /// Puts an event into the mailbox, waiting while it is full: a device's own flow control does the
  /// rest. A driver that is being closed does not wait, but what it has read still gets in where
  /// there is room.
  public void offer(LaneEvent event) {
    mailbox.put(event);
  }

  /// Asks `run` to return, because of something outside the lane. Never waits, so that the lane's
  /// own thread may ask.
  public void leave(Exit how) {
    LaneEvent request =
        switch (how) {
          case STOPPED -> new LaneEvent.StopRequested();
          case RECONFIGURE -> new LaneEvent.ReconfigureRequested();
          case TRAINING -> throw new IllegalArgumentException("a command begins and ends training");
        };
    if (!mailbox.offer(request)) {
      requested(how);
    }
  }

  private void requested(Exit how) {
    switch (how) {
      case STOPPED -> stopRequested = true;
      case RECONFIGURE -> reconfigureRequested = true;
      case TRAINING -> throw new IllegalArgumentException("a command begins and ends training");
    }
  }

  /// Gives a command to the lane. The answer comes once it is on disk; nothing when the mailbox is
  /// full.
  public Optional<CompletableFuture<Reply>> submit(Command command) {
    var reply = new CompletableFuture<Reply>();
    return mailbox.offer(new LaneEvent.Commanded(command, reply))
        ? Optional.of(reply)
        : Optional.empty();
  }

  /// Runs the lane until it is asked to leave. What is open stays on disk.
  ///
  /// @param starts why it starts, for the journal: at least one of them becomes a document
  /// @param waiting what the lane before this one did not hear of
  /// @param beat called between turns: whoever watches the lane knows that it is alive
  /// @throws till.journal.JournalException when the disk fails; the process has to end
  public Exit run(
      Peripherals peripherals, List<Input> starts, List<LaneEvent> waiting, Runnable beat) {
    if (journal.head().number() > 0) { // the first document of an epoch is its start
      lookAtTheClock(peripherals);
    }
    start(peripherals, starts);
    turn(waiting, peripherals);
    while (true) {
      beat.run();
      List<LaneEvent> events = awaitEvents();
      lookAtTheDisk(peripherals);
      lookAtTheClock(peripherals);
      openByItself(peripherals);
      turn(events, peripherals);
      lookAtTheScale(peripherals);
      lookAtTheChecks(peripherals);
      if (stopRequested) { // before a receipt is begun that nobody would see the end of
        return Exit.STOPPED;
      }
      if (workstation.isElsewhere()) {
        return Exit.TRAINING;
      }
      lookAtTheCustomer(peripherals);
      pumpPrintJobs(peripherals);
      if (events.isEmpty() && isQuiescent()) {
        journal.space().keepReserve();
        prune();
      }
      if (reconfigureRequested && isQuiescent()) {
        return Exit.RECONFIGURE;
      }
    }
  }

  private void start(Peripherals peripherals, List<Input> starts) {
    Draft draft = draft();
    starts.forEach(draft::with);
    begun = true;
    turn(draft, peripherals);
    opensByItself = settings.autoOpen();
    openByItself(peripherals);
  }

  /// At the start, or as soon as the clock can be believed or a person has opened the day.
  private void openByItself(Peripherals peripherals) {
    if (!opensByItself) {
      return;
    }
    if (workstation.state().businessDay().isEmpty()) {
      switch (autoOpening.at(clocks)) {
        case AutoOpening.Advice.Open open ->
            turn(draft().with(new Input.OpenBusinessDay(open.day())), peripherals);
        case AutoOpening.Advice.Leave _ -> {
          log.info("today was closed already: the lane does not open it again by itself");
          awaitsClock = false;
          turn(draft().changed(), peripherals);
        }
        case AutoOpening.Advice.Wait _ -> {
          awaitClock(peripherals);
          return;
        }
      }
    }
    opensByItself = false;
    awaitsClock = false;
    if (workstation.laneState() == LaneState.CLOSED) {
      turn(draft().with(new Input.OpenLane()), peripherals);
    }
  }

  private void awaitClock(Peripherals peripherals) {
    if (!awaitsClock) {
      awaitsClock = true;
      log.warn("the clock says {}, which nobody has set: no business day is opened", clocks.now());
      turn(draft().changed(), peripherals);
    }
  }

  /// What came when `run` had returned already and must not be forgotten, for the next lane. Called
  /// once the devices are closed.
  public List<LaneEvent> unheard() {
    return mailbox.takeForNext();
  }

  private List<LaneEvent> awaitEvents() {
    try {
      return mailbox.take();
    } catch (InterruptedException e) {
      requested(Exit.STOPPED);
      return List.of();
    }
  }

  private Draft draft() {
    return new Draft(workstation, surroundings, moments);
  }

  private void turn(List<LaneEvent> events, Peripherals peripherals) {
    if (!events.isEmpty()) {
      Draft draft = draft();
      boolean touched = customer.heard(events, clocks.nanos());
      events.forEach(event -> clerk.take(event, draft));
      if (touched) {
        draft.changed();
      }
      turn(draft, peripherals);
      for (LaneEvent event : events) {
        if (event instanceof LaneEvent.OfLane own) {
          heed(own, peripherals);
        }
      }
    }
  }

  private void heed(LaneEvent.OfLane event, Peripherals peripherals) {
    switch (event) {
      case LaneEvent.StopRequested _ -> requested(Exit.STOPPED);
      case LaneEvent.ReconfigureRequested _ -> requested(Exit.RECONFIGURE);
      case LaneEvent.EpochDisputed disputed -> beginEpoch(disputed, peripherals);
    }
  }

  /// The open sale, if there is one, goes on: numbers are given at the end.
  private void beginEpoch(LaneEvent.EpochDisputed disputed, Peripherals peripherals) {
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
    turn(
        draft().with(new Input.RecordControl("epoch-begun", facts)),
        peripherals,
        turn -> journal.beginEpoch(turn, clocks.now(), chance));
    log.warn("epoch {} goes on after {}/{}", journal.head().epoch(), head.epoch(), head.number());
  }

  /// Decided is what the draft holds. Append, apply, perform: nobody sees a fact that is not on
  /// disk.
  private void turn(Draft draft, Peripherals peripherals) {
    turn(draft, peripherals, journal::append);
  }

  private void turn(
      Draft draft, Peripherals peripherals, Function<Turn, List<Journal.Numbered>> append) {
    long beganNanos = System.nanoTime();
    List<Journal.Numbered> numbered = append.apply(draft.toTurn());
    if (draft.hasFacts()) {
      commits.count(System.nanoTime() - beganNanos);
    }
    takeOver(draft, numbered);
    publish(draft);
    draft
        .labels()
        .forEach(label -> {
          scans.count(System.nanoTime() - label.atNanos());
          peripherals.answer(label.scanner(), label.taken());
        });
    draft.begunSales().forEach(peripherals::begun);
    draft.completedSale().ifPresent(peripherals::completed);
    peripherals.show(view, checks.signal());
    draft.effects().forEach(effect -> perform(effect, draft, peripherals));
    draft
        .checks()
        .forEach(asked -> checks.begin(asked, peripherals, () -> receipts.test(clocks.now())));
    draft.replies().forEach(reply -> reply.accept(view));
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

  private void publish(Draft draft) {
    if (!draft.hasFacts() && draft.happenings().isEmpty()) {
      return;
    }
    view = look();
    printJobs = countPrintJobs();
    for (Draft.Happening happening : draft.happenings()) {
      var news = new LaneNews(happening.kind(), happening.facts(), view);
      listeners.forEach(listener -> listener.accept(news));
    }
  }

  private void pumpPrintJobs(Peripherals peripherals) {
    if (checks.isPrinting()) {
      return;
    }
    List<PrintQueue.Step> steps =
        printQueue.next(
            workstation.state().printJobs(),
            peripherals.printer().isPresent(),
            surroundings.hindrance(Surroundings.PRINTER));
    for (PrintQueue.Step step : steps) {
      if (step.to() == PrintJob.State.SENDING) {
        send(step, peripherals);
      } else {
        turn(draft().with(step.input()), peripherals);
      }
    }
  }

  /// Written down as SENDING, then handed to the printer.
  private void send(PrintQueue.Step step, Peripherals peripherals) {
    PrintJob job = step.job();
    byte[] bytes = receipts.bytes(job.transactionId(), job.isCopy());
    turn(draft().with(step.input()), peripherals);
    peripherals.printer().orElseThrow().print(job.jobId(), bytes);
  }

  /// While something waits for it.
  private void lookAtTheScale(Peripherals peripherals) {
    boolean waits =
        workstation
            .state()
            .sale()
            .filter(sale -> sale.unweighed().isPresent() && !sale.isBlocked())
            .isPresent();
    if (waits) {
      peripherals
          .weighing()
          .ifPresent(weighing -> {
            Draft draft = draft();
            scaleWatch.weigh(weighing, draft);
            if (draft.hasFacts() || !draft.happenings().isEmpty()) {
              turn(draft, peripherals);
            }
          });
    }
  }

  /// While a device is checked.
  private void lookAtTheChecks(Peripherals peripherals) {
    if (checks.isRunning()) {
      peripherals.show(view, checks.signal());
      Draft draft = draft();
      checks.look(peripherals, draft);
      if (!draft.happenings().isEmpty()) {
        turn(draft, peripherals);
      }
    }
  }

  /// Before something is written, so that the reserve is given back in time.
  private void lookAtTheDisk(Peripherals peripherals) {
    Space.Room now = journal.space().look();
    if (now != surroundings.room()) {
      surroundings = surroundings.with(now);
      turn(draft().changed(), peripherals);
    }
  }

  /// Before something is written by it.
  private void lookAtTheClock(Peripherals peripherals) {
    clockWatch
        .look(clocks.now(), clocks.nanos(), journal.newestAt())
        .ifPresent(step -> {
          boolean synchronised = clocks.isSynchronised();
          log.warn("the clock was set from {} to {}", step.from(), step.to());
          turn(
              draft()
                  .with(
                      new Input.RecordControl(
                          "clock-stepped",
                          Map.of(
                              "from", step.from().truncatedTo(ChronoUnit.MILLIS).toString(),
                              "to", step.to().truncatedTo(ChronoUnit.MILLIS).toString(),
                              "seconds", Long.toString(step.seconds()),
                              "synchronised", Boolean.toString(synchronised)))),
              peripherals);
        });
  }

  /// A sale that nobody touches, or thanks that have been said.
  private void lookAtTheCustomer(Peripherals peripherals) {
    switch (customer.look(workstation.state().sale(), clocks.nanos())) {
      case NOTHING -> {}
      case SHOW -> turn(draft().changed(), peripherals);
      case TIME_OUT -> turn(draft().with(new Input.TimeOut()), peripherals);
    }
  }

  /// One step in a second without an event. A receipt that waits needs its document.
  private void prune() {
    boolean printing =
        workstation.state().printJobs().stream().anyMatch(job -> job.state().isWaiting());
    long now = clocks.nanos();
    if (printing || now - pruneAt < 0) {
      return;
    }
    boolean more = journal.prune(clocks.now(), clocks.isSynchronised(), settings.retention());
    pruneAt = more ? now : now + PRUNE_NANOS;
  }

  /// No customer is being served and nothing is on its way to or from a device.
  private boolean isQuiescent() {
    return workstation.state().sale().isEmpty()
        && !checks.isRunning()
        && !workstation.state().isPrinting();
  }

  /// What is another journal's affair is none of this lane's: it is as good as closed.
  private LaneView look() {
    boolean elsewhere = workstation.isElsewhere();
    return new LaneView(
        elsewhere ? LaneState.CLOSED : workstation.laneState(),
        begun ? revisions.next(journal.documents()) : revisions.beforeStart(journal.documents()),
        workstation.shop().currency(),
        workstation.state().businessDay(),
        workstation.state().operator(),
        LaneView.prompt(
            workstation, surroundings.room() != Space.Room.CLOSED, customer.isThanking()),
        workstation.state().sale(),
        workstation.totals(),
        problems(),
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
            : workstation.state().suspended().stream().map(this::waiting).toList(),
        begun ? workstation.state().isTraining() : workstation.shop().isTraining());
  }

  private LaneView.Waiting waiting(Suspended suspended) {
    RetailTransaction sale = suspended.sale();
    return new LaneView.Waiting(
        sale.transactionId(),
        workstation.totals(sale).total(),
        (int) sale.lines().stream().filter(line -> !line.voided()).count(),
        suspended.at());
  }

  private Map<PrintJob.State, Long> countPrintJobs() {
    return workstation.state().printJobs().stream()
        .collect(Collectors.groupingBy(PrintJob::state, Collectors.counting()));
  }

  private List<ProblemView> problems() {
    List<String> read = workstation.languages();
    var problems = new ArrayList<>(surroundings.problems(read));
    if (awaitsClock) {
      problems.add(ProblemView.clockNotSet(read));
    }
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
