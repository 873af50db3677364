package till.paper;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Bar codes as modules: one character a module, `1` is dark. No quiet zones.
///
/// EAN and UPC from GS1 General Specifications 5.2, Code 39 from ISO/IEC 16388, interleaved 2 of 5
/// from ISO/IEC 16390, Codabar from EN 798, Code 128 from ISO/IEC 15417.
final class Bars {

  private static final String[] EAN_LEFT_ODD = {
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011"
  };

  /// Which of the six left digits have even parity, by the digit in front.
  private static final String[] EAN_EVEN = {
    "000000", "001011", "001101", "001110", "010011",
    "011001", "011100", "010101", "010110", "011010"
  };

  /// Which of the six digits of a UPC-E are odd, when its check digit is 0. For the other check
  /// digits it is those that would be even in an EAN. Number system 1 turns them around.
  private static final String UPC_E_ODD_0 = "000111";

  private static final String CODABAR = "0123456789-$:/.+ABCD";

  /// Which of seven elements are wide, as bits.
  private static final int[] CODABAR_WIDE = {
    0x03, 0x06, 0x09, 0x60, 0x12, 0x42, 0x21, 0x24, 0x30, 0x48,
    0x0C, 0x18, 0x45, 0x51, 0x54, 0x15, 0x1A, 0x29, 0x0B, 0x0E
  };

  /// Which two of five elements are wide; for Code 39 the order is 1 to 9, 0.
  private static final String[] TWO_OF_FIVE = {
    "00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010"
  };

  /// Code 39 by bar pattern (1 to 9, 0), one string a space pattern.
  private static final String[] CODE39 = {"1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-. *"};

  private static final String[] CODE39_SPACES = {"0100", "0010", "0001", "1000"};
  private static final String CODE39_SPECIAL = "$/+%";
  private static final String[] CODE39_SPECIAL_SPACES = {"1110", "1101", "1011", "0111"};

  /// Widths of bars and spaces by symbol value; 103 to 105 start in A, B, C; 106 stops.
  private static final List<String> CODE128 =
      List.of(
          """
          212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 \
          112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 \
          311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 \
          112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 \
          313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 \
          314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 \
          122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 \
          124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 \
          114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112\
          """
              .split(" "));

  private static final int CODE128_START_A = 103;
  private static final int CODE128_STOP = 106;

  private Bars() {}

  /// The digits of a GTIN. A check digit is added where the data lacks one, as a printer does.
  ///
  /// @param length with the check digit: 8, 12 or 13
  /// @return empty when the data is no such number
  static Optional<String> gtin(String data, int length) {
    if (!data.matches("[0-9]+") || (data.length() != length && data.length() != length - 1)) {
      return Optional.empty();
    }
    String payload = data.substring(0, length - 1);
    String whole = payload + checkDigit(payload);
    return data.length() == length && !data.equals(whole) ? Optional.empty() : Optional.of(whole);
  }

  private static int checkDigit(String payload) {
    int sum = 0;
    for (int i = 0; i < payload.length(); i++) {
      int weight = (payload.length() - i) % 2 == 1 ? 3 : 1;
      sum += weight * digit(payload, i);
    }
    return (10 - sum % 10) % 10;
  }

  /// @param digits a GTIN-13; a UPC-A is one that begins with 0
  static String ean13(String digits) {
    String even = EAN_EVEN[digit(digits, 0)];
    var bars = new StringBuilder("101");
    for (int i = 0; i < 6; i++) {
      String odd = EAN_LEFT_ODD[digit(digits, i + 1)];
      bars.append(even.charAt(i) == '1' ? reversed(inverted(odd)) : odd);
    }
    bars.append("01010");
    for (int i = 7; i < 13; i++) {
      bars.append(inverted(EAN_LEFT_ODD[digit(digits, i)]));
    }
    return bars.append("101").toString();
  }

  /// @param digits a GTIN-8
  static String ean8(String digits) {
    var bars = new StringBuilder("101");
    for (int i = 0; i < 4; i++) {
      bars.append(EAN_LEFT_ODD[digit(digits, i)]);
    }
    bars.append("01010");
    for (int i = 4; i < 8; i++) {
      bars.append(inverted(EAN_LEFT_ODD[digit(digits, i)]));
    }
    return bars.append("101").toString();
  }

  /// The eight digits of a UPC-E, from as many of them as a job gives: without number system,
  /// without check digit, or written as the UPC-A that it stands for.
  ///
  /// @return empty when the data is no such number
  static Optional<String> upcE(String data) {
    if (!data.matches("[0-9]{6}|[01][0-9]{6,7}|[01][0-9]{10,11}")) {
      return Optional.empty();
    }
    if (data.length() >= 11) {
      return gtin(data, 12).flatMap(Bars::shortened);
    }
    String payload = data.length() == 6 ? "0" + data : data.substring(0, 7);
    String whole = payload + digit(lengthened(payload), 11);
    return data.length() == 8 && !data.equals(whole) ? Optional.empty() : Optional.of(whole);
  }

  /// The UPC-A behind number system and six digits (GS1 General Specifications 5.2.1.4).
  private static String lengthened(String e) {
    String head = e.substring(0, 3);
    String item = e.substring(3, 6);
    int last = digit(e, 6);
    String payload =
        switch (last) {
          case 0, 1, 2 -> head + last + "0000" + item;
          case 3 -> head + item.charAt(0) + "00000" + item.substring(1);
          case 4 -> head + item.substring(0, 2) + "00000" + item.charAt(2);
          default -> head + item + "0000" + last;
        };
    return payload + checkDigit(payload);
  }

  private static Optional<String> shortened(String a) {
    return Stream.of(
            a.substring(0, 3) + a.substring(8, 11) + a.charAt(3),
            a.substring(0, 4) + a.substring(9, 11) + "3",
            a.substring(0, 5) + a.charAt(10) + "4",
            a.substring(0, 6) + a.charAt(10))
        .filter(e -> lengthened(e).equals(a))
        .findFirst()
        .map(e -> e + a.charAt(11));
  }

  /// @param digits the eight of a UPC-E
  static String upcEBars(String digits) {
    int check = digit(digits, 7);
    String odd = check == 0 ? UPC_E_ODD_0 : EAN_EVEN[check];
    char isOdd = digits.charAt(0) == '0' ? '1' : '0';
    var bars = new StringBuilder("101");
    for (int i = 0; i < 6; i++) {
      String pattern = EAN_LEFT_ODD[digit(digits, i + 1)];
      bars.append(odd.charAt(i) == isOdd ? pattern : reversed(inverted(pattern)));
    }
    return bars.append("010101").toString();
  }

  /// Start and stop are part of the data: one of the letters A to D at either end.
  static Optional<String> codabar(String data) {
    String upper = data.toUpperCase(Locale.ROOT);
    if (!upper.matches("[A-D][0-9$:/.+-]*[A-D]")) {
      return Optional.empty();
    }
    var bars = new StringBuilder();
    for (int i = 0; i < upper.length(); i++) {
      int wide = CODABAR_WIDE[CODABAR.indexOf(upper.charAt(i))];
      bars.append(i == 0 ? "" : "0");
      for (int element = 0; element < 7; element++) {
        int modules = (wide & 0x40 >> element) != 0 ? 3 : 1;
        bars.append((element % 2 == 0 ? "1" : "0").repeat(modules));
      }
    }
    return Optional.of(bars.toString());
  }

  private static int digit(String digits, int index) {
    return digits.charAt(index) - '0';
  }

  private static String inverted(String bars) {
    return bars.replace('0', 'x').replace('1', '0').replace('x', '1');
  }

  private static String reversed(String bars) {
    return new StringBuilder(bars).reverse().toString();
  }

  /// Start and stop characters are added where the data lacks them.
  static Optional<String> code39(String data) {
    String bare = data.replaceFirst("^\\*(.*)\\*$", "$1");
    if (bare.isEmpty() || bare.indexOf('*') >= 0) {
      return Optional.empty();
    }
    var bars = new StringBuilder();
    for (char c : ("*" + bare + "*").toCharArray()) {
      Optional<String> character = code39Character(c);
      if (character.isEmpty()) {
        return Optional.empty();
      }
      bars.append(bars.isEmpty() ? "" : "0").append(character.get());
    }
    return Optional.of(bars.toString());
  }

  private static Optional<String> code39Character(char c) {
    for (int row = 0; row < CODE39.length; row++) {
      int place = CODE39[row].indexOf(c);
      if (place >= 0) {
        return Optional.of(interleaved(TWO_OF_FIVE[(place + 1) % 10], CODE39_SPACES[row]));
      }
    }
    int special = CODE39_SPECIAL.indexOf(c);
    return special < 0
        ? Optional.empty()
        : Optional.of(interleaved("00000", CODE39_SPECIAL_SPACES[special]));
  }

  /// Interleaved 2 of 5.
  static Optional<String> itf(String data) {
    if (!data.matches("([0-9][0-9])+")) {
      return Optional.empty();
    }
    var bars = new StringBuilder("1010");
    for (int i = 0; i < data.length(); i += 2) {
      bars.append(interleaved(TWO_OF_FIVE[digit(data, i)], TWO_OF_FIVE[digit(data, i + 1)]));
    }
    return Optional.of(bars.append("11101").toString());
  }

  private static String interleaved(String wideBars, String wideSpaces) {
    var bars = new StringBuilder();
    for (int i = 0; i < wideBars.length(); i++) {
      bars.append(wideBars.charAt(i) == '1' ? "111" : "1");
      if (i < wideSpaces.length()) {
        bars.append(wideSpaces.charAt(i) == '1' ? "000" : "0");
      }
    }
    return bars.toString();
  }

  /// Code 128 as `GS k` wants it: `{A`, `{B`, `{C` choose a code set, `{S` shifts, `{1` to `{4` are
  /// FNC1 to FNC4, `{{` is a brace; in code set C every byte is a value of its own.
  static Optional<String> code128(String data) {
    if (!data.matches("(?s)\\{[ABC].+")) {
      return Optional.empty();
    }
    char set = data.charAt(1);
    int value = CODE128_START_A + set - 'A';
    int sum = value;
    int weight = 1;
    boolean shifted = false;
    var bars = new StringBuilder(modules(value));
    for (int i = 2; i < data.length(); i++) {
      char c = data.charAt(i);
      boolean escape = c == '{' && i + 1 < data.length();
      char code = escape ? data.charAt(++i) : c;
      char active = shifted ? other(set) : set;
      value = escape && code != '{' ? code128Function(code, set) : code128Value(code, active);
      if (value < 0) {
        return Optional.empty();
      }
      shifted = escape && code == 'S';
      if (escape && code >= 'A' && code <= 'C') {
        set = code;
      }
      sum += weight++ * value;
      bars.append(modules(value));
    }
    return Optional.of(
        bars.append(modules(sum % CODE128_START_A)).append(modules(CODE128_STOP)).toString());
  }

  /// What `GS k` wants for Code 128, for data that leaves the code sets to the printer: pairs of
  /// digits in set C, the rest in set B, what is below a blank in set A.
  ///
  /// @param data plain, but for `{1`, which is FNC1
  static String code128Sets(String data) {
    var coded = new StringBuilder();
    char set = 0;
    int at = 0;
    while (at < data.length()) {
      boolean function = data.startsWith("{1", at);
      int digits = digitsFrom(data, function ? at + 2 : at) & ~1;
      char wanted = digits >= (set == 'C' ? 2 : 4) ? 'C' : setFor(data.charAt(at), set);
      if (function && set != 0 && wanted != 'C') {
        wanted = set;
      }
      if (wanted != set) {
        coded.append('{').append(wanted);
        set = wanted;
      }
      if (function) {
        coded.append("{1");
        at += 2;
      } else if (set == 'C') {
        coded.append((char) Integer.parseInt(data.substring(at, at + 2)));
        at += 2;
      } else {
        coded.append(data.charAt(at) == '{' ? "{{" : data.substring(at, at + 1));
        at++;
      }
    }
    return coded.toString();
  }

  private static char setFor(char c, char now) {
    if (c < ' ') {
      return 'A';
    }
    return now == 'A' && c < 0x60 ? 'A' : 'B';
  }

  private static int digitsFrom(String data, int start) {
    int end = start;
    while (end < data.length() && data.charAt(end) >= '0' && data.charAt(end) <= '9') {
      end++;
    }
    return end - start;
  }

  private static char other(char set) {
    return set == 'A' ? 'B' : 'A';
  }

  /// The value of a character, -1 when the code set has none.
  private static int code128Value(char c, char set) {
    return switch (set) {
      case 'A' -> c < ' ' ? c + 64 : c < 0x60 ? c - ' ' : -1;
      case 'B' -> c >= ' ' && c < 0x80 ? c - ' ' : -1;
      default -> c < 100 ? c : -1;
    };
  }

  private static int code128Function(char code, char set) {
    return switch (code) {
      case 'A' -> set == 'A' ? -1 : 101;
      case 'B' -> set == 'B' ? -1 : 100;
      case 'C' -> set == 'C' ? -1 : 99;
      case 'S' -> set == 'C' ? -1 : 98;
      case '1' -> 102;
      case '2' -> set == 'C' ? -1 : 97;
      case '3' -> set == 'C' ? -1 : 96;
      case '4' -> set == 'A' ? 101 : set == 'B' ? 100 : -1;
      default -> -1;
    };
  }

  private static String modules(int value) {
    var bars = new StringBuilder();
    String widths = CODE128.get(value);
    for (int i = 0; i < widths.length(); i++) {
      bars.append((i % 2 == 0 ? "1" : "0").repeat(digit(widths, i)));
    }
    return bars.toString();
  }

  /// What people read under a Code 128: its data without the escapes.
  static String code128Text(String data) {
    var text = new StringBuilder();
    char set = 'B';
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      if (c == '{' && i + 1 < data.length()) {
        char code = data.charAt(++i);
        set = code >= 'A' && code <= 'C' ? code : set;
        text.append(code == '{' ? "{" : "");
      } else if (set == 'C') {
        text.append(c / 10).append(c % 10);
      } else {
        text.append(c < ' ' ? ' ' : c);
      }
    }
    return text.toString();
  }
}
