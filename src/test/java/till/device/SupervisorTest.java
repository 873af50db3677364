package till.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;

final class SupervisorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:15:02Z");
  private static final PortSettings SETTINGS = PortSettings.of("sim:scale");

  private final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
  private final CountingPorts ports = new CountingPorts(wires);
  private final StatusLog log = new StatusLog();
  private final Health health = new Health("scale", "Scale", log, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void aDeviceThatIsNotThereIsBadOnceAndSeldomTriedAgain() throws Exception {
    try (var _ = start()) {
      DeviceStatus bad = log.await(1);
      assertEquals(State.BAD, bad.state());
      assertEquals("sim:scale is not there: is it plugged in?", bad.reason());
      assertEquals(NOW, bad.since());

      waitFor(Duration.ofSeconds(3));

      assertEquals(1, log.told().size());
      assertTrue(ports.attempts() <= 5, "pauses of 0.25, 0.5, 1, 2 s, but " + ports.attempts());
    }
  }

  @Test
  void aLostWireIsBadOnceAndGoodWhenItIsBack() throws Exception {
    Port far = wires.far("scale");
    try (var _ = start()) {
      log.await(1);

      wires.unplug("scale");
      assertEquals("sim:scale is not there: is it plugged in?", log.await(2).reason());
      wires.plug("scale");
      log.await(3);

      assertEquals(List.of(State.GOOD, State.BAD, State.GOOD), log.states());
    }
    far.close();
  }

  @Test
  void aWireThatAppearsIsOpenedSoonHoweverLongItWasAwayAndEvenIfItRefusesAtFirst()
      throws Exception {
    try (var _ = start()) {
      ports.awaitAttempts(5); // the next would be 4 s later
      ports.refuse(2);

      long plugged = System.nanoTime();
      wires.far("scale");
      log.awaitLatest(State.GOOD);

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - plugged);
      assertTrue(millis < 3_000, "ready after " + millis + " ms");
      assertEquals(8, ports.attempts());
    }
  }

  @Test
  void aWireThatOpensAndFailsAtOnceIsTriedEverLessOften() throws Exception {
    wires.far("scale");
    Supervisor.Session failing =
        _ -> {
          throw new PortException("no echo");
        };
    try (var _ = Supervisor.start(health, SETTINGS, ports, failing)) {
      log.await(1);

      waitFor(Duration.ofSeconds(3));

      assertTrue(ports.attempts() <= 5, "not " + ports.attempts());
      assertEquals(List.of(State.BAD), log.states());
    }
  }

  @Test
  void aDriverThatFailsIsStartedAgain() throws Exception {
    wires.far("scale");
    var sessions = new AtomicInteger();
    Supervisor.Session session =
        port -> {
          if (sessions.incrementAndGet() == 1) {
            throw new IllegalStateException("a weight without a unit");
          }
          listen(port);
        };
    try (var _ = Supervisor.start(health, SETTINGS, ports, session)) {
      assertTrue(log.await(1).reason().contains("a weight without a unit"));
      log.await(2);

      assertEquals(List.of(State.BAD, State.GOOD), log.states());
    }
  }

  @Test
  void closingEndsASessionThatListensAndSaysNothing() throws Exception {
    wires.far("scale");
    var ended = new CountDownLatch(1);
    Supervisor supervisor =
        Supervisor.start(
            health,
            SETTINGS,
            ports,
            port -> {
              try {
                listen(port);
              } finally {
                ended.countDown();
              }
            });
    log.await(1);

    assertTimeoutPreemptively(Duration.ofSeconds(30), supervisor::close);
    supervisor.close();

    assertTrue(ended.await(30, TimeUnit.SECONDS));
    assertEquals(List.of(State.GOOD), log.states());
  }

  @Test
  void closingEndsASessionThatWaitsForSomebodyElse() throws Exception {
    wires.far("scale");
    var never = new CountDownLatch(1);
    Supervisor supervisor =
        Supervisor.start(
            health,
            SETTINGS,
            ports,
            _ -> {
              health.good();
              never.await();
            });
    log.await(1);

    assertTimeoutPreemptively(Duration.ofSeconds(30), supervisor::close);
  }

  private Supervisor start() {
    return Supervisor.start(health, SETTINGS, ports, this::listen);
  }

  private void listen(Port port) throws PortException {
    health.good();
    while (true) {
      port.read(new byte[8], 10_000);
    }
  }

  /// Time in which nothing must happen, or only little.
  private static void waitFor(Duration time) throws InterruptedException {
    assertFalse(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS));
  }
}
