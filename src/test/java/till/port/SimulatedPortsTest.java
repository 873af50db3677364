package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimulatedPortsTest {

  private static final PortSettings COUNTER = PortSettings.of("sim:counter");

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void bytesGoBothWays() throws PortException {
    Port far = ports.far("counter");
    try (Port near = ports.open(COUNTER)) {
      write(far, "label");
      write(near, "beep");

      assertEquals("label", read(near));
      assertEquals("beep", read(far));
      assertEquals(0, near.read(new byte[8], 1));
    }
  }

  @Test
  void aWireWithoutDeviceIsRefused() {
    PortException refused = assertThrows(PortException.class, () -> ports.open(COUNTER));

    assertEquals("sim:counter is not there: is it plugged in?", refused.getMessage());
  }

  @Test
  void aWireHasOneUserAtATime() throws PortException {
    ports.far("counter");
    try (Port near = ports.open(COUNTER)) {
      assertThrows(PortException.class, () -> ports.open(COUNTER));
      assertEquals(0, near.read(new byte[1], 1));
    }
    ports.open(COUNTER).close();
    assertThrows(IllegalStateException.class, () -> ports.far("counter"));
  }

  @Test
  void aReadWaitsEvenForAMillisecond() throws PortException {
    ports.far("counter");
    try (Port host = ports.open(COUNTER)) {
      long before = System.nanoTime();
      assertEquals(0, host.read(new byte[1], 1));
      assertTrue(System.nanoTime() - before >= 1_000_000);
    }
  }

  @Test
  void aDeviceThatIsNotReadHasToWait() throws Exception {
    Port far = ports.far("counter");
    byte[] sent = new byte[20_000];
    new Random(3).nextBytes(sent);
    try (Port near = ports.open(COUNTER)) {
      var writer = CompletableFuture.runAsync(() -> write(far, sent));
      assertThrows(TimeoutException.class, () -> writer.get(300, TimeUnit.MILLISECONDS));

      byte[] received = new byte[sent.length];
      byte[] chunk = new byte[700];
      int count = 0;
      while (count < sent.length) {
        int read = near.read(chunk, 30_000);
        System.arraycopy(chunk, 0, received, count, read);
        count += read;
      }

      writer.get(30, TimeUnit.SECONDS);
      assertEquals(-1, Arrays.mismatch(sent, received));
    }
  }

  @Test
  void whatADeviceSendsWhileNobodyListensIsLost() throws PortException {
    Port far = ports.far("counter");

    write(far, new byte[20_000]);

    try (Port near = ports.open(COUNTER)) {
      assertEquals(0, near.read(new byte[8], 1));
    }
  }

  @Test
  void aPulledPlugIsALossUntilItIsPluggedInAgain() throws Exception {
    Port far = ports.far("counter");
    Port near = ports.open(COUNTER);
    var reader = CompletableFuture.supplyAsync(() -> read(near));

    ports.unplug("counter");

    assertThrows(ExecutionException.class, () -> reader.get(30, TimeUnit.SECONDS));
    assertThrows(PortException.class, () -> near.write(new byte[1], 0, 1));
    assertThrows(PortException.class, () -> ports.open(COUNTER));
    near.close();

    ports.plug("counter");
    try (Port again = ports.open(COUNTER)) {
      write(far, "back");
      assertEquals("back", read(again));
    }
  }

  @Test
  void aDeviceThatIsGoneIsALossAndAnotherCanTakeItsPlace() throws Exception {
    Port far = ports.far("counter");
    Port near = ports.open(COUNTER);

    far.close();

    assertThrows(PortException.class, () -> near.read(new byte[1], 1));
    ports.far("counter");
    ports.open(COUNTER).close();
  }

  @Test
  void anOutputIsAtRestThenAsSetAndAtRestAgain() throws PortException {
    for (boolean activeLow : new boolean[] {false, true}) {
      for (boolean activeAtRest : new boolean[] {false, true}) {
        var settings =
            new LineSettings("sim:lamp", activeLow, LineSettings.Pull.NONE, 0, activeAtRest);
        SimulatedLine lamp = ports.line("lamp");
        OutputLine output = ports.output(settings);
        assertEquals(activeAtRest != activeLow, lamp.isHigh());

        output.set(!activeAtRest);
        assertEquals(activeAtRest == activeLow, lamp.isHigh());

        output.close();
        output.close();
        assertEquals(activeAtRest != activeLow, lamp.isHigh());
        assertThrows(PortException.class, () -> output.set(true));
      }
    }
  }

  @Test
  void anInputIsToldOfEachChangeOnce() throws PortException {
    var told = new ArrayList<Boolean>();
    var settings = new LineSettings("sim:key", true, LineSettings.Pull.UP, 20, false);
    SimulatedLine key = ports.line("key");
    try (InputLine input = ports.input(settings, told::add)) {
      assertFalse(input.isActive());

      key.drive(true);
      key.drive(false);
      assertTrue(input.isActive());
      key.drive(false);
      key.drive(true);

      assertFalse(input.isActive());
      assertEquals(List.of(true, false), told);
    }
    key.drive(false);
    assertEquals(2, told.size());
  }

  @Test
  void anInputReadsWhatTheLineIsAlready() throws PortException {
    ports.line("key").drive(true);

    try (InputLine input = ports.input(LineSettings.of("sim:key"), _ -> {})) {
      assertTrue(input.isActive());
    }
  }

  @Test
  void aLineHasOneUserAtATime() throws PortException {
    LineSettings key = LineSettings.of("sim:key");
    InputLine input = ports.input(key, _ -> {});

    assertThrows(PortException.class, () -> ports.output(key));
    assertThrows(PortException.class, () -> ports.input(key, _ -> {}));
    input.close();

    ports.output(key).close();
    assertThrows(PortException.class, input::isActive);
  }

  @Test
  void aWireIsThereWhileItIsPluggedIn() {
    assertFalse(ports.isThere(COUNTER));

    ports.far("counter");
    assertTrue(ports.isThere(COUNTER));

    ports.unplug("counter");
    assertFalse(ports.isThere(COUNTER));
  }

  @Test
  void everythingElseIsTheBoards() {
    PortException refused =
        assertThrows(PortException.class, () -> ports.open(PortSettings.of("/dev/no-such-tty")));

    assertTrue(
        refused.getMessage().contains("/dev/no-such-tty is not there"), refused.getMessage());
  }

  private static String read(Port port) {
    try {
      byte[] buffer = new byte[64];
      return new String(buffer, 0, port.read(buffer, 60_000), StandardCharsets.US_ASCII);
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Port port, String text) {
    write(port, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(Port port, byte[] bytes) {
    try {
      port.write(bytes, 0, bytes.length);
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }
}
