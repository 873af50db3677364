package till.paper;

/// How characters look. Widths and heights are multiples, 1 to 8.
///
/// @param underlineDots 0, 1 or 2
public record Style(
    Font font, boolean bold, int underlineDots, int width, int height, boolean inverted) {

  /// What a printer starts with.
  public static final Style PLAIN = new Style(Font.A, false, 0, 1, 1, false);

  /// The two fonts of every receipt printer, and their cells in dots.
  public enum Font {
    A(12, 24),
    B(9, 17);

    final int cellWidth;
    final int cellHeight;

    Font(int cellWidth, int cellHeight) {
      this.cellWidth = cellWidth;
      this.cellHeight = cellHeight;
    }
  }

  int cellWidthDots() {
    return font.cellWidth * width;
  }

  int cellHeightDots() {
    return font.cellHeight * height;
  }

  Style withFont(Font next) {
    return new Style(next, bold, underlineDots, width, height, inverted);
  }

  Style withBold(boolean next) {
    return new Style(font, next, underlineDots, width, height, inverted);
  }

  Style withUnderline(int dots) {
    return new Style(font, bold, dots, width, height, inverted);
  }

  Style withSize(int nextWidth, int nextHeight) {
    return new Style(font, bold, underlineDots, nextWidth, nextHeight, inverted);
  }

  Style withInverted(boolean next) {
    return new Style(font, bold, underlineDots, width, height, next);
  }
}
