package till.simulator;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a customer display shows after the bytes that it was sent. No I/O; takes any bytes.
///
/// Commands as in Epson's specification of the DM-D110, section 5, without horizontal scrolling,
/// user-defined characters, windows and macros.
final class DisplayReader {

  private static final int ESC = 0x1B;
  private static final int US = 0x1F;
  private static final int SPACE = 0x20;

  /// `ESC =`: the bit of the display.
  private static final int DISPLAY = 0x02;

  private static final int BRIGHTEST = 4;

  /// Arguments of the commands with a fixed number of them, by first and second byte.
  private static final Map<Integer, Integer> ESC_ARGUMENTS =
      Map.of((int) '=', 1, (int) '@', 0, (int) 'R', 1, (int) 't', 1, (int) '%', 1, (int) '?', 1);

  private static final Map<Integer, Integer> US_ARGUMENTS =
      Map.ofEntries(
          Map.entry(0x01, 0),
          Map.entry(0x02, 0),
          Map.entry(0x0A, 0),
          Map.entry(0x0D, 0),
          Map.entry((int) '$', 2),
          Map.entry((int) 'B', 0),
          Map.entry((int) 'C', 1),
          Map.entry((int) 'E', 1),
          Map.entry((int) 'X', 1),
          Map.entry((int) 'r', 1),
          Map.entry((int) '@', 0));

  private static final int ARGUMENTS_MAX = 2;

  private static final Map<Integer, Charset> CODE_PAGES =
      Map.of(
          0, Charset.forName("IBM437"),
          2, Charset.forName("IBM850"),
          3, Charset.forName("IBM860"),
          4, Charset.forName("IBM863"),
          5, Charset.forName("IBM865"),
          16, Charset.forName("windows-1252"),
          17, Charset.forName("IBM866"),
          18, Charset.forName("IBM852"),
          19, Charset.forName("IBM00858"));

  /// How the display goes on behind its last place.
  private enum Mode {
    OVERWRITE,
    SCROLL
  }

  private final int columns;
  private final char[][] glass;

  private Mode mode = Mode.OVERWRITE;
  private Charset codePage = page(0);
  private int column;
  private int row;
  private boolean cursor = true;
  private int brightness = BRIGHTEST;
  private boolean selected = true;
  private long strangeBytes;

  // a command that is not whole yet
  private int first;
  private int second = -1;
  private final int[] arguments = new int[ARGUMENTS_MAX];
  private int argumentCount;

  DisplayReader(int columns, int rows) {
    this.columns = columns;
    this.glass = new char[rows][columns];
    clear();
  }

  private static Charset page(int number) {
    return CODE_PAGES.getOrDefault(number, Charset.forName("IBM437"));
  }

  void feed(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      take(bytes[i] & 0xFF);
    }
  }

  /// The rows, as wide as the display.
  List<String> rows() {
    return Stream.of(glass).map(String::new).toList();
  }

  boolean hasCursor() {
    return cursor;
  }

  /// 1 to 4.
  int brightness() {
    return brightness;
  }

  /// Bytes that belong to no command that it knows.
  long strangeBytes() {
    return strangeBytes;
  }

  private void take(int next) {
    if (first == 0) {
      if (next == ESC || next == US) {
        first = next;
      } else if (selected) {
        plain(next);
      }
    } else if (second < 0) {
      second = next;
      performIfWhole();
    } else {
      arguments[argumentCount++] = next;
      performIfWhole();
    }
  }

  private void performIfWhole() {
    Integer wanted = (first == ESC ? ESC_ARGUMENTS : US_ARGUMENTS).get(second);
    if (wanted == null) {
      strangeBytes += 2;
    } else if (argumentCount < wanted) {
      return;
    } else if (selected || (first == ESC && second == '=')) {
      perform();
    }
    first = 0;
    second = -1;
    argumentCount = 0;
  }

  private void perform() {
    if (first == ESC) {
      performEscape();
    } else {
      performUs();
    }
  }

  private void performEscape() {
    switch (second) {
      case '=' -> selected = (arguments[0] & DISPLAY) != 0;
      case '@' -> reset();
      case 't' -> codePage = page(arguments[0]);
      default -> {} // national variants, user-defined characters: as they are at first
    }
  }

  private void performUs() {
    switch (second) {
      case 0x01 -> mode = Mode.OVERWRITE;
      case 0x02 -> mode = Mode.SCROLL;
      case 0x0A -> row = Math.max(0, row - 1);
      case 0x0D -> column = columns - 1;
      case '$' -> moveTo(arguments[0], arguments[1]);
      case 'B' -> moveTo(1, glass.length);
      case 'C' -> cursor = (arguments[0] & 1) != 0;
      case 'X' -> brightness = inRange(arguments[0], BRIGHTEST) ? arguments[0] : brightness;
      default -> {} // blinking, reverse, self-test
    }
  }

  /// Out of range, and nothing happens.
  private void moveTo(int x, int y) {
    if (inRange(x, columns) && inRange(y, glass.length)) {
      column = x - 1;
      row = y - 1;
    }
  }

  private static boolean inRange(int value, int max) {
    return value >= 1 && value <= max;
  }

  private void reset() {
    mode = Mode.OVERWRITE;
    codePage = page(0);
    cursor = true;
    brightness = BRIGHTEST;
    clear();
  }

  private void clear() {
    for (char[] line : glass) {
      Arrays.fill(line, ' ');
    }
    column = 0;
    row = 0;
  }

  private void plain(int next) {
    switch (next) {
      case 0x08 -> left();
      case 0x09 -> right();
      case 0x0A -> down();
      case 0x0B -> moveTo(1, 1);
      case 0x0C -> clear();
      case 0x0D -> column = 0;
      case 0x18 -> {
        Arrays.fill(glass[row], ' ');
        column = 0;
      }
      default -> {
        if (next >= SPACE) {
          write(new String(new byte[] {(byte) next}, codePage).charAt(0));
        } else {
          strangeBytes++;
        }
      }
    }
  }

  private void left() {
    if (column > 0) {
      column--;
    } else if (row > 0) {
      row--;
      column = columns - 1;
    }
  }

  private void write(char character) {
    glass[row][column] = character;
    right();
  }

  private void right() {
    if (column < columns - 1) {
      column++;
    } else {
      column = 0;
      down();
    }
  }

  private void down() {
    if (row < glass.length - 1) {
      row++;
    } else if (mode == Mode.SCROLL) {
      for (int y = 0; y < glass.length - 1; y++) {
        glass[y] = glass[y + 1];
      }
      glass[row] = new char[columns];
      Arrays.fill(glass[row], ' ');
    } else {
      row = 0;
    }
  }
}
