package till.device.printer;

import java.util.List;

/// A line with every word in its place.
///
/// Columns are counted from where reading starts, in characters of this line's size.
record SetLine(List<Piece> pieces, Sheet.Look look) {

  SetLine {
    pieces = List.copyOf(pieces);
  }

  /// Text in a stretch of columns that is at least as wide.
  record Piece(String text, int column, int columns, Sheet.Align align) {

    Piece as(String other) {
      return new Piece(other, column, columns, align);
    }

    /// The column of the first character.
    int textColumn() {
      int free = columns - Columns.of(text);
      return column
          + switch (align) {
            case START -> 0;
            case CENTRE -> free / 2;
            case END -> free;
          };
    }
  }
}
