package till.device.printer;

import java.util.List;
import java.util.Locale;

/// One document for a printer, before anyone has decided how it gets onto the paper: the same sheet
/// becomes ESC/POS bytes ([SheetPrinter]) and plain text ([SheetText]).
///
/// Start and end are the reader's: a sheet that is read from right to left starts at the right.
///
/// @param locale where lines may be broken, and how Chinese characters are drawn
/// @param parts from top to bottom
public record Sheet(boolean rightToLeft, Locale locale, List<Part> parts) {

  public Sheet {
    parts = List.copyOf(parts);
  }

  public sealed interface Part {}

  /// Words in lines. What is too long for a line goes on in the next one; nothing is cut off.
  public sealed interface Written extends Part {}

  public record Text(String text, Align align, Look look) implements Written {}

  /// One text at each end of a line. BIG ones that do not fit into it become TALL.
  ///
  /// @param room columns of PLAIN text that stay free behind the end
  public record Pair(String start, String end, int room, Look look) implements Written {}

  /// Columns, the first one at the start, the others at their ends, where digits of amounts stand
  /// below each other.
  ///
  /// @param rows the first one is the heading; all of the same length, 2 or more
  public record Table(List<List<String>> rows) implements Written {

    public Table {
      rows = rows.stream().map(List::copyOf).toList();
      int length = rows.getFirst().size();
      if (length < 2 || rows.stream().anyMatch(row -> row.size() != length)) {
        throw new IllegalArgumentException("rows of different lengths, or of one cell: " + rows);
      }
    }
  }

  /// A line across.
  public record Rule() implements Part {}

  /// Blank lines.
  ///
  /// @param lines 1 to 255
  public record Feed(int lines) implements Part {}

  /// The shop's picture, where it has one.
  public record Logo() implements Part {}

  /// CODE128 with its text below; a QR code where it would be wider than the paper.
  ///
  /// @param data 1 to 48 characters of ASCII
  public record Barcode(String data) implements Part {}

  /// A QR code at error correction M.
  ///
  /// @param data text without control characters, up to 2331 bytes of UTF-8
  public record Qr(String data) implements Part {}

  /// The end of the sheet: out to the knife, and off.
  public record Cut() implements Part {}

  /// Where text stands in its line.
  public enum Align {
    START,
    CENTRE,
    END
  }

  /// How text looks.
  public enum Look {
    PLAIN(1, 1, false),
    BOLD(1, 1, true),
    /// Twice as high, and in the same columns.
    TALL(1, 2, true),
    /// Twice as high and as wide.
    BIG(2, 2, true);

    final int width;
    final int height;
    final boolean bold;

    Look(int width, int height, boolean bold) {
      this.width = width;
      this.height = height;
      this.bold = bold;
    }
  }
}
