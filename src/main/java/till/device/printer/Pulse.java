package till.device.printer;

/// The bytes that open a drawer.
final class Pulse {

  /// The coil may be on for a fifth of the time.
  private static final int REST_FACTOR = 4;

  private static final int UNIT_MILLIS = 2;
  private static final int UNITS_MAX = 255;

  /// The TM-U models take a shorter pulse for one of 50 ms.
  private static final int SHORTEST_UNITS = 25;

  private static final int REAL_TIME_UNIT_MILLIS = 100;
  private static final int REAL_TIME_UNITS_MAX = 8;

  private Pulse() {}

  /// `ESC p`: given when the printer comes to it.
  static byte[] inLine(int pin, int millis) {
    int on = Math.clamp((millis + UNIT_MILLIS - 1) / UNIT_MILLIS, 1, UNITS_MAX);
    int off = Math.min(UNITS_MAX, REST_FACTOR * Math.max(on, SHORTEST_UNITS));
    return new byte[] {0x1B, 'p', connector(pin), (byte) on, (byte) off};
  }

  /// `DLE DC4 1`: given at once, also by a printer that cannot print.
  static byte[] realTime(int pin, int millis) {
    int on =
        Math.clamp(
            (millis + REAL_TIME_UNIT_MILLIS - 1) / REAL_TIME_UNIT_MILLIS, 1, REAL_TIME_UNITS_MAX);
    return new byte[] {0x10, 0x14, 1, connector(pin), (byte) on};
  }

  private static byte connector(int pin) {
    return (byte) (pin == 5 ? 1 : 0);
  }
}
