package till.device.printer;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import till.device.printer.SetLine.Piece;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;

/// Puts words into lines of a number of columns. What it decides holds for text and for pictures.
final class Typesetter {

  /// Between two texts in one line.
  private static final int GAP = 1;

  /// A text at the end of a line that leaves less than this share of it gets a line of its own.
  private static final int START_SHARE = 3;

  private final int columns;
  private final Locale locale;
  private final boolean rightToLeft;

  /// @param columns characters of font A in a line
  Typesetter(int columns, Sheet sheet) {
    this.columns = columns;
    this.locale = sheet.locale();
    this.rightToLeft = sheet.rightToLeft();
  }

  List<SetLine> lines(Sheet.Written part) {
    return switch (part) {
      case Sheet.Text text -> text(text);
      case Sheet.Pair pair -> pair(pair);
      case Sheet.Table table -> table(table.rows());
    };
  }

  private List<SetLine> text(Sheet.Text text) {
    return full(text.text(), text.align(), text.look());
  }

  /// Blanks before a text are room that stays free at its start, on whichever side that is.
  private List<SetLine> full(String text, Align align, Look look) {
    int width = columns / look.width;
    int indent = align == Align.START ? indent(text, width) : 0;
    return wrapped(text.substring(indent), width - indent).stream()
        .map(line -> new SetLine(List.of(new Piece(line, indent, width - indent, align)), look))
        .toList();
  }

  private static int indent(String text, int width) {
    int blanks = text.length() - text.stripLeading().length();
    return Columns.of(text) <= width && !text.isBlank() ? blanks : 0;
  }

  /// A long start keeps to its side; the end stands in its last line.
  private List<SetLine> pair(Sheet.Pair pair) {
    String end = pair.end();
    Look look = pair.look();
    int width = (columns - pair.room()) / look.width;
    int endWidth = Columns.of(end);
    int startWidth = width - endWidth - GAP;
    boolean fits = Columns.of(pair.start()) <= startWidth;
    if (!fits && look == Look.BIG) {
      return pair(new Sheet.Pair(pair.start(), end, pair.room(), Look.TALL));
    }
    var lines = new ArrayList<SetLine>();
    if (!fits && startWidth < width / START_SHARE) {
      lines.addAll(full(pair.start(), Align.START, look));
      lines.addAll(full(end + " ".repeat(pair.room()), Align.END, look));
      return lines;
    }
    List<String> starts = wrapped(pair.start(), startWidth);
    for (String line : starts.subList(0, starts.size() - 1)) {
      lines.add(new SetLine(List.of(new Piece(line, 0, startWidth, Align.START)), look));
    }
    lines.add(
        new SetLine(
            List.of(
                new Piece(starts.getLast(), 0, startWidth, Align.START),
                new Piece(end, width - endWidth, endWidth, Align.END)),
            look));
    return lines;
  }

  /// Equal columns where everything fits into them, else as wide as what is in them; where even
  /// that is too wide, every cell in a line of its own beside its heading.
  private List<SetLine> table(List<List<String>> rows) {
    int[] widths = widths(rows);
    if (IntStream.of(widths).sum() + GAP * (widths.length - 1) > columns) {
      return list(rows);
    }
    spread(widths);
    return rows.stream().map(row -> row(row, widths, rows)).toList();
  }

  private static int[] widths(List<List<String>> rows) {
    return IntStream.range(0, rows.getFirst().size())
        .map(cell -> rows.stream().mapToInt(row -> Columns.of(row.get(cell))).max().orElse(0))
        .toArray();
  }

  /// Equal columns at the end, where the widest fits; what is left is the first one's.
  private void spread(int[] widths) {
    int ends = widths.length - 1;
    int equal = (columns - widths[0]) / ends - GAP;
    if (IntStream.of(widths).skip(1).allMatch(width -> width <= equal)) {
      Arrays.fill(widths, 1, widths.length, equal);
    }
    widths[0] = columns - IntStream.of(widths).skip(1).sum() - GAP * ends;
  }

  private SetLine row(List<String> row, int[] widths, List<List<String>> rows) {
    var pieces = new ArrayList<Piece>();
    int column = 0;
    for (int cell = 0; cell < widths.length; cell++) {
      String text = cell == 0 ? row.get(cell) : flush(row.get(cell), cell, rows);
      Align align = cell == 0 ? Align.START : Align.END;
      pieces.add(new Piece(text, column, widths[cell], align));
      column += widths[cell] + GAP;
    }
    return new SetLine(pieces, Look.PLAIN);
  }

  /// Where reading goes to the left, amounts of one column are made equally wide: they end at its
  /// left side, and their digits still stand below each other.
  private String flush(String text, int cell, List<List<String>> rows) {
    if (!rightToLeft) {
      return text;
    }
    int widest = rows.stream().skip(1).mapToInt(row -> Columns.of(row.get(cell))).max().orElse(0);
    return rows.getFirst().get(cell).equals(text) ? text : padded(text, widest);
  }

  /// Blanks before a text, up to this many columns.
  private static String padded(String text, int columns) {
    return " ".repeat(Math.max(0, columns - Columns.of(text))) + text;
  }

  private List<SetLine> list(List<List<String>> rows) {
    List<String> heading = rows.getFirst();
    var lines = new ArrayList<SetLine>();
    for (List<String> row : rows.subList(1, rows.size())) {
      lines.addAll(full(row.getFirst(), Align.START, Look.PLAIN));
      for (int cell = 1; cell < row.size(); cell++) {
        lines.addAll(pair(new Sheet.Pair("  " + heading.get(cell), row.get(cell), 0, Look.PLAIN)));
      }
    }
    return lines;
  }

  /// Lines of at most this many columns, broken where the language breaks them, else anywhere.
  private List<String> wrapped(String text, int width) {
    if (Columns.of(text) <= width) {
      return List.of(text);
    }
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : parts(text, BreakIterator.getLineInstance(locale))) {
      if (Columns.of(line + word.stripTrailing()) <= width) {
        line.append(word);
        continue;
      }
      if (!line.toString().isBlank()) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      for (String letter : parts(word, BreakIterator.getCharacterInstance(locale))) {
        if (Columns.of(line + letter.stripTrailing()) > width && !line.isEmpty()) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(letter);
      }
    }
    if (!line.toString().isBlank() || lines.isEmpty()) {
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static List<String> parts(String text, BreakIterator breaks) {
    breaks.setText(text);
    var parts = new ArrayList<String>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      parts.add(text.substring(start, end));
      start = end;
    }
    return parts;
  }
}
