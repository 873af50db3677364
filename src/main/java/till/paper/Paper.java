package till.paper;

import java.util.ArrayList;
import java.util.List;

/// What a print job left behind: the paper, and what the printer did beside it.
///
/// @param columns font A characters in a line
/// @param widthDots of the print head
/// @param rows from top to bottom, in the order of the job
/// @param problems what a person should know: commands stepped over, data a printer would not
///   print, what was beyond a bound
/// @param unknown how many commands were not known
public record Paper(
    int columns, int widthDots, List<Row> rows, List<String> problems, int unknown) {

  public Paper {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /// The paper as plain text, a cut as a dashed line. No line is longer than the printer's, which
  /// is `columns`, or more where all of it is in the small font.
  public String text() {
    return new PlainText(this).toString();
  }

  /// The paper as a PNG with one pixel a dot: right on a fine screen at half its size, and on a
  /// coarse one at its full size.
  ///
  /// @throws PictureException when this machine has no fonts
  public byte[] png() {
    return PaperPicture.png(this, 1);
  }

  /// The paper as a PNG of another width.
  ///
  /// @param widthPixels 300 to 1,400
  /// @throws PictureException when this machine has no fonts
  public byte[] png(int widthPixels) {
    if (widthPixels < 300 || widthPixels > 1_400) {
      throw new IllegalArgumentException(
          "a picture is 300 to 1400 pixels wide, not " + widthPixels);
    }
    return PaperPicture.png(this, (double) widthPixels / PaperPicture.widthDots(this));
  }

  /// One paper a cut, the last one without a cut when something is printed after it.
  public List<Paper> receipts() {
    var receipts = new ArrayList<Paper>();
    int start = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof Row.Cut) {
        receipts.add(part(start, i + 1));
        start = i + 1;
      }
    }
    if (rows.subList(start, rows.size()).stream().anyMatch(Row::inked)) {
      receipts.add(part(start, rows.size()));
    }
    return List.copyOf(receipts);
  }

  private Paper part(int from, int to) {
    return new Paper(columns, widthDots, rows.subList(from, to), problems, unknown);
  }

  /// Whether the cutter has been at its lower end.
  public boolean isCut() {
    return rows.stream().anyMatch(Row.Cut.class::isInstance);
  }

  /// How long it is.
  public int lengthDots() {
    return rows.stream().mapToInt(Row::heightDots).sum();
  }
}
