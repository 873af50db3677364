package till.device.display;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import till.device.Alphabet;

/// What a display is to show, as bytes. No I/O. Source of the commands: Epson, DM-D110
/// specification, section 5.
///
/// Text may come from anywhere: what the code page has no letters for is said with the nearest that
/// it has ([Alphabet#nearly]).
final class DisplayCodec {

  private static final int ESC = 0x1B;
  private static final int US = 0x1F;

  /// `ESC =`: what follows is for the display, not for a printer behind it.
  private static final int DISPLAY = 2;

  private final DisplaySettings settings;
  private final Alphabet alphabet;

  DisplayCodec(DisplaySettings settings) {
    this.settings = settings;
    var pages = new LinkedHashMap<Integer, Charset>();
    pages.put(settings.codePage().number(), settings.codePage().charset());
    this.alphabet = new Alphabet(pages);
  }

  /// Makes any display a blank one that is known.
  byte[] begin() {
    var bytes = new ByteArrayOutputStream();
    put(bytes, ESC, '=', DISPLAY);
    put(bytes, ESC, '@');
    return bytes.toByteArray();
  }

  /// All rows, and everything that they need: a display that was switched off and on in the
  /// meantime shows them as well. Nothing is cleared, so nothing flickers.
  ///
  /// @param rows from the top; what is missing is blank, what is too much is left out
  byte[] page(List<DisplayRow> rows) {
    var bytes = new ByteArrayOutputStream();
    put(bytes, ESC, '=', DISPLAY);
    put(bytes, US, 1); // overwrite, do not scroll
    put(bytes, US, 'C', 0); // no cursor
    put(bytes, US, 'X', settings.brightness());
    put(bytes, ESC, 'R', 0); // no national variants of ASCII
    put(bytes, ESC, 't', settings.codePage().number());
    for (int y = 1; y <= settings.rows(); y++) {
      put(bytes, US, '$', 1, y);
      DisplayRow row = y <= rows.size() ? rows.get(y - 1) : DisplayRow.BLANK;
      bytes.writeBytes(fitted(row).getBytes(settings.codePage().charset()));
    }
    return bytes.toByteArray();
  }

  private String fitted(DisplayRow row) {
    String right = cut(alphabet.nearly(row.right()), settings.columns());
    int room = settings.columns() - right.length() - (right.isEmpty() ? 0 : 1);
    String left = cut(alphabet.nearly(row.left()), Math.max(0, room));
    return left + " ".repeat(settings.columns() - left.length() - right.length()) + right;
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static void put(ByteArrayOutputStream bytes, int... values) {
    for (int value : values) {
      bytes.write(value);
    }
  }
}
