package till.paper;

/// Finds where one ESC/POS command ends. Framing only: what a command means is not known here.
///
/// Lengths as in Epson's ESC/POS reference. A byte that starts no command is a command of one.
final class EscPosFramer {

  /// The end of the command has not arrived.
  static final int INCOMPLETE = 0;

  /// Tab stops are at most 32; a list without its NUL is not waited for.
  private static final int TABS_MAX = 32;

  /// Bar codes of the old form end with NUL; one without is not waited for.
  private static final int OLD_BARCODE_MAX = 255;

  /// NUL, HT, LF, FF, CR, XON, XOFF, CAN.
  private static final String KNOWN_CONTROLS = "\0\t\n\f\r\u0011\u0013\u0018";

  private static final int DLE = 0x10;
  private static final int ESC = 0x1B;
  private static final int FS = 0x1C;
  private static final int GS = 0x1D;

  private final byte[] bytes;
  private final int from;
  private final int available;

  private EscPosFramer(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.available = to - from;
  }

  /// The length of the command that starts at `from`, which is below `to`.
  ///
  /// @return a length; [#INCOMPLETE]; or, for a command that is not known, the negated number of
  ///   bytes to step over
  static int length(byte[] bytes, int from, int to) {
    return new EscPosFramer(bytes, from, to).length();
  }

  private int length() {
    int lead = at(0);
    if (lead != DLE && lead != ESC && lead != FS && lead != GS) {
      return lead >= ' ' || KNOWN_CONTROLS.indexOf(lead) >= 0 ? 1 : -1;
    }
    if (available < 2) {
      return INCOMPLETE;
    }
    return switch (lead) {
      case DLE -> dle();
      case ESC -> esc();
      case FS -> fs();
      default -> gs();
    };
  }

  private int dle() {
    return switch (at(1)) {
      case 0x04 -> available < 3 ? INCOMPLETE : need(at(2) <= 4 ? 3 : 4);
      case 0x05 -> need(3);
      case 0x14 -> available < 3 ? INCOMPLETE : dleDc4();
      default -> -2;
    };
  }

  private int dleDc4() {
    return switch (at(2)) {
      case 1, 2 -> need(5);
      case 3 -> need(8);
      case 7 -> need(4);
      case 8 -> need(10);
      default -> -3;
    };
  }

  private int esc() {
    return switch (at(1)) {
      case '2', '<', '@', 'L', 'S', 'i', 'm', 'q', 'v', 0x0C -> 2;
      case ' ',
          '!',
          '%',
          '-',
          '3',
          '4',
          '=',
          '?',
          'E',
          'G',
          'J',
          'K',
          'M',
          'R',
          'T',
          'U',
          'V',
          'a',
          'd',
          'e',
          'r',
          't',
          'u',
          '{' ->
          need(3);
      case '$', '\\', 'c', 'f' -> need(4);
      case 'p' -> need(5);
      case 'W' -> need(10);
      case '(' -> withLength16(3, 5);
      case '*' -> columnPicture();
      case 'D' -> tabStops();
      case '&' -> userCharacters();
      default -> -2;
    };
  }

  private int columnPicture() {
    if (available < 5) {
      return INCOMPLETE;
    }
    int bytesPerColumn = at(2) == 32 || at(2) == 33 ? 3 : 1;
    return need(5 + (long) word(3) * bytesPerColumn);
  }

  private int tabStops() {
    for (int i = 2; i < Math.min(available, 3 + TABS_MAX); i++) {
      if (at(i) == 0) {
        return i + 1;
      }
    }
    return available < 3 + TABS_MAX ? INCOMPLETE : -2;
  }

  private int userCharacters() {
    if (available < 5) {
      return INCOMPLETE;
    }
    int end = 5;
    for (int c = at(3); c <= at(4); c++) {
      if (end >= available) {
        return INCOMPLETE;
      }
      end += 1 + at(2) * at(end);
    }
    return need(end);
  }

  private int fs() {
    return switch (at(1)) {
      case '&', '.' -> 2;
      case '!', '-', 'C', 'W' -> need(3);
      case 'S', 'p', '?' -> need(4);
      case '2' -> need(4 + 72);
      case '(' -> withLength16(3, 5);
      case 'g' -> userMemory();
      case 'q' -> storedPictures();
      default -> -2;
    };
  }

  private int userMemory() {
    if (available < 10) {
      return INCOMPLETE;
    }
    return at(2) == '1' ? need(10 + word(8)) : need(10);
  }

  private int storedPictures() {
    if (available < 3) {
      return INCOMPLETE;
    }
    long end = 3;
    for (int i = 0; i < at(2); i++) {
      if (end + 4 > available) {
        return INCOMPLETE;
      }
      end += 4 + 8L * word((int) end) * word((int) end + 2);
    }
    return need(end);
  }

  private int gs() {
    return switch (at(1)) {
      case ':', 'c' -> 2;
      case '!', '/', 'B', 'E', 'H', 'I', 'T', 'a', 'b', 'f', 'h', 'j', 'r', 'w' -> need(3);
      case '$', 'A', 'L', 'P', 'W', '\\' -> need(4);
      case '^', 'z' -> need(5);
      case 'g' -> need(6);
      case '(' -> withLength16(3, 5);
      case '8' -> withLength32();
      case '*' -> available < 4 ? INCOMPLETE : need(4 + 8L * at(2) * at(3));
      case 'C' -> counter();
      case 'V' -> cut();
      case 'Q', 'v' -> rasterPicture();
      case 'k' -> barcode();
      default -> -2;
    };
  }

  private int counter() {
    if (available < 3) {
      return INCOMPLETE;
    }
    return switch (at(2)) {
      case 0, '0', 2, '2' -> need(5);
      case 1, '1' -> need(9);
      default -> -3;
    };
  }

  private int cut() {
    if (available < 3) {
      return INCOMPLETE;
    }
    return switch (at(2)) {
      case 0, 1, '0', '1' -> 3;
      case 65, 66, 97, 98, 103, 104 -> need(4);
      default -> -3;
    };
  }

  private int rasterPicture() {
    return available < 8 ? INCOMPLETE : need(8 + (long) word(4) * word(6));
  }

  private int barcode() {
    if (available < 4) {
      return INCOMPLETE;
    }
    if (at(2) >= 65) {
      return need(4 + at(3));
    }
    for (int i = 3; i < Math.min(available, 4 + OLD_BARCODE_MAX); i++) {
      if (at(i) == 0) {
        return i + 1;
      }
    }
    return available < 4 + OLD_BARCODE_MAX ? INCOMPLETE : -3;
  }

  private int withLength16(int lengthAt, int head) {
    return available < head ? INCOMPLETE : need(head + word(lengthAt));
  }

  private int withLength32() {
    return available < 7 ? INCOMPLETE : need(7L + word(3) + ((long) word(5) << 16));
  }

  private int need(long length) {
    return length <= available ? (int) length : INCOMPLETE;
  }

  private int at(int index) {
    return bytes[from + index] & 0xFF;
  }

  private int word(int index) {
    return at(index) | at(index + 1) << 8;
  }
}
