package till.port;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The GPIO lines of this board, through Pi4J.
final class GpioLines implements AutoCloseable {

  private static final Path DEVICES = Path.of("/dev");
  private static final String SCHEME = "gpio:";

  /// Made when the first line is asked for: most lanes have none, and it costs a second.
  private @Nullable Context context;

  OutputLine output(LineSettings settings) throws PortException {
    int number = number(settings.address());
    return new GpioOutput(context(settings.address()), settings, number);
  }

  InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    int number = number(settings.address());
    return GpioInput.take(context(settings.address()), settings, number, listener);
  }

  static PortException refused(LineSettings settings, RuntimeException e) {
    return new PortException(
        "cannot take "
            + settings.address()
            + ": "
            + e.getMessage()
            + "; is the number right and the line free?",
        e);
  }

  private static int number(String address) throws PortException {
    try {
      if (address.startsWith(SCHEME)) {
        return Integer.parseUnsignedInt(address.substring(SCHEME.length()));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new PortException("a GPIO line must look like gpio:17, not " + address);
  }

  private synchronized Context context(String address) throws PortException {
    if (context == null) {
      if (!hasChip()) {
        throw new PortException(
            "cannot take " + address + ": this board has no GPIO (there is no /dev/gpiochip0)");
      }
      context = connect(address);
    }
    return context;
  }

  private static boolean hasChip() throws PortException {
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
          .add(GpioDDigitalInputProvider.newInstance())
          .build();
    } catch (RuntimeException | LinkageError e) {
      throw new PortException(
          "cannot take " + address + ": the board's GPIO does not open: " + e.getMessage(), e);
    }
  }

  /// Gives the lines back.
  @Override
  public synchronized void close() {
    if (context != null) {
      context.shutdown();
      context = null;
    }
  }
}
