package till.paper;

import java.util.List;
import java.util.Optional;

/// What one step of a print job did, from top to bottom: something on the paper, or something the
/// printer did beside it. Measures are dots; `x` counts from the left end of the print head.
public sealed interface Row {

  /// How far the paper moved.
  default int heightDots() {
    return 0;
  }

  /// Whether there is ink.
  default boolean inked() {
    return false;
  }

  /// A printed line; without pieces it is a blank one.
  record Line(List<Piece> pieces, int heightDots) implements Row {

    public Line {
      pieces = List.copyOf(pieces);
    }

    @Override
    public boolean inked() {
      return !pieces.isEmpty();
    }

    /// The tallest piece.
    int tallestDots() {
      return pieces.stream().mapToInt(Piece::heightDots).max().orElse(0);
    }
  }

  /// A stretch of a line.
  sealed interface Piece {

    int x();

    int widthDots();

    int heightDots();

    Piece movedBy(int dots);
  }

  /// Characters of one style, in the order in which they stand: what reads from right to left is
  /// not reordered.
  ///
  /// @param pitchDots from one character to the next: its cell and what `ESC SP` adds
  record Text(int x, int pitchDots, String text, Style style) implements Piece {

    /// Whether a character stands on the one before it, as the vowels above and below Thai letters
    /// do.
    static boolean isMark(char c) {
      return Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /// Characters that take a place of their own.
    int cells() {
      return (int) (text.length() - text.chars().skip(1).filter(c -> isMark((char) c)).count());
    }

    @Override
    public int widthDots() {
      return pitchDots * cells();
    }

    @Override
    public int heightDots() {
      return style.cellHeightDots();
    }

    @Override
    public Text movedBy(int dots) {
      return new Text(x + dots, pitchDots, text, style);
    }
  }

  /// A stripe of a picture that was sent in columns.
  record Stripe(int x, Raster raster) implements Piece {

    @Override
    public int widthDots() {
      return raster.width();
    }

    @Override
    public int heightDots() {
      return raster.height();
    }

    @Override
    public Stripe movedBy(int dots) {
      return new Stripe(x + dots, raster);
    }
  }

  /// A raster picture.
  record Picture(int x, Raster raster) implements Row {

    @Override
    public int heightDots() {
      return raster.height();
    }

    @Override
    public boolean inked() {
      return true;
    }
  }

  /// A bar code, drawn.
  ///
  /// @param symbology `EAN13`, `CODE128`, ...
  /// @param bars one character a module, `1` is dark
  record Barcode(
      String symbology,
      String data,
      int x,
      String bars,
      int moduleDots,
      int barDots,
      boolean textAbove,
      boolean textBelow,
      Style.Font textFont)
      implements Row {

    public int widthDots() {
      return bars.length() * moduleDots;
    }

    int textDots() {
      return textFont.cellHeight + 2;
    }

    Barcode at(int nextX) {
      return new Barcode(
          symbology, data, nextX, bars, moduleDots, barDots, textAbove, textBelow, textFont);
    }

    @Override
    public int heightDots() {
      return barDots + (textAbove ? textDots() : 0) + (textBelow ? textDots() : 0);
    }

    @Override
    public boolean inked() {
      return true;
    }
  }

  /// A two-dimensional symbol (`QR`, `PDF417`, ...).
  ///
  /// @param drawing its dots; one that is not drawn here is a frame of about its size with its data
  record Symbol(
      String symbology, String data, int x, int widthDots, int heightDots, Optional<Raster> drawing)
      implements Row {

    Symbol at(int nextX) {
      return new Symbol(symbology, data, nextX, widthDots, heightDots, drawing);
    }

    @Override
    public boolean inked() {
      return true;
    }
  }

  /// Paper moved without printing.
  record Feed(int heightDots) implements Row {}

  /// The cutter.
  ///
  /// @param full false when a bridge of paper is left
  record Cut(boolean full) implements Row {}

  /// A pulse to a cash drawer.
  ///
  /// @param pin of the drawer socket: 2 or 5
  /// @param atOnce `DLE DC4`: given on arrival, not in turn
  record Pulse(int pin, int onMillis, int offMillis, boolean atOnce) implements Row {}

  /// A question to the printer, or an order to report by itself.
  ///
  /// @param argument the command's parameter bytes, one a character
  record Request(Query query, String argument) implements Row {}

  /// What is asked.
  enum Query {
    /// `DLE EOT n`: answered at once, whatever is waiting.
    REAL_TIME_STATUS,
    /// `GS r n`: answered in turn.
    STATUS,
    /// `GS I n`.
    IDENTITY,
    /// `GS a n`: reports from now on.
    AUTOMATIC_STATUS,
    /// `GS ( H`: the id comes back when all before it is printed.
    PROCESS_ID
  }
}
