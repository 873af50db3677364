package till.device.wiegand;

import till.port.PortSettings;

/// The `[wiegand]`.
///
/// @param zeros the line of zeros, `gpio:17`
/// @param ones the line of ones
/// @param keypad bits in which its keypad sends a key: 4 or 8; 0 for a reader without one
/// @param gapMillis silence that ends a frame, 25 to 500
public record WiegandSettings(String zeros, String ones, int keypad, int gapMillis) {

  public static final int GAP_MILLIS_MIN = 25;
  public static final int GAP_MILLIS_MAX = 500;

  public WiegandSettings {
    if (keypad != 0 && keypad != 4 && keypad != 8) {
      throw new IllegalArgumentException("a key has 4 or 8 bits, not " + keypad);
    }
    if (gapMillis < GAP_MILLIS_MIN || gapMillis > GAP_MILLIS_MAX) {
      throw new IllegalArgumentException("gap_ms must be 25 to 500, not " + gapMillis);
    }
  }

  /// The two lines as one wire.
  public PortSettings port() {
    return PortSettings.of(zeros + "," + ones);
  }
}
