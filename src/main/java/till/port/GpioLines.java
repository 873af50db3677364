package till.port;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The GPIO lines of this board, through Pi4J.
final class GpioLines implements AutoCloseable {

  /// By its number: what Pi4J goes by. Which chip that is today is found by its label.
  private static final String CHIP_PROPERTY = "gpio.chip.name";

  /// The chips of a board.
  interface Chips {

    /// Looks at them.
    ///
    /// @throws PortException when a chip does not say what it is
    List<GpioChip> all() throws PortException;
  }

  private final Chips chips;
  private final Function<String, Context> pi4j;

  /// Made when the first line is asked for: most lanes have none, and it costs a second.
  private @Nullable Context context;

  private String chip = "";

  /// Those of this board.
  GpioLines() {
    this(GpioChip::all, GpioLines::pi4j);
  }

  /// @param pi4j opens the library on the chip of that name
  GpioLines(Chips chips, Function<String, Context> pi4j) {
    this.chips = chips;
    this.pi4j = pi4j;
  }

  OutputLine output(LineSettings settings) throws PortException {
    GpioAddress.Place place = find(settings);
    return new GpioOutput(context(settings, place), settings, place.number());
  }

  InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    GpioAddress.Place place = find(settings);
    return GpioInput.take(context(settings, place), settings, place.number(), listener);
  }

  private GpioAddress.Place find(LineSettings settings) throws PortException {
    return GpioAddress.parse(settings.address()).find(chips.all());
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

  private synchronized Context context(LineSettings settings, GpioAddress.Place place)
      throws PortException {
    if (context == null) {
      context = connect(settings, place);
      chip = place.chip();
    } else if (!chip.equals(place.chip())) {
      throw new PortException(
          "cannot take "
              + settings.address()
              + ": it is on "
              + place.chip()
              + ", and Pi4J has opened "
              + chip
              + "; all lines have to be on one chip");
    }
    return context;
  }

  private Context connect(LineSettings settings, GpioAddress.Place place) throws PortException {
    try {
      return pi4j.apply(place.chip());
    } catch (RuntimeException | LinkageError e) {
      throw new PortException(
          "cannot take "
              + settings.address()
              + ": the board's GPIO does not open: "
              + e.getMessage(),
          e);
    }
  }

  private static Context pi4j(String chip) {
    return Pi4J.newContextBuilder()
        .disableShutdownHook()
        .property(CHIP_PROPERTY, chip)
        .add(GpioDDigitalOutputProvider.newInstance())
        .add(GpioDDigitalInputProvider.newInstance())
        .build();
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
