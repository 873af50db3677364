package till.device.payment.zvt;

import java.util.HexFormat;

/// Numbers as ZVT writes them: two digits a byte, leading zeros.
final class Bcd {

  private static final HexFormat HEX = HexFormat.of();

  private Bcd() {}

  /// @throws IllegalArgumentException when the number has more digits than the bytes hold
  static byte[] encode(long number, int bytes) {
    String digits = Long.toString(number);
    if (number < 0 || digits.length() > 2 * bytes) {
      throw new IllegalArgumentException(number + " does not fit into " + bytes + " bytes");
    }
    return HEX.parseHex("0".repeat(2 * bytes - digits.length()) + digits);
  }

  /// The nibbles, which are digits unless the sender means something else by them.
  static String nibbles(byte[] bytes) {
    return HEX.formatHex(bytes);
  }
}
