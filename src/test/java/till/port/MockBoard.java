package till.port;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProviderImpl;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProviderImpl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/// A board with two chips behind Pi4J, whose mock keeps the levels of their lines: what the library
/// is told to do, and what it says. All that is below it, the kernel and the pins, is not there.
public final class MockBoard implements Ports {

  private static final List<GpioChip> CHIPS =
      List.of(
          new GpioChip(
              "gpiochip0",
              "pinctrl-rp1",
              IntStream.range(0, 54).mapToObj(i -> "GPIO" + i).toList()),
          new GpioChip("gpiochip10", "gpio-brcmstb", List.of("", "BT_ON")));

  private final Context context =
      Pi4J.newContextBuilder().disableShutdownHook().add(new Outputs()).add(new Inputs()).build();
  private final GpioLines lines = new GpioLines(() -> CHIPS, _ -> pi4j());

  /// What was done to the outputs, such as `17 high`, in order.
  private final BlockingQueue<String> story = new LinkedBlockingQueue<>();

  // guarded by this
  private final Map<Integer, Boolean> levels = new HashMap<>();
  private final Set<Integer> lost = new HashSet<>();
  private boolean broken;

  public BlockingQueue<String> story() {
    return story;
  }

  /// The level at a line, whoever makes it.
  public synchronized boolean isHigh(int line) {
    return levels.getOrDefault(line, false);
  }

  /// A key or a switch makes this level, and Pi4J tells who has the line.
  public void drive(int line, boolean high) {
    synchronized (this) {
      levels.put(line, high);
    }
    context.registry().all().values().stream()
        .filter(MockDigitalInput.class::isInstance)
        .map(MockDigitalInput.class::cast)
        .filter(input -> input.address() == line)
        .forEach(input -> input.mockState(DigitalState.getState(high)));
  }

  /// The library fails whenever it is asked for this line, or no longer.
  public synchronized void lose(int line, boolean isLost) {
    if (isLost) {
      lost.add(line);
    } else {
      lost.remove(line);
    }
  }

  /// The library does not open.
  public synchronized void breakDown() {
    broken = true;
  }

  private synchronized Context pi4j() {
    if (broken) {
      throw new UnsatisfiedLinkError("no libgpiod here");
    }
    return context;
  }

  private synchronized boolean isLost(int line) {
    return lost.contains(line);
  }

  private synchronized void put(int line, boolean high) {
    if (isLost(line)) {
      throw new IOException("line " + line + " is gone");
    }
    levels.put(line, high);
    story.add(line + (high ? " high" : " low"));
  }

  @Override
  public OutputLine output(LineSettings settings) throws PortException {
    return lines.output(settings);
  }

  @Override
  public InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    return lines.input(settings, listener);
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
    lines.close();
    context.shutdown();
  }

  private final class Outputs extends MockDigitalOutputProviderImpl {

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
      var output = new Output(this, config);
      context().registry().add(output);
      return output;
    }
  }

  private final class Output extends MockDigitalOutput {

    Output(Outputs provider, DigitalOutputConfig config) {
      super(provider, config);
    }

    @Override
    public DigitalOutput state(DigitalState next) throws IOException {
      put(address(), next == DigitalState.HIGH);
      return super.state(next);
    }
  }

  private final class Inputs extends MockDigitalInputProviderImpl {

    @Override
    public DigitalInput create(DigitalInputConfig config) {
      var input = new Input(this, config);
      context().registry().add(input);
      return input;
    }
  }

  private final class Input extends MockDigitalInput {

    Input(Inputs provider, DigitalInputConfig config) {
      super(provider, config);
    }

    @Override
    public DigitalInput initialize(Context context) {
      if (isLost(address())) {
        throw new InitializeException("line " + address() + " is gone");
      }
      return super.initialize(context);
    }

    @Override
    public DigitalState state() {
      if (isLost(address())) {
        throw new IllegalStateException("line " + address() + " is gone");
      }
      return DigitalState.getState(MockBoard.this.isHigh(address()));
    }
  }
}
