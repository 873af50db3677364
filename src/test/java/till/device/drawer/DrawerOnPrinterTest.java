package till.device.drawer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;
import till.device.LogTape;
import till.device.StatusLog;
import till.device.printer.EscPos;
import till.device.printer.PrintProgress;
import till.device.printer.Printer;
import till.device.printer.PrinterProfile;
import till.device.printer.PrinterSettings;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.PrinterNews;
import till.simulator.SimulatedPrinter;

/// A drawer on the connector of a printer.
final class DrawerOnPrinterTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));
  private static final String PROFILE = "epson-tm-t88v";
  private static final long WAIT_SECONDS_MAX = 60;

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog printerLog = new StatusLog();
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<DrawerState> states = new LinkedBlockingQueue<>();
  private final AtomicLong nanosAhead = new AtomicLong();
  private final BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void openingIsOnePulseOnTheDrawersPin() throws Exception {
    try (Port far = ports.far("printer");
        Printer printer = printer();
        CashDrawer drawer = drawer(printer, new DrawerSettings.Opener.PrinterPin(5), 50, null)) {
      readUntil(far, "1d610f");
      say(far, 0x10, 0, 0, 0);
      log.awaitLatest(State.GOOD);

      drawer.open();

      readUntil(far, "1b70011964");
    }
  }

  @Test
  void theSensorsLevelIsInEveryStatusAndMeansWhatTheSettingsSay() throws Exception {
    try (Port far = ports.far("printer");
        Printer printer = printer();
        CashDrawer _ = drawer(printer, new DrawerSettings.Opener.PrinterPin(2), 100, false)) {
      readUntil(far, "1d610f");
      say(far, 0x10, 0, 0, 0);
      assertEquals(DrawerState.OPEN, next());
      say(far, 0x14, 0, 0, 0);
      assertEquals(DrawerState.SHUT, next());
      log.awaitLatest(State.GOOD);

      readUntil(far, "100401");
      say(far, 0x12); // the answer to a question has it too
      assertEquals(DrawerState.OPEN, next());

      ports.unplug("printer");
      assertEquals(DrawerState.UNKNOWN, next());
      log.awaitLatest(State.UNKNOWN);
    }
  }

  @Test
  void aPulseOpensASimulatedDrawerAndTheSensorSeesIt() throws Exception {
    try (SimulatedPrinter simulated = simulated();
        Printer printer = printer();
        CashDrawer drawer = drawer(printer, new DrawerSettings.Opener.PrinterPin(2), 100, true)) {
      assertEquals(DrawerState.SHUT, next());
      drawer.open();
      assertEquals(DrawerState.OPEN, next());
      simulated.shutDrawer();
      assertEquals(DrawerState.SHUT, next());
    }
  }

  @Test
  void aPrinterThatDoesNotAnswerLeavesTheDrawerUnknownAndShut() throws Exception {
    var news = new LinkedBlockingQueue<PrinterNews>();
    try (Printer printer = printer();
        CashDrawer drawer = drawer(printer, new DrawerSettings.Opener.PrinterPin(2), 100, true)) {
      assertEquals(List.of(), log.told(), "it may be about to answer");
      nanosAhead.set(Duration.ofSeconds(10).toNanos());
      log.awaitLatest(State.UNKNOWN);
      assertTrue(log.told().getLast().reason().contains("printer"), log.told().toString());
      try (var tape = new LogTape()) {
        drawer.open();
        tape.await("the drawer is not opened: sim:printer is not there");
      }

      try (SimulatedPrinter simulated = simulated(news)) {
        assertEquals(DrawerState.SHUT, next());
        printerLog.awaitLatest(State.GOOD);
        print(printer, "proof", "that it takes orders");

        assertEquals(0, simulated.pulseCount());
      }
    }
  }

  /// A pulse before, between, behind and in the middle of receipts leaves nothing on paper.
  ///
  /// Complaint: openpos #892.
  @Test
  void noKickLeavesStrayCharactersOnPaper() throws Exception {
    try (SimulatedPrinter simulated = simulated();
        Printer printer = printer();
        CashDrawer drawer = drawer(printer, new DrawerSettings.Opener.PrinterPin(2), 20, true)) {
      assertEquals(DrawerState.SHUT, next());
      printerLog.awaitLatest(State.GOOD);
      for (int i = 1; i <= 5; i++) {
        kick(drawer, simulated);
        printer.print("job-" + i, receipt("receipt " + i));
        kick(drawer, simulated);
        awaitConfirmed("job-" + i);
      }
      simulated.openCover(true);
      printerLog.awaitLatest(State.BAD);
      kick(drawer, simulated); // in real time, past what waits
      simulated.openCover(false);
      printerLog.awaitLatest(State.GOOD);
      print(printer, "job-6", "receipt 6");

      assertEquals(11, simulated.pulseCount());
      assertEquals("", simulated.sheet().text().strip());
      assertEquals(
          List.of("receipt 1", "receipt 2", "receipt 3", "receipt 4", "receipt 5", "receipt 6"),
          simulated.receipts().stream()
              .map(receipt -> receipt.paper().text().lines().limit(1).toList().getFirst())
              .toList());
      assertTrue(
          simulated.receipts().stream()
              .allMatch(receipt -> receipt.paper().text().strip().lines().count() == 2),
          "a line and a cut");
    }
  }

  /// Waits for it to open and shuts it again.
  private void kick(CashDrawer drawer, SimulatedPrinter simulated) throws Exception {
    int before = simulated.pulseCount();
    nanosAhead.addAndGet(Duration.ofSeconds(1).toNanos()); // the coil has rested
    drawer.open();
    assertEquals(DrawerState.OPEN, next());
    assertEquals(before + 1, simulated.pulseCount());
    simulated.shutDrawer();
    assertEquals(DrawerState.SHUT, next());
  }

  private void print(Printer printer, String id, String text) throws InterruptedException {
    printer.print(id, receipt(text));
    awaitConfirmed(id);
  }

  private void awaitConfirmed(String id) throws InterruptedException {
    PrintProgress step;
    do {
      step = progress.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      assertTrue(
          step instanceof PrintProgress.Sent || step instanceof PrintProgress.Confirmed,
          String.valueOf(step));
    } while (!step.equals(new PrintProgress.Confirmed(id)));
  }

  private static byte[] receipt(String text) {
    return new EscPos(PrinterProfile.find(PROFILE).orElseThrow()).line(text).cut().toBytes();
  }

  private Printer printer() {
    return Printer.start(
        new PrinterSettings(PortSettings.of("sim:printer"), PROFILE),
        ports,
        progress::add,
        printerLog,
        CLOCK);
  }

  private SimulatedPrinter simulated() {
    return simulated(new LinkedBlockingQueue<>());
  }

  private SimulatedPrinter simulated(BlockingQueue<PrinterNews> news) {
    return SimulatedPrinter.start(
        ports.far("printer"), new SimulatedPrinter.Settings(42, 100), news::add);
  }

  /// @param openWhenHigh null for a drawer without a sensor
  private CashDrawer drawer(
      Printer printer,
      DrawerSettings.Opener opener,
      int pulseMillis,
      @Nullable Boolean openWhenHigh) {
    return CashDrawer.start(
        new DrawerSettings(
            opener,
            pulseMillis,
            Optional.ofNullable(openWhenHigh).map(DrawerSettings.Sensor.PrinterPin::new),
            Duration.ofSeconds(30)),
        Optional.of(printer),
        ports,
        states::add,
        log,
        CLOCK,
        () -> System.nanoTime() + nanosAhead.get());
  }

  private DrawerState next() throws InterruptedException {
    return Optional.ofNullable(states.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("nothing more was told of the drawer"));
  }

  private static void say(Port far, int... bytes) throws Exception {
    byte[] said = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      said[i] = (byte) bytes[i];
    }
    far.write(said, 0, said.length);
  }

  private static void readUntil(Port far, String hex) throws Exception {
    var received = new ByteArrayOutputStream();
    byte[] buffer = new byte[64];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!HexFormat.of().formatHex(received.toByteArray()).contains(hex)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not " + hex + " but " + received.size() + " bytes");
      }
      received.write(buffer, 0, far.read(buffer, 100));
    }
  }
}
