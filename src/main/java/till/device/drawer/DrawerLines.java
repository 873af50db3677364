package till.device.drawer;

import java.util.Optional;
import till.port.InputLine;
import till.port.PortException;
import till.port.Ports;

/// The drawer's lines on this board, where it has any: taken together, closed together.
final class DrawerLines implements AutoCloseable {

  private final Optional<Relay> relay;
  private final Optional<InputLine> sensor;

  private DrawerLines(Optional<Relay> relay, Optional<InputLine> sensor) {
    this.relay = relay;
    this.sensor = sensor;
  }

  /// @param listener told of changes of the sensor
  static DrawerLines take(DrawerSettings settings, Ports ports, InputLine.Listener listener)
      throws PortException {
    Optional<Relay> relay =
        settings.opener() instanceof DrawerSettings.Opener.Line line
            ? Optional.of(new Relay(ports.output(line.relay())))
            : Optional.empty();
    try {
      return new DrawerLines(
          relay,
          settings.sensor().orElse(null) instanceof DrawerSettings.Sensor.Line line
              ? Optional.of(ports.input(line.input(), listener))
              : Optional.empty());
    } catch (PortException e) {
      relay.ifPresent(Relay::close);
      throw e;
    }
  }

  Optional<Relay> relay() {
    return relay;
  }

  /// Whether the drawer is open, where a line says so.
  Optional<Boolean> isOpen() throws PortException {
    return sensor.isEmpty() ? Optional.empty() : Optional.of(sensor.get().isActive());
  }

  @Override
  public void close() {
    relay.ifPresent(Relay::close);
    sensor.ifPresent(InputLine::close);
  }
}
