package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against Pi4J's mock, which keeps levels in memory: the library's own contract, no board.
final class GpioLineTest {

  private static final LineSettings SETTINGS = LineSettings.of("gpio:17");

  private final Context context =
      Pi4J.newContextBuilder()
          .disableShutdownHook()
          .add(MockDigitalOutputProvider.newInstance())
          .add(MockDigitalInputProvider.newInstance())
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
  void anOutputThatIsActiveLowAndOnAtRestStartsAndEndsSo() throws PortException {
    var settings = new LineSettings("gpio:27", true, LineSettings.Pull.NONE, 0, true);
    var line = new GpioOutput(context, settings, 27);
    DigitalOutput output = context.io("gpio:27", DigitalOutput.class);
    assertEquals(DigitalState.LOW, output.state());

    line.set(false);
    assertEquals(DigitalState.HIGH, output.state());

    line.close();
    line.close();
    assertEquals(DigitalState.LOW, output.state());
    assertThrows(PortException.class, () -> line.set(true));
  }

  @Test
  void anInputIsTakenAsItsSettingsSayAndToldOfEachChangeOnce() throws PortException {
    var told = new ArrayList<Boolean>();
    var settings = new LineSettings("gpio:22", true, LineSettings.Pull.UP, 15, false);
    var line = GpioInput.take(context, settings, 22, told::add);
    MockDigitalInput key = context.io("gpio:22", MockDigitalInput.class);
    assertEquals(PullResistance.PULL_UP, key.config().pull());
    assertEquals(15_000L, key.config().debounce());
    assertEquals(22, key.address());
    assertTrue(line.isActive(), "the mock is low at first");

    key.mockState(DigitalState.HIGH);
    assertFalse(line.isActive());
    key.mockState(DigitalState.LOW);

    assertEquals(List.of(false, true), told);
    line.close();
    line.close();
    key.mockState(DigitalState.HIGH);
    assertEquals(2, told.size());
    assertThrows(PortException.class, line::isActive);
    GpioInput.take(context, settings, 22, told::add).close();
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
      for (String wrong :
          new String[] {"gpio:", "gpio:-1", "gpio:a/", "gpio:a/b/c", "17", "/dev/ttyS0"}) {
        PortException refused =
            assertThrows(PortException.class, () -> ports.output(LineSettings.of(wrong)));
        assertTrue(refused.getMessage().contains("gpio:17"), refused.getMessage());
      }
    }
  }
}
