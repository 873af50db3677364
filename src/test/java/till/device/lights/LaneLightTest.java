package till.device.lights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    try (LaneLight light = start(Lamp.GREEN, Lamp.RED)) {
      assertEquals(State.GOOD, log.await(1).state());

      light.show(Signal.READY);
      lines.await("green on");
      light.show(Signal.FAULT);
      lines.await("green off");
      lines.await("red on");
      light.show(Signal.CLOSED);
      lines.await("red off");
    }
  }

  @Test
  void assistanceFlashesTwiceASecond() throws Exception {
    try (LaneLight light = start(Lamp.GREEN, Lamp.RED)) {
      light.show(Signal.ASSISTANCE);
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
    try (LaneLight light = start(Lamp.GREEN)) {
      light.show(Signal.ASSISTANCE);
      lines.await("green on");
      lines.await("green off");
      lines.await("green on");
    }
  }

  @Test
  void theLampsAreDarkAtLast() throws Exception {
    LaneLight light = start(Lamp.GREEN, Lamp.RED);
    light.show(Signal.READY);
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
                LightsSettings.of(
                    Map.of(
                        Lamp.GREEN, LineSettings.of("sim:green"),
                        Lamp.RED, LineSettings.of("gpio:red"))),
                board,
                log,
                CLOCK)) {
      DeviceStatus bad = log.await(1);
      light.show(Signal.FAULT);

      assertEquals(State.BAD, bad.state());
      assertEquals("lights", bad.name());
      assertEquals("Lights", bad.category());
      assertTrue(bad.reason().contains("gpio:red"), bad.reason());
    }
    assertEquals(1, log.told().size());
  }

  @Test
  void aDriverThatFailsIsStartedAgain() throws Exception {
    try (LaneLight light = start(Lamp.GREEN, Lamp.RED)) {
      light.show(Signal.READY);
      lines.await("green on");
      lines.fail();
      light.show(Signal.FAULT);

      assertEquals(State.BAD, log.await(2).state());
      assertTrue(log.told().getLast().reason().contains("no such line"), log.told().toString());
      lines.await("green closed");
      lines.await("red closed");
      lines.await("red on");
      assertEquals(List.of(State.GOOD, State.BAD, State.GOOD), log.states());
    }
  }

  @Test
  void aYellowLampCallsForAssistanceWhereThereIsOne() throws Exception {
    try (LaneLight light = start(Lamp.GREEN, Lamp.YELLOW, Lamp.RED)) {
      light.show(Signal.ASSISTANCE);
      lines.await("yellow on");
      lines.await("yellow off");
      lines.await("yellow on");
      light.show(Signal.FAULT);
      lines.await("red on");
    }
  }

  @Test
  void lampsBlinkAsTheyAreToldAndBeginBright() throws Exception {
    var settings =
        new LightsSettings(
            lamps(Lamp.GREEN, Lamp.WHITE),
            LampPattern.parse("green"),
            LampPattern.parse("green+white 300/100"),
            LampPattern.DARK,
            LampPattern.parse("white 100/300"));
    try (LaneLight light = LaneLight.start(settings, lines, log, CLOCK)) {
      light.show(Signal.READY);
      lines.await("green on");
      light.show(Signal.ASSISTANCE);
      lines.await("white on");
      long before = System.nanoTime();
      lines.await("white off");
      assertTrue(System.nanoTime() - before >= Duration.ofMillis(250).toNanos());
      light.show(Signal.FAULT);
      light.show(Signal.CLOSED);
      lines.await("white on");
      lines.await("white off");
      lines.await("white on");
    }
  }

  @Test
  void aPatternIsReadAsItIsWritten() {
    for (String text :
        List.of("off", "green", "yellow+red", "yellow+red 250/250", "blue 100/234")) {
      assertEquals(text, LampPattern.parse(text).toString());
    }
    for (String wrong :
        List.of("", "pink", "red 250", "red 250/", "red 99/1000", "red 100/233", "red 1/20000")) {
      assertThrows(IllegalArgumentException.class, () -> LampPattern.parse(wrong), wrong);
    }
  }

  private LaneLight start(Lamp... there) {
    return LaneLight.start(
        LightsSettings.of(lamps(there)), lines, log, CLOCK, Duration.ofMillis(100));
  }

  private static Map<Lamp, LineSettings> lamps(Lamp... there) {
    return Stream.of(there)
        .collect(
            Collectors.toMap(Function.identity(), lamp -> LineSettings.of("sim:" + lamp.word())));
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
