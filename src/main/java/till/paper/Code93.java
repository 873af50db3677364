package till.paper;

import java.util.Optional;

/// Code 93 as modules (AIM USS-93): one character a module, `1` is dark.
///
/// All of ASCII: what the 43 characters do not have is a shift and one of them.
final class Code93 {

  /// By value; the last four shift.
  private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%abcd";

  /// Nine modules each, as bits; the last one starts and stops.
  private static final int[] PATTERNS = {
    0x114, 0x148, 0x144, 0x142, 0x128, 0x124, 0x122, 0x150, 0x112, 0x10A, 0x1A8, 0x1A4,
    0x1A2, 0x194, 0x192, 0x18A, 0x168, 0x164, 0x162, 0x134, 0x11A, 0x158, 0x14C, 0x146,
    0x12C, 0x116, 0x1B4, 0x1B2, 0x1AC, 0x1A6, 0x196, 0x19A, 0x16C, 0x166, 0x136, 0x13A,
    0x12E, 0x1D4, 0x1D2, 0x1CA, 0x16E, 0x176, 0x1AE, 0x126, 0x1DA, 0x1D6, 0x132, 0x15E
  };

  private static final int START = 47;
  private static final int MODULUS = 47;

  /// The two check characters weigh the others from the right, up to these and then from 1 again.
  private static final int WEIGHT_C_MAX = 20;

  private static final int WEIGHT_K_MAX = 15;

  private Code93() {}

  /// The whole symbol, with its check characters.
  ///
  /// @return empty when there is no data, or some beyond ASCII
  static Optional<String> modules(String data) {
    if (data.isEmpty() || !data.chars().allMatch(c -> c < 0x80)) {
      return Optional.empty();
    }
    var values = new StringBuilder();
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      values.append(CHARACTERS.indexOf(c) >= 0 && c < 'a' ? String.valueOf(c) : shifted(c));
    }
    values.append(check(values, WEIGHT_C_MAX));
    values.append(check(values, WEIGHT_K_MAX));
    var bars = new StringBuilder(pattern(START));
    values.chars().forEach(c -> bars.append(pattern(CHARACTERS.indexOf(c))));
    // a last bar ends the last space
    return Optional.of(bars.append(pattern(START)).append('1').toString());
  }

  /// A shift, which is written as a small letter, and a capital.
  private static String shifted(char c) {
    if (c >= 'a' && c <= 'z') {
      return "d" + (char) (c - 'a' + 'A');
    }
    if (c >= 1 && c <= 26) {
      return "a" + (char) (c - 1 + 'A');
    }
    if (c > ' ' && c <= '/') {
      return "c" + (char) (c - '!' + 'A');
    }
    return switch (c) {
      case 0 -> "bU";
      case ':' -> "cZ";
      case '@' -> "bV";
      case '`' -> "bW";
      default ->
          "b"
              + (char)
                  ('A'
                      + (c < ' '
                          ? c - 0x1B
                          : c < '@' ? c - ';' + 5 : c < '`' ? c - '[' + 10 : c - '{' + 15));
    };
  }

  private static char check(CharSequence values, int weightMax) {
    int sum = 0;
    for (int i = 0; i < values.length(); i++) {
      int fromRight = values.length() - 1 - i;
      sum += (fromRight % weightMax + 1) * CHARACTERS.indexOf(values.charAt(i));
    }
    return CHARACTERS.charAt(sum % MODULUS);
  }

  private static String pattern(int value) {
    return Integer.toBinaryString(PATTERNS[value]);
  }
}
