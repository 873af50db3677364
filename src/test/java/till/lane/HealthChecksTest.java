package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.drawer.DrawerState;
import till.device.lights.LaneLight.Signal;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentTerminal;
import till.device.payment.ServiceRequest;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.device.scale.Scale;
import till.device.scale.ScaleProtocol;
import till.device.scale.ScaleSettings;
import till.device.scale.Weighing;
import till.device.scale.WeightUnit;
import till.journal.Space;
import till.lane.HealthCheck.Finding;
import till.lane.HealthCheck.Outcome;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.sale.Input;
import till.sale.Reason;
import till.sale.Till;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;

/// Devices put through what they are for by the lane itself: real drivers, simulated devices, wires
/// in memory.
final class HealthChecksTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);

  @TempDir private Path folder;

  private final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<Map<String, String>> told = new LinkedBlockingQueue<>();
  private final AskedTerminal terminal = new AskedTerminal();
  private Counter counter;
  private SimulatedPrinter paper;
  private SimulatedScale pan;
  private Scale scale;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void open() {
    counter = new Counter(folder);
    counter.lane.listen(news -> {
      if (news.kind() == LaneNews.Kind.DEVICE) {
        told.add(news.facts());
      }
    });
    paper =
        SimulatedPrinter.start(
            wires.far("printer"), new SimulatedPrinter.Settings(42, 100), _ -> {});
    pan =
        SimulatedScale.start(
            wires.far("scale"),
            SimulatedScale.Settings.of(SimulatedScale.Language.MT_8217),
            new Random(SEED));
    Consumer<DeviceStatus> status =
        change -> counter.lane.offer(new LaneEvent.DeviceChanged(change));
    InstantSource clock = InstantSource.fixed(Till.NOON);
    Printer printer =
        Printer.start(
            new PrinterSettings(PortSettings.of("sim:printer"), "epson-tm-t88v"),
            wires,
            progress -> counter.lane.offer(new LaneEvent.PrintMoved(progress)),
            status,
            clock);
    CashDrawer drawer =
        CashDrawer.start(
            new DrawerSettings(
                new DrawerSettings.Opener.PrinterPin(2),
                100,
                Optional.of(new DrawerSettings.Sensor.PrinterPin(true)),
                Duration.ofMinutes(1)),
            Optional.of(printer),
            wires,
            state -> counter.lane.offer(new LaneEvent.DrawerMoved(state)),
            status,
            clock);
    scale =
        Scale.start(
            new ScaleSettings(
                ScaleProtocol.MT_8217,
                PortSettings.of("sim:scale"),
                WeightUnit.KG,
                ScaleSettings.POLL_MILLIS_MIN,
                Optional.empty()),
            Optional.empty(),
            wires,
            weighing -> counter.lane.offer(new LaneEvent.Weighed(weighing)),
            status,
            clock);
    opened.addAll(List.of(scale, drawer, printer));
    counter.device("payment", "PaymentTerminal");
    counter.device("counter", "Scanner");
    counter.device("help_button", "Contact");
    counter.start(
        new Peripherals(
            Optional.of(printer),
            Optional.of(drawer),
            Optional.of(terminal),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(scale),
            Optional.empty()),
        List.of());
    for (String name : List.of("printer", "drawer", "scale")) {
      while (counter.lane.view().devices().stream()
          .noneMatch(device -> device.name().equals(name) && device.state().equals("good"))) {
        next();
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    counter.close();
    paper.close();
    pan.close();
    wires.close();
  }

  /// Counts how often it is to look at itself.
  private static final class AskedTerminal implements PaymentTerminal {

    private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();

    @Override
    public void perform(ServiceRequest request) {}

    @Override
    public void query(ServiceRequest request) {}

    @Override
    public void abort(String attemptId) {}

    @Override
    public void resolved(String attemptId) {}

    @Override
    public void reconcile(String serviceId) {}

    @Override
    public void diagnose() {
      looks.add("look");
    }

    @Override
    public void close() {}
  }

  private Map<String, String> next() {
    try {
      Map<String, String> next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(next, "nothing was told of any device");
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply ask(String commandId, String device) {
    return counter.asks(Counter.command(commandId, new Request.CheckDevice(device)));
  }

  private HealthCheck checked(String commandId, String device) {
    assertInstanceOf(Reply.Accepted.class, ask(commandId, device));
    return ended(commandId, device);
  }

  /// Waits for the end to be told, and looks at what can be asked for from then on.
  private HealthCheck ended(String commandId, String device) {
    Map<String, String> event = next();
    while (!commandId.equals(event.get("check"))
        || String.valueOf(event.get("outcome")).equals("running")) {
      event = next();
    }
    HealthCheck check = counter.lane.checks().get(device);
    assertNotNull(check);
    assertEquals(commandId, check.commandId());
    assertEquals(event.get("outcome"), check.outcome().wireName());
    return check;
  }

  private static Reason refusal(Reply reply) {
    return assertInstanceOf(Reply.Refused.class, reply).reason();
  }

  private String printed(int n) {
    return paper.receipts().get(n).paper().text();
  }

  private static String english(Finding finding) {
    return finding.text(List.of("en"));
  }

  private static Finding last(HealthCheck check) {
    return check.findings().getLast();
  }

  @Test
  void thePrinterPrintsATestReceiptOnceAndItIsRemembered() {
    HealthCheck check = checked("p1", "printer");
    assertEquals(Outcome.OK, check.outcome());
    assertEquals("print", last(check).step());
    assertEquals(1, paper.receiptCount());
    assertTrue(printed(0).contains("TEST"), printed(0));
    long number = counter.documentsOnDisk();
    assertEquals("device-check", counter.control(number));
    assertEquals("printer", counter.facts(number).get("device"));

    assertInstanceOf(Reply.Accepted.class, ask("p1", "printer"), "a repeat");
    checked("p2", "printer");
    assertEquals(2, paper.receiptCount(), "the repeat printed nothing");
  }

  @Test
  void aReceiptThatComesMeanwhileIsPrintedBehindTheTest() {
    var asked =
        counter
            .lane
            .submit(Counter.command("p1", new Request.CheckDevice("printer")))
            .orElseThrow();
    counter.scans(Counter.PEN);
    counter.does(new Input.TakeTotal());
    counter.does(new Input.TenderCash(Optional.empty()));
    assertInstanceOf(Reply.Accepted.class, Counter.answer(asked));
    assertEquals(Outcome.OK, ended("p1", "printer").outcome());
    while (!counter.lane.figures().printJobs().isEmpty()) {
      counter.look();
    }
    assertEquals(2, paper.receiptCount());
    assertTrue(printed(0).contains("TEST"), printed(0));
    assertTrue(printed(1).contains("Pen"), printed(1));
  }

  @Test
  void aPrinterThatCannotPrintSaysWhy() {
    paper.openCover(true);
    Map<String, String> event = next();
    while (!"bad".equals(event.get("state"))) {
      event = next();
    }
    HealthCheck check = checked("p1", "printer");
    assertEquals(Outcome.FAIL, check.outcome());
    assertEquals("not-good", last(check).code());
    assertTrue(english(last(check)).contains("cover"), english(last(check)));
    assertEquals(0, paper.receiptCount());
  }

  @Test
  void theDrawerGetsOnePulseAndItsSensorIsAsked() {
    HealthCheck check = checked("d1", "drawer");
    assertEquals(Outcome.OK, check.outcome());
    assertEquals(1, paper.pulseCount());
    assertEquals("no-sale", counter.control(counter.documentsOnDisk()));

    HealthCheck again = checked("d2", "drawer");
    assertEquals(Outcome.FAIL, again.outcome());
    assertEquals("drawer-open", last(again).code());
    assertTrue(english(last(again)).contains("shut it first"), english(last(again)));
    assertEquals(1, paper.pulseCount());
  }

  @Test
  void theScaleIsReadWhileACustomerIsServed() {
    assertEquals("scale-empty", last(checked("s1", "scale")).code());
    pan.put(new BigDecimal("1.250"));
    while (!(scale.newest() instanceof Weighing.Stable)) {
      counter.look();
    }
    counter.scans(Counter.PEN);
    HealthCheck check = checked("s2", "scale");
    assertEquals(Outcome.OK, check.outcome());
    assertEquals("It shows 1.250 kg", english(last(check)));
  }

  @Test
  void theTerminalLooksAtItself() throws Exception {
    assertInstanceOf(Reply.Accepted.class, ask("t1", "payment"));
    assertEquals("look", terminal.looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(Reason.DEVICE_BUSY, refusal(ask("t2", "payment")));
    counter.lane.offer(
        new LaneEvent.TerminalDiagnosed(
            new Diagnosis(true, "52500041", "1.4", "ready", Optional.empty())));
    HealthCheck check = ended("t1", "payment");
    assertEquals(Outcome.OK, check.outcome());
    assertEquals("Terminal 52500041, software 1.4: ready", english(last(check)));
  }

  @Test
  void aScannerShowsItsLastLabel() {
    assertEquals(Outcome.WARN, checked("s1", "counter").outcome());
    counter.scans("4711");
    Finding scan = last(checked("s2", "counter"));
    assertEquals("scan", scan.step());
    assertTrue(english(scan).endsWith("4711, 0 s ago"), english(scan));
    assertTrue(scan.text(List.of("de")).endsWith("4711, vor 0 s"), scan.text(List.of("de")));
  }

  @Test
  void whatWouldDisturbACustomerIsRefusedWhileOneIsServed() {
    counter.scans(Counter.PEN);
    for (String device : List.of("printer", "drawer", "payment")) {
      assertEquals(Reason.LANE_BUSY, refusal(ask(device + "-1", device)), device);
    }
    assertEquals(0, paper.receiptCount());
    assertEquals(0, paper.pulseCount());
    assertTrue(terminal.looks.isEmpty());
    assertEquals(Map.of(), counter.lane.checks());
  }

  @Test
  void whatIsNotThereCannotBeChecked() {
    assertEquals(Reason.NO_SUCH_DEVICE, refusal(ask("n1", "teapot")));
  }

  @Test
  void ofOthersTheStateIsAllThatIsKnown() {
    HealthCheck check = checked("h1", "help_button");
    assertEquals(Outcome.OK, check.outcome());
    assertEquals(List.of("status"), check.findings().stream().map(Finding::step).toList());
  }

  @Test
  void theLastScansAreKeptTheNewestFirstAndNoCardNumberIsInThem() {
    counter.scans("4111 1111 1111 1111");
    for (int i = 0; i < LastScans.SCANS_MAX - 2; i++) {
      counter.scans("4711");
    }
    counter.scans(Counter.PEN);
    List<SeenScan> scans = counter.lane.lastScans();
    assertEquals(LastScans.SCANS_MAX, scans.size());
    assertEquals("accepted", scans.getFirst().facts().get("outcome"));
    assertEquals("unknown-item", scans.get(1).facts().get("outcome"));
    assertEquals("#### #### #### 1111", scans.getLast().facts().get("data"));
    counter.scans("4711");
    assertFalse(counter.lane.lastScans().getLast().facts().containsValue("#### #### #### 1111"));
  }

  @Test
  void theLightShowsEachOfItsSignalsAndThenTheLanesAgain() {
    var nanos = new AtomicLong();
    InstantSource clock = InstantSource.fixed(Till.NOON);
    var checks = new HealthChecks(new Clocks(clock, () -> true, nanos::get), new LastScans(clock));
    checks.begin(
        new HealthCheck.Asked(
            "l1",
            new DeviceStatus("lights", "Lights", DeviceStatus.State.GOOD, Till.NOON, ""),
            DrawerState.UNKNOWN),
        Peripherals.none(),
        () -> new byte[0]);
    var shown = new ArrayList<Signal>();
    while (checks.isRunning()) {
      checks.signal().ifPresent(shown::add);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
      checks.look(Peripherals.none(), draft());
    }
    assertEquals(List.of(Signal.values()), shown);
    assertEquals(Optional.empty(), checks.signal());
    HealthCheck check = checks.results().get("lights");
    assertNotNull(check);
    assertEquals(Outcome.WARN, check.outcome());
  }

  private static Draft draft() {
    return new Draft(
        Till.open().workstation(),
        Surroundings.unknown(Space.Room.AMPLE),
        () -> {
          throw new AssertionError("nothing is to be decided");
        });
  }
}
