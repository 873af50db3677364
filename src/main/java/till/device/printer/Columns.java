package till.device.printer;

/// How many columns of a line text takes: East Asian wide characters two, marks and invisible
/// characters none (Unicode Standard Annex 11).
final class Columns {

  private Columns() {}

  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  static int of(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.CONTROL ->
          0;
      default -> isWide(character) ? 2 : 1;
    };
  }

  private static boolean isWide(int character) {
    return in(character, 0x1100, 0x115F) // Hangul
        || in(character, 0x2E80, 0x303E) // radicals, punctuation
        || in(character, 0x3041, 0xA4CF) // Kana to Yi
        || in(character, 0xA960, 0xA97F)
        || in(character, 0xAC00, 0xD7A3)
        || in(character, 0xF900, 0xFAFF)
        || in(character, 0xFE30, 0xFE6F)
        || in(character, 0xFF01, 0xFF60) // full-width forms
        || in(character, 0xFFE0, 0xFFE6)
        || in(character, 0x1F300, 0x1FAFF) // pictographs
        || in(character, 0x20000, 0x3FFFD);
  }

  private static boolean in(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
