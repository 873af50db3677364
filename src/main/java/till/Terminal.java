package till;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.cli.ExitCode;
import till.config.ConfigShelf;
import till.config.TerminalConfig;
import till.config.TerminalSettings;
import till.device.printer.PrinterProfile;
import till.device.printer.PrinterSettings;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.Outbox;
import till.journal.PriceBook;
import till.kiosk.Guest;
import till.kiosk.KioskServer;
import till.lane.DeviceView;
import till.lane.Lane;
import till.lane.LaneEvent;
import till.lane.LaneView;
import till.lane.Peripherals;
import till.lane.ProblemView;
import till.lane.ReceiptLayout;
import till.lane.Receipts;
import till.lane.ShopJournal;
import till.sale.Input;
import till.sale.RetailTransaction;
import till.sale.Shop;
import till.trust.DeviceKey;
import till.trust.Operators;
import till.uplink.Contradiction;
import till.uplink.StateView;
import till.uplink.Uplink;

/// The object graph of one configuration: everything a checkout is made of, wired once.
///
/// Nothing in it changes its configuration; another configuration is another terminal. Whole when
/// `open` returns; what had been opened is closed again when something cannot be.
final class Terminal {

  private static final Logger log = LoggerFactory.getLogger(Terminal.class);

  /// Who serves when nobody has signed on.
  private static final String SELF_SERVICE = "self";

  /// What the fleet is told of a till that sells nothing because somebody practises.
  private static final String TRAINING = "training";

  /// The revision of the shop's own price file.
  private static final long OWN_PRICES = 0;

  /// What a receipt is laid out for where there is no printer, to be looked at.
  private static final String SCREEN_PROFILE = "generic";

  private final Parts parts;
  private final Board board;
  private final Books books;
  private final Lane lane;
  private final Peripherals peripherals;
  private final Letters letters;
  private final Optional<Uplink> uplink;
  private final KioskServer kiosk;

  private Terminal(
      Parts parts,
      Board board,
      Books books,
      Lane lane,
      Peripherals peripherals,
      Letters letters,
      Optional<Uplink> uplink,
      KioskServer kiosk) {
    this.parts = parts;
    this.board = board;
    this.books = books;
    this.lane = lane;
    this.peripherals = peripherals;
    this.letters = letters;
    this.uplink = uplink;
    this.kiosk = kiosk;
  }

  /// Opens everything the configuration in force names. A device that is not there is a state, not
  /// an obstacle.
  ///
  /// @param shelf has the configuration, and takes new ones
  /// @param restarts starts of the daemon before this one
  /// @throws RuntimeException the room's own, saying what cannot be opened and what to do
  static Terminal open(
      ConfigShelf shelf, Board board, Credentials credentials, List<Guest> guests, long restarts) {
    TerminalConfig config = shelf.inForce();
    var parts = new Parts();
    try {
      Path state = config.stateDirectory();
      DeviceKey key = DeviceKey.open(state);
      Books books = Books.open(config, shop(config), board, key, parts);
      Lane lane = lane(config, board, books, parts);
      Peripherals peripherals =
          new Devices(config, board, credentials, lane::offer, books.isTraining(), parts).start();
      Consumer<LaneEvent> notes = notes(books, lane);
      var letters = new Letters(config.terminal(), shelf, board, notes);
      Optional<Uplink> uplink =
          config
              .uplink()
              .map(settings ->
                  parts.add(
                      Uplink.start(
                          settings,
                          origin(config.terminal(), board, key),
                          settings.passwordFile().map(credentials::read),
                          new Uplink.House(
                              parts.add(Outbox.open(state)),
                              letters,
                              contradiction -> lane.offer(heard(contradiction)),
                              () -> stateView(lane.view(), shelf.revisions()),
                              board.clock(),
                              board.clockSynchronised(),
                              board.chance()))));
      uplink.ifPresent(way -> {
        books.ofShop().onAppend(way::wake);
        way.report(shelf.reported());
      });
      KioskServer kiosk =
          parts.add(
              KioskServer.open(
                  config.kiosk(),
                  lane,
                  Operators.open(
                      config.operators(),
                      state,
                      (control, facts) -> notes.accept(new LaneEvent.Remember(control, facts))),
                  new BoardViews(config.terminal(), board, books.ofShop(), uplink, shelf, restarts),
                  board.log(),
                  guests,
                  state,
                  board.clock(),
                  board.chance()));
      return new Terminal(parts, board, books, lane, peripherals, letters, uplink, kiosk);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static Shop shop(TerminalConfig config) {
    TerminalSettings terminal = config.terminal();
    return new Shop(
            terminal.currency(),
            config.taxes(),
            terminal.languages(),
            SELF_SERVICE,
            config.payment().isPresent())
        .with(config.receipt().policy())
        .limitingVoids(config.lane().voidLimit(terminal.currency()))
        .checkingBaskets(config.lane().checkEvery())
        .with(config.lane().training() ? Shop.Practice.ALLOWED : Shop.Practice.FORBIDDEN);
  }

  /// Who is told what happens to the till beside selling. It belongs into the shop's journal; and a
  /// configuration waits there until the training has ended, because it could not be tried on
  /// devices that are not used.
  private static Consumer<LaneEvent> notes(Books books, Lane lane) {
    return books
        .aside()
        .<Consumer<LaneEvent>>map(shop -> event -> note(event, shop))
        .orElse(lane::offer);
  }

  private static void note(LaneEvent event, ShopJournal shop) {
    if (event instanceof LaneEvent.Remember remember) {
      shop.remember(remember.control(), remember.facts());
    }
  }

  private static Lane lane(TerminalConfig config, Board board, Books books, Parts parts) {
    TerminalSettings terminal = config.terminal();
    Path state = config.stateDirectory();
    PriceBook prices =
        parts.add(
            PriceBook.open(
                state.resolve("prices"), ownPrices(config), OWN_PRICES, terminal.currency()));
    var layout =
        new ReceiptLayout(
            config.receipt(),
            terminal.languages(),
            terminal.timeZone(),
            PrinterProfile.find(
                    config.printer().map(PrinterSettings::profile).orElse(SCREEN_PROFILE))
                .orElseThrow());
    return new Lane(
        config.lane(),
        books.till(),
        books.inUse(),
        prices,
        new Receipts(parts.add(Documents.open(books.folder())), layout),
        board.clock(),
        board.clockSynchronised(),
        board.chance());
  }

  private static Path ownPrices(TerminalConfig config) {
    return config
        .prices()
        .orElseThrow(() ->
            new StartException(
                ExitCode.CONFIGURATION,
                "[prices] file is not set: there is nothing to sell without a price book"));
  }

  private static Uplink.Origin origin(TerminalSettings terminal, Board board, DeviceKey key) {
    return new Uplink.Origin(
        terminal.org(),
        terminal.terminal(),
        terminal.store(),
        board.version(),
        key.keyId(),
        key.publicKey());
  }

  private static LaneEvent heard(Contradiction contradiction) {
    return switch (contradiction) {
      case Contradiction.Found _ -> new LaneEvent.JournalContradicted(true);
      case Contradiction.EpochDue due -> new LaneEvent.EpochDisputed(due.epoch(), due.reason());
      case Contradiction.Settled _ -> new LaneEvent.JournalContradicted(false);
    };
  }

  private static StateView stateView(LaneView view, Map<String, Long> revisions) {
    Stream<String> problems = view.problems().stream().map(ProblemView::code);
    return new StateView(
        view.state().name(),
        (view.training() ? Stream.concat(Stream.of(TRAINING), problems) : problems).toList(),
        revisions);
  }

  /// Sells until the lane leaves: what is open stays on disk.
  ///
  /// @param start why it starts, for the journal; nothing when training has begun or has ended
  /// @param waiting what came while there was no lane
  /// @param beat called between turns on the lane's thread, which is the caller's
  Lane.Exit run(Optional<Input.Start> start, List<LaneEvent> waiting, Runnable beat) {
    List<LaneEvent> outside = Stream.concat(changes(), waiting.stream()).toList();
    return books
        .aside()
        .map(shop -> practise(shop, start, outside, beat))
        .orElseGet(() -> lane.run(peripherals, starts(start), outside, beat));
  }

  /// What happens to the till goes into the shop's journal, in which nothing is sold.
  private Lane.Exit practise(
      ShopJournal shop, Optional<Input.Start> start, List<LaneEvent> outside, Runnable beat) {
    start.ifPresent(why -> shop.remember(why.control(), why.facts()));
    outside.forEach(event -> note(event, shop));
    return lane.run(
        peripherals,
        starts(start),
        outside.stream().filter(event -> !(event instanceof LaneEvent.Remember)).toList(),
        () -> {
          shop.write();
          beat.run();
        });
  }

  /// Each start becomes a document.
  private List<Input> starts(Optional<Input.Start> start) {
    Stream<Input> starts =
        start.stream().map(why -> new Input.Start(why.control(), withOrigin(why.facts())));
    List<Input> all = Stream.concat(starts, books.news().stream()).toList();
    return all.isEmpty() ? List.of(new Input.Start("boot", withOrigin(Map.of()))) : all;
  }

  /// A card that was moved to another board, or has got another key, is a normal repair: the lane
  /// sells on.
  private Stream<LaneEvent> changes() {
    return books.ofShop().changes(board.id()).stream()
        .map(change -> {
          log.warn("{}: {}", change.control(), change.facts());
          return new LaneEvent.Remember(change.control(), change.facts());
        });
  }

  /// The first document of a journal that was begun in place of one that could not be read says
  /// where that one is.
  private Map<String, String> withOrigin(Map<String, String> facts) {
    Journal journal = books.inUse();
    Optional<Journal.Quarantined> before =
        journal.quarantined().filter(Journal.Quarantined::isPredecessor);
    if (journal.head().number() > 0 || before.isEmpty()) {
      return facts;
    }
    var all = new TreeMap<>(facts);
    all.put("quarantine", before.get().folder().toString());
    all.put("quarantineReason", before.get().reason());
    return all;
  }

  /// Whether somebody practises: nothing is sold.
  boolean isTraining() {
    return books.isTraining();
  }

  /// Asks the lane to leave. Any thread, never waits.
  void leave(Lane.Exit how) {
    lane.leave(how);
  }

  /// Whether the fleet has sent something since this was last asked.
  boolean takeNews() {
    return letters.takeNews();
  }

  /// Tells the fleet what became of its letters.
  void report(byte[] report) {
    uplink.ifPresent(way -> way.report(report));
  }

  /// Threads that lost connections have left behind.
  int strayThreads() {
    return uplink.map(way -> way.status().strayThreads()).orElse(0);
  }

  /// Whether a payment is on its way, or nobody knows what became of it.
  boolean isPaying() {
    return lane.view().transaction().flatMap(RetailTransaction::attempt).isPresent();
  }

  Vitals vitals() {
    return new Vitals(
        uplink.map(way -> way.status().connected()).orElse(false),
        lane.view().devices().stream()
            .filter(device -> device.state().equals("good"))
            .map(DeviceView::name)
            .collect(Collectors.toSet()));
  }

  /// A line for `systemctl status`.
  String summary() {
    return lane.view().state()
        + (books.isTraining() ? " (training)" : "")
        + ", uplink "
        + uplink
            .map(way -> way.status().connected() ? "connected" : "away")
            .orElse("not configured");
  }

  URI address() {
    return kiosk.address();
  }

  /// Closes the doors, then the devices, then the journal.
  ///
  /// @return what came and was not heard any more, for the next terminal
  List<LaneEvent> close() {
    parts.close();
    return lane.unheard();
  }
}
