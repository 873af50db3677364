package till.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.printer.PrinterProfile;
import till.fleet.FleetStatus;
import till.fleet.Ledger;
import till.journal.Journal;
import till.kiosk.Role;
import till.paper.Paper;
import till.simulator.ListeningLine;
import till.simulator.MessageTap;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.MessageTap.Passing;
import till.simulator.PrinterNews;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScanner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A small shop whose till is a process of its own, to be killed and started again. Scanner,
/// printer, payment terminal and ledger live on, and judge by what they have.
///
/// One thread plays; the cut itself comes on the thread of whichever device sees its moment.
final class CutShop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CutShop.class);
  private static final Duration CUT_MAX = Duration.ofSeconds(60);
  private static final Pattern NUMBER = Pattern.compile("(?:Receipt|Beleg) (\\d+)");
  private static final Pattern COPY = Pattern.compile("COPY|KOPIE");

  private final ShopFolder folder;
  private final Assortment assortment;
  private final Patience patience;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Queue<Integer> commands = new ConcurrentLinkedQueue<>();
  private final SimulatedScanner scanner;
  private final SimulatedPrinter printer;
  private final SimulatedPaymentTerminal terminal;
  private final Network network;
  private final KioskApi kiosk;
  private volatile MessageTap wire = _ -> Meddling.PASS;
  private volatile Runnable linePrinted = () -> {};
  private volatile Optional<TillProcess> till = Optional.empty();

  /// Opens it; the till is not started yet.
  ///
  /// @param org its own, so that nobody else's fleet hears of it
  /// @param laneSection `[lane]` of the till's configuration, or nothing
  CutShop(
      ShopFolder folder,
      String org,
      Assortment assortment,
      URI broker,
      String laneSection,
      InstantSource clock,
      RandomGenerator chance,
      Patience patience)
      throws IOException {
    this.folder = folder;
    this.assortment = assortment;
    this.patience = patience;
    try {
      Ledger ledger = add(Ledger.open(folder.ledger()));
      network = add(Network.open(org, broker, ledger, clock, chance));
      ListeningLine label = ListeningLine.open(0);
      scanner = add(new SimulatedScanner(label));
      ListeningLine paper = ListeningLine.open(0);
      printer =
          add(
              SimulatedPrinter.start(
                  paper,
                  new SimulatedPrinter.Settings(
                      PrinterProfile.find(ShopFolder.PRINTER_PROFILE).orElseThrow().columns(), 1),
                  this::told));
      terminal = add(SimulatedPaymentTerminal.open(0, Devices.PAYMENT_PASSWORD, clock));
      terminal.approveAutomatically(true);
      terminal.tap(this::passes);
      int kioskPort = FreePort.any();
      folder.furnish(
          assortment,
          new ShopFolder.Wiring(
              org,
              "tcp://127.0.0.1:" + label.port(),
              "tcp://127.0.0.1:" + paper.port(),
              terminal.address(),
              network.url(),
              kioskPort,
              laneSection),
          List.of(),
          folder.signingKey());
      kiosk = add(new KioskApi(URI.create("http://127.0.0.1:" + kioskPort), folder.tokens()));
      add(this::killIfAlive);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  // the till and its power

  void start() throws IOException {
    commands.clear();
    till = Optional.of(TillProcess.start(folder.config(), folder.path().resolve("till.log")));
  }

  void kill() {
    till.orElseThrow().kill();
  }

  private void killIfAlive() {
    till.filter(TillProcess::isAlive).ifPresent(TillProcess::kill);
  }

  int stop() {
    return till.orElseThrow().stop();
  }

  /// Cuts the power when this message passes between till and payment terminal, which stands still
  /// meanwhile and goes on as if nothing were.
  ///
  /// @param then what becomes of the message
  CompletableFuture<Void> cutAt(Predicate<Passing> moment, Meddling then) {
    var over = new CompletableFuture<Void>();
    wire =
        message -> {
          if (!moment.test(message)) {
            return Meddling.PASS;
          }
          wire = _ -> Meddling.PASS;
          cut(over);
          return then;
        };
    return over;
  }

  /// Cuts it when the payment terminal waits for the card.
  CompletableFuture<Void> cutWhenAsking() {
    var over = new CompletableFuture<Void>();
    terminal.listen(view -> {
      if (view.state() == SimulatedPaymentTerminal.State.WAITING_FOR_CARD && !over.isDone()) {
        cut(over);
      }
    });
    return over;
  }

  /// Cuts it when so many lines more are on paper, and the printer's power too.
  CompletableFuture<Void> cutWhilePrinting(int lines) {
    var over = new CompletableFuture<Void>();
    int[] left = {lines};
    linePrinted =
        () -> {
          if (--left[0] == 0) {
            printer.switchOn(false);
            cut(over);
          }
        };
    return over;
  }

  /// Cuts it as soon as something is written to the journal.
  void cutWhenWritten(FileTime before) throws IOException {
    long endNanos = System.nanoTime() + CUT_MAX.toNanos();
    while (Files.getLastModifiedTime(journalLog()).equals(before)) {
      if (System.nanoTime() - endNanos > 0) {
        throw new Patience.Missing("nothing is written to the journal");
      }
      Thread.onSpinWait();
    }
    kill();
  }

  /// When the journal was last written to.
  FileTime written() throws IOException {
    return Files.getLastModifiedTime(journalLog());
  }

  private Path journalLog() {
    return folder.state().resolve(Journal.FILE + "-wal");
  }

  private void cut(CompletableFuture<Void> over) {
    try {
      kill();
      over.complete(null);
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  static void await(CompletableFuture<Void> cut) {
    try {
      cut.get(CUT_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Patience.Missing("interrupted while waiting for the cut");
    } catch (ExecutionException | TimeoutException e) {
      throw new Patience.Missing("the moment of the cut does not come: " + e);
    }
  }

  // what people do

  void scan(String image) throws IOException {
    int lines = lane().at("/transaction/lines").size();
    Label label = Label.of(assortment.withImage(image).code());
    scanner.scan(label.aim(), label.data());
    await("a line", lane -> lane.at("/transaction/lines").size() == lines + 1);
  }

  /// A sale of one thing, whose total is taken.
  ///
  /// @return its transaction
  String beginSale() throws IOException {
    scan("honey");
    kiosk.command("/v1/transaction/total", KioskApi.body());
    return transaction(await("the total", lane -> prompt(lane).equals("pay")));
  }

  /// Pays, though the till may be killed before it can answer.
  void tender(String type) {
    try {
      kiosk.command("/v1/transaction/tender", KioskApi.body().put("type", type));
    } catch (IOException _) {
      // it was
    }
  }

  /// What pays the open sale in cash.
  ObjectNode cash() {
    JsonNode sale = lane().path("transaction");
    return KioskApi.body()
        .put("transactionId", sale.path("transactionId").asString())
        .put("expectedTotal", sale.path("total").asLong())
        .put("type", "Cash");
  }

  /// Gives a command until there is an answer, also over a cut.
  CompletableFuture<Void> insist(String path, ObjectNode body) {
    return CompletableFuture.runAsync(
        () -> kiosk.insist(Role.TECHNICIAN, path, body, patience),
        task -> Thread.ofVirtual().name("demo-insist").start(task));
  }

  // what is to be seen

  /// Waits for a lane in which everything works.
  JsonNode awaitReady() {
    return await(
        "a till that sells",
        lane -> lane.path("state").asString("").equals("READY") && devicesAreGood(lane));
  }

  void awaitDevices() {
    await("devices that work", CutShop::devicesAreGood);
  }

  private static boolean devicesAreGood(JsonNode lane) {
    return lane.path("devices").size() >= 3
        && lane.path("devices")
            .valueStream()
            .allMatch(device -> device.path("state").asString().equals("good"));
  }

  /// Waits until the sale is paid and in the journal.
  ///
  /// @return the number of its receipt
  long awaitCompleted(String transaction) {
    return await(
            "the end of the sale",
            lane -> lane.at("/lastReceipt/transactionId").asString("").equals(transaction))
        .at("/lastReceipt/number")
        .asLong();
  }

  /// Waits until the receipt with this number has come out whole.
  void awaitPaper(long number) {
    patience.untilTrue(
        "receipt " + number + " on paper",
        () -> receipts().stream().anyMatch(paper -> times(paper, number, false) > 0));
  }

  private List<String> receipts() {
    return printer.receipts().stream().map(receipt -> receipt.paper().text()).toList();
  }

  JsonNode await(String what, Predicate<JsonNode> wanted) {
    return patience.until(what, () -> Optional.of(lane()).filter(wanted));
  }

  /// The lane as a kiosk sees it; nothing while the till has no power.
  JsonNode lane() {
    return ask("/v1/lane");
  }

  JsonNode ask(String path) {
    try {
      return kiosk.get(path, Role.TECHNICIAN);
    } catch (IOException _) {
      return KioskApi.body();
    }
  }

  static String prompt(JsonNode lane) {
    return lane.path("prompt").asString("");
  }

  static String status(JsonNode lane) {
    return lane.at("/transaction/status").asString("none");
  }

  static String transaction(JsonNode lane) {
    return lane.at("/transaction/transactionId").asString("");
  }

  /// The ids of the print jobs that a person has to decide about.
  static List<String> doubtful(JsonNode lane) {
    return lane.path("problems")
        .valueStream()
        .filter(problem -> problem.path("code").asString("").equals("print-doubtful"))
        .map(problem -> problem.path("id").asString(""))
        .toList();
  }

  /// Whether the payment terminal was sent this since the till was last started.
  boolean wasSent(int command) {
    return commands.contains(command);
  }

  /// What the payment terminal has booked and not taken back.
  long bookings() {
    return terminal.bookings().stream()
        .filter(booking -> booking.standing() != Standing.REVERSED)
        .count();
  }

  /// How often the receipt with this number was begun on paper without saying that it is a copy.
  long firsts(long number) {
    return papers().stream().mapToLong(paper -> times(paper.text(), number, false)).sum();
  }

  long copies(long number) {
    return papers().stream().mapToLong(paper -> times(paper.text(), number, true)).sum();
  }

  /// A receipt says that it is a copy in front of its number.
  private static long times(String paper, long number, boolean copy) {
    long times = 0;
    Matcher found = NUMBER.matcher(paper);
    for (int from = 0; found.find(); from = found.end()) {
      boolean isCopy = COPY.matcher(paper.substring(from, found.start())).find();
      times += Long.parseLong(found.group(1)) == number && isCopy == copy ? 1 : 0;
    }
    return times;
  }

  /// Everything on paper, what hangs out of the printer at the end.
  List<Paper> papers() {
    var papers = new ArrayList<Paper>();
    printer.receipts().forEach(receipt -> papers.add(receipt.paper()));
    Paper sheet = printer.sheet();
    if (!sheet.text().isBlank()) {
      papers.add(sheet);
    }
    return papers;
  }

  /// Up to which document the fleet has all.
  long collected() {
    return FleetStatus.read(folder.ledger()).stream()
        .mapToLong(FleetStatus.Terminal::through)
        .sum();
  }

  ShopFolder folder() {
    return folder;
  }

  Patience patience() {
    return patience;
  }

  KioskApi kiosk() {
    return kiosk;
  }

  SimulatedPrinter printer() {
    return printer;
  }

  SimulatedPaymentTerminal terminal() {
    return terminal;
  }

  Network network() {
    return network;
  }

  private Meddling passes(Passing message) {
    if (message.direction() == Direction.TO_TERMINAL) {
      commands.add(message.control());
    }
    return wire.see(message);
  }

  private void told(PrinterNews news) {
    switch (news) {
      case PrinterNews.LinePrinted _ -> linePrinted.run();
      case PrinterNews.ReceiptCut _,
          PrinterNews.DrawerPulsed _,
          PrinterNews.ConditionChanged _,
          PrinterNews.Unplugged _ -> {}
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("cannot close a part of the shop whose power was cut", e);
      }
    }
  }
}
