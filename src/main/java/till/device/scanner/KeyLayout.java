package till.device.scanner;

/// Which characters stand on the keys of a keyboard.
///
/// A scanner that types sends the positions of keys, in the layout of the country that it is set
/// to. Positions are the codes of Linux (`input-event-codes.h`).
public enum KeyLayout {
  US(
      "1234567890-=" + "qwertyuiop[]" + "asdfghjkl;'`" + "\\zxcvbnm,./" + "\\" + ".",
      "!@#$%^&*()_+" + "QWERTYUIOP{}" + "ASDFGHJKL:\"~" + "|ZXCVBNM<>?" + "|" + ".",
      "",
      ""),
  DE(
      "1234567890ß´" + "qwertzuiopü+" + "asdfghjklöä^" + "#yxcvbnm,.-" + "<" + ",",
      "!\"§$%&/()=?`" + "QWERTZUIOPÜ*" + "ASDFGHJKLÖÄ°" + "'YXCVBNM;:_" + ">" + ",",
      " ²³   {[]}\\ " + "@ €        ~" + "            " + "       µ   " + "|" + " ",
      "´`^");

  /// No text: what a key becomes that stands for nothing.
  static final char NONE = 0;

  private static final int DIGITS = 2;
  private static final int UPPER_ROW = 16;
  private static final int MIDDLE_ROW = 30;
  private static final int LOWER_ROW = 43;
  private static final int BESIDE_SHIFT = 86;
  private static final int DECIMAL = 83;

  private static final int SPACE = 57;
  private static final int KEYPAD_ASTERISK = 55;
  private static final int KEYPAD_SLASH = 98;
  private static final int KEYPAD = 71;
  private static final String KEYPAD_KEYS = "789-456+1230";

  /// Characters in the order of `index`.
  private final String plain;

  private final String shifted;

  /// With AltGr; a blank where there is nothing.
  private final String alternative;

  /// Wait for the next key, to become one character with it.
  private final String dead;

  KeyLayout(String plain, String shifted, String alternative, String dead) {
    this.plain = plain;
    this.shifted = shifted;
    this.alternative = alternative;
    this.dead = dead;
  }

  /// The character of a key, or `NONE`.
  char character(int code, boolean shift) {
    int index = index(code);
    if (index >= 0) {
      return (shift ? shifted : plain).charAt(index);
    }
    return switch (code) {
      case SPACE -> ' ';
      case KEYPAD_ASTERISK -> '*';
      case KEYPAD_SLASH -> '/';
      default -> isKeypad(code) ? KEYPAD_KEYS.charAt(code - KEYPAD) : NONE;
    };
  }

  /// The character of a key with AltGr, or `NONE`.
  char alternative(int code) {
    int index = index(code);
    char character = index >= 0 && hasAlternatives() ? alternative.charAt(index) : ' ';
    return character == ' ' ? NONE : character;
  }

  /// Whether the right Alt key is AltGr.
  boolean hasAlternatives() {
    return !alternative.isEmpty();
  }

  boolean isDead(char character) {
    return dead.indexOf(character) >= 0;
  }

  /// The digit of a key of the keypad, or -1.
  static int keypadDigit(int code) {
    return isKeypad(code) ? Character.digit(KEYPAD_KEYS.charAt(code - KEYPAD), 10) : -1;
  }

  private static boolean isKeypad(int code) {
    return code >= KEYPAD && code < KEYPAD + KEYPAD_KEYS.length();
  }

  private static int index(int code) {
    if (code >= DIGITS && code < DIGITS + 12) {
      return code - DIGITS;
    }
    if (code >= UPPER_ROW && code < UPPER_ROW + 12) {
      return 12 + code - UPPER_ROW;
    }
    if (code >= MIDDLE_ROW && code < MIDDLE_ROW + 12) {
      return 24 + code - MIDDLE_ROW;
    }
    if (code >= LOWER_ROW && code < LOWER_ROW + 11) {
      return 36 + code - LOWER_ROW;
    }
    return switch (code) {
      case BESIDE_SHIFT -> 47;
      case DECIMAL -> 48;
      default -> -1;
    };
  }
}
