package till.device.printer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// Writes one print job as ESC/POS bytes. Source of the commands: Epson's ESC/POS reference.
///
/// Text may come from anywhere: control characters in it become spaces, and a character that no
/// code page of the printer has becomes its nearest letters, or at last `?`.
public final class EscPos {

  /// More does not fit into a QR code at error correction M.
  private static final int QR_BYTES_MAX = 2331;

  private static final int QR_MODULE_DOTS = 6;
  private static final int FEED_LINES_MAX = 255;

  private static final int LF = 0x0A;
  private static final int ESC = 0x1B;
  private static final int FS = 0x1C;
  private static final int GS = 0x1D;

  private final PrinterProfile profile;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int page;
  private boolean big;

  /// Where text stands in its line.
  public enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  /// Begins a job: whatever the one before left behind is gone.
  public EscPos(PrinterProfile profile) {
    this.profile = profile;
    this.page = profile.codePages().firstEntry().getKey();
    put(ESC, '@');
    put(FS, '.'); // no two-byte characters, which some printers start with
    put(ESC, 'R', 0); // no national variants of ASCII
    put(ESC, 't', page);
  }

  /// Characters in a line at the present size.
  public int columns() {
    return big ? profile.columns() / 2 : profile.columns();
  }

  /// Text without an end of line. The printer breaks what is too long.
  public EscPos text(String text) {
    printable(text).codePoints().forEach(this::putCharacter);
    return this;
  }

  /// Text with an end of line.
  public EscPos line(String text) {
    text(text);
    put(LF);
    return this;
  }

  /// One text at each end of a line; of two lines, where one is too short.
  public EscPos line(String left, String right) {
    int gap = columns() - width(left) - width(right);
    if (gap >= 1) {
      return line(left + " ".repeat(gap) + right);
    }
    line(left);
    return line(" ".repeat(Math.max(0, columns() - width(right))) + right);
  }

  /// A line of dashes.
  public EscPos rule() {
    return line("-".repeat(columns()));
  }

  /// Alignment of the lines to come.
  public EscPos align(Align align) {
    put(
        ESC,
        'a',
        switch (align) {
          case LEFT -> 0;
          case CENTRE -> 1;
          case RIGHT -> 2;
        });
    return this;
  }

  /// Emphasis of the text to come.
  public EscPos bold(boolean on) {
    put(ESC, 'E', on ? 1 : 0);
    return this;
  }

  /// Double width and height for the text to come.
  public EscPos big(boolean on) {
    big = on;
    put(GS, '!', on ? 0x11 : 0x00);
    return this;
  }

  /// Blank lines.
  ///
  /// @param lines 1 to 255
  public EscPos feed(int lines) {
    if (lines < 1 || lines > FEED_LINES_MAX) {
      throw new IllegalArgumentException(lines + " lines to feed");
    }
    put(ESC, 'd', lines);
    return this;
  }

  /// A QR code on a line of its own.
  ///
  /// @param data text without control characters, up to 2331 bytes of UTF-8
  public EscPos qr(String data) {
    byte[] stored = data.getBytes(StandardCharsets.UTF_8);
    if (stored.length == 0 || stored.length > QR_BYTES_MAX || data.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("not for a QR code: " + stored.length + " bytes");
    }
    putQr(65, '2', 0); // model 2
    putQr(67, QR_MODULE_DOTS);
    putQr(69, '1'); // error correction M
    int length = stored.length + 3;
    put(GS, '(', 'k', length & 0xFF, length >> 8, '1', 80, '0');
    bytes.writeBytes(stored);
    putQr(81, '0');
    return this;
  }

  /// Feeds to the knife and cuts, leaving one point.
  public EscPos cut() {
    put(GS, 'V', 66, 0);
    return this;
  }

  /// The job so far.
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void putQr(int function, int... parameters) {
    put(GS, '(', 'k', parameters.length + 2, 0, '1', function);
    put(parameters);
  }

  private void putCharacter(int character) {
    if (character < 0x80) {
      put(character);
      return;
    }
    if (!has(page, character)) {
      page = pageWith(character);
      put(ESC, 't', page);
    }
    bytes.writeBytes(encode(page, character));
  }

  private void put(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
  }

  private int width(String text) {
    return printable(text).length();
  }

  /// What of a text can be printed: every character of the result is in a code page.
  private String printable(String text) {
    var result = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(character -> {
          if (Character.isISOControl(character)) {
            result.append(' ');
          } else if (character < 0x80 || pageWith(character) >= 0) {
            result.appendCodePoint(character);
          } else {
            result.append(nearest(character));
          }
        });
    return result.toString();
  }

  /// The letters behind accents and ligatures; nothing for what has no width of its own.
  private String nearest(int character) {
    String plain =
        Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
            .replaceAll("[\\p{M}\\p{Cf}]", "");
    return plain.codePoints().allMatch(part -> pageWith(part) >= 0) ? plain : "?";
  }

  /// The first page that has the character; -1 when none has.
  private int pageWith(int character) {
    return profile.codePages().keySet().stream()
        .filter(number -> has(number, character))
        .findFirst()
        .orElse(-1);
  }

  private boolean has(int number, int character) {
    byte[] encoded = encode(number, character);
    return encoded.length == 1 && (encoded[0] != '?' || character == '?');
  }

  private byte[] encode(int number, int character) {
    Charset charset = profile.codePages().getOrDefault(number, StandardCharsets.US_ASCII);
    return Character.toString(character).getBytes(charset);
  }
}
