package till.lane;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.PaymentAnswer;
import till.device.printer.PrintProgress;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.journal.Head;
import till.journal.Journal;
import till.journal.PriceBook;
import till.journal.Space;
import till.journal.StoredVerdict;
import till.journal.Turn;
import till.journal.Ulid;
import till.sale.Effect;
import till.sale.Entry;
import till.sale.EntryMethod;
import till.sale.Input;
import till.sale.Item;
import till.sale.LaneState;
import till.sale.Moment;
import till.sale.Money;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.Shop;
import till.sale.Transaction;
import till.sale.Verdict;
import till.sale.Workstation;

/// The one owner of the open sale: a mailbox and a loop.
///
/// The order *decide, append, apply, perform* is written here, once, in `turn`. Whatever waits in
/// the mailbox is decided one by one on an immutable state, put on disk as one transaction, and
/// only then seen by anyone. `run` is the lane's thread; everything else may be called from any.
public final class Lane {

  /// Events that may wait. Beyond it devices wait with their next one, and commands are told so.
  public static final int MAILBOX_MAX = 256;

  /// Most events that share one commit.
  private static final int TURN_EVENTS_MAX = 64;

  /// How long the loop waits for an event before it shows that it is alive.
  private static final long BEAT_MILLIS = 1_000;

  /// How long a printer that would not start a job is left alone.
  private static final long PRINT_RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// How long a receipt may wait for a printer that cannot print. After it the customer has gone,
  /// and it would only be the first thing on the next roll; a copy can be asked for.
  static final Duration RECEIPT_WAITS_MAX = Duration.ofMinutes(10);

  /// How long after its start, and how often then, the lane looks for documents that may leave.
  private static final long PRUNE_FIRST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final long PRUNE_NANOS = TimeUnit.HOURS.toNanos(1);

  /// View revisions between two documents; see `revision`.
  private static final long REVISIONS_PER_DOCUMENT = 100_000;

  private static final String PRINTER = "POSPrinter";

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /// Why `run` returned.
  public enum Exit {
    STOPPED,
    /// A new configuration waits and no customer is being served.
    RECONFIGURE
  }

  private final LaneSettings settings;
  private final Journal journal;
  private final PriceBook prices;
  private final Receipts receipts;
  private final InstantSource clock;
  private final BooleanSupplier clockSynchronised;
  private final RandomGenerator chance;
  private final LongSupplier nanoTime;

  private final BlockingQueue<LaneEvent> mailbox = new ArrayBlockingQueue<>(MAILBOX_MAX);
  private final List<Consumer<LaneNews>> listeners = new CopyOnWriteArrayList<>();
  private final Histogram commits = new Histogram();
  private final Histogram scans = new Histogram();
  private volatile LaneView view;
  private volatile Map<PrintJob.State, Long> printJobs;

  // the lane's thread only
  private final ClockWatch clockWatch;
  private final Map<String, DeviceStatus> devices = new LinkedHashMap<>();
  private Workstation workstation;
  private Space.Room room;
  private Optional<ProblemView> notice = Optional.empty();
  private boolean isContradicted;
  private DrawerState drawer = DrawerState.UNKNOWN;
  private Optional<LaneView.LastReceipt> lastReceipt;
  private long changes;
  private long changesSince;
  private long printNotBefore;

  /// Since when each job that waits is known here, by `nanoTime`.
  private final Map<String, Long> waitingSince = new HashMap<>();

  private long pruneAt;

  // set by anybody when the mailbox is full, else by the lane's thread
  private volatile boolean stopRequested;
  private volatile boolean reconfigureRequested;

  /// A lane with what was open when the daemon stopped.
  ///
  /// @param clockSynchronised whether the board's clock can be believed right now
  /// @throws LaneException when the open sale cannot go on in this shop
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
    this.clock = clock;
    this.clockSynchronised = clockSynchronised;
    this.chance = chance;
    this.nanoTime = nanoTime;
    this.printNotBefore = nanoTime.getAsLong();
    this.clockWatch = new ClockWatch(clock.instant(), nanoTime.getAsLong());
    this.pruneAt = nanoTime.getAsLong() + PRUNE_FIRST_NANOS;
    Journal.Recovered recovered = journal.recover();
    Workstation replayed = new Workstation(shop, recovered.snapshot());
    for (Entry entry : recovered.entries()) {
      replayed = replayed.apply(entry);
    }
    Set<String> unrated = replayed.taxGroupsWithoutRate();
    if (!unrated.isEmpty()) {
      throw new LaneException(
          "the open sale holds goods of tax group "
              + String.join(", ", unrated)
              + ", which has no rate: put its [[tax]] back until the sale has ended");
    }
    this.workstation = replayed;
    this.room = journal.space().look();
    this.lastReceipt = receipts.last();
    this.view = look();
    this.printJobs = countPrintJobs();
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

  /// Items whose name or code contains the query; the quick keys for an empty one.
  public List<Item> items(String query, int max) {
    return prices.find(query, max);
  }

  /// The receipts of the journal's sales.
  public Receipts receipts() {
    return receipts;
  }

  /// Today in the shop's time zone, as far as the board's clock can be believed.
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), settings.timeZone());
  }

  /// Puts an event into the mailbox, waiting while it is full: a device's own flow control does the
  /// rest. A driver that is being closed does not wait, but what it has read still gets in where
  /// there is room.
  public void offer(LaneEvent event) {
    try {
      mailbox.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (!mailbox.offer(event)) {
        log.error("a full mailbox, and no time to wait: lost {}", event.getClass().getSimpleName());
      }
    }
  }

  /// Asks `run` to return. Never waits, so that the lane's own thread may ask.
  public void leave(Exit how) {
    LaneEvent request =
        switch (how) {
          case STOPPED -> new LaneEvent.StopRequested();
          case RECONFIGURE -> new LaneEvent.ReconfigureRequested();
        };
    if (!mailbox.offer(request)) {
      requested(how);
    }
  }

  private void requested(Exit how) {
    switch (how) {
      case STOPPED -> stopRequested = true;
      case RECONFIGURE -> reconfigureRequested = true;
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
  /// @param start why it starts, for the journal
  /// @param waiting what the lane before this one did not hear of
  /// @param beat called between turns: whoever watches the lane knows that it is alive
  /// @throws till.journal.JournalException when the disk fails; the process has to end
  public Exit run(
      Peripherals peripherals, Input.Start start, List<LaneEvent> waiting, Runnable beat) {
    if (journal.head().number() > 0) { // the first document of an epoch is its start
      lookAtTheClock(peripherals);
    }
    start(peripherals, start);
    turn(waiting, peripherals);
    var events = new ArrayList<LaneEvent>();
    while (true) {
      beat.run();
      events.clear();
      awaitEvents(events);
      lookAtTheDisk(peripherals);
      lookAtTheClock(peripherals);
      turn(events, peripherals);
      pumpPrintJobs(peripherals);
      if (events.isEmpty() && isQuiescent()) {
        journal.space().keepReserve();
        prune();
      }
      if (stopRequested) {
        return Exit.STOPPED;
      }
      if (reconfigureRequested && isQuiescent()) {
        return Exit.RECONFIGURE;
      }
    }
  }

  private void start(Peripherals peripherals, Input.Start start) {
    turn(new Draft().input(start), peripherals);
    if (settings.autoOpen()) {
      if (workstation.state().businessDay().isEmpty()) {
        turn(new Draft().input(new Input.OpenBusinessDay(today())), peripherals);
      }
      if (workstation.laneState() == LaneState.CLOSED) {
        turn(new Draft().input(new Input.OpenLane()), peripherals);
      }
    }
  }

  /// What came when `run` had returned already and must not be forgotten, for the next lane. Called
  /// once the devices are closed.
  public List<LaneEvent> unheard() {
    var events = new ArrayList<LaneEvent>();
    mailbox.drainTo(events);
    return events.stream().filter(Lane::outlivesLane).toList();
  }

  /// Devices and the uplink report anew to the next lane, and a command without an answer is sent
  /// again.
  private static boolean outlivesLane(LaneEvent event) {
    return switch (event) {
      case LaneEvent.Scanned _, LaneEvent.Remember _ -> true;
      case LaneEvent.Commanded _,
          LaneEvent.PaymentMoved _,
          LaneEvent.PrintMoved _,
          LaneEvent.DeviceChanged _,
          LaneEvent.DrawerMoved _,
          LaneEvent.JournalContradicted _,
          LaneEvent.EpochDisputed _,
          LaneEvent.ReconfigureRequested _,
          LaneEvent.StopRequested _ ->
          false;
    };
  }

  private void awaitEvents(List<LaneEvent> events) {
    try {
      LaneEvent first = mailbox.poll(BEAT_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        events.add(first);
        mailbox.drainTo(events, TURN_EVENTS_MAX - 1);
      }
    } catch (InterruptedException e) {
      requested(Exit.STOPPED);
    }
  }

  private void turn(List<LaneEvent> events, Peripherals peripherals) {
    if (!events.isEmpty()) {
      var draft = new Draft();
      events.forEach(draft::take);
      turn(draft, peripherals);
      draft.disputed.ifPresent(disputed -> beginEpoch(disputed, peripherals));
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
        new Draft().input(new Input.RecordControl("epoch-begun", facts)),
        peripherals,
        turn -> journal.beginEpoch(turn, clock.instant(), chance));
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
    if (!draft.entries.isEmpty()) {
      commits.count(System.nanoTime() - beganNanos);
    }
    workstation = draft.next;
    draft.lastReceipt(numbered).ifPresent(receipt -> lastReceipt = Optional.of(receipt));
    publish(draft);
    draft.labels.forEach(label -> {
      scans.count(System.nanoTime() - label.atNanos());
      peripherals.answer(label.scanner(), label.taken());
    });
    draft.completedSale().ifPresent(peripherals::completed);
    peripherals.show(view);
    draft.effects.forEach(effect -> perform(effect, draft, peripherals));
    draft.replies.forEach(Runnable::run);
  }

  private void perform(Effect effect, Draft draft, Peripherals peripherals) {
    switch (effect) {
      case Effect.RequestPayment request -> peripherals.requestPayment(request.attempt());
      case Effect.QueryPayment query -> peripherals.queryPayment(query.attempt());
      case Effect.AcknowledgePayment safe ->
          Optional.ofNullable(draft.answers.get(safe.attemptId()))
              .ifPresent(PaymentAnswer::acknowledge);
      case Effect.OpenDrawer _ -> peripherals.openDrawer();
    }
  }

  private void publish(Draft draft) {
    if (!draft.changed()) {
      return;
    }
    view = look();
    printJobs = countPrintJobs();
    for (Draft.Happening happening : draft.happenings) {
      var news = new LaneNews(happening.kind(), happening.facts(), view);
      listeners.forEach(listener -> listener.accept(news));
    }
  }

  /// One job at a time: written down as SENDING, then handed to the printer.
  private void pumpPrintJobs(Peripherals peripherals) {
    expirePrintJobs(peripherals);
    List<PrintJob> jobs = workstation.state().printJobs();
    Optional<PrintJob> next = jobs.stream().filter(job -> job.state().isWaiting()).findFirst();
    boolean busy = jobs.stream().anyMatch(job -> job.state().isOnItsWay());
    if (next.isEmpty() || busy) {
      return;
    }
    PrintJob job = next.get();
    if (!isGood(PRINTER)) {
      if (job.state() == PrintJob.State.QUEUED) {
        move(job, PrintJob.State.HELD, Optional.of(whyNotGood(PRINTER)), peripherals);
      }
      return;
    }
    if (nanoTime.getAsLong() - printNotBefore < 0) {
      return;
    }
    byte[] bytes = receipts.bytes(job.transactionId(), job.isCopy());
    move(job, PrintJob.State.SENDING, Optional.empty(), peripherals);
    peripherals.printer().orElseThrow().print(job.jobId(), bytes);
  }

  private void move(
      PrintJob job, PrintJob.State to, Optional<String> reason, Peripherals peripherals) {
    turn(new Draft().input(new Input.MovePrintJob(job.jobId(), to, reason)), peripherals);
  }

  /// Without a printer at once, or they would all come out of the one that is bought next year.
  private void expirePrintJobs(Peripherals peripherals) {
    List<PrintJob> waiting =
        workstation.state().printJobs().stream().filter(job -> job.state().isWaiting()).toList();
    waitingSince.keySet().retainAll(waiting.stream().map(PrintJob::jobId).toList());
    for (PrintJob job : waiting) {
      if (peripherals.printer().isEmpty()) {
        move(job, PrintJob.State.EXPIRED, Optional.of("there is no printer"), peripherals);
      } else if (hasWaitedTooLong(job)) {
        move(job, PrintJob.State.EXPIRED, job.reason(), peripherals);
      }
    }
  }

  /// What was on disk when the lane started may be older than the lane, if the clocks of then and
  /// now are both to be believed.
  private boolean hasWaitedTooLong(PrintJob job) {
    long now = nanoTime.getAsLong();
    long since = waitingSince.computeIfAbsent(job.jobId(), _ -> now);
    return now - since > RECEIPT_WAITS_MAX.toNanos()
        || (clockSynchronised.getAsBoolean()
            && job.queued()
                .filter(
                    at -> Duration.between(at, clock.instant()).compareTo(RECEIPT_WAITS_MAX) > 0)
                .isPresent());
  }

  /// Before something is written, so that the reserve is given back in time.
  private void lookAtTheDisk(Peripherals peripherals) {
    Space.Room now = journal.space().look();
    if (now != room) {
      room = now;
      var draft = new Draft();
      draft.happened(LaneNews.Kind.LANE, "state", workstation.laneState().name());
      turn(draft, peripherals);
    }
  }

  /// Before something is written by it.
  private void lookAtTheClock(Peripherals peripherals) {
    clockWatch
        .look(clock.instant(), nanoTime.getAsLong(), journal.newestAt())
        .ifPresent(step -> {
          boolean synchronised = clockSynchronised.getAsBoolean();
          log.warn("the clock was set from {} to {}", step.from(), step.to());
          turn(
              new Draft()
                  .input(
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

  /// One step in a second without an event. A receipt that waits needs its document.
  private void prune() {
    boolean printing =
        workstation.state().printJobs().stream().anyMatch(job -> job.state().isWaiting());
    long now = nanoTime.getAsLong();
    if (printing || now - pruneAt < 0) {
      return;
    }
    boolean more =
        journal.prune(clock.instant(), clockSynchronised.getAsBoolean(), settings.retention());
    pruneAt = more ? now : now + PRUNE_NANOS;
  }

  private boolean isConfigured(String category) {
    return devices.values().stream().anyMatch(device -> device.category().equals(category));
  }

  private boolean isGood(String category) {
    return devices.values().stream()
        .anyMatch(device ->
            device.category().equals(category) && device.state() == DeviceStatus.State.GOOD);
  }

  private String whyNotGood(String category) {
    return devices.values().stream()
        .filter(device -> device.category().equals(category))
        .findFirst()
        .map(DeviceStatus::reason)
        .orElse("nothing is known of it yet");
  }

  /// No customer is being served and nothing is on its way to or from a device.
  private boolean isQuiescent() {
    return workstation.state().sale().isEmpty()
        && workstation.state().printJobs().stream().noneMatch(job -> job.state().isOnItsWay());
  }

  private LaneView look() {
    return new LaneView(
        workstation.laneState(),
        revision(),
        workstation.shop().currency(),
        workstation.state().businessDay(),
        LaneView.prompt(workstation, room != Space.Room.CLOSED),
        workstation.state().sale(),
        workstation.totals(),
        problems(),
        devices.values().stream().map(DeviceView::of).toList(),
        lastReceipt);
  }

  private Map<PrintJob.State, Long> countPrintJobs() {
    return workstation.state().printJobs().stream()
        .collect(Collectors.groupingBy(PrintJob::state, Collectors.counting()));
  }

  /// Grows with every view, also over a restart: each start writes a document, and between two
  /// documents there are fewer changes than revisions set aside for them.
  private long revision() {
    long position = journal.head().position();
    changes = position == changesSince ? changes + 1 : 0;
    changesSince = position;
    return position * REVISIONS_PER_DOCUMENT + Math.min(changes, REVISIONS_PER_DOCUMENT - 1);
  }

  private List<ProblemView> problems() {
    var problems = new ArrayList<ProblemView>();
    notice.ifPresent(problems::add);
    ProblemView.disk(room).ifPresent(problems::add);
    ProblemView.drawer(drawer).ifPresent(problems::add);
    journal
        .quarantined()
        .map(kept -> ProblemView.journalQuarantined(kept.folder().toString()))
        .ifPresent(problems::add);
    if (isContradicted) {
      problems.add(ProblemView.journalContradicted());
    }
    workstation
        .state()
        .sale()
        .flatMap(RetailTransaction::attempt)
        .filter(attempt -> attempt.state() == PaymentAttempt.State.UNKNOWN)
        .map(ProblemView::paymentUnknown)
        .ifPresent(problems::add);
    workstation.state().printJobs().stream()
        .filter(job -> job.state() == PrintJob.State.DOUBTFUL)
        .map(ProblemView::printDoubtful)
        .forEach(problems::add);
    return problems;
  }

  /// An enum's constant as screens see it.
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A turn in the making: what the waiting events lead to, decided on the state they lead to.
  private final class Draft {

    private record Happening(LaneNews.Kind kind, Map<String, String> facts) {}

    /// What became of a label, and when it was read.
    private record Label(String scanner, boolean taken, long atNanos) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Map<String, StoredVerdict> verdicts = new LinkedHashMap<>();
    private final Map<String, PaymentAnswer> answers = new LinkedHashMap<>();
    private final List<Runnable> replies = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private Workstation next = workstation;
    private Optional<LaneEvent.EpochDisputed> disputed = Optional.empty();

    Draft input(Input input) {
      decide(input);
      return this;
    }

    Turn toTurn() {
      return new Turn(entries, List.copyOf(verdicts.values()), next.state());
    }

    boolean changed() {
      return !entries.isEmpty() || !happenings.isEmpty();
    }

    void take(LaneEvent event) {
      switch (event) {
        case LaneEvent.Scanned scanned ->
            labels.add(
                new Label(scanned.scan().scanner(), scanned(scanned.scan()), scanned.atNanos()));
        case LaneEvent.Commanded commanded -> commanded(commanded.command(), commanded.reply());
        case LaneEvent.PaymentMoved moved -> paymentMoved(moved.answer());
        case LaneEvent.PrintMoved moved -> printMoved(moved.progress());
        case LaneEvent.DeviceChanged changed -> deviceChanged(changed.status());
        case LaneEvent.DrawerMoved moved -> drawerMoved(moved.state());
        case LaneEvent.Remember remember ->
            decide(new Input.RecordControl(remember.control(), remember.facts()));
        case LaneEvent.JournalContradicted contradicted -> contradicted(contradicted.isSo());
        case LaneEvent.EpochDisputed epoch -> disputed = Optional.of(epoch);
        case LaneEvent.ReconfigureRequested _ -> requested(Exit.RECONFIGURE);
        case LaneEvent.StopRequested _ -> requested(Exit.STOPPED);
      }
    }

    /// @return whether the label was taken
    private boolean scanned(ScanData label) {
      Verdict verdict = enter(label, BigDecimal.ONE);
      switch (verdict) {
        case Verdict.Accepted _ -> {
          notice = Optional.empty();
          happened(LaneNews.Kind.SCAN, Labels.facts(label, "accepted"));
        }
        case Verdict.Refused refused -> {
          notice =
              refused.reason() == Reason.STORAGE_FULL
                  ? Optional.empty() // which is a problem as long as it lasts
                  : Optional.of(ProblemView.refused(refused));
          happened(LaneNews.Kind.SCAN, Labels.facts(label, refused.reason().code()));
          happened(
              LaneNews.Kind.PROBLEM, "code", refused.reason().code(), "detail", refused.detail());
        }
      }
      return verdict instanceof Verdict.Accepted;
    }

    /// A label that was not read properly is nothing, whatever its digits happen to be. A GTIN says
    /// what it is, in whichever symbol and length; any other text may be a code of the shop's own.
    private Verdict enter(ScanData label, BigDecimal quantity) {
      if (label.error().isPresent()) {
        return new Verdict.Refused(Reason.BAD_LABEL, label.error().get());
      }
      String code = label.gtin().orElse(label.data());
      return prices
          .byCode(code)
          .map(item -> enter(item, quantity, EntryMethod.SCANNED, Optional.of(Labels.kept(label))))
          .orElseGet(() -> new Verdict.Refused(Reason.UNKNOWN_ITEM, label.data()));
    }

    private Verdict enterKeyed(String itemId, BigDecimal quantity) {
      return prices
          .byId(itemId)
          .map(item -> enter(item, quantity, EntryMethod.KEYED, Optional.empty()))
          .orElseGet(() -> new Verdict.Refused(Reason.UNKNOWN_ITEM, itemId));
    }

    private Verdict enter(Item item, BigDecimal quantity, EntryMethod method, Optional<Scan> scan) {
      if (next.state().sale().isEmpty() && room == Space.Room.CLOSED) {
        return new Verdict.Refused(Reason.STORAGE_FULL, "");
      }
      return decide(new Input.EnterItem(item, quantity, method, scan, prices.revision()));
    }

    private void commanded(Command command, CompletableFuture<Reply> reply) {
      Optional<StoredVerdict> first =
          Optional.ofNullable(verdicts.get(command.commandId()))
              .or(() -> journal.verdict(command.commandId()));
      StoredVerdict verdict =
          first.orElseGet(() -> {
            StoredVerdict fresh = stored(command, judge(command));
            verdicts.put(command.commandId(), fresh);
            return fresh;
          });
      replies.add(() -> reply.complete(replyTo(command, verdict)));
    }

    private Reply replyTo(Command command, StoredVerdict verdict) {
      if (!verdict.digest().equals(command.digest())) {
        return new Reply.IdReused(view);
      }
      return verdict
          .refusal()
          .<Reply>map(reason -> new Reply.Refused(reason, verdict.detail(), view))
          .orElseGet(() -> new Reply.Accepted(view));
    }

    private StoredVerdict stored(Command command, Verdict verdict) {
      return switch (verdict) {
        case Verdict.Accepted _ ->
            new StoredVerdict(command.commandId(), command.digest(), Optional.empty(), "");
        case Verdict.Refused refused ->
            new StoredVerdict(
                command.commandId(),
                command.digest(),
                Optional.of(refused.reason()),
                refused.detail());
      };
    }

    private Verdict judge(Command command) {
      if (isStale(command)) {
        return new Verdict.Refused(Reason.STALE, "");
      }
      Verdict verdict =
          switch (command.request()) {
            case Request.EnterItem item -> enterKeyed(item.itemId(), item.quantity());
            case Request.EnterScan scan ->
                enter(
                    ScanDecoder.TOLERANT.decode("", scan.scan(), scan.symbology()),
                    scan.quantity());
            case Request.CopyReceipt copy -> copyReceipt(copy.number());
            case Request.Direct direct -> direct(direct.input());
          };
      if (verdict instanceof Verdict.Accepted) {
        notice = Optional.empty();
      }
      return verdict;
    }

    private Verdict copyReceipt(long number) {
      if (!isConfigured(PRINTER)) {
        return new Verdict.Refused(Reason.PRINTER_AWAY, "");
      }
      return receipts
          .transactionId(number)
          .map(sale -> decide(new Input.CopyReceipt(sale, number)))
          .orElseGet(() -> new Verdict.Refused(Reason.NO_SUCH_RECEIPT, Long.toString(number)));
    }

    /// A copy of what is not on this device any more cannot be printed.
    private boolean asksForTheImpossible(Input.ResolvePrintJob resolve) {
      return resolve.decision() == PrintJob.Decision.COPY
          && next.state().printJobs().stream()
              .filter(job -> job.jobId().equals(resolve.jobId()))
              .anyMatch(job -> !receipts.has(job.transactionId()));
    }

    /// A card is asked for only while the terminal answers and its receipt can be printed.
    private Verdict direct(Input input) {
      if (input instanceof Input.TenderCard) {
        if (workstation.shop().cards() && !isGood("PaymentTerminal")) {
          return new Verdict.Refused(Reason.PAYMENT_TERMINAL_AWAY, "");
        }
        if (isConfigured(PRINTER) && !isGood(PRINTER)) {
          return new Verdict.Refused(Reason.PRINTER_AWAY, "");
        }
      }
      if (input instanceof Input.ResolvePrintJob resolve && asksForTheImpossible(resolve)) {
        return new Verdict.Refused(Reason.NO_SUCH_RECEIPT, resolve.jobId());
      }
      return decide(input);
    }

    private boolean isStale(Command command) {
      Optional<RetailTransaction> sale = next.state().sale();
      boolean otherSale =
          command.transactionId().isPresent()
              && !command.transactionId().equals(sale.map(RetailTransaction::transactionId));
      Optional<Money> total = next.totals().map(SaleTotals::total);
      boolean otherTotal =
          command.expectedTotal().isPresent() && !command.expectedTotal().equals(total);
      return otherSale || otherTotal;
    }

    private void paymentMoved(PaymentAnswer answer) {
      answers.put(answer.attemptId(), answer);
      Verdict verdict =
          decide(new Input.PaymentAnswered(answer.attemptId(), Outcomes.of(answer.outcome())));
      if (verdict instanceof Verdict.Refused) {
        log.warn(
            "an answer to payment {}, which is not open: not acknowledged", answer.attemptId());
        return;
      }
      happened(
          LaneNews.Kind.PAYMENT,
          "attemptId",
          answer.attemptId(),
          "outcome",
          Outcomes.word(answer.outcome()));
    }

    private void printMoved(PrintProgress progress) {
      String jobId = progress.jobId();
      switch (progress) {
        case PrintProgress.Sent _ -> move(jobId, PrintJob.State.SENT, Optional.empty());
        case PrintProgress.Confirmed _ -> move(jobId, PrintJob.State.CONFIRMED, Optional.empty());
        case PrintProgress.Unconfirmed _ ->
            move(jobId, PrintJob.State.UNCONFIRMED, Optional.empty());
        case PrintProgress.Doubtful doubtful ->
            move(jobId, PrintJob.State.DOUBTFUL, Optional.of(doubtful.reason()));
        case PrintProgress.NotStarted not -> {
          printNotBefore = nanoTime.getAsLong() + PRINT_RETRY_NANOS;
          move(jobId, PrintJob.State.HELD, Optional.of(not.reason()));
        }
        // what is on disk stays: bytes may be on their way
        case PrintProgress.Held held ->
            printed(jobId, word(PrintJob.State.HELD), Optional.of(held.reason()));
        case PrintProgress.GoesOn _ ->
            next.state().printJobs().stream()
                .filter(job -> job.jobId().equals(jobId))
                .forEach(job -> printed(jobId, word(job.state()), Optional.empty()));
      }
    }

    private void move(String jobId, PrintJob.State to, Optional<String> reason) {
      if (decide(new Input.MovePrintJob(jobId, to, reason)) instanceof Verdict.Refused) {
        log.warn(
            "print job {} cannot become {}: it is over, or for a person to resolve", jobId, to);
      }
    }

    private void printed(String jobId, String state, Optional<String> reason) {
      if (reason.isPresent()) {
        happened(LaneNews.Kind.PRINT, "jobId", jobId, "state", state, "reason", reason.get());
      } else {
        happened(LaneNews.Kind.PRINT, "jobId", jobId, "state", state);
      }
    }

    private void deviceChanged(DeviceStatus status) {
      devices.put(status.name(), status);
      happened(LaneNews.Kind.DEVICE, "name", status.name(), "state", word(status.state()));
    }

    private void drawerMoved(DrawerState state) {
      drawer = state;
      happened(LaneNews.Kind.DEVICE, "name", "drawer", "drawer", word(state));
    }

    private void contradicted(boolean isSo) {
      isContradicted = isSo;
      happened(LaneNews.Kind.LANE, "state", next.laneState().name());
    }

    private Verdict decide(Input input) {
      Instant now = clock.instant();
      Verdict verdict =
          next.decide(
              input,
              new Moment(
                  now,
                  clockSynchronised.getAsBoolean()
                      ? Moment.ClockState.SYNCHRONISED
                      : Moment.ClockState.UNSYNCHRONISED,
                  Ulid.next(now, chance)));
      if (verdict instanceof Verdict.Accepted accepted) {
        boolean wasOpen = next.state().sale().isPresent();
        for (Entry entry : accepted.entries()) {
          next = next.apply(entry);
        }
        if (wasOpen && next.state().sale().isEmpty()) {
          notice =
              Optional.empty(); // what was refused of a sale that has ended is nobody's any more
        }
        entries.addAll(accepted.entries());
        effects.addAll(accepted.effects());
        if (!accepted.entries().isEmpty()) {
          happened(LaneNews.Kind.LANE, "state", next.laneState().name());
        }
        accepted.entries().forEach(this::tellOfPrinting);
      }
      return verdict;
    }

    private void tellOfPrinting(Entry entry) {
      switch (entry) {
        case Entry.PrintJobQueued queued ->
            printed(queued.job().jobId(), word(queued.job().state()), Optional.empty());
        case Entry.PrintJobMoved moved -> printed(moved.jobId(), word(moved.to()), moved.reason());
        case Entry.BusinessDayOpened _,
            Entry.LaneStateChanged _,
            Entry.TransactionStarted _,
            Entry.LineAdded _,
            Entry.LineVoided _,
            Entry.TotalTaken _,
            Entry.EntryResumed _,
            Entry.TenderTaken _,
            Entry.PaymentStarted _,
            Entry.PaymentUnknown _,
            Entry.PaymentFailed _,
            Entry.PaymentApproved _,
            Entry.TransactionLogged _ -> {}
      }
    }

    private void happened(LaneNews.Kind kind, String... facts) {
      Map<String, String> named = new LinkedHashMap<>();
      for (int i = 0; i + 1 < facts.length; i += 2) {
        named.put(facts[i], facts[i + 1]);
      }
      happened(kind, named);
    }

    private void happened(LaneNews.Kind kind, Map<String, String> facts) {
      happenings.add(new Happening(kind, facts));
    }

    /// The last sale that was completed in this turn.
    Optional<Transaction.Retail> completedSale() {
      return entries.reversed().stream()
          .filter(Entry.TransactionLogged.class::isInstance)
          .map(entry -> ((Entry.TransactionLogged) entry).transaction().body())
          .filter(Transaction.Retail.class::isInstance)
          .map(Transaction.Retail.class::cast)
          .filter(sale -> sale.status() == Transaction.Status.COMPLETED)
          .findFirst();
    }

    /// The receipt of a sale that ended in this turn: only a completed sale has queued one.
    Optional<LaneView.LastReceipt> lastReceipt(List<Journal.Numbered> numbered) {
      List<String> receipted =
          entries.stream()
              .filter(Entry.PrintJobQueued.class::isInstance)
              .map(entry -> ((Entry.PrintJobQueued) entry).job())
              .filter(job -> !job.isCopy())
              .map(PrintJob::transactionId)
              .toList();
      return numbered.reversed().stream()
          .filter(document -> receipted.contains(document.transactionId()))
          .findFirst()
          .map(document -> new LaneView.LastReceipt(document.number(), document.transactionId()));
    }
  }
}
