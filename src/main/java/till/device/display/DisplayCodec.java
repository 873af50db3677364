package till.device.display;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;

/// What a display is to show, as bytes. No I/O. Source of the commands: Epson, DM-D110
/// specification, section 5.
///
/// Text may come from anywhere: a control character in it becomes a space, and a character that the
/// code page does not have becomes its nearest letters, or at last `?`.
final class DisplayCodec {

  private static final int ESC = 0x1B;
  private static final int US = 0x1F;

  /// `ESC =`: what follows is for the display, not for a printer behind it.
  private static final int DISPLAY = 2;

  /// What decomposition does not find.
  private static final Map<Integer, String> NEAREST =
      Map.ofEntries(
          Map.entry((int) '€', "EUR"),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ẞ', "SS"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '‚', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '„', "\""),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '−', "-"));

  private final DisplaySettings settings;
  private final CharsetEncoder encoder;

  /// One thread.
  DisplayCodec(DisplaySettings settings) {
    this.settings = settings;
    this.encoder = settings.codePage().charset().newEncoder();
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
    String right = cut(shown(row.right()), settings.columns());
    int room = settings.columns() - right.length() - (right.isEmpty() ? 0 : 1);
    String left = cut(shown(row.left()), Math.max(0, room));
    return left + " ".repeat(settings.columns() - left.length() - right.length()) + right;
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  /// What of a text can be shown: each character of the result is one of the code page.
  private String shown(String text) {
    var result = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(character -> {
          if (Character.isISOControl(character)) {
            result.append(' ');
          } else if (has(character)) {
            result.appendCodePoint(character);
          } else {
            result.append(nearest(character));
          }
        });
    return result.toString();
  }

  /// Nothing for what has no width of its own.
  private String nearest(int character) {
    String plain =
        NEAREST.getOrDefault(
            character,
            Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cf}]", ""));
    return plain.codePoints().allMatch(this::has) ? plain : "?";
  }

  private boolean has(int character) {
    return encoder.canEncode(Character.toString(character));
  }

  private static void put(ByteArrayOutputStream bytes, int... values) {
    for (int value : values) {
      bytes.write(value);
    }
  }
}
