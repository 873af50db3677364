package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against Pi4J's mock, which keeps levels in memory: the library's own contract, no board.
final class GpioLineTest {

  private static final LineSettings SETTINGS = LineSettings.of("gpio:17");

  private final Context context =
      Pi4J.newContextBuilder()
          .disableShutdownHook()
          .add(MockDigitalOutputProvider.newInstance())
          .build();

  @AfterEach
  void close() {
    context.shutdown();
  }

  @Test
  void aLineIsLowAtFirstThenAsSetAndLowAtLast() throws PortException {
    var line = new GpioOutput(context, SETTINGS, 17);
    DigitalOutput output = context.io("gpio:17", DigitalOutput.class);
    assertEquals(DigitalState.LOW, output.state());

    line.set(true);
    assertEquals(DigitalState.HIGH, output.state());
    line.set(false);
    assertEquals(DigitalState.LOW, output.state());

    line.set(true);
    line.close();
    assertEquals(DigitalState.LOW, output.state());
  }

  @Test
  void aLineCanBeTakenAgainAfterItWasClosed() throws PortException {
    new GpioOutput(context, SETTINGS, 17).close();

    new GpioOutput(context, SETTINGS, 17).close();
  }

  @Test
  void aLineInUseIsRefused() throws PortException {
    var line = new GpioOutput(context, SETTINGS, 17);

    PortException refused =
        assertThrows(PortException.class, () -> new GpioOutput(context, SETTINGS, 17));

    assertTrue(refused.getMessage().startsWith("cannot take gpio:17"), refused.getMessage());
    line.close();
  }

  @Test
  void aBoardWithoutGpioSaysSo() {
    assumeFalse(Files.exists(Path.of("/dev/gpiochip0")), "this board has GPIO");
    try (var ports = BoardPorts.open()) {
      PortException refused = assertThrows(PortException.class, () -> ports.output(SETTINGS));

      assertEquals(
          "cannot take gpio:17: this board has no GPIO (there is no /dev/gpiochip0)",
          refused.getMessage());
    }
  }

  @Test
  void anAddressThatIsNoLineSaysHowOneLooks() {
    try (var ports = BoardPorts.open()) {
      for (String wrong : new String[] {"gpio:", "gpio:x", "gpio:-1", "17", "/dev/ttyS0"}) {
        PortException refused =
            assertThrows(PortException.class, () -> ports.output(LineSettings.of(wrong)));
        assertTrue(refused.getMessage().contains("gpio:17"), refused.getMessage());
      }
    }
  }
}
