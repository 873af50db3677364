package till.port;

/// A GPIO line and how it is used. `active` is what the device means by on, pressed or open;
/// whether that is a high or a low level is said here and nowhere else.
///
/// @param address `gpio:17` (number on the board's header), `gpio:GPIO17` (the line's name on
///   whichever chip has it), `gpio:CHIP/17` or `gpio:CHIP/NAME` (the chip by its label, such as
///   `pinctrl-rp1`: chips change their numbers from kernel to kernel), or `sim:NAME` where
///   simulated lines are offered
/// @param activeLow whether a low level is the active one
/// @param pull what the board does to a line that nobody drives
/// @param debounceMillis for an input: how long a level has to last before it counts, 0 to 1,000
/// @param activeAtRest for an output: whether the device is active before anybody has said
///   anything, and after the line was closed; the side on which it fails
public record LineSettings(
    String address, boolean activeLow, Pull pull, int debounceMillis, boolean activeAtRest) {

  public static final int DEBOUNCE_MILLIS_MAX = 1_000;

  /// Keys and drawer switches bounce for 5 to 20 ms.
  private static final int DEBOUNCE_MILLIS = 20;

  public LineSettings {
    if (address.isBlank()) {
      throw new IllegalArgumentException("a line needs an address");
    }
    if (debounceMillis < 0 || debounceMillis > DEBOUNCE_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "debounce must be 0 to " + DEBOUNCE_MILLIS_MAX + " ms, not " + debounceMillis);
    }
  }

  /// Active high, off at rest, no pull, 20 ms of debounce.
  public static LineSettings of(String address) {
    return new LineSettings(address, false, Pull.NONE, DEBOUNCE_MILLIS, false);
  }

  /// The board's own resistor.
  public enum Pull {
    NONE,
    UP,
    DOWN
  }

  /// The level that means this.
  boolean isHighFor(boolean active) {
    return active != activeLow;
  }

  /// What this level means.
  boolean isActiveAt(boolean high) {
    return high != activeLow;
  }
}
