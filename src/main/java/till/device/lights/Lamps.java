package till.device.lights;

import java.util.Optional;
import till.port.LineSettings;
import till.port.OutputLine;
import till.port.PortException;
import till.port.Ports;

/// The lines of the lamps that there are.
final class Lamps implements AutoCloseable {

  private final Optional<OutputLine> green;
  private final Optional<OutputLine> red;

  private Lamps(Optional<OutputLine> green, Optional<OutputLine> red) {
    this.green = green;
    this.red = red;
  }

  static Lamps take(LightsSettings settings, Ports ports) throws PortException {
    Optional<OutputLine> green = take(settings.green(), ports);
    try {
      return new Lamps(green, take(settings.red(), ports));
    } catch (PortException e) {
      green.ifPresent(OutputLine::close);
      throw e;
    }
  }

  private static Optional<OutputLine> take(Optional<LineSettings> line, Ports ports)
      throws PortException {
    return line.isEmpty() ? Optional.empty() : Optional.of(ports.output(line.get()));
  }

  /// @param bright whether a flashing lamp is on at this moment
  void show(LaneLight.Signal signal, boolean bright) throws PortException {
    switch (signal) {
      case GREEN -> set(true, false);
      case RED -> set(false, true);
      case OFF -> set(false, false);
      case FLASHING -> set(bright && red.isEmpty(), bright);
    }
  }

  private void set(boolean greenOn, boolean redOn) throws PortException {
    if (green.isPresent()) {
      green.get().set(greenOn);
    }
    if (red.isPresent()) {
      red.get().set(redOn);
    }
  }

  @Override
  public void close() {
    green.ifPresent(OutputLine::close);
    red.ifPresent(OutputLine::close);
  }
}
