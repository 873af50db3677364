package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  void anOutputLineIsRemembered() throws PortException {
    try (OutputLine lamp = ports.output("sim:green")) {
      assertFalse(ports.line("green").isHigh());

      lamp.set(true);

      assertTrue(ports.line("green").isHigh());
    }
    assertFalse(ports.line("green").isHigh());
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
