package till.device.drawer;

/// The `[drawer]`, wired to the printer.
///
/// @param pin the connector's pin: 2 or 5
/// @param pulseMillis length of the pulse, 2 to 510
public record DrawerSettings(int pin, int pulseMillis) {

  public DrawerSettings {
    if (pin != 2 && pin != 5) {
      throw new IllegalArgumentException("pin must be 2 or 5, not " + pin);
    }
    if (pulseMillis < 2 || pulseMillis > 510) {
      throw new IllegalArgumentException("pulse_ms must be 2 to 510, not " + pulseMillis);
    }
  }
}
