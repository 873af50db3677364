package till.device.printer;

import java.util.List;

/// A sheet as plain text: in the columns of the printer, and in the order in which it is read.
public final class SheetText {

  private final int columns;
  private final StringBuilder text = new StringBuilder();

  private SheetText(int columns) {
    this.columns = columns;
  }

  /// The whole sheet, lines parted by line feeds.
  ///
  /// @param columns characters of font A in a line
  public static String of(Sheet sheet, int columns) {
    var plain = new SheetText(columns);
    var typesetter = new Typesetter(columns, sheet);
    for (Sheet.Part part : sheet.parts()) {
      switch (part) {
        case Sheet.Written written -> typesetter.lines(written).forEach(plain::line);
        case Sheet.Rule _ -> plain.add("─".repeat(columns));
        case Sheet.Feed feed -> plain.text.repeat('\n', feed.lines());
        case Sheet.Barcode barcode -> plain.centred("[" + barcode.data() + "]");
        case Sheet.Qr qr -> plain.centred("[" + qr.data() + "]");
        case Sheet.Logo _, Sheet.Cut _ -> {}
      }
    }
    return plain.text.toString();
  }

  private void line(SetLine line) {
    var words = new StringBuilder();
    for (SetLine.Piece piece : line.pieces()) {
      int column = column(piece, line.look());
      words.repeat(' ', Math.max(0, column - Columns.of(words.toString()))).append(piece.text());
    }
    add(words.toString().stripTrailing());
  }

  /// Letters of double width leave blanks, which go where the text does not stand.
  private int column(SetLine.Piece piece, Sheet.Look look) {
    return new SetLine.Piece(
            piece.text(), piece.column() * look.width, piece.columns() * look.width, piece.align())
        .textColumn();
  }

  /// Of what is no text, its content.
  private void centred(String content) {
    for (int start = 0; start < content.length(); start += columns) {
      String part = content.substring(start, Math.min(content.length(), start + columns));
      var piece = new SetLine.Piece(part, 0, columns, Sheet.Align.CENTRE);
      line(new SetLine(List.of(piece), Sheet.Look.PLAIN));
    }
  }

  private void add(String line) {
    text.append(line).append('\n');
  }
}
