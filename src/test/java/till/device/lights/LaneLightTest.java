package till.device.lights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.lights.LaneLight.Signal;
import till.port.BoardPorts;
import till.port.InputLine;
import till.port.LineSettings;
import till.port.OutputLine;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.SimulatedPorts;

final class LaneLightTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private final StatusLog log = new StatusLog();
  private final Lines lines = new Lines();

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void greenAndRedAreSteady() throws Exception {
    try (LaneLight light = start(Optional.of("sim:green"), Optional.of("sim:red"))) {
      assertEquals(State.GOOD, log.await(1).state());

      light.show(Signal.GREEN);
      lines.await("green on");
      light.show(Signal.RED);
      lines.await("green off");
      lines.await("red on");
      light.show(Signal.OFF);
      lines.await("red off");
    }
  }

  @Test
  void assistanceFlashesTwiceASecond() throws Exception {
    try (LaneLight light = start(Optional.of("sim:green"), Optional.of("sim:red"))) {
      light.show(Signal.FLASHING);
      lines.await("red on");
      long before = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        lines.await("red off");
        lines.await("red on");
      }
      long took = System.nanoTime() - before;

      assertTrue(took >= Duration.ofMillis(1_900).toNanos(), "four flashes in " + took + " ns");
    }
  }

  @Test
  void withoutARedLampTheGreenOneFlashes() throws Exception {
    try (LaneLight light = start(Optional.of("sim:green"), Optional.empty())) {
      light.show(Signal.FLASHING);
      lines.await("green on");
      lines.await("green off");
      lines.await("green on");
    }
  }

  @Test
  void theLampsAreDarkAtLast() throws Exception {
    LaneLight light = start(Optional.of("sim:green"), Optional.of("sim:red"));
    light.show(Signal.GREEN);
    lines.await("green on");

    light.close();

    lines.await("green closed");
    lines.await("red closed");
  }

  @Test
  void aBoardWithoutSuchALineHasABadLightAndNoOther() throws Exception {
    try (var board = new SimulatedPorts(BoardPorts.open());
        LaneLight light =
            LaneLight.start(
                new LightsSettings(
                    Optional.of(LineSettings.of("sim:green")),
                    Optional.of(LineSettings.of("gpio:red"))),
                board,
                log,
                CLOCK)) {
      DeviceStatus bad = log.await(1);
      light.show(Signal.RED);

      assertEquals(State.BAD, bad.state());
      assertEquals("lights", bad.name());
      assertEquals("Lights", bad.category());
      assertTrue(bad.reason().contains("gpio:red"), bad.reason());
    }
    assertEquals(1, log.told().size());
  }

  @Test
  void aDriverThatFailsIsStartedAgain() throws Exception {
    try (LaneLight light = start(Optional.of("sim:green"), Optional.of("sim:red"))) {
      light.show(Signal.GREEN);
      lines.await("green on");
      lines.fail();
      light.show(Signal.RED);

      assertEquals(State.BAD, log.await(2).state());
      assertTrue(log.told().getLast().reason().contains("no such line"), log.told().toString());
      lines.await("green closed");
      lines.await("red closed");
      lines.await("red on");
      assertEquals(List.of(State.GOOD, State.BAD, State.GOOD), log.states());
    }
  }

  private LaneLight start(Optional<String> green, Optional<String> red) {
    return LaneLight.start(
        new LightsSettings(green.map(LineSettings::of), red.map(LineSettings::of)),
        lines,
        log,
        CLOCK,
        Duration.ofMillis(100));
  }

  /// Lines that tell each change of their level.
  private static final class Lines implements Ports {

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private volatile boolean fails;

    /// Something is wrong with the driver, once.
    void fail() {
      fails = true;
    }

    void await(String change) throws InterruptedException {
      String seen;
      do {
        seen = changes.poll(60, TimeUnit.SECONDS);
      } while (seen != null && !seen.equals(change));
      assertEquals(change, seen);
    }

    @Override
    public OutputLine output(LineSettings settings) {
      String name = settings.address().substring("sim:".length());
      return new OutputLine() {
        private boolean level;

        @Override
        public void set(boolean high) {
          if (fails) {
            fails = false;
            throw new IllegalStateException("no such line");
          }
          if (high != level) {
            level = high;
            changes.add(name + (high ? " on" : " off"));
          }
        }

        @Override
        public void close() {
          changes.add(name + " closed");
        }
      };
    }

    @Override
    public InputLine input(LineSettings settings, InputLine.Listener listener)
        throws PortException {
      throw new PortException("no inputs here");
    }

    @Override
    public boolean isThere(PortSettings settings) {
      return false;
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      throw new PortException("no wires here");
    }

    @Override
    public void close() {}
  }
}
