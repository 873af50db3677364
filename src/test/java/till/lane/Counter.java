package till.lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import till.device.DeviceStatus;
import till.device.payment.PaymentTerminal;
import till.device.printer.Printer;
import till.device.printer.PrinterProfile;
import till.device.scanner.label.ScanDecoder;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.PriceBook;
import till.journal.Turn;
import till.sale.Actor;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Money;
import till.sale.Shop;
import till.sale.StoreCode;
import till.sale.StoreCodeRule;
import till.sale.StoreCodes;
import till.sale.Till;
import till.sale.Training;
import till.sale.Transaction;
import till.trust.DeviceKey;

/// A lane with a real journal and price book in a folder. Opened again on the same folder it is the
/// lane after a restart.
final class Counter implements AutoCloseable {

  static final String PEN = "4006381333931";
  static final String MILK = "4311501620175";

  private static final String PRICES =
      """
      {"itemId":"4006381333931","names":{"en":"Pen"},"unitPrice":199,"taxGroup":"A"}
      {"itemId":"4311501620175","names":{"en":"Milk"},"unitPrice":149,"taxGroup":"B"}
      {"itemId":"036000291452","names":{"en":"Paper"},"unitPrice":399,"taxGroup":"A"}
      {"itemId":"cola","codes":["042100005264"],"names":{"en":"Cola"},"unitPrice":99,"taxGroup":"A"}
      {"itemId":"sweets","codes":["96385074"],"names":{"en":"Sweets"},"unitPrice":79,"taxGroup":"B"}
      {"itemId":"pear","plu":4409,"names":{"en":"Pear"},"unitPrice":45,"taxGroup":"B"}
      {"itemId":"cheese","codes":["2211110000004"],"names":{"en":"Cheese"},"unitPrice":1499,"taxGroup":"B"}
      {"itemId":"ham","codes":["2811110000006"],"names":{"en":"Ham"},"unitPrice":1990,"taxGroup":"B","unitOfMeasure":"kg","weighed":true}
      {"itemId":"apples","plu":4133,"names":{"en":"Apples"},"unitPrice":299,"taxGroup":"B","unitOfMeasure":"kg","weighed":true,"tare":"0.010"}
      {"itemId":"beer","codes":["4006381333948"],"names":{"en":"Beer"},"unitPrice":99,"taxGroup":"A","ageClass":16,"depositItem":"bottle"}
      {"itemId":"bottle","names":{"en":"Deposit"},"unitPrice":25,"taxGroup":"A"}
      {"itemId":"lost","names":{"en":"Lost deposit"},"unitPrice":99,"taxGroup":"A","depositItem":"nowhere"}
      {"itemId":"rolls","names":{"en":"Rolls"},"unitPrice":250,"taxGroup":"A","quantityLimit":3}
      {"itemId":"recalled","names":{"en":"Recalled"},"unitPrice":250,"taxGroup":"A","forSale":false}
      {"itemId":"own","codes":["4006381333932"],"names":{"en":"Own"},"unitPrice":10,"taxGroup":"A"}
      """;

  private static final StoreCodes STORE_CODES =
      new StoreCodes(
          List.of(
              new StoreCodeRule("22", "PPPPPPCVVVVV", 2, StoreCode.Kind.PRICE),
              new StoreCodeRule("28", "PPPPPPCVVVVV", 3, StoreCode.Kind.WEIGHT),
              new StoreCodeRule("981", "PPPPPPPPVVVV", 2, StoreCode.Kind.COUPON)));

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  final Lane lane;
  private static final long BORN_NANOS = System.nanoTime();
  volatile Instant now = Till.NOON;
  volatile boolean synchronised = true;
  volatile long nanosAhead;
  private final Path folder;
  private final Journal journal;
  private final PriceBook prices;
  private final Documents documents;
  private Thread thread = Thread.currentThread();
  private int ids;

  Counter(Path folder) {
    this(folder, Till.SHOP);
  }

  Counter(Path folder, Shop shop) {
    this.folder = folder;
    try {
      Files.writeString(folder.resolve("prices.ndjson"), PRICES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal = openJournal(folder, shop);
    prices = PriceBook.open(folder.resolve("prices"), folder.resolve("prices.ndjson"), 7, Till.EUR);
    documents = Documents.open(folder);
    try {
      lane =
          new Lane(
              new LaneSettings(true, BERLIN, RETENTION, STORE_CODES),
              ShopJournal.recovered(journal, shop),
              journal,
              prices,
              new Receipts(
                  documents,
                  new ReceiptLayout(
                      new ReceiptSettings(List.of(), "Acme", List.of(), "", List.of()),
                      List.of("en"),
                      BERLIN,
                      PrinterProfile.find("epson-tm-t88v").orElseThrow())),
              () -> now.plusNanos(System.nanoTime() - BORN_NANOS),
              () -> synchronised,
              new Random(),
              () -> System.nanoTime() + nanosAhead);
    } catch (IllegalStateException e) {
      closeRooms();
      throw e;
    }
  }

  /// Leaves on disk what this till came to.
  static void leave(Path folder, Till till) {
    try (Journal journal = openJournal(folder, Till.SHOP)) {
      journal.append(new Turn(List.copyOf(till.facts), List.of(), till.workstation().state()));
    }
  }

  private static Journal openJournal(Path folder, Shop shop) {
    var identity = new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, BERLIN);
    return Journal.open(
        folder,
        shop.isTraining() ? identity.forTraining() : identity,
        DeviceKey.open(folder),
        Till.NOON,
        new Random(1));
  }

  Counter start() {
    return start(Peripherals.none(), List.of());
  }

  Counter start(PaymentTerminal terminal) {
    device("payment", "PaymentTerminal");
    return start(Peripherals.none().with(terminal), List.of());
  }

  Counter start(Printer printer) {
    return start(Peripherals.none().with(printer), List.of());
  }

  Counter start(Peripherals peripherals, List<LaneEvent> waiting) {
    return start(peripherals, List.of(boot()), waiting);
  }

  Counter start(List<Input> starts) {
    return start(Peripherals.none(), starts, List.of());
  }

  private Counter start(Peripherals peripherals, List<Input> starts, List<LaneEvent> waiting) {
    thread =
        Thread.ofPlatform()
            .name("lane")
            .start(() -> lane.run(peripherals, starts, waiting, () -> {}));
    return this;
  }

  /// Runs the lane on this thread, until this is so between two of its turns.
  void runUntil(BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    lane.run(
        Peripherals.none(),
        List.of(boot()),
        List.of(),
        () -> {
          boolean late = System.nanoTime() - deadline > 0;
          if (done.getAsBoolean() || late) {
            lane.leave(Lane.Exit.STOPPED);
          }
        });
    assertTrue(done.getAsBoolean(), "it did not come to that");
  }

  static Input.Start boot() {
    return new Input.Start("boot", Map.of());
  }

  void device(String name, String category) {
    lane.offer(
        new LaneEvent.DeviceChanged(
            new DeviceStatus(name, category, DeviceStatus.State.GOOD, Till.NOON, "")));
  }

  /// As it comes out of the scanner, with its symbology identifier where it has one.
  static LaneEvent label(String raw) {
    return new LaneEvent.Scanned(ScanDecoder.TOLERANT.decode("counter", raw));
  }

  /// Scans, and looks at the lane once it has heard of it.
  LaneView scans(String... labels) {
    for (String label : labels) {
      lane.offer(label(label));
    }
    return look();
  }

  /// The lane once it has heard everything up to now.
  LaneView look() {
    return does(new Input.VoidLine(999)).view();
  }

  /// An id that no counter before this one has used.
  private String fresh(String what) {
    return what + "-" + ids++ + "-n" + Long.toString(System.nanoTime(), 36);
  }

  Reply does(Input input) {
    return asks(command(fresh("look"), new Request.Direct(input)));
  }

  /// Somebody of the shop asks for it.
  Reply does(String operator, Input input) {
    Command command = command(fresh("act"), new Request.Direct(input));
    return asks(
        new Command(
            command.commandId(),
            command.digest(),
            Optional.of(new Actor(operator, "pin")),
            command.transactionId(),
            command.expectedTotal(),
            command.request()));
  }

  Reply asks(Command command) {
    return answer(lane.submit(command).orElseThrow());
  }

  static Reply answer(CompletableFuture<Reply> reply) {
    return reply.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  static Command command(String id, Request request) {
    return new Command(
        id, "digest of " + request, Optional.empty(), Optional.empty(), Optional.empty(), request);
  }

  static Command command(String id, String transactionId, Money expectedTotal, Input input) {
    return new Command(
        id,
        "digest of " + input,
        Optional.empty(),
        Optional.of(transactionId),
        Optional.of(expectedTotal),
        new Request.Direct(input));
  }

  static Request keyed(String itemId) {
    return new Request.EnterItem(itemId, BigDecimal.ONE);
  }

  /// What a restart would find at this moment.
  List<Entry> onDisk() {
    try (Journal beside = openJournal(folder, Till.SHOP)) {
      return beside.recover().entries();
    }
  }

  /// Receipts that wait, as a restart would find them.
  int printJobsOnDisk() {
    try (Journal beside = openJournal(folder, Till.SHOP)) {
      return ShopJournal.recovered(beside, Till.SHOP).state().printJobs().size();
    }
  }

  /// The last training, as a restart would find it.
  Optional<Training> training() {
    return ShopJournal.recovered(journal, Till.SHOP).state().training();
  }

  /// This journal, while the till practises in another one.
  ShopJournal shopJournal() {
    return new ShopJournal(
        journal,
        ShopJournal.recovered(journal, Till.SHOP),
        () -> now,
        () -> synchronised,
        new Random());
  }

  Optional<String> lastSaleOnDisk() {
    return documents.lastSale().map(document -> document.transaction().transactionId());
  }

  String epoch() {
    return journal.head().epoch();
  }

  long documentsOnDisk() {
    return journal.head().number();
  }

  /// A sale that ended.
  Transaction.Retail sale(String transactionId) {
    return (Transaction.Retail)
        documents.byTransaction(transactionId).orElseThrow().transaction().body();
  }

  /// The control word of a document.
  String control(long number) {
    return documents.byNumber(number).orElseThrow().transaction().body()
            instanceof Transaction.Control control
        ? control.control()
        : "";
  }

  /// What a control document says.
  Map<String, String> facts(long number) {
    return documents.byNumber(number).orElseThrow().transaction().body()
            instanceof Transaction.Control control
        ? control.facts()
        : Map.of();
  }

  @Override
  public void close() {
    if (thread != Thread.currentThread()) {
      lane.leave(Lane.Exit.STOPPED);
      try {
        if (!thread.join(PATIENCE)) {
          throw new AssertionError("the lane does not stop");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    closeRooms();
  }

  private void closeRooms() {
    documents.close();
    prices.close();
    journal.close();
  }
}
