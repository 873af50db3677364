package till.paper;

import java.nio.charset.Charset;
import java.util.Optional;

/// Characters of two bytes, or four, between `FS &` and `FS .`.
///
/// Which code they are in is built into a printer by its country. Here the last `ESC R` tells, and
/// for Japan `FS C`; without one it is China's, which covers most printers that are sold.
final class WideCharacters {

  /// Stands for what cannot be shown.
  private static final char BOX = '□';

  private static final int JAPAN = 8;
  private static final int KOREA = 13;

  private boolean on;
  private int country;
  private int system;

  private final byte[] bytes = new byte[4];
  private int count;

  void turn(boolean next) {
    on = next;
    count = 0;
  }

  /// `ESC R`.
  void country(int number) {
    country = number;
  }

  /// `FS C`: 0 JIS, 1 Shift JIS.
  void system(int number) {
    system = number;
  }

  /// Whether a byte is part of a character of several bytes.
  boolean takes(int value) {
    return on && (count > 0 || isLead(value));
  }

  private boolean isLead(int value) {
    if (country != JAPAN) {
      return value > 0x80 && value < 0xFF;
    }
    if (system == 0) {
      return value > ' ' && value < 0x7F;
    }
    // between the two stand the narrow katakana
    return (value > 0x80 && value < 0xA0) || (value >= 0xE0 && value < 0xFD);
  }

  /// The next byte that it takes, and the character that it completes.
  Optional<Character> next(int value) {
    bytes[count++] = (byte) value;
    int length = count >= 2 && isChinese() && isDigit(bytes[1]) ? 4 : 2;
    if (count < length) {
      return Optional.empty();
    }
    count = 0;
    if (country == JAPAN && system == 0) {
      bytes[0] |= (byte) 0x80;
      bytes[1] |= (byte) 0x80;
    }
    String text = new String(bytes, 0, length, charset());
    return Optional.of(text.length() == 1 ? shown(text.charAt(0)) : BOX);
  }

  /// A box for what is no character.
  static char shown(char c) {
    return c == '\uFFFD' || Character.isISOControl(c) ? BOX : c;
  }

  private boolean isChinese() {
    return country != JAPAN && country != KOREA;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private Charset charset() {
    String name =
        switch (country) {
          case JAPAN -> system == 0 ? "EUC-JP" : "windows-31j";
          case KOREA -> "x-windows-949";
          default -> "GB18030";
        };
    return Charset.forName(name);
  }
}
