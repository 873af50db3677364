package till.device.scale;

import java.util.regex.Pattern;

/// The generator polynomial by which a Dialog 06 scale knows a till that was approved. A secret: it
/// is never shown.
final class Polynomial {

  private static final Pattern HEX = Pattern.compile("(0x)?[0-9A-Fa-f]{4,8}");

  private final int generator;

  private Polynomial(int generator) {
    this.generator = generator;
  }

  /// Reads four to eight hexadecimal digits, the highest power first: five for one of 16 bits.
  ///
  /// @throws IllegalArgumentException when it is none of that; the text is not repeated
  static Polynomial of(String text) {
    if (!HEX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the polynomial of the scale has to be four to eight hexadecimal digits");
    }
    int number = Integer.parseUnsignedInt(text.replaceFirst("^0x", ""), 16);
    if (number == 0) {
      throw new IllegalArgumentException("the polynomial of the scale must not be 0");
    }
    return new Polynomial(number << Integer.numberOfLeadingZeros(number));
  }

  /// The correction value of a checksum: what is left when the checksum, moved up by 16 bits, is
  /// divided by the polynomial.
  int correction(int checksum) {
    int rest = checksum << 16;
    for (int i = 0; i < 16; i++) {
      rest = rest < 0 ? (rest ^ generator) << 1 : rest << 1;
    }
    return rest >>> 16;
  }
}
