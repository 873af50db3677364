package till.port;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The wires of this board: serial lines, TCP connections, GPIO lines.
public final class BoardPorts implements Ports {

  private static final Path DEVICES = Path.of("/dev");
  private static final String GPIO = "gpio:";

  /// Made when the first line is asked for: most lanes have none, and it costs a second.
  private @Nullable Context gpio;

  private BoardPorts() {}

  /// Opens nothing yet.
  public static BoardPorts open() {
    return new BoardPorts();
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    String address = settings.address();
    if (address.startsWith("/")) {
      return SerialLine.open(settings);
    }
    if (address.startsWith("tcp://")) {
      return TcpLine.open(address);
    }
    throw new PortException(
        "cannot open "
            + address
            + ": a port of this board is a device path (/dev/serial/by-id/...) or tcp://host:port");
  }

  @Override
  public OutputLine output(String address) throws PortException {
    int number = number(address);
    return new GpioLine(gpio(address), address, number);
  }

  private static int number(String address) throws PortException {
    try {
      if (address.startsWith(GPIO)) {
        return Integer.parseUnsignedInt(address.substring(GPIO.length()));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new PortException("an output must look like gpio:17, not " + address);
  }

  private synchronized Context gpio(String address) throws PortException {
    if (gpio == null) {
      if (!hasGpioChip()) {
        throw new PortException(
            "cannot take " + address + ": this board has no GPIO (there is no /dev/gpiochip0)");
      }
      gpio = connect(address);
    }
    return gpio;
  }

  private static boolean hasGpioChip() throws PortException {
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(DEVICES, "gpiochip*")) {
      return chips.iterator().hasNext();
    } catch (IOException e) {
      throw new PortException("cannot look for GPIO in " + DEVICES + ": " + e.getMessage(), e);
    }
  }

  private static Context connect(String address) throws PortException {
    try {
      return Pi4J.newContextBuilder()
          .disableShutdownHook()
          .add(GpioDDigitalOutputProvider.newInstance())
          .build();
    } catch (RuntimeException | LinkageError e) {
      throw new PortException(
          "cannot take " + address + ": the board's GPIO does not open: " + e.getMessage(), e);
    }
  }

  /// Gives the GPIO lines back. Open ports are closed by those who opened them.
  @Override
  public synchronized void close() {
    if (gpio != null) {
      gpio.shutdown();
      gpio = null;
    }
  }
}
