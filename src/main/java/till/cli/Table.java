package till.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Rows under a heading, each column as wide as its widest cell.
final class Table {

  private static final String GAP = "  ";

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param heading the columns' names; one that ends in `>` is set to the right
  Table(String... heading) {
    this.heading = List.of(heading);
  }

  void add(Object... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + heading);
    }
    rows.add(List.of(cells).stream().map(Object::toString).toList());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintStream out) {
    out.println(line(heading.stream().map(Table::name).toList()));
    rows.forEach(row -> out.println(line(row)));
  }

  private String line(List<String> cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(width(i) - cells.get(i).length());
      line.append(i == 0 ? "" : GAP)
          .append(isRight(i) ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = name(heading.get(column)).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private boolean isRight(int column) {
    return heading.get(column).endsWith(">");
  }

  private static String name(String column) {
    return column.endsWith(">") ? column.substring(0, column.length() - 1) : column;
  }
}
