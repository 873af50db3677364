package till.paper;

import java.nio.charset.Charset;
import java.util.Optional;

/// Characters of two bytes, or four, between `FS &` and `FS .`.
final class WideCharacters {

  /// Stands for what cannot be shown.
  private static final char BOX = '□';

  private static final int JAPAN = 8;
  private static final int KOREA = 13;
  private static final int CHINA = 15;

  /// What the printer has, as long as the job names no country that has another.
  private final WideCode builtIn;

  private WideCode code;
  private boolean on;
  private boolean shiftJis;

  private final byte[] bytes = new byte[4];
  private int count;

  WideCharacters(WideCode builtIn) {
    this.builtIn = builtIn;
    this.code = builtIn;
  }

  void turn(boolean next) {
    on = next;
    count = 0;
  }

  /// `ESC R`, which a job for such a printer begins with.
  void country(int number) {
    code =
        switch (number) {
          case JAPAN -> WideCode.JAPANESE;
          case KOREA -> WideCode.KOREAN;
          case CHINA -> WideCode.GB18030;
          default -> builtIn;
        };
  }

  /// `FS C`: 0 JIS, which is what a Japanese printer starts with, 1 Shift JIS.
  void system(int number) {
    shiftJis = number != 0;
  }

  /// Whether a byte is part of a character of several bytes.
  boolean takes(int value) {
    return on && (count > 0 || isLead(value));
  }

  private boolean isLead(int value) {
    if (code != WideCode.JAPANESE) {
      return value > 0x80 && value < 0xFF;
    }
    // between the two of Shift JIS stand the narrow katakana
    return shiftJis
        ? (value > 0x80 && value < 0xA0) || (value >= 0xE0 && value < 0xFD)
        : value > ' ' && value < 0x7F;
  }

  /// The next byte that it takes, and the character that it completes.
  Optional<Character> next(int value) {
    bytes[count++] = (byte) value;
    boolean four = code == WideCode.GB18030 && count >= 2 && bytes[1] >= '0' && bytes[1] <= '9';
    int length = four ? 4 : 2;
    if (count < length) {
      return Optional.empty();
    }
    count = 0;
    String text = text(length);
    return Optional.of(text.length() == 1 ? shown(text.charAt(0)) : BOX);
  }

  private String text(int length) {
    if (code != WideCode.JAPANESE || shiftJis) {
      return new String(bytes, 0, length, code.charset());
    }
    // JIS is EUC without the high bits
    byte[] euc = {(byte) (bytes[0] | 0x80), (byte) (bytes[1] | 0x80)};
    return new String(euc, Charset.forName("EUC-JP"));
  }

  /// A box for what is no character.
  static char shown(char c) {
    return c == '\uFFFD' || Character.isISOControl(c) ? BOX : c;
  }
}
