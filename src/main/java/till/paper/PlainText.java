package till.paper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Paper as plain text: one line of text a printed line.
final class PlainText {

  /// Words with single blanks between them belong together.
  private static final Pattern WORDS = Pattern.compile("\\S+(?: \\S+)*");

  private final Paper paper;
  private final StringBuilder text = new StringBuilder();
  private boolean inStripes;

  PlainText(Paper paper) {
    this.paper = paper;
  }

  @Override
  public String toString() {
    for (Row row : paper.rows()) {
      inStripes &= row instanceof Row.Line;
      switch (row) {
        case Row.Line line -> line(line);
        case Row.Picture picture ->
            label(
                "[picture %d x %d]".formatted(picture.raster().width(), picture.heightDots()),
                picture.x(),
                picture.raster().width());
        case Row.Barcode bars ->
            label("[%s %s]".formatted(bars.symbology(), bars.data()), bars.x(), bars.widthDots());
        case Row.Symbol symbol ->
            label(
                "[%s %s]".formatted(symbol.symbology(), symbol.data()),
                symbol.x(),
                symbol.widthDots());
        case Row.Feed feed ->
            text.append("\n".repeat(Math.round((float) feed.heightDots() / PrintHead.LINE_DOTS)));
        case Row.Cut _ -> text.append(cutLine()).append('\n');
        case Row.Pulse _, Row.Request _ -> {}
      }
    }
    return text.toString();
  }

  /// A picture that comes in stripes is named once.
  private void line(Row.Line line) {
    boolean stripes =
        !line.pieces().isEmpty() && line.pieces().stream().allMatch(Row.Stripe.class::isInstance);
    if (!stripes) {
      text.append(words(line)).append('\n');
    } else if (!inStripes) {
      label("[picture]", line.pieces().getFirst().x(), line.pieces().getFirst().widthDots());
    }
    inStripes = stripes;
  }

  private String words(Row.Line line) {
    var words = new StringBuilder();
    double columnDots = columnDots(line);
    for (Row.Piece piece : line.pieces()) {
      if (piece instanceof Row.Text run) {
        place(words, run, columnDots);
      }
    }
    return words.toString().stripTrailing();
  }

  /// A line all in the small font has more columns.
  private static double columnDots(Row.Line line) {
    boolean small =
        line.pieces().stream()
            .allMatch(piece -> piece instanceof Row.Text run && run.style().font() == Style.Font.B);
    return small && !line.pieces().isEmpty() ? Style.Font.B.cellWidth : Style.Font.A.cellWidth;
  }

  private void place(StringBuilder words, Row.Text printed, double columnDots) {
    Row.Text run = upright(printed);
    if (run.pitchDots() == columnDots || isWide(run.style())) {
      put(words, (int) Math.round(run.x() / columnDots), run.text());
      return;
    }
    // Wide characters: the gaps between the words take what the letters leave.
    Matcher found = WORDS.matcher(run.text());
    while (found.find()) {
      double slotStart = (run.x() + found.start() * run.pitchDots()) / columnDots;
      double slot = found.group().length() * run.pitchDots() / columnDots;
      put(words, column(slotStart, slot, found.group().length(), columnDots), found.group());
    }
  }

  /// An upside-down line as it reads with the paper turned.
  private Row.Text upright(Row.Text run) {
    return run.style().upsideDown()
        ? run.movedBy(paper.widthDots() - run.widthDots() - 2 * run.x())
        : run;
  }

  /// Where a word goes in a wider slot: left in one at the left end, right in one at the right end,
  /// in between in proportion.
  private int column(double slotStart, double slot, int length, double columnDots) {
    double free = paper.widthDots() / columnDots - slot;
    double share = free <= 0 ? 0 : Math.min(1, slotStart / free);
    return (int) Math.round(slotStart + Math.max(0, slot - length) * share);
  }

  /// Ideographs, of which terminals and printers agree that they are two columns wide.
  private static boolean isWide(Style style) {
    return style.font() == Style.Font.WIDE && style.width() == 1;
  }

  private static void put(StringBuilder words, int column, String word) {
    words.repeat(' ', Math.max(0, column - columns(words))).append(word);
  }

  /// How many columns a terminal needs for it.
  private static int columns(CharSequence words) {
    return words.chars().map(c -> Row.Text.isMark((char) c) ? 0 : isIdeograph(c) ? 2 : 1).sum();
  }

  /// East Asian wide and full-width characters (Unicode, UAX 11), as far as they have one `char`.
  private static boolean isIdeograph(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6);
  }

  /// Stands for what is not text, at the place where it is, in lines no longer than the paper's.
  private void label(String label, int x, int widthDots) {
    double columnDots = Style.Font.A.cellWidth;
    String printable = label.replaceAll("\\p{Cntrl}", "?");
    for (int start = 0; start < printable.length(); start += paper.columns()) {
      String part =
          printable.substring(start, Math.min(printable.length(), start + paper.columns()));
      double center = (x + widthDots / 2.0) / columnDots;
      int column = (int) Math.round(center - part.length() / 2.0);
      text.repeat(' ', Math.clamp(column, 0, paper.columns() - part.length()))
          .append(part)
          .append('\n');
    }
  }

  private String cutLine() {
    String dashes = "- ".repeat(paper.columns() / 4);
    String line = dashes + ">8 " + dashes;
    return line.substring(0, Math.min(line.length(), paper.columns())).stripTrailing();
  }
}
