package till.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What a printer does with whole commands: it keeps modes and the line that is not printed yet,
/// and gives out rows. `ESC @` is a new head.
final class PrintHead {

  /// 1/6 inch, at 180 dots an inch.
  static final int LINE_DOTS = 30;

  private static final int DOTS_PER_INCH = 180;
  private static final int TAB_COLUMNS = 8;

  /// As much of a line as a message quotes.
  private static final int UNPRINTED_MAX = 60;

  private final Consumer<Row> rows;
  private final Consumer<String> problems;
  private final SymbolPress symbols;
  private final PicturePress pictures;
  private final int headDots;

  private Style style = Style.PLAIN;
  private boolean emphasized;
  private boolean doubleStruck;
  private int align;
  private int extraPitch;
  private int lineDots = LINE_DOTS;
  private int leftMargin;
  private int areaDots;
  private int horizontalPerInch = DOTS_PER_INCH;
  private int verticalPerInch = 2 * DOTS_PER_INCH;
  private CodePage codePage = CodePage.CP437;
  private int country;
  private final WideCharacters wide;
  private int widePrintMode;
  private final TreeSet<Integer> tabStops = new TreeSet<>();

  /// The line so far: finished pieces, the run of characters that grows, and where the next goes.
  private final List<Row.Piece> pieces = new ArrayList<>();

  private final StringBuilder run = new StringBuilder();
  private Style runStyle = Style.PLAIN;
  private int runStart;
  private int x;

  /// @param memory outlives this head
  PrintHead(
      int headDots,
      WideCode wideCode,
      PictureMemory memory,
      Consumer<Row> rows,
      Consumer<String> problems) {
    this.headDots = headDots;
    this.wide = new WideCharacters(wideCode);
    this.pictures = new PicturePress(memory, problems);
    this.rows = rows;
    this.problems = problems;
    this.symbols = new SymbolPress(problems);
    this.areaDots = headDots;
    for (int stop = 1; stop <= headDots / (TAB_COLUMNS * Style.Font.A.cellWidth); stop++) {
      tabStops.add(stop * TAB_COLUMNS * Style.Font.A.cellWidth);
    }
  }

  /// The text that still waits for a line feed; of much text, its beginning.
  String unprinted() {
    var text = new StringBuilder();
    for (int i = 0; i < pieces.size() && text.length() < UNPRINTED_MAX; i++) {
      text.append(pieces.get(i) instanceof Row.Text words ? words.text() : "[picture]");
    }
    text.append(run);
    text.setLength(Math.min(text.length(), UNPRINTED_MAX));
    return text.toString();
  }

  void execute(Command command) {
    switch (command.at(0)) {
      case 0x09 -> tab();
      case 0x0A, 0x0C -> printLine(lineDots);
      case 0x10 -> realTime(command);
      case 0x1B -> esc(command);
      case 0x1C -> fs(command);
      case 0x1D -> gs(command);
      default -> character(command.at(0));
    }
  }

  private void character(int value) {
    if (wide.takes(value)) {
      wide.next(value).ifPresent(c -> print(c, wideStyle()));
    } else if (value >= ' ') {
      print(codePage.character(value, country), style);
    }
  }

  private void print(char c, Style look) {
    if (!look.equals(runStyle)) {
      endRun();
      runStyle = look;
    }
    boolean mark = Row.Text.isMark(c) && !run.isEmpty();
    int pitch = mark ? 0 : pitch(look);
    if (x + pitch > areaDots && !lineIsEmpty()) {
      printLine(lineDots);
    }
    if (run.isEmpty()) {
      runStart = x;
    }
    run.append(c);
    x += pitch;
  }

  private int pitch(Style look) {
    return look.cellWidthDots() + extraPitch * look.width();
  }

  /// `FS !` can make wide characters larger and underlined beside what holds for all.
  private Style wideStyle() {
    return style
        .withFont(Style.Font.WIDE)
        .withSize(
            (widePrintMode & 0x04) != 0 ? 2 : style.width(),
            (widePrintMode & 0x08) != 0 ? 2 : style.height())
        .withUnderline((widePrintMode & 0x80) != 0 ? 1 : style.underlineDots());
  }

  private boolean lineIsEmpty() {
    return pieces.isEmpty() && run.isEmpty();
  }

  private void endRun() {
    if (!run.isEmpty()) {
      pieces.add(new Row.Text(runStart, pitch(runStyle), run.toString(), runStyle));
      run.setLength(0);
    }
  }

  private void moveTo(int dots) {
    endRun();
    x = Math.clamp(dots, 0, areaDots);
  }

  private void tab() {
    Integer stop = tabStops.higher(x);
    if (stop != null && stop < areaDots) {
      moveTo(stop);
    }
  }

  /// Prints what there is and moves the paper this far, or as far as the tallest character wants.
  private void printLine(int dots) {
    endRun();
    int end = 0;
    int tallest = 0;
    for (Row.Piece piece : pieces) {
      end = Math.max(end, piece.x() + piece.widthDots());
      tallest = Math.max(tallest, piece.heightDots());
    }
    int shift = place(end);
    rows.accept(
        new Row.Line(
            pieces.stream().map(piece -> placed(piece, shift)).toList(), Math.max(dots, tallest)));
    pieces.clear();
    x = 0;
  }

  /// An upside-down line begins at the right.
  private Row.Piece placed(Row.Piece piece, int shift) {
    Row.Piece placed = piece.movedBy(shift);
    boolean upsideDown = piece instanceof Row.Text text && text.style().upsideDown();
    return upsideDown
        ? placed.movedBy(2 * leftMargin + areaDots - placed.widthDots() - 2 * placed.x())
        : placed;
  }

  /// Where something this wide begins under the alignment.
  private int place(int widthDots) {
    return leftMargin + Math.max(0, areaDots - widthDots) * align / 2;
  }

  private void printPending() {
    if (!lineIsEmpty()) {
      printLine(lineDots);
    }
  }

  private void printAndFeed(int dots) {
    if (lineIsEmpty()) {
      rows.accept(new Row.Feed(dots));
    } else if (dots <= lineDots) {
      printLine(dots);
    } else {
      printLine(lineDots);
      rows.accept(new Row.Feed(dots - lineDots));
    }
  }

  private int horizontal(int units) {
    return units * DOTS_PER_INCH / horizontalPerInch;
  }

  private int vertical(int units) {
    return units * DOTS_PER_INCH / verticalPerInch;
  }

  private void realTime(Command command) {
    if (command.at(1) == 0x04) {
      rows.accept(new Row.Request(Row.Query.REAL_TIME_STATUS, command.text(2)));
    } else if (command.at(1) == 0x14 && command.at(2) == 1) {
      int millis = command.at(4) * 100;
      rows.accept(new Row.Pulse(pin(command.at(3)), millis, millis, true));
    }
  }

  private static int pin(int m) {
    return (m & 1) == 0 ? 2 : 5;
  }

  private void esc(Command command) {
    switch (command.at(1)) {
      case '!' -> printMode(command.at(2));
      case 'E' -> {
        emphasized = (command.at(2) & 1) != 0;
        style = style.withBold(emphasized || doubleStruck);
      }
      case 'G' -> {
        doubleStruck = (command.at(2) & 1) != 0;
        style = style.withBold(emphasized || doubleStruck);
      }
      case '-' -> style = style.withUnderline(command.selector(2) % 3);
      case 'M' -> style = style.withFont(font(command.selector(2)));
      case ' ' -> {
        endRun();
        extraPitch = horizontal(command.at(2));
      }
      case 'a' -> align(command.selector(2));
      case '2' -> lineDots = LINE_DOTS;
      case '3' -> lineDots = vertical(command.at(2));
      case 'J' -> printAndFeed(vertical(command.at(2)));
      case 'd' -> printAndFeed(command.at(2) * lineDots);
      case '$' -> moveTo(horizontal(command.word(2)));
      case '\\' -> moveTo(x + horizontal((short) command.word(2)));
      case 'D' -> tabStops(command);
      case '*' -> stripe(command);
      case '4' -> style = style.withItalic((command.at(2) & 1) != 0);
      case 't' -> codePage(command.at(2));
      case 'R' -> country(command.at(2));
      case 'p' ->
          rows.accept(
              new Row.Pulse(pin(command.at(2)), command.at(3) * 2, command.at(4) * 2, false));
      case 'i' -> cut(true);
      case 'm' -> cut(false);
      case 'L' -> problems.accept("page mode is not shown: its lines are printed as they come");
      case '{' -> upsideDown((command.at(2) & 1) != 0);
      case 'V' -> style = style.withSideways((command.at(2) & 1) != 0);
      default -> {
        // Nothing that shows on paper.
      }
    }
  }

  private static Style.Font font(int number) {
    return switch (number) {
      case 0 -> Style.Font.A;
      case 2 -> Style.Font.C;
      default -> Style.Font.B;
    };
  }

  private void upsideDown(boolean next) {
    if (!lineIsEmpty() && next != style.upsideDown()) {
      problems.accept("a printer turns no text upside down within a line: " + unprinted());
    } else {
      style = style.withUpsideDown(next);
    }
  }

  private void printMode(int bits) {
    emphasized = (bits & 0x08) != 0;
    style =
        style
            .withFont(font(bits & 1))
            .withBold(emphasized || doubleStruck)
            .withSize((bits & 0x20) != 0 ? 2 : 1, (bits & 0x10) != 0 ? 2 : 1)
            .withUnderline((bits & 0x80) != 0 ? 1 : 0);
  }

  private void align(int selector) {
    if (selector > 2) {
      problems.accept("alignment " + selector + " is not known");
    } else if (!lineIsEmpty() && selector != align) {
      problems.accept("a printer ignores an alignment within a line: " + unprinted());
    } else {
      align = selector;
    }
  }

  private void tabStops(Command command) {
    tabStops.clear();
    for (int i = 2; i < command.length() - 1; i++) {
      tabStops.add(command.at(i) * pitch(style));
    }
  }

  private void stripe(Command command) {
    int mode = command.at(2);
    boolean dense = mode == 32 || mode == 33;
    int bytesPerColumn = dense ? 3 : 1;
    int xTimes = mode % 32 == 0 ? 2 : 1;
    int yTimes = dense ? 1 : 3;
    Raster raster = command.columns(5, bytesPerColumn, command.word(3), xTimes, yTimes);
    endRun();
    pieces.add(new Row.Stripe(x, raster));
    x = Math.min(areaDots, x + raster.width());
  }

  private void codePage(int number) {
    endRun();
    CodePage.of(number)
        .ifPresentOrElse(
            page -> codePage = page,
            () ->
                problems.accept(
                    "code page " + number + " is not known here; the one before is kept"));
  }

  private void country(int number) {
    if (CodePage.isCountry(number)) {
      country = number;
      wide.country(number);
    } else {
      problems.accept("country " + number + " is not known here; the one before is kept");
    }
  }

  private void cut(boolean full) {
    if (!lineIsEmpty()) {
      problems.accept("a cut within a line: " + unprinted());
    }
    printPending();
    rows.accept(new Row.Cut(full));
  }

  private void feedAndCut(Command command) {
    if (command.length() == 4) {
      printPending();
      int dots = vertical(command.at(3));
      if (dots > 0) {
        rows.accept(new Row.Feed(dots));
      }
    }
    cut(
        switch (command.at(2)) {
          case 0, '0', 65, 97, 103 -> true;
          default -> false;
        });
  }

  private void fs(Command command) {
    switch (command.at(1)) {
      case '&' -> wide.turn(true);
      case '.' -> wide.turn(false);
      case 'C' -> wide.system(command.selector(2));
      case '!' -> widePrintMode = command.at(2);
      case 'W' -> widePrintMode(0x0C, (command.at(2) & 1) != 0);
      case '-' -> widePrintMode(0x80, command.selector(2) != 0);
      case 'q' -> pictures.keepLogos(command);
      case 'p' -> pictures.logo(command).ifPresent(this::printPicture);
      default -> {
        // Nothing that shows on paper.
      }
    }
  }

  private void widePrintMode(int bits, boolean on) {
    widePrintMode = on ? widePrintMode | bits : widePrintMode & ~bits;
  }

  private void gs(Command command) {
    switch (command.at(1)) {
      case '!' -> style = style.withSize((command.at(2) >> 4 & 7) + 1, (command.at(2) & 7) + 1);
      case 'B' -> style = style.withInverted((command.at(2) & 1) != 0);
      case 'L' -> {
        leftMargin = Math.min(horizontal(command.word(2)), headDots - 1);
        areaDots = Math.min(areaDots, headDots - leftMargin);
      }
      case 'W' -> areaDots = Math.clamp(horizontal(command.word(2)), 1, headDots - leftMargin);
      case 'P' -> {
        horizontalPerInch = command.at(2) == 0 ? DOTS_PER_INCH : command.at(2);
        verticalPerInch = command.at(3) == 0 ? 2 * DOTS_PER_INCH : command.at(3);
      }
      case 'V' -> feedAndCut(command);
      case 'H' -> symbols.textPlace(command.selector(2));
      case 'f' -> symbols.textFont(font(command.selector(2)));
      case 'h' -> symbols.barDots(command.at(2));
      case 'w' -> symbols.moduleDots(command.at(2));
      case 'k' -> symbols.barcode(command).ifPresent(this::printSymbol);
      case 'v' -> printPicture(PicturePress.raster(command));
      case '*' -> pictures.keepDownloaded(command);
      case '/' -> pictures.downloaded(command).ifPresent(this::printPicture);
      case '(', '8' -> extended(command);
      case 'r' -> rows.accept(new Row.Request(Row.Query.STATUS, command.text(2)));
      case 'I' -> rows.accept(new Row.Request(Row.Query.IDENTITY, command.text(2)));
      case 'a' -> rows.accept(new Row.Request(Row.Query.AUTOMATIC_STATUS, command.text(2)));
      default -> {
        // Nothing that shows on paper.
      }
    }
  }

  private void extended(Command command) {
    int head = command.at(1) == '8' ? 7 : 5;
    switch (command.at(2)) {
      case 'k' -> symbols.twoDimensional(command, areaDots).ifPresent(this::printSymbol);
      case 'L' -> pictures.graphics(command, head).ifPresent(this::printPicture);
      case 'H' -> {
        if (command.length() == 11 && command.selector(5) == 0) {
          rows.accept(new Row.Request(Row.Query.PROCESS_ID, command.text(7)));
        }
      }
      default -> {
        // Settings and customizing.
      }
    }
  }

  private void printPicture(Raster raster) {
    printPending();
    if (raster.width() > areaDots) {
      problems.accept(
          "a picture of %d dots on %d: the right end is missing"
              .formatted(raster.width(), areaDots));
    }
    Raster printed = raster.left(areaDots);
    rows.accept(new Row.Picture(place(printed.width()), printed));
  }

  private void printSymbol(Row row) {
    printPending();
    switch (row) {
      case Row.Barcode bars when bars.widthDots() > areaDots ->
          problems.accept(
              "a printer leaves out the %s: %d dots wide on %d"
                  .formatted(bars.symbology(), bars.widthDots(), areaDots));
      case Row.Barcode bars -> rows.accept(bars.at(place(bars.widthDots())));
      case Row.Symbol symbol when symbol.widthDots() > areaDots ->
          problems.accept(
              "a printer leaves out the %s: %d dots wide on %d"
                  .formatted(symbol.symbology(), symbol.widthDots(), areaDots));
      case Row.Symbol symbol -> rows.accept(symbol.at(place(symbol.widthDots())));
      default -> throw new IllegalStateException("not a symbol: " + row);
    }
  }
}
