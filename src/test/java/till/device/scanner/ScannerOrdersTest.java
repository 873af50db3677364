package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.StatusLog;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;
import till.port.SimulatedPorts;
import till.simulator.ScannerLanguage;
import till.simulator.SimulatedScanner;
import till.simulator.SimulatedScanner.Heard;

/// What a scanner is told, by the real driver to a simulated scanner.
final class ScannerOrdersTest {

  private static final PortSettings WIRE = PortSettings.of("sim:counter");
  private static final ScannerProfile DATALOGIC = ScannerProfile.find("datalogic").orElseThrow();

  private final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<ScanData> scans = new LinkedBlockingQueue<>();
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    wires.close();
  }

  @Test
  void goodAndBadReadsAreBeeped() throws Exception {
    try (var _ = far(ScannerLanguage.DATALOGIC, 0);
        Scanner scanner = start(DATALOGIC, true, false, wires)) {
      scanner.goodRead();
      assertEquals(Heard.GOOD_BEEP, next());

      scanner.badRead();
      assertEquals(Heard.BAD_BEEP, next());
      assertEquals(Heard.ENABLE, next(), "it has to look again");
    }
  }

  @Test
  void aScannerIsToldNothingThatIsNotConfigured() throws Exception {
    try (var far = far(ScannerLanguage.DATALOGIC, 0);
        Scanner scanner = start(DATALOGIC, false, false, wires)) {
      scanner.goodRead();
      scanner.badRead();
      scanner.enable(false);
      scanner.trigger(true);

      assertNull(heard.poll(300, TimeUnit.MILLISECONDS));
      assertTrue(far.isLooking());
    }
  }

  @Test
  void aTriggerIsPulledWhereThereIsACommandForIt() throws Exception {
    ScannerProfile honeywell = ScannerProfile.find("honeywell").orElseThrow();
    try (var _ = far(ScannerLanguage.HONEYWELL, 0);
        Scanner scanner = start(honeywell, false, false, wires)) {
      scanner.trigger(true);
      scanner.trigger(false);

      assertEquals(Heard.TRIGGER, next());
      assertEquals(Heard.RELEASE, next());
    }
  }

  @Test
  void otherBytesTakeThePlaceOfAProfiles() {
    ScannerProfile own =
        DATALOGIC.with(Map.of(ScannerCommand.BAD_READ, "", ScannerCommand.TRIGGER_ON, "\u00ff\r"));

    assertFalse(own.knows(ScannerCommand.BAD_READ));
    assertTrue(own.knows(ScannerCommand.GOOD_READ, ScannerCommand.ENABLE));
    assertEquals(2, own.bytes(ScannerCommand.TRIGGER_ON).length);
    assertEquals((byte) 0xff, own.bytes(ScannerCommand.TRIGGER_ON)[0]);
  }

  @Test
  void theGateIsToldOnceForEachChangeAndLeftOpen() throws Exception {
    try (var far = far(ScannerLanguage.CIPHERLAB, 0)) {
      try (Scanner scanner =
          start(ScannerProfile.find("cipherlab").orElseThrow(), true, true, wires)) {
        scanner.enable(true);
        assertEquals(Heard.ENABLE, next());
        scanner.enable(true);
        scanner.goodRead();
        assertEquals(Heard.GOOD_BEEP, next());
        scanner.enable(false);
        assertEquals(Heard.DISABLE, next());
        assertFalse(far.scan("4006381333931"));
        scanner.goodRead();
      }

      assertEquals(Heard.ENABLE, next(), "no beep for a scanner that is disabled");
      assertTrue(heard.isEmpty());
    }
  }

  @Test
  void aScannerThatMayHaveBeenDeafIsToldAgain() throws Exception {
    var profile = new ScannerProfile(DATALOGIC.commands(), 500);
    try (var far = far(ScannerLanguage.DATALOGIC, 250);
        Scanner scanner = start(profile, false, true, wires)) {
      scanner.enable(false);

      assertEquals(Heard.DISABLE, next());
      assertFalse(far.isLooking());
      assertNull(heard.poll(700, TimeUnit.MILLISECONDS), "once is enough");
    }
  }

  @Test
  void aScannerThatCameBackIsToldHowItStands() throws Exception {
    try (var _ = far(ScannerLanguage.DATALOGIC, 0);
        Scanner scanner = start(DATALOGIC, false, true, wires)) {
      scanner.enable(false);
      assertEquals(Heard.DISABLE, next());

      wires.unplug("counter");
      log.await(2);
      wires.plug("counter");
      log.await(3);

      assertEquals(Heard.DISABLE, next());
    }
  }

  @Test
  void aLineThatTakesNoCommandsIsReadAllTheSame() throws Exception {
    Port far = wires.far("counter");
    try (Scanner scanner = start(DATALOGIC, true, true, new DumbPorts(false))) {
      scanner.enable(true);
      scanner.goodRead();
      for (int i = 0; i < 100; i++) {
        write(far, "label-" + i + "\r");
        scanner.goodRead();

        assertEquals("label-" + i, nextScan().data());
      }
      assertEquals(1, log.told().size(), "a command that fails is no fault of the scanner");
    }
  }

  @Test
  void aLineThatHangsOnACommandHoldsNobodyUp() throws Exception {
    Port far = wires.far("counter");
    var ports = new DumbPorts(true);
    Scanner scanner = start(DATALOGIC, true, false, ports);
    scanner.goodRead();
    assertTrue(ports.hangs.await(60, TimeUnit.SECONDS));
    long before = System.nanoTime();

    for (int i = 0; i < 100; i++) {
      write(far, "label-" + i + "\r");
      scanner.goodRead();
      assertEquals("label-" + i, nextScan().data());
    }
    scanner.close();

    assertTrue(System.nanoTime() - before < Duration.ofSeconds(8).toNanos());
  }

  private SimulatedScanner far(ScannerLanguage language, int deafMillis) {
    return new SimulatedScanner(
        wires.far("counter"),
        new SimulatedScanner.Settings("", "\r", true, 0, language, deafMillis),
        heard::add);
  }

  /// Started, with its line open.
  private Scanner start(ScannerProfile profile, boolean signal, boolean gate, Ports ports)
      throws InterruptedException {
    Scanner scanner =
        Scanner.start(
            new ScannerSettings(
                "counter",
                WIRE,
                LabelFraming.on(WIRE),
                Optional.empty(),
                ScanDecoder.TOLERANT,
                0,
                profile,
                signal,
                gate),
            ports,
            scans::add,
            log,
            InstantSource.fixed(Instant.EPOCH));
    log.await(1);
    return scanner;
  }

  private Heard next() throws InterruptedException {
    Heard next = heard.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the scanner heard nothing within a minute");
    }
    return next;
  }

  private ScanData nextScan() throws InterruptedException {
    ScanData scan = scans.poll(60, TimeUnit.SECONDS);
    if (scan == null) {
      throw new AssertionError("no scan within a minute");
    }
    return scan;
  }

  private static void write(Port port, String text) throws PortException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    port.write(bytes, 0, bytes.length);
  }

  /// Wires that can be read from and not be written to.
  private final class DumbPorts extends PortsBehind {

    private final boolean hang;
    private final CountDownLatch hangs = new CountDownLatch(1);

    private DumbPorts(boolean hang) {
      super(wires);
      this.hang = hang;
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      Port port = openBehind(settings);
      var closed = new CountDownLatch(1);
      return new Port() {
        @Override
        public int read(byte[] buffer, int timeoutMillis) throws PortException {
          return port.read(buffer, timeoutMillis);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws PortException {
          hangs.countDown();
          try {
            if (hang && closed.await(10, TimeUnit.MINUTES)) {
              throw new PortException("closed");
            }
          } catch (InterruptedException e) {
            throw new PortException("interrupted", e);
          }
          throw new PortException("this line takes nothing");
        }

        @Override
        public void close() {
          closed.countDown();
          port.close();
        }
      };
    }
  }
}
