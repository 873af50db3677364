package till.device.printer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import till.device.Alphabet;

/// Writes one print job as ESC/POS bytes. Source of the commands: Epson's ESC/POS reference.
///
/// Text may come from anywhere: what the printer has no letters for is said with the nearest that
/// it has ([Alphabet#nearly]).
public final class EscPos {

  /// More does not fit into a QR code at error correction M.
  private static final int QR_BYTES_MAX = 2331;

  private static final int FEED_LINES_MAX = 255;
  private static final int SIZE_MAX = 8;

  private static final int BAR_DOTS = 80;
  private static final int BAR_MODULE_DOTS = 2;
  private static final int BARCODE_CHARACTERS_MAX = 48;

  private static final int LF = 0x0A;
  private static final int ESC = 0x1B;
  private static final int FS = 0x1C;
  private static final int GS = 0x1D;

  private final PrinterProfile profile;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Alphabet alphabet;
  private int page;
  private int characterWidth = 1;
  private Align aligned = Align.LEFT;

  /// Where text stands in its line.
  public enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  /// Begins a job: whatever the one before left behind is gone.
  public EscPos(PrinterProfile profile) {
    this(profile, new Alphabet(profile.codePages()));
  }

  EscPos(PrinterProfile profile, Alphabet alphabet) {
    this.profile = profile;
    this.alphabet = alphabet;
    this.page = profile.codePages().firstEntry().getKey();
    put(ESC, '@');
    put(FS, '.'); // no two-byte characters, which some printers start with
    put(ESC, 'R', 0); // no national variants of ASCII
    put(ESC, 't', page);
  }

  /// Characters in a line at the present size.
  public int columns() {
    return profile.columns() / characterWidth;
  }

  /// Text without an end of line. The printer breaks what is too long.
  public EscPos text(String text) {
    alphabet.nearly(text).codePoints().forEach(this::putCharacter);
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
    aligned = align;
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
    return on ? size(2, 2) : size(1, 1);
  }

  /// Size of the text to come, in multiples of the font's, 1 to 8.
  public EscPos size(int width, int height) {
    if (width < 1 || width > SIZE_MAX || height < 1 || height > SIZE_MAX) {
      throw new IllegalArgumentException("characters of size " + width + " x " + height);
    }
    characterWidth = width;
    put(GS, '!', (width - 1) << 4 | (height - 1));
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

  /// A QR code on a line of its own, its modules as large as the paper allows, up to 6 dots.
  ///
  /// @param data text without control characters, up to 2331 bytes of UTF-8
  public EscPos qr(String data) {
    byte[] stored = data.getBytes(UTF_8);
    if (stored.length == 0 || stored.length > QR_BYTES_MAX || data.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("not for a QR code: " + stored.length + " bytes");
    }
    int length = stored.length + 3;
    if (Slices.isLive(length & 0xFF, length >> 8)) {
      return qr(data + " "); // or the printer would obey the length
    }
    putQr(65, '2', 0); // model 2
    putQr(67, QrPicture.moduleDots(QrPicture.of(data), profile.head().dots()));
    putQr(69, '1'); // error correction M
    put(GS, '(', 'k');
    putWord(length);
    put('1', 80, '0');
    bytes.writeBytes(stored);
    putQr(81, '0');
    return this;
  }

  /// CODE128, with its text below.
  ///
  /// @param data 1 to 48 characters of ASCII, no wider than the paper: a printer leaves it out
  ///   without a word
  public EscPos barcode(String data) {
    if (!data.matches("[ -~]{1," + BARCODE_CHARACTERS_MAX + "}")) {
      throw new IllegalArgumentException("not for a bar code: " + data.length() + " characters");
    }
    put(GS, 'h', BAR_DOTS);
    put(GS, 'w', BAR_MODULE_DOTS);
    put(GS, 'H', 2); // text below
    put(GS, 'f', 0); // in font A
    byte[] content = ("{B" + data.replace("{", "{{")).getBytes(US_ASCII);
    put(GS, 'k', 73, content.length);
    bytes.writeBytes(content);
    return this;
  }

  /// How wide that is: a start, a check and a stop character beside the data.
  static int barcodeDots(String data) {
    return (11 * (data.length() + 3) + 2) * BAR_MODULE_DOTS;
  }

  /// A picture, where the lines to come are aligned. No live command is in it, and no slice of it
  /// is more than a printer can keep.
  EscPos picture(Dots picture) {
    for (Slices.Slice slice : Slices.of(picture, aligned == Align.LEFT)) {
      int length = slice.data().length;
      switch (profile.raster()) {
        case BIT_IMAGE -> {
          put(GS, 'v', '0', 0);
          putWord(slice.rowBytes());
          putWord(slice.rows());
          bytes.writeBytes(slice.data());
        }
        case GRAPHICS -> {
          put(GS, '(', 'L');
          putWord(length + 10);
          put('0', 112, '0', 1, 1, '1');
          putWord(slice.rowBytes() * 8);
          putWord(slice.rows());
          bytes.writeBytes(slice.data());
          put(GS, '(', 'L', 2, 0, '0', 50);
        }
      }
    }
    return this;
  }

  /// Feeds to the knife and cuts, as the printer can: one that cannot only feeds.
  public EscPos cut() {
    switch (profile.cutter().blade()) {
      case NONE -> {}
      case PARTIAL -> put(GS, 'V', 66, 0);
    }
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
    if (!alphabet.has(page, character)) {
      page = alphabet.pageWith(character);
      put(ESC, 't', page);
    }
    put(alphabet.code(page, character));
  }

  private void putWord(int value) {
    put(value & 0xFF, value >> 8);
  }

  private void put(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
  }

  private int width(String text) {
    return alphabet.nearly(text).length();
  }
}
