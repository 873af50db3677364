package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import till.evidence.Evidence;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.MessageTap;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScale.Language;
import till.simulator.ZvtSettings;
import till.trust.PinHash;
import till.uplink.Eventually;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// A market with one checkout: the daemon in a process of its own, scanner, printer with drawer,
/// scale and card terminal at its wires, a broker and a collector behind it.
final class Market implements AutoCloseable {

  /// Who serves.
  static final String ATTENDANT = "17";

  static final String PIN = "5902837461";

  /// In rappen.
  static final long VOID_LIMIT = 2_000;

  private static final String TERMINAL_PASSWORD = "470815";
  private static final int AUTHORISATION = 0x0601;
  private static final int APPROVAL = 0x040F;

  final ShopFloor floor;
  final SimulatedPrinter printer;
  final SimulatedPaymentTerminal terminal;
  final SimulatedScale scale;

  /// Who stands in front of the screen.
  final KioskClient customer;

  final KioskClient technician;
  final Path ledgerFile;
  private final Path config;
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final List<DaemonProcess> daemons = new ArrayList<>();

  /// Opens it, and leaves nothing open where that fails.
  Market(Path folder) throws Exception {
    Evidence.password(PIN);
    Evidence.password(TERMINAL_PASSWORD);
    Path credentials = Files.createDirectory(folder.resolve("credentials"));
    Files.writeString(credentials.resolve("zvt"), TERMINAL_PASSWORD);
    ledgerFile = folder.resolve("ledger.db");
    try {
      Mosquitto broker = with(Mosquitto.start(folder), Mosquitto::close);
      Ledger ledger = with(Ledger.open(ledgerFile), Ledger::close);
      with(Shift.collector(broker, ledger), Collector::close);
      terminal =
          with(
              SimulatedPaymentTerminal.open(
                  0,
                  ZvtSettings.of(TERMINAL_PASSWORD).withLedger(folder.resolve("terminal-ledger")),
                  InstantSource.system()),
              SimulatedPaymentTerminal::close);
      terminal.approveAutomatically(true);
      PtyPair scaleWire = with(PtyPair.open(), PtyPair::close);
      scale =
          with(
              SimulatedScale.start(
                  BoardPorts.open().open(PortSettings.of(scaleWire.far().toString())),
                  new SimulatedScale.Settings(Language.MT_8217, false, 0, 100, 0),
                  new Random(1)),
              SimulatedScale::close);
      floor = with(new ShopFloor(folder), ShopFloor::close);
      MarketGoods.write(folder.resolve("prices.ndjson"));
      printer = with(floor.startPrinter(), SimulatedPrinter::close);
      config = Files.writeString(folder.resolve("tilld.toml"), toml(broker, scaleWire));
      technician = floor.kiosk();
      customer = technician.as("kiosk");
      switchOn();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private <T> T with(T part, Consumer<T> close) {
    opened.push(() -> close.accept(part));
    return part;
  }

  private void switchOn() {
    daemons.add(with(DaemonProcess.start(config), DaemonProcess::close));
  }

  private String toml(Mosquitto broker, PtyPair scaleWire) {
    return """
    [terminal]
    org = "acme"
    store = "0042"
    workstation = "03"
    currency = "CHF"
    country = "CH"
    languages = ["de", "fr", "en"]
    time_zone = "Europe/Zurich"
    [state]
    directory = "state"
    [[scanner]]
    name = "counter"
    port = "%s"
    [printer]
    port = "%s"
    baud = 115200
    profile = "epson-tm-t88v"
    [drawer]
    via = "printer"
    [payment]
    port = "%s"
    password_file = "zvt"
    answer_seconds = 60
    [scale]
    protocol = "8217"
    port = "%s"
    framing = "8N1" # these wires have no parity
    poll_ms = 200
    [[tax]]
    group = "A"
    percent = "8.1"
    included = true
    valid_from = "2024-01-01"
    [[tax]]
    group = "B"
    percent = "2.6"
    included = true
    valid_from = "2024-01-01"
    [[tax]]
    group = "C"
    percent = "3.8"
    included = false
    valid_from = "2024-01-01"
    [receipt]
    name = "Markt am Bach"
    policy = "ask"
    [prices]
    file = "prices.ndjson"
    [lane]
    auto_open = false
    idle_seconds = 3600
    void_limit = %d
    %s
    [[operator]]
    id = "%s"
    name = "A. Example"
    role = "attendant"
    pin_hash = "%s"
    [kiosk]
    listen = "127.0.0.1:%d"
    token_directory = "tokens"
    %s
    """
        .formatted(
            floor.scanner.near(),
            floor.printer.near(),
            terminal.address(),
            scaleWire.near(),
            VOID_LIMIT,
            MarketGoods.storeCodes(),
            ATTENDANT,
            PinHash.make(PIN, new Random(1)).text(),
            floor.kioskPort,
            Shift.uplink(broker));
  }

  /// Waits until everything at the wires works.
  void awaitDevices() {
    for (String device : new String[] {"counter", "printer", "payment", "scale"}) {
      awaitDevice(device);
    }
  }

  void awaitDevice(String name) {
    customer.await(name + " that is good", lane -> isGood(lane, name));
  }

  private static boolean isGood(JsonNode lane, String name) {
    return lane.path("devices")
        .valueStream()
        .anyMatch(each ->
            each.path("name").asString().equals(name)
                && each.path("state").asString().equals("good"));
  }

  /// Waits until so many sheets came out of the printer, and it knows of no more.
  void awaitPaper(int sheets) throws InterruptedException {
    customer.await(
        sheets + " receipts",
        lane ->
            printer.receiptCount() >= sheets
                && !lane.path("prompt").asString().equals("take-receipt"));
    Eventually.isSo(() -> isPrinted(text("/metrics")), () -> text("/metrics"));
  }

  private static boolean isPrinted(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("tilld_print_jobs{"))
        .allMatch(line -> line.endsWith(" 0"));
  }

  /// What a path has to say in words.
  String text(String path) {
    return new String(technician.bytes(path), StandardCharsets.UTF_8);
  }

  /// The lights go out, and on again.
  void cutPower() {
    daemons.getLast().kill();
    switchOn();
    awaitDevices();
  }

  // what people do at the card terminal

  void awaitCardWanted() throws InterruptedException {
    Eventually.isSo(
        () -> terminal.view().state() == SimulatedPaymentTerminal.State.WAITING_FOR_CARD,
        () -> "it wants no card: " + terminal.view());
  }

  /// Its plug will be pulled at a payment.
  ///
  /// @param booked whether once it has booked the payment, else before it hears of it
  void pullPlugAtNextPayment(boolean booked) {
    terminal.tap(new PulledPlug(terminal, booked, new AtomicBoolean(), new AtomicBoolean()));
  }

  private record PulledPlug(
      SimulatedPaymentTerminal terminal, boolean booked, AtomicBoolean asked, AtomicBoolean pulled)
      implements MessageTap {

    @Override
    public Meddling see(Passing message) {
      boolean isAsked = message.is(Direction.TO_TERMINAL, AUTHORISATION);
      boolean isApproved = asked.get() && message.is(Direction.TO_REGISTER, APPROVAL);
      asked.compareAndSet(false, isAsked);
      if ((booked ? isApproved : isAsked) && pulled.compareAndSet(false, true)) {
        terminal.powerOff();
      }
      return Meddling.PASS;
    }
  }

  void plugIn() {
    terminal.tap(_ -> Meddling.PASS);
    terminal.powerOn();
    awaitDevice("payment");
  }

  // what people do at the scale

  void putOnScale(long grams) {
    scale.put(BigDecimal.valueOf(grams, 3));
  }

  /// The shop is empty; the daemon ends.
  void closeDown() {
    technician.awaitSent();
    DaemonProcess daemon = daemons.getLast();
    assertEquals(0, daemon.stop(), daemon::output);
  }

  /// How often the daemon's log has said this.
  long logged(String text) {
    return daemons.stream()
        .flatMap(daemon -> daemon.output().lines())
        .filter(line -> line.contains(text))
        .count();
  }

  /// Runs a command of `till`.
  ///
  /// @return what it has to say; it has to succeed
  String till(String... arguments) {
    try (DaemonProcess command = DaemonProcess.command(ledgerFile, arguments)) {
      assertEquals(0, command.exitCode(), command::output);
      return command.output();
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
