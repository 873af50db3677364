package till.device.lights;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import till.port.LineSettings;
import till.port.OutputLine;
import till.port.PortException;
import till.port.Ports;

/// The lines of the lamps that there are: taken together, dark at first, closed together.
final class Lamps implements AutoCloseable {

  private final Map<Lamp, OutputLine> lines = new EnumMap<>(Lamp.class);

  private Lamps() {}

  static Lamps take(Map<Lamp, LineSettings> settings, Ports ports) throws PortException {
    var lamps = new Lamps();
    try {
      for (var lamp : settings.entrySet()) {
        lamps.lines.put(lamp.getKey(), ports.output(lamp.getValue()));
      }
      return lamps;
    } catch (PortException | RuntimeException e) {
      lamps.close();
      throw e;
    }
  }

  /// Switches these on and all others off.
  void show(Set<Lamp> on) throws PortException {
    for (var line : lines.entrySet()) {
      line.getValue().set(on.contains(line.getKey()));
    }
  }

  @Override
  public void close() {
    lines.values().forEach(OutputLine::close);
  }
}
