package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import till.evidence.Evidence;
import till.journal.Journal;
import till.journal.JournalVerifier;
import till.simulator.MessageTap;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.MessageTap.Passing;
import till.simulator.PrinterNews;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPrinter;
import till.simulator.ZvtSettings;
import till.simulator.ZvtSettings.Generation;
import till.uplink.Eventually;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A counter whose daemon is killed (SIGKILL) and started again. Its payment terminal and its
/// printer live on, and judge by what they have booked and printed.
final class CutCounter implements AutoCloseable {

  private static final String TERMINAL_PASSWORD = "470815";

  /// The n-th article costs n cents: a booking's amount tells for which sale it is.
  private static final int FIRST_ARTICLE = 100;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  final ShopFloor floor;
  final KioskClient kiosk;
  final SimulatedPaymentTerminal terminal;
  final SimulatedPrinter printer;
  final ReceiptRoll paper;
  private final Shift shift;
  private final Queue<Integer> commands = new ConcurrentLinkedQueue<>();
  private int nextArticle = FIRST_ARTICLE;
  private volatile MessageTap wire = _ -> Meddling.PASS;
  private volatile Consumer<PrinterNews> news = _ -> {};
  private volatile DaemonProcess daemon;

  private CutCounter(ShopFloor floor, SimulatedPaymentTerminal terminal, double printerSpeed) {
    this.floor = floor;
    this.terminal = terminal;
    this.shift = Shift.at(floor);
    this.kiosk = shift.kiosk();
    this.printer = floor.startPrinter(printerSpeed, told -> news.accept(told));
    this.paper = new ReceiptRoll(printer);
    terminal.approveAutomatically(true);
    terminal.tap(this::passes);
    this.daemon = floor.startDaemon();
  }

  /// Starts everything at it. Good cards are there as soon as one is wanted.
  ///
  /// @param floor closed with the counter
  /// @param printerSpeed how many times faster than a real one
  static CutCounter open(ShopFloor floor, Generation generation, double printerSpeed)
      throws IOException {
    Path credentials = Files.createDirectory(floor.folder.resolve("credentials"));
    Files.writeString(credentials.resolve("zvt"), TERMINAL_PASSWORD);
    Evidence.password(TERMINAL_PASSWORD);
    var settings =
        ZvtSettings.of(TERMINAL_PASSWORD)
            .withGeneration(generation)
            .withLedger(floor.folder.resolve("terminal-ledger"));
    var terminal = SimulatedPaymentTerminal.open(0, settings, InstantSource.system());
    floor.with("[payment]\nport = \"" + terminal.address() + "\"\npassword_file = \"zvt\"\n");
    return new CutCounter(floor, terminal, printerSpeed);
  }

  // the daemon

  void kill() {
    daemon.kill();
  }

  /// Starts it again, with the configuration as it is now.
  void restart() {
    commands.clear();
    daemon = floor.startDaemon();
  }

  /// Kills it at this moment of its talk with the payment terminal, which stands still meanwhile
  /// and then goes on as if nothing were.
  ///
  /// @param then what becomes of the message that passes
  PowerCut cutAt(Predicate<Passing> moment, Meddling then) {
    var cut = new PowerCut();
    wire =
        message -> {
          if (!moment.test(message)) {
            return Meddling.PASS;
          }
          wire = _ -> Meddling.PASS;
          cut.strike(daemon);
          return then;
        };
    return cut;
  }

  /// Kills it as soon as the payment terminal shows this.
  PowerCut cutWhen(SimulatedPaymentTerminal.State shown) {
    var cut = new PowerCut();
    terminal.listen(view -> {
      if (view.state() == shown) {
        cut.strike(daemon);
      }
    });
    return cut;
  }

  /// Kills it when so many lines more are on paper, and takes the printer's power too.
  PowerCut cutWhilePrinting(int lines) {
    var cut = new PowerCut();
    int[] left = {lines};
    news =
        told -> {
          if (told instanceof PrinterNews.LinePrinted && --left[0] == 0) {
            printer.switchOn(false);
            cut.strike(daemon);
          }
        };
    return cut;
  }

  /// Kills it as soon as the printer has done this, which goes on by itself.
  PowerCut cutOn(Predicate<PrinterNews> moment) {
    var cut = new PowerCut();
    news =
        told -> {
          if (moment.test(told)) {
            cut.strike(daemon);
          }
        };
    return cut;
  }

  /// Where a commit is cut.
  sealed interface InCommit {

    /// When this method of the daemon begins.
    record At(String type, String method) implements InCommit {}

    /// So long after the first byte has reached the journal's log.
    record Written(long nanos) implements InCommit {}

    /// So long after the command was sent.
    record Asked(long nanos) implements InCommit {}
  }

  /// Kills it while it commits what it is asked for.
  ///
  /// @return done when the command is accepted at last, by whoever is started then
  CompletableFuture<Void> cut(InCommit where, String path, ObjectNode body) throws Exception {
    return switch (where) {
      case InCommit.At at -> {
        try (var debugger = Debugger.attach(floor.debugPort())) {
          debugger.stopAt(at.type(), at.method());
          CompletableFuture<Void> accepted = insist(path, body);
          debugger.awaitStop();
          kill();
          yield accepted;
        }
      }
      case InCommit.Written written -> {
        Path log = floor.state().resolve(Journal.FILE + "-wal");
        FileTime before = Files.getLastModifiedTime(log);
        CompletableFuture<Void> accepted = insist(path, body);
        awaitChange(log, before);
        killAfter(written.nanos());
        yield accepted;
      }
      case InCommit.Asked asked -> {
        CompletableFuture<Void> accepted = insist(path, body);
        killAfter(asked.nanos());
        yield accepted;
      }
    };
  }

  private CompletableFuture<Void> insist(String path, ObjectNode body) {
    return Torture.start(() -> kiosk.insist(path, body));
  }

  private void awaitChange(Path file, FileTime before) throws IOException {
    long endNanos = System.nanoTime() + PATIENCE_NANOS;
    while (Files.getLastModifiedTime(file).equals(before)) {
      assertTrue(System.nanoTime() - endNanos < 0, () -> "nothing is written: " + daemon.output());
    }
  }

  private void killAfter(long nanos) {
    long beganNanos = System.nanoTime();
    while (System.nanoTime() - beganNanos < nanos) {
      Thread.onSpinWait();
    }
    kill();
  }

  // sales

  /// One that is open.
  record Sale(String transactionId, long amount) {}

  /// Waits until the lane sells. Receipts that are in doubt are asked for once more, as a copy.
  void awaitReady() {
    awaitDevices();
    kiosk.await(
        "a lane that sells, or a doubt",
        lane -> Seen.state(lane).equals("READY") || !Seen.doubtful(lane).isEmpty());
    Seen.doubtful(kiosk.get("/v1/lane")).forEach(this::copy);
    shift.awaitReady();
  }

  /// Waits for those without whom no card is taken.
  void awaitDevices() {
    for (String category : List.of("POSPrinter", "PaymentTerminal")) {
      kiosk.await(category + " that is good", lane -> Seen.isGood(lane, category));
    }
  }

  /// What a person does about a doubt who wants the paper.
  void copy(String job) {
    kiosk.post("/v1/print-jobs/" + job + "/resolve", KioskClient.body().put("decision", "copy"));
  }

  /// Begins one of one article, each time another, and takes the total.
  Sale begin() {
    int article = nextArticle++;
    shift.openSale(article);
    return new Sale(Seen.transactionId(kiosk.total()), article);
  }

  /// Pays what is due, though the daemon may be killed before it can answer.
  void tender(String type) {
    try {
      kiosk.tender(type);
    } catch (UncheckedIOException _) {
      // it was
    }
  }

  /// What is sent to pay a sale.
  ObjectNode tenderBody(Sale sale, String type) {
    return KioskClient.body()
        .put("transactionId", sale.transactionId())
        .put("expectedTotal", sale.amount())
        .put("type", type);
  }

  /// Waits until a sale is paid and in the journal.
  ///
  /// @return the number of its receipt
  long awaitCompleted(Sale sale) {
    return kiosk
        .await("the end of the sale", lane -> Seen.isCompleted(lane, sale.transactionId()))
        .at("/lastReceipt/number")
        .asLong();
  }

  /// Waits until a sale can be paid, which nobody has done.
  void awaitPayable(Sale sale) {
    JsonNode lane = kiosk.await("a sale that can be paid", Seen::canBePaid);
    assertEquals(sale.transactionId(), Seen.transactionId(lane));
    assertEquals(sale.amount(), lane.at("/transaction/due").asLong());
  }

  // what is to be seen

  /// The commands that the terminal was sent since the daemon was started, oldest first.
  List<Integer> commands() {
    return List.copyOf(commands);
  }

  /// What the terminal has booked for a sale and not taken back.
  List<Booking> standing(Sale sale) {
    return standing().filter(made -> made.amountMinor() == sale.amount()).toList();
  }

  private Stream<Booking> standing() {
    return terminal.bookings().stream().filter(made -> made.standing() != Standing.REVERSED);
  }

  /// The kinds of the facts about what is open that are on disk, in order.
  List<String> facts() {
    return Stored.onDisk(floor.state(), "SELECT json_extract(body, '$.is') FROM entry ORDER BY id");
  }

  /// Waits until these, in alphabetical order, are the states of the receipts that no person has to
  /// decide about.
  void awaitPrintJobs(String... states) throws InterruptedException {
    Eventually.isSo(() -> printJobs().equals(List.of(states)), () -> printJobs() + " " + paper);
  }

  private List<String> printJobs() {
    return kiosk.printJobs().stream().filter(state -> !state.equals("DOUBTFUL")).toList();
  }

  /// Stops the daemon. Then the journal is whole; each sale in it that was paid by card has the one
  /// booking of its amount that stands, and there is no other; and no receipt was begun twice.
  ///
  /// @return the completed sales, in order
  List<JsonNode> judge() {
    assertEquals(0, daemon.stop(), daemon::output);
    assertEquals(List.of(), JournalVerifier.verify(floor.state().resolve(Journal.FILE)).findings());
    assertEquals(
        LongStream.rangeClosed(1, floor.documents().size()).boxed().toList(),
        floor.documents().stream().map(document -> document.path("number").asLong()).toList());
    List<JsonNode> sales = Stored.sales(floor.state());
    assertEquals(
        sales.size(),
        sales.stream().map(sale -> sale.path("transactionId").asString()).distinct().count());
    assertEquals(
        standing().map(made -> made.amountMinor() + " " + made.receiptNumber()).toList(),
        sales.stream()
            .flatMap(sale -> sale.path("tenders").valueStream())
            .filter(tender -> tender.path("type").asString().equals("CreditDebit"))
            .map(tender ->
                tender.path("amount").asLong()
                    + " "
                    + tender.at("/authorization/receiptNumber").asString())
            .toList());
    for (JsonNode sale : sales) {
      assertTrue(paper.firsts(sale.path("number").asLong()) <= 1, paper::toString);
    }
    return sales;
  }

  /// The document of a transaction.
  JsonNode document(String transactionId) {
    return floor.documents().stream()
        .filter(document -> document.path("transactionId").asString().equals(transactionId))
        .findFirst()
        .orElseThrow();
  }

  /// The control transactions of this kind, in order.
  List<JsonNode> controls(String control) {
    return floor.documents().stream()
        .filter(document -> document.path("control").asString("").equals(control))
        .toList();
  }

  private Meddling passes(Passing message) {
    if (message.direction() == Direction.TO_TERMINAL) {
      commands.add(message.control());
    }
    return wire.see(message);
  }

  @Override
  public void close() {
    daemon.close();
    printer.close();
    terminal.close();
    floor.close();
  }
}
