package till.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.drawer.DrawerState;
import till.device.lights.Lamp;
import till.device.lights.LaneLight;
import till.device.lights.LaneLight.Signal;
import till.device.lights.LightsSettings;
import till.port.LineSettings;
import till.port.MockBoard;

/// Lamps, relay and drawer sensor through Pi4J, on its mock.
final class GpioDevicesTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private final MockBoard board = new MockBoard();
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<DrawerState> drawer = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void lampsAreDarkAtFirstShineBlinkAndAreDarkAtLast() throws Exception {
    try (LaneLight light = lights(false)) {
      log.await(1);
      light.show(Signal.READY);
      await("17 high");
      light.show(Signal.ASSISTANCE);
      await("18 high");
      assertFalse(board.isHigh(17));
      await("18 low");
      await("18 high");
      light.show(Signal.FAULT);
      await("27 high");
    }
    for (int line : List.of(17, 18, 27)) {
      assertFalse(board.isHigh(line), "line " + line);
    }
  }

  /// On relay boards that switch on when their input is low.
  @Test
  void lampsThatShineWhenLowAreNeverLowBeforeAnybodySaidSo() throws Exception {
    try (LaneLight light = lights(true)) {
      log.await(1);
      assertFalse(List.copyOf(board.story()).toString().contains("low"), board.story().toString());
      light.show(Signal.READY);
      await("17 low");
    }
    for (int line : List.of(17, 18, 27)) {
      assertTrue(board.isHigh(line), "line " + line);
    }
  }

  @Test
  void aLampThatIsLostIsABadLightAndTheOthersGoDark() throws Exception {
    try (LaneLight light = lights(false)) {
      log.await(1);
      light.show(Signal.READY);
      await("17 high");
      board.lose(27, true);
      light.show(Signal.FAULT);

      DeviceStatus bad = log.await(2);
      assertEquals(State.BAD, bad.state());
      assertEquals("cannot set gpio:27: line 27 is gone", bad.reason());
    }
    assertFalse(board.isHigh(17));
  }

  @Test
  void neitherStartNorStopPulsesTheRelayAndAPulseIsOne() throws Exception {
    try (var _ = drawer(false)) {
      log.await(1);
    }
    assertFalse(List.copyOf(board.story()).contains("22 high"), board.story().toString());

    try (CashDrawer opened = drawer(false)) {
      log.await(2);
      opened.open();
      await("22 high");
      await("22 low");
    }
    assertFalse(board.isHigh(22));
    assertFalse(List.copyOf(board.story()).contains("22 high"), board.story().toString());
  }

  @Test
  void aRelayThatSwitchesOnLowIsNeverLowButInAPulse() throws Exception {
    try (CashDrawer opened = drawer(true)) {
      log.await(1);
      assertFalse(List.copyOf(board.story()).contains("22 low"), board.story().toString());
      opened.open();
      await("22 low");
      await("22 high");
    }
    assertTrue(board.isHigh(22));
    assertFalse(List.copyOf(board.story()).contains("22 low"), board.story().toString());
  }

  @Test
  void theSensorSaysThatTheDrawerIsOpenAndShut() throws Exception {
    try (var _ = drawer(false)) {
      assertEquals(DrawerState.SHUT, next());
      board.drive(23, true);
      assertEquals(DrawerState.OPEN, next());
      board.drive(23, false);
      assertEquals(DrawerState.SHUT, next());
    }
  }

  @Test
  void aRelayThatIsLostIsABadDrawerThatIsNotPulsedLater() throws Exception {
    try (CashDrawer lost = drawer(false)) {
      log.await(1);
      board.lose(22, true);
      lost.open();

      DeviceStatus bad = log.await(2);
      assertEquals(State.BAD, bad.state());
      assertTrue(bad.reason().contains("gpio:22"), bad.reason());
      board.lose(22, false);
      lost.open();
    }
    assertFalse(List.copyOf(board.story()).contains("22 high"), board.story().toString());
  }

  private LaneLight lights(boolean activeLow) {
    return LaneLight.start(
        LightsSettings.of(
            Map.of(
                Lamp.GREEN, output("gpio:GPIO17", activeLow),
                Lamp.YELLOW, output("gpio:18", activeLow),
                Lamp.RED, output("gpio:27", activeLow))),
        board,
        log,
        CLOCK);
  }

  private CashDrawer drawer(boolean activeLow) {
    return CashDrawer.start(
        new DrawerSettings(
            new DrawerSettings.Opener.Line(output("gpio:22", activeLow)),
            20,
            Optional.of(
                new DrawerSettings.Sensor.Line(
                    new LineSettings("gpio:23", false, LineSettings.Pull.NONE, 50, false))),
            Duration.ofSeconds(30)),
        Optional.empty(),
        board,
        drawer::add,
        log,
        CLOCK);
  }

  private static LineSettings output(String address, boolean activeLow) {
    return new LineSettings(address, activeLow, LineSettings.Pull.NONE, 0, false);
  }

  private void await(String change) throws InterruptedException {
    String seen;
    do {
      seen = board.story().poll(60, TimeUnit.SECONDS);
    } while (seen != null && !seen.equals(change));
    assertEquals(change, seen);
  }

  private DrawerState next() throws InterruptedException {
    return drawer.poll(60, TimeUnit.SECONDS);
  }
}
