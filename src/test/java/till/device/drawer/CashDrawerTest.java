package till.device.drawer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.InputLine;
import till.port.LineSettings;
import till.port.OutputLine;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.SimulatedPorts;

/// A drawer on lines of this board.
final class CashDrawerTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final DrawerSettings.Opener RELAY =
      new DrawerSettings.Opener.Line(LineSettings.of("sim:relay"));

  private final StatusLog log = new StatusLog();
  private final BlockingQueue<DrawerState> states = new LinkedBlockingQueue<>();
  private final RelayPorts ports = new RelayPorts();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void openingIsOnePulseOfTheRelay() throws Exception {
    try (CashDrawer drawer = start(settings(RELAY, 100, Optional.empty()))) {
      assertEquals(State.GOOD, log.await(1).state());
      assertEquals("drawer", log.told().getFirst().name());
      assertEquals("CashDrawer", log.told().getFirst().category());

      drawer.open();

      ports.await("on");
      ports.await("off");
      assertTrue(ports.lastPulse().compareTo(Duration.ofMillis(100)) >= 0);
    }
    assertEquals(List.of("closed"), ports.rest());
    assertTrue(states.isEmpty(), "nobody has seen it");
  }

  @Test
  void noSecondPulseIsGivenWhileTheCoilRests() throws Exception {
    try (CashDrawer drawer = start(settings(RELAY, 20, sensor(true)))) {
      drawer.open();
      drawer.open();
      assertEquals(List.of("on", "off"), onceHeard());

      pass(Duration.ofMillis(99)); // 20 on, and 80 of rest
      drawer.open();
      assertEquals(List.of(), onceHeard());

      pass(Duration.ofMillis(1));
      drawer.open();
      assertEquals(List.of("on", "off"), onceHeard());
    }
  }

  @Test
  void aPulseThatWasAskedForTooLongAgoIsNotGivenAnyMore() throws Exception {
    try (CashDrawer drawer = start(settings(RELAY, 500, sensor(true)))) {
      drawer.open();
      ports.await("on");
      drawer.open();
      pass(Duration.ofSeconds(4)); // the thread was held up
      assertEquals(List.of("off"), onceHeard());
      pass(Duration.ofMillis(1_999));
      drawer.open();
      assertEquals(List.of(), onceHeard(), "the coil rests after a pulse that was late");

      pass(Duration.ofMillis(1));
      drawer.open();
      assertEquals(List.of("on", "off"), onceHeard());
    }
  }

  @Test
  void stoppingInTheMiddleOfAPulseLeavesTheRelayOff() throws Exception {
    CashDrawer drawer = start(settings(RELAY, 500, Optional.empty()));
    drawer.open();
    ports.await("on");

    drawer.close();

    assertFalse(ports.isOn());
    assertEquals("closed", ports.rest().getLast());
  }

  @Test
  void theSensorSaysWhetherAPulseHasOpenedIt() throws Exception {
    ports.sensor(false);
    try (CashDrawer drawer = start(settings(RELAY, 10, sensor(true)))) {
      assertEquals(DrawerState.SHUT, next());
      drawer.open();
      ports.await("off");
      ports.sensor(true);
      assertEquals(DrawerState.OPEN, next());
      ports.sensor(false);
      assertEquals(DrawerState.SHUT, next());

      pass(Duration.ofSeconds(1));
      drawer.open();
      ports.await("off");
      pass(DrawerWatch.OPENS_WITHIN);

      assertEquals(DrawerState.DID_NOT_OPEN, next());
      log.awaitLatest(State.BAD);
      assertTrue(log.told().getLast().reason().contains("locked"), log.told().toString());

      ports.sensor(true);
      assertEquals(DrawerState.OPEN, next());
      log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void whichLevelMeansOpenIsSaidByTheSettings() throws Exception {
    ports.sensor(false);
    try (CashDrawer _ = start(settings(RELAY, 10, sensor(false)))) {
      assertEquals(DrawerState.OPEN, next());
      ports.sensor(true);
      assertEquals(DrawerState.SHUT, next());
    }
  }

  @Test
  void leftOpenForTooLongIsToldUntilItIsShut() throws Exception {
    ports.sensor(true);
    try (CashDrawer _ = start(settings(RELAY, 10, sensor(true)))) {
      assertEquals(DrawerState.OPEN, next());
      pass(Duration.ofSeconds(29));
      assertEquals(Optional.empty(), Optional.ofNullable(states.poll(500, TimeUnit.MILLISECONDS)));

      pass(Duration.ofSeconds(1));

      assertEquals(DrawerState.LEFT_OPEN, next());
      ports.sensor(false);
      assertEquals(DrawerState.SHUT, next());
    }
    assertEquals(List.of(State.GOOD), log.states(), "that is no fault of the drawer's");
  }

  @Test
  void aLineThatIsNotThereIsABadDrawerUntilItIs() throws Exception {
    ports.refuse(true);
    try (CashDrawer drawer = start(settings(RELAY, 10, sensor(true)))) {
      DeviceStatus bad = log.await(1);
      assertEquals(State.BAD, bad.state());
      assertEquals("cannot take sim:relay", bad.reason());
      drawer.open();
      ports.refuse(false);

      pass(Duration.ofSeconds(30));

      log.awaitLatest(State.GOOD);
      assertEquals(DrawerState.SHUT, next());
    }
    assertEquals(List.of("closed"), ports.rest(), "what could not be given is not given later");
  }

  @Test
  void aRelayThatIsLostIsTakenAnew() throws Exception {
    try (CashDrawer drawer = start(settings(RELAY, 10, sensor(true)))) {
      assertEquals(DrawerState.SHUT, next());
      ports.lose();
      drawer.open();

      log.awaitLatest(State.BAD);
      assertEquals(DrawerState.UNKNOWN, next());
      pass(Duration.ofSeconds(30));
      assertEquals(DrawerState.SHUT, next());
      log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void aDriverThatFailsIsStartedAgain() throws Exception {
    try (CashDrawer drawer = start(settings(RELAY, 10, sensor(true)))) {
      assertEquals(DrawerState.SHUT, next());
      ports.fail();
      drawer.open();

      log.awaitLatest(State.BAD);
      assertTrue(log.told().getLast().reason().contains("no such line"), log.told().toString());
      assertEquals(DrawerState.UNKNOWN, next());
      pass(Duration.ofSeconds(5));
      assertEquals(DrawerState.SHUT, next());
      log.awaitLatest(State.GOOD);
      ports.rest();
      drawer.open();
      ports.await("on");
      ports.await("off");
    }
  }

  @Test
  void aDrawerOnAPrinterNeedsOne() {
    var settings = settings(new DrawerSettings.Opener.PrinterPin(2), 100, Optional.empty());

    assertThrows(IllegalArgumentException.class, () -> start(settings));
  }

  private CashDrawer start(DrawerSettings settings) {
    return CashDrawer.start(settings, Optional.empty(), ports, states::add, log, CLOCK, nanos::get);
  }

  private static DrawerSettings settings(
      DrawerSettings.Opener opener, int pulseMillis, Optional<DrawerSettings.Sensor> sensor) {
    return new DrawerSettings(opener, pulseMillis, sensor, Duration.ofSeconds(30));
  }

  private static Optional<DrawerSettings.Sensor> sensor(boolean openWhenHigh) {
    return Optional.of(
        new DrawerSettings.Sensor.Line(
            new LineSettings("sim:sensor", !openWhenHigh, LineSettings.Pull.NONE, 0, false)));
  }

  /// What was done to the relay by the time that the drawer has heard everything up to now.
  private List<String> onceHeard() throws InterruptedException {
    for (boolean open : new boolean[] {true, false}) {
      ports.sensor(open);
      DrawerState wanted = open ? DrawerState.OPEN : DrawerState.SHUT;
      DrawerState seen;
      do {
        seen = next();
      } while (seen != wanted);
    }
    return ports.rest();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private DrawerState next() throws InterruptedException {
    return Optional.ofNullable(states.poll(60, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("nothing more was told of the drawer"));
  }

  /// A board with a sensor, and a relay that tells what is done to it.
  private static final class RelayPorts implements Ports {

    private final SimulatedPorts simulated = new SimulatedPorts(BoardPorts.open());
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private volatile boolean refuses;
    private volatile boolean lost;
    private volatile boolean fails;
    private volatile boolean on;
    private volatile long switchedOn;
    private volatile Duration lastPulse = Duration.ZERO;

    void refuse(boolean so) {
      refuses = so;
    }

    /// The relay that is held by now works no more.
    void lose() {
      lost = true;
    }

    /// Something is wrong with the driver, once.
    void fail() {
      fails = true;
    }

    void sensor(boolean high) {
      simulated.line("sensor").drive(high);
    }

    Duration lastPulse() {
      return lastPulse;
    }

    boolean isOn() {
      return on;
    }

    void await(String change) throws InterruptedException {
      String seen;
      do {
        seen = changes.poll(60, TimeUnit.SECONDS);
      } while (seen != null && !seen.equals(change));
      assertEquals(change, seen);
    }

    /// What else has happened.
    List<String> rest() {
      var rest = new ArrayList<String>();
      changes.drainTo(rest);
      return rest;
    }

    @Override
    public OutputLine output(LineSettings settings) throws PortException {
      if (refuses) {
        throw new PortException("cannot take " + settings.address());
      }
      lost = false;
      return new OutputLine() {
        private boolean closed;

        @Override
        public void set(boolean active) throws PortException {
          if (lost) {
            throw new PortException("lost");
          }
          if (fails) {
            fails = false;
            throw new IllegalStateException("no such line");
          }
          if (active != on) {
            if (active) {
              switchedOn = System.nanoTime();
            } else {
              lastPulse = Duration.ofNanos(System.nanoTime() - switchedOn);
            }
            on = active;
            changes.add(active ? "on" : "off");
          }
        }

        @Override
        public synchronized void close() {
          if (!closed) {
            closed = true;
            on = false;
            changes.add("closed");
          }
        }
      };
    }

    @Override
    public InputLine input(LineSettings settings, InputLine.Listener listener)
        throws PortException {
      return simulated.input(settings, listener);
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      throw new PortException("no wires here");
    }

    @Override
    public boolean isThere(PortSettings settings) {
      return false;
    }

    @Override
    public void close() {
      simulated.close();
    }
  }
}
