package till.device.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PtyPair;
import till.port.SimulatedPorts;
import till.simulator.GlassLog;
import till.simulator.SimulatedDisplay;

final class LineDisplayTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final GlassLog shown = new GlassLog();

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void whatIsToBeShownIsShown() throws Exception {
    try (SimulatedDisplay _ = simulated();
        LineDisplay display = display("sim:display")) {
      display.show(List.of(new DisplayRow("Käse", "2,99"), new DisplayRow("SUMME", "2,99")));

      shown.await("Käse            2,99", "SUMME           2,99");
      assertEquals(State.GOOD, log.await(1).state());
      assertEquals("display", log.told().getFirst().name());
      assertEquals("LineDisplay", log.told().getFirst().category());
    }
  }

  @Test
  void theSameOnceMoreIsNotSent() throws Exception {
    try (SimulatedDisplay simulated = simulated();
        LineDisplay display = display("sim:display")) {
      display.show(List.of(DisplayRow.of("one")));
      shown.await("one                 ", " ".repeat(20));

      for (int i = 0; i < 100; i++) {
        display.show(List.of(DisplayRow.of("one")));
      }
      display.show(List.of(DisplayRow.of("two")));

      shown.await("two                 ", " ".repeat(20));
      // the beginning, the blank page that it may have been in time for, and two pages
      assertTrue(simulated.byteCount() <= 5 + 3 * 65, simulated.byteCount() + " bytes");
    }
  }

  @Test
  void somethingForAWhileIsFollowedByWhatComesAfterwards() throws Exception {
    try (SimulatedDisplay _ = simulated();
        LineDisplay display = display("sim:display")) {
      List<DisplayRow> change = List.of(DisplayRow.of("change"));
      List<DisplayRow> idle = List.of(DisplayRow.of("idle"));
      long before = System.nanoTime();
      display.show(change, Duration.ofMillis(300), idle);
      shown.await("change              ", " ".repeat(20));
      Optional<List<String>> seen = Optional.empty();
      long deadline = before + TimeUnit.SECONDS.toNanos(60);
      while (seen.isEmpty() && System.nanoTime() - deadline < 0) {
        display.show(change, Duration.ofMillis(300), idle); // which makes it no longer
        seen = shown.next(Duration.ofMillis(50));
      }

      assertEquals(Optional.of(List.of("idle                ", " ".repeat(20))), seen);
      assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(300));
      display.show(List.of(DisplayRow.of("next")));
      shown.await("next                ", " ".repeat(20));
    }
  }

  @Test
  void aDisplayThatIsPluggedInAgainShowsWhatItShould() throws Exception {
    try (SimulatedDisplay simulated = simulated();
        LineDisplay display = display("sim:display")) {
      display.show(List.of(DisplayRow.of("one")));
      shown.await("one                 ", " ".repeat(20));
      ports.unplug("display");
      log.awaitLatest(State.BAD);
      display.show(List.of(DisplayRow.of("two")));
      simulated.switchOn(true);
      ports.plug("display");

      shown.await("two                 ", " ".repeat(20));
      log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void aDisplayThatWasSwitchedOffShowsTheSameAgainByItself() throws Exception {
    try (SimulatedDisplay simulated = simulated();
        LineDisplay display =
            LineDisplay.start(settings("sim:display"), ports, log, CLOCK, Duration.ofMillis(100))) {
      display.show(List.of(DisplayRow.of("über")));
      shown.await("über                ", " ".repeat(20));

      simulated.switchOn(false);
      shown.await(" ".repeat(20), " ".repeat(20));
      simulated.switchOn(true);

      shown.await("über                ", " ".repeat(20));
    }
  }

  @Test
  void onARealSerialLine() throws Exception {
    try (PtyPair pair = PtyPair.open();
        SimulatedDisplay _ =
            SimulatedDisplay.start(
                BoardPorts.open().open(PortSettings.of(pair.far().toString())), 20, 2, shown);
        LineDisplay display = display(pair.near().toString())) {
      display.show(List.of(new DisplayRow("Brot", "3,20"), new DisplayRow("SUMME EUR", "3,20")));

      shown.await("Brot            3,20", "SUMME EUR       3,20");
    }
  }

  private SimulatedDisplay simulated() {
    return SimulatedDisplay.start(ports.far("display"), 20, 2, shown);
  }

  private LineDisplay display(String address) {
    return LineDisplay.start(settings(address), ports, log, CLOCK);
  }

  private static DisplaySettings settings(String address) {
    return new DisplaySettings(PortSettings.of(address), 20, 2, DisplayCodePage.CP858, 4);
  }
}
