package till.kiosk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import till.device.DeviceStatus;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentTerminal;
import till.device.payment.ServiceRequest;
import till.device.printer.PrinterProfile;
import till.device.scanner.label.ScanDecoder;
import till.evidence.Evidence;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.PriceBook;
import till.journal.Turn;
import till.lane.CustomerSettings;
import till.lane.Lane;
import till.lane.LaneEvent;
import till.lane.LaneSettings;
import till.lane.Peripherals;
import till.lane.ReceiptLayout;
import till.lane.ReceiptSettings;
import till.lane.Receipts;
import till.lane.ShopJournal;
import till.sale.Actor;
import till.sale.CashRounding;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Money;
import till.sale.PrintJob;
import till.sale.ReceiptPolicy;
import till.sale.Shop;
import till.sale.StoreCode;
import till.sale.StoreCodeRule;
import till.sale.StoreCodes;
import till.sale.Till;
import till.sale.Training;
import till.simulator.SimulatedScale;
import till.trust.DeviceKey;
import till.trust.Operators;
import till.trust.TestPins;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A checkout with the kiosk's server in front of it: a real lane, journal and price book, no
/// cables. Its payment terminal does what a test says.
final class ShopCounter implements AutoCloseable {

  static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-11-24T09:15:00Z");
  static final String PEN = "4006381333931";

  /// 50 cents off.
  static final String COUPON = "9900000001230";

  private static final StoreCodes COUPONS =
      new StoreCodes(
          List.of(
              new StoreCodeRule(
                  "99",
                  "PPPPPPPPPPPP",
                  0,
                  StoreCode.Kind.COUPON,
                  Optional.of(new BigDecimal("0.50")))));

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final String PRICES =
      """
      {"itemId":"4006381333931","codes":["4006381333931"],"names":{"de":"Fineliner schwarz","en":"Fineliner black"},"unitPrice":199,"taxGroup":"A"}
      {"itemId":"4311501620175","codes":["4311501620175"],"names":{"de":"Bio-Vollmilch 3,8 % 1 l","en":"Organic whole milk 1 l"},"unitPrice":149,"taxGroup":"B"}
      {"itemId":"4008400401621","codes":["4008400401621"],"names":{"de":"Haselnuss-Schnitte","en":"Hazelnut wafer"},"unitPrice":89,"taxGroup":"B"}
      {"itemId":"4012345000016","codes":["4012345000016"],"names":{"de":"Weinbrand 0,7 l","en":"Brandy 0.7 l"},"unitPrice":1299,"taxGroup":"A","ageClass":18}
      {"itemId":"bag","names":{"de":"Papiertüte","en":"Paper bag"},"unitPrice":25,"taxGroup":"A","quickKey":1}
      {"itemId":"roll","names":{"de":"Brötchen","en":"Bread roll"},"unitPrice":39,"taxGroup":"B","quickKey":2}
      {"itemId":"pretzel","names":{"de":"Laugenbrezel","en":"Pretzel"},"unitPrice":85,"taxGroup":"B","quickKey":3}
      {"itemId":"rye","names":{"de":"Roggenmischbrot 750 g","en":"Rye bread 750 g"},"unitPrice":349,"taxGroup":"B","quickKey":4}
      {"itemId":"croissant","names":{"de":"Buttercroissant","en":"Butter croissant"},"unitPrice":125,"taxGroup":"B","quickKey":5}
      {"itemId":"coffee","names":{"de":"Kaffee, großer Becher","en":"Coffee, large"},"unitPrice":280,"taxGroup":"A","quickKey":6}
      {"itemId":"carrier","names":{"de":"Tragetasche","en":"Carrier bag"},"unitPrice":150,"taxGroup":"A","quickKey":7}
      {"itemId":"rose","names":{"de":"Rose, einzeln","en":"Single rose"},"unitPrice":250,"taxGroup":"B","quickKey":8}
      {"itemId":"plums","names":{"de":"Zwetschgen","en":"Plums"},"unitPrice":349,"taxGroup":"B","unitOfMeasure":"kg","weighed":true,"tare":"0.010"}
      {"itemId":"pils","names":{"de":"Pils 0,5 l","en":"Beer 0.5 l"},"unitPrice":99,"taxGroup":"A","ageClass":16,"depositItem":"bottle8"}
      {"itemId":"bottle8","names":{"de":"Pfand 0,08","en":"Deposit 0.08"},"unitPrice":8,"taxGroup":"A"}
      {"itemId":"recalled","names":{"de":"Rückruf","en":"Recalled"},"unitPrice":199,"taxGroup":"A","forSale":false}
      {"itemId":"bananas","plu":4011,"names":{"de":"Bananen","en":"Bananas"},"unitPrice":179,"taxGroup":"B","unitOfMeasure":"kg","weighed":true,"tare":"0.005","ageClass":6,"quantityLimit":20,"depositItem":"crate","categories":["fruit"],"quickKey":99,"image":"banana"}
      """;

  final Path folder;
  final Lane lane;
  final Operators operators;
  final Terminal terminal = new Terminal();
  private static final long BORN_NANOS = System.nanoTime();
  private final Random chance = new Random(3);
  private final Journal journal;
  private final PriceBook prices;
  private final Documents documents;
  private final Optional<CounterScale> scale;
  private final Peripherals peripherals;
  private final HttpClient http = HttpClient.newHttpClient();

  /// What was answered with 200, as the description calls it.
  final Set<String> answered = new ConcurrentSkipListSet<>();

  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final Thread laneThread;
  private KioskServer kiosk;
  volatile List<LogLine> log = List.of();
  private volatile BoardView board = boardView(true, 12, 12);

  /// A shop that opens by itself.
  static ShopCounter open(Path folder) {
    return new ShopCounter(folder, true, true, List.of());
  }

  /// A shop that comes back after it was cut off in the middle of a receipt.
  static ShopCounter cutOffWhilePrinting(Path folder) {
    Till till = Till.open().sells(PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    PrintJob job = till.workstation().state().printJobs().getFirst();
    till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.SENDING));
    try (Journal journal = openJournal(state(folder))) {
      journal.append(new Turn(List.copyOf(till.facts), List.of(), till.workstation().state()));
    }
    return open(folder);
  }

  /// A shop where somebody practises.
  static ShopCounter practising(Path folder) {
    var training = new Training("t1", NOW, new Actor("17", "pin"), Optional.empty());
    return new ShopCounter(
        folder,
        true,
        true,
        List.of(),
        Fittings.PLAIN.practising(),
        List.of(new Input.BeginTraining(training)));
  }

  /// A shop whose lane does not move: nobody takes anything out of its mailbox.
  static ShopCounter asleep(Path folder) {
    return new ShopCounter(folder, true, false, List.of());
  }

  /// What a shop has that others do not.
  ///
  /// @param customer how long a sale may be left alone
  /// @param voidLimit what a customer may take back alone, in minor units
  /// @param hasScale whether there is one, and what it says is up to the test
  record Fittings(Shop shop, CustomerSettings customer, OptionalLong voidLimit, boolean hasScale) {

    static final Fittings PLAIN =
        new Fittings(Till.SHOP, CustomerSettings.STANDARD, OptionalLong.empty(), false);

    Fittings with(CustomerSettings patience) {
      return new Fittings(shop, patience, voidLimit, hasScale);
    }

    Fittings with(ReceiptPolicy receipts) {
      return new Fittings(shop.with(receipts), customer, voidLimit, hasScale);
    }

    /// Where one and two cents are gone.
    Fittings withoutSmallCoins() {
      var rounding = new CashRounding(5);
      Optional<String> fiscal = Optional.empty();
      var rounds =
          new Shop(Till.EUR, shop.taxes(), shop.languages(), "self", true, rounding, fiscal);
      return new Fittings(rounds, customer, voidLimit, hasScale);
    }

    Fittings limitingVoids(long minor) {
      OptionalLong limit = OptionalLong.of(minor);
      return new Fittings(
          shop.limitingVoids(Optional.of(new Money(minor, Till.EUR))), customer, limit, hasScale);
    }

    Fittings practising() {
      return new Fittings(shop.with(Shop.Practice.UNDER_WAY), customer, voidLimit, hasScale);
    }

    Fittings withScale() {
      return new Fittings(shop, customer, voidLimit, true);
    }
  }

  /// @param autoOpen whether business day and lane are open
  /// @param awake whether the lane runs
  ShopCounter(Path folder, boolean autoOpen, boolean awake, List<Guest> guests) {
    this(folder, autoOpen, awake, guests, Fittings.PLAIN);
  }

  ShopCounter(Path folder, boolean autoOpen, boolean awake, List<Guest> guests, Fittings fittings) {
    this(folder, autoOpen, awake, guests, fittings, List.of(new Input.Start("boot", Map.of())));
  }

  private ShopCounter(
      Path folder,
      boolean autoOpen,
      boolean awake,
      List<Guest> guests,
      Fittings fittings,
      List<Input> starts) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("prices.ndjson"), PRICES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal = openJournal(state());
    prices =
        PriceBook.open(state().resolve("prices"), folder.resolve("prices.ndjson"), 0, Till.EUR);
    documents = Documents.open(state());
    var layout =
        new ReceiptLayout(
            new ReceiptSettings(
                List.of("Schön, dass Sie da sind"),
                "Kaufladen",
                List.of("Marktplatz 1", "12345 Musterstadt"),
                "DE123456789",
                List.of("Vielen Dank für Ihren Einkauf!")),
            List.of("de", "en"),
            BERLIN,
            PrinterProfile.find("epson-tm-t88v").orElseThrow());
    lane =
        new Lane(
            new LaneSettings(
                autoOpen,
                BERLIN,
                Duration.ofDays(90),
                COUPONS,
                fittings.customer(),
                fittings.voidLimit(),
                0,
                true),
            ShopJournal.recovered(journal, fittings.shop()),
            journal,
            prices,
            new Receipts(documents, layout),
            () -> NOW.plusNanos(System.nanoTime() - BORN_NANOS),
            () -> true,
            new Random(2));
    operators =
        Operators.open(
            List.of(TestPins.ATTENDANT, TestPins.TECHNICIAN),
            state(),
            (control, facts) -> lane.offer(new LaneEvent.Remember(control, facts)));
    scale =
        Optional.of(fittings.hasScale())
            .filter(Boolean::booleanValue)
            .map(_ -> new CounterScale(lane));
    Peripherals others = Peripherals.none().with(terminal);
    peripherals = scale.map(there -> others.with(there.driver())).orElse(others);
    laneThread =
        Thread.ofPlatform().unstarted(() -> lane.run(peripherals, starts, List.of(), () -> {}));
    kiosk = server(KioskServer.Patience.NORMAL, settings(List.of(), Optional.empty()), guests);
    if (awake) {
      device("counter", "Scanner", DeviceStatus.State.GOOD);
      device("printer", "POSPrinter", DeviceStatus.State.GOOD);
      device("payment", "PaymentTerminal", DeviceStatus.State.GOOD);
      laneThread.start();
      LaneState expected = autoOpen ? LaneState.READY : LaneState.CLOSED;
      int devices = scale.isPresent() ? 4 : 3;
      await(() -> lane.view().devices().size() == devices && isReady(expected));
    }
  }

  /// A sale that was open goes on.
  private boolean isReady(LaneState expected) {
    LaneState state = lane.view().state();
    return state == expected || state == LaneState.IN_TRANSACTION;
  }

  Path state() {
    return state(folder);
  }

  private static Path state(Path folder) {
    return folder.resolve("state");
  }

  private static Journal openJournal(Path state) {
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Journal.open(
        state,
        new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, BERLIN),
        DeviceKey.open(state),
        NOW,
        new Random(1));
  }

  Path tokens() {
    return folder.resolve("tokens");
  }

  static InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  KioskSettings settings(List<String> allowedOrigins, Optional<Path> webRoot) {
    return new KioskSettings("127.0.0.1", 0, tokens(), webRoot, allowedOrigins);
  }

  private KioskServer server(
      KioskServer.Patience patience, KioskSettings settings, List<Guest> guests) {
    return KioskServer.open(
        settings,
        lane,
        operators,
        () -> board,
        () -> log,
        guests,
        state(),
        clock(),
        chance,
        patience);
  }

  /// Closes the server and opens another one at the same lane, as after a restart.
  void reopen(KioskServer.Patience patience, KioskSettings settings, List<Guest> guests) {
    kiosk.close();
    kiosk = server(patience, settings, guests);
  }

  void reopenAt(int port) {
    var settings = new KioskSettings("127.0.0.1", port, tokens(), Optional.empty(), List.of());
    reopen(KioskServer.Patience.NORMAL, settings, List.of());
  }

  KioskServer kiosk() {
    return kiosk;
  }

  static BoardView boardView(boolean connected, long head, long acked) {
    return new BoardView(
        "acme",
        "0042-03",
        "0.1.0",
        connected,
        "a",
        NOW,
        connected ? "" : "the broker does not answer",
        "01K0EPOCH",
        head,
        acked,
        Map.of("prices", 812L, "fleet", 7L),
        "{\"fleet\":{\"revision\":8,\"status\":\"rejected\",\"reasons\":[\"no such"
            + " key\"],\"hash\":\"00\"}}",
        true,
        new BoardView.Figures(
            head - acked,
            head > acked ? 61 : 0,
            8,
            2,
            connected ? Map.of() : Map.of("publish-refused", "the broker refuses document 13"),
            OptionalLong.of(86_400),
            1L << 32,
            3));
  }

  void board(BoardView next) {
    board = next;
  }

  // --- what happens at the counter

  void scan(String code) {
    lane.offer(new LaneEvent.Scanned(ScanDecoder.TOLERANT.decode("counter", code)));
  }

  /// Puts so many kilograms on the scale.
  void weigh(String kilograms) {
    scale.orElseThrow().far().put(new BigDecimal(kilograms));
  }

  /// Somebody leans on the scale, or does not any more, and the till has heard so.
  void shakeScale(boolean shakes) {
    SimulatedScale far = scale.orElseThrow().far();
    far.shake(shakes);
    long before = far.answers();
    await(() -> far.answers() > before + 1);
  }

  /// Takes everything off the scale.
  void emptyScale() {
    scale.orElseThrow().far().take();
  }

  void device(String name, String category, DeviceStatus.State state) {
    lane.offer(
        new LaneEvent.DeviceChanged(
            new DeviceStatus(
                name, category, state, NOW, state == DeviceStatus.State.GOOD ? "" : "no answer")));
  }

  /// What the terminal was asked, and the answers that a test lets it give.
  final class Terminal implements PaymentTerminal {

    private final BlockingQueue<ServiceRequest> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closings = new LinkedBlockingQueue<>();

    @Override
    public void perform(ServiceRequest request) {
      asked.add(request);
    }

    @Override
    public void query(ServiceRequest request) {
      asked.add(request);
    }

    PaymentRequest asked() {
      return (PaymentRequest) next();
    }

    ServiceRequest next() {
      return taken(asked);
    }

    private static <T> T taken(BlockingQueue<T> queue) {
      try {
        T request = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (request == null) {
          throw new AssertionError("the payment terminal was not asked");
        }
        return request;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isAskedNoMore() {
      return asked.isEmpty();
    }

    void approves(ServiceRequest request) {
      approves(request, Optional.empty(), Optional.empty());
    }

    void approves(ServiceRequest request, Optional<String> customer, Optional<String> merchant) {
      answers(
          request,
          new Outcome.Settled(
              new Approval(
                  request.amountMinor(),
                  "52500041",
                  "000042",
                  "0007",
                  "############1234",
                  "girocard",
                  "pin",
                  customer,
                  merchant)));
    }

    void answers(ServiceRequest request, Outcome outcome) {
      lane.offer(new LaneEvent.PaymentMoved(new Answer(request.attemptId(), outcome)));
    }

    /// What it shows meanwhile, by language.
    void tells(ServiceRequest request, Map<String, String> texts) {
      lane.offer(
          new LaneEvent.PaymentProgressed(new PaymentProgress(request.attemptId(), "0a", texts)));
    }

    private record Answer(String attemptId, Outcome outcome) implements PaymentAnswer {
      @Override
      public void acknowledge() {}
    }

    @Override
    public void abort(String attemptId) {}

    @Override
    public void resolved(String attemptId) {}

    @Override
    public void reconcile(String serviceId) {
      closings.add(serviceId);
    }

    /// The id that it was asked with to close its day.
    String closing() {
      return taken(closings);
    }

    @Override
    public void diagnose() {}

    @Override
    public void close() {}
  }

  // --- what a front end does

  URI at(String path) {
    return kiosk.address().resolve(path);
  }

  String token(Role role) {
    try {
      String token = Files.readString(AccessTokens.file(tokens(), role)).strip();
      if (noted.add(token)) {
        Evidence.token(token);
      }
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path)).timeout(PATIENCE);
  }

  HttpRequest.Builder request(String path, Role role) {
    return request(path).header("Authorization", "Bearer " + token(role));
  }

  /// Each answer is held against the served description.
  HttpResponse<byte[]> send(HttpRequest.Builder building) {
    try {
      HttpRequest request = building.build();
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Evidence.answer(answer);
      Described.check(request.method(), request.uri().getPath(), answer);
      if (answer.statusCode() == 200) {
        Described.operation(request.method(), request.uri().getPath()).ifPresent(answered::add);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path, Role.TECHNICIAN));
  }

  HttpResponse<byte[]> post(String path, ObjectNode body) {
    return post(path, Role.KIOSK, body);
  }

  HttpResponse<byte[]> post(String path, Role role, ObjectNode body) {
    return send(
        request(path, role)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /// A command that has to be accepted; the lane after it.
  JsonNode does(String path, ObjectNode body) {
    HttpResponse<byte[]> answer = post(path, Role.ATTENDANT, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " " + body + ": " + text(answer));
    }
    return json(answer).path("lane");
  }

  static ObjectNode command() {
    return MAPPER.createObjectNode().put("commandId", UUID.randomUUID().toString());
  }

  /// A command about the open sale.
  ObjectNode about() {
    return command()
        .put("transactionId", view().path("transaction").path("transactionId").asString());
  }

  JsonNode scanned(String code) {
    return does("/v1/transaction/lines", command().put("scan", code));
  }

  JsonNode view() {
    return json(get("/v1/lane"));
  }

  /// Sends a request as it is and reads the answer to its end.
  String raw(String... lines) {
    URI address = kiosk.address();
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    return MAPPER.readTree(response.body());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  interface Condition {
    boolean holds();
  }

  static void await(Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain");
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    kiosk.close();
    try {
      if (laneThread.isAlive()) {
        lane.offer(new LaneEvent.StopRequested());
        laneThread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    scale.ifPresent(CounterScale::close);
    http.shutdownNow();
    documents.close();
    prices.close();
    journal.close();
  }
}
