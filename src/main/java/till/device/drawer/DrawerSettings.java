package till.device.drawer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import till.port.LineSettings;

/// The `[drawer]`.
///
/// @param pulseMillis length of the pulse, 2 to 510
/// @param sensor where it says whether it is open; nobody knows without one
/// @param openMax how long it may stand open before somebody is told, 1 second to 1 hour
public record DrawerSettings(
    Opener opener, int pulseMillis, Optional<Sensor> sensor, Duration openMax) {

  public static final int PULSE_MILLIS_MIN = 2;

  /// What `ESC p` can say, and as long as any coil needs.
  public static final int PULSE_MILLIS_MAX = 510;

  public static final Duration OPEN_MAX_LIMIT = Duration.ofHours(1);

  public DrawerSettings {
    if (pulseMillis < PULSE_MILLIS_MIN || pulseMillis > PULSE_MILLIS_MAX) {
      throw new IllegalArgumentException("pulse_ms must be 2 to 510, not " + pulseMillis);
    }
    if (openMax.compareTo(Duration.ofSeconds(1)) < 0 || openMax.compareTo(OPEN_MAX_LIMIT) > 0) {
      throw new IllegalArgumentException("open_too_long_s must be 1 to 3600, not " + openMax);
    }
  }

  /// What feeds the drawer's coil.
  public sealed interface Opener {

    /// The printer's drawer connector.
    ///
    /// @param pin 2 or 5
    record PrinterPin(int pin) implements Opener {

      public PrinterPin {
        if (pin != 2 && pin != 5) {
          throw new IllegalArgumentException("pin must be 2 or 5, not " + pin);
        }
      }
    }

    /// A relay of this board's.
    record Line(LineSettings relay) implements Opener {}
  }

  /// The switch that sees whether the drawer is open.
  public sealed interface Sensor {

    /// Pin 3 of the printer's drawer connector.
    ///
    /// @param openWhenHigh which level means open depends on the drawer
    record PrinterPin(boolean openWhenHigh) implements Sensor {}

    /// An input of this board's, active when the drawer is open.
    record Line(LineSettings input) implements Sensor {}
  }

  /// The lines of this board that it takes.
  public List<LineSettings> lines() {
    var lines = new ArrayList<LineSettings>();
    if (opener instanceof Opener.Line line) {
      lines.add(line.relay());
    }
    if (sensor.orElse(null) instanceof Sensor.Line line) {
      lines.add(line.input());
    }
    return lines;
  }

  /// Whether it has anything to do with the printer.
  public boolean needsPrinter() {
    return opener instanceof Opener.PrinterPin
        || sensor.filter(Sensor.PrinterPin.class::isInstance).isPresent();
  }
}
