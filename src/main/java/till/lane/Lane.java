package till.lane;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import till.journal.Journal;
import till.journal.PriceBook;
import till.sale.Input;
import till.sale.Item;
import till.sale.RetailTransaction;
import till.sale.Shop;
import till.sale.Workstation;

/// The one owner of the open sale: a mailbox and a loop.
///
/// Whatever waits in the mailbox is one turn: understood by the `Clerk`, decided one by one on an
/// immutable state in a `Draft`, put on disk and acted upon by `Turns`. `run` is the lane's thread;
/// everything else may be called from any.
public final class Lane {

  /// Events that may wait. Beyond it devices wait with their next one, and commands are told so.
  public static final int MAILBOX_MAX = Mailbox.EVENTS_MAX;

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
  private final Mailbox mailbox = new Mailbox();
  private final LastScans lastScans;
  private final HealthChecks checks;
  private final Turns turns;

  // the lane's thread only
  private final CustomerWatch customer;
  private final Clerk clerk;
  private final DeviceDesk devices;
  private final AutoOpening autoOpening;
  private final Rounds rounds;

  // set by anybody when the mailbox is full, else by the lane's thread
  private volatile boolean stopRequested;
  private volatile boolean reconfigureRequested;

  /// A lane that goes on from where the till was left.
  ///
  /// @param workstation with what was open when the daemon stopped
  /// @param clockSynchronised whether the board's clock can be believed right now
  public Lane(
      LaneSettings settings,
      Workstation workstation,
      Journal journal,
      PriceBook prices,
      Receipts receipts,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      RandomGenerator chance) {
    this(
        settings,
        workstation,
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
      Workstation workstation,
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
    this.lastScans = new LastScans(clock);
    this.checks = new HealthChecks(clocks, lastScans);
    Optional<RetailTransaction> sale = workstation.state().sale();
    this.customer = new CustomerWatch(settings.customer(), sale.isPresent(), clocks.nanos());
    var scale = new ScaleWatch(sale);
    this.turns = new Turns(journal, workstation, receipts, clocks, chance, customer, scale, checks);
    this.devices = new DeviceDesk(receipts, checks, clocks, scale);
    this.clerk = clerk(workstation.shop());
    this.autoOpening =
        new AutoOpening(
            settings.autoOpen(),
            settings.timeZone(),
            workstation.state().lastClosing(),
            journal.newestAt(),
            clocks);
    this.rounds = new Rounds(journal, settings.retention(), clocks, customer);
  }

  private Clerk clerk(Shop shop) {
    var goods = new Goods(prices, settings.storeCodes(), shop.currency());
    var items = new ItemEntry(goods);
    return new Clerk(
        items, new Commands(journal, goods, items, receipts, checks), devices, lastScans);
  }

  /// The lane as it is.
  public LaneView view() {
    return turns.views().newest();
  }

  /// The lane in figures. Any thread.
  public LaneFigures figures() {
    return turns.figures();
  }

  /// Calls the listener, on the lane's thread, with everything that happens from now on. It must
  /// not wait.
  public void listen(Consumer<LaneNews> listener) {
    turns.views().listen(listener);
  }

  public void ignore(Consumer<LaneNews> listener) {
    turns.views().ignore(listener);
  }

  /// Items of today by words of their names, PLU or code, as `PriceBook.find` has them. Any thread.
  ///
  /// @param category empty for all; without a query too these are the quick keys
  public List<Item> items(String query, Optional<String> category, int max) {
    return prices.find(query, category, view().businessDay().orElseGet(this::calendarDay), max);
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
    return DayReport.open(turns.workstation(), clocks.now());
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
      turns.look(rounds::lookAtTheClock, peripherals);
    }
    start(peripherals, starts);
    turn(waiting, peripherals);
    while (true) {
      beat.run();
      List<LaneEvent> events = awaitEvents();
      turns.look(rounds::lookAtTheDisk, peripherals);
      turns.look(rounds::lookAtTheClock, peripherals);
      turns.look(autoOpening::look, peripherals);
      turn(events, peripherals);
      turns.look(draft -> devices.lookAtTheScale(peripherals, draft), peripherals);
      lookAtTheChecks(peripherals);
      if (stopRequested) { // before a receipt is begun that nobody would see the end of
        return Exit.STOPPED;
      }
      if (turns.workstation().isElsewhere()) {
        return Exit.TRAINING;
      }
      turns.look(rounds::lookAtTheCustomer, peripherals);
      devices.print(turns, peripherals);
      if (events.isEmpty() && isQuiescent()) {
        rounds.tidyUp(turns.workstation().state());
      }
      if (reconfigureRequested && isQuiescent()) {
        return Exit.RECONFIGURE;
      }
    }
  }

  private void start(Peripherals peripherals, List<Input> starts) {
    turns.views().begin();
    Draft draft = turns.draft();
    starts.forEach(draft::with);
    turns.take(draft, peripherals);
    turns.look(autoOpening::look, peripherals);
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

  private void turn(List<LaneEvent> events, Peripherals peripherals) {
    if (!events.isEmpty()) {
      Draft draft = turns.draft();
      boolean touched = customer.heard(events, clocks.nanos());
      events.forEach(event -> clerk.take(event, draft));
      if (touched) {
        draft.changed();
      }
      turns.take(draft, peripherals);
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
      case LaneEvent.EpochDisputed disputed -> turns.beginEpoch(disputed, peripherals);
    }
  }

  /// While a device is checked: its light may be due to change without a turn.
  private void lookAtTheChecks(Peripherals peripherals) {
    if (checks.isRunning()) {
      peripherals.show(view(), checks.signal());
      turns.look(draft -> checks.look(peripherals, draft), peripherals);
    }
  }

  /// No customer is being served and nothing is on its way to or from a device.
  private boolean isQuiescent() {
    return turns.workstation().state().sale().isEmpty()
        && !checks.isRunning()
        && !turns.workstation().state().isPrinting();
  }
}
