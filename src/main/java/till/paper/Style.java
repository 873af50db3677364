package till.paper;

/// How characters look. Widths and heights are multiples, 1 to 8, along the character's own axes.
///
/// @param italic slanted, which only some makers' printers can
/// @param underlineDots 0, 1 or 2
/// @param sideways turned by 90 degrees, clockwise
/// @param upsideDown the whole line is turned by 180 degrees
public record Style(
    Font font,
    boolean bold,
    boolean italic,
    int underlineDots,
    int width,
    int height,
    boolean inverted,
    boolean sideways,
    boolean upsideDown) {

  /// What a printer starts with.
  public static final Style PLAIN = new Style(Font.A, false, false, 0, 1, 1, false, false, false);

  /// The fonts of receipt printers, and their cells in dots.
  public enum Font {
    A(12, 24),
    B(9, 17),
    /// Only some printers have it.
    C(8, 16),
    /// Characters of several bytes (`FS &`).
    WIDE(24, 24);

    final int cellWidth;
    final int cellHeight;

    Font(int cellWidth, int cellHeight) {
      this.cellWidth = cellWidth;
      this.cellHeight = cellHeight;
    }
  }

  int cellWidthDots() {
    return sideways ? font.cellHeight * height : font.cellWidth * width;
  }

  int cellHeightDots() {
    return sideways ? font.cellWidth * width : font.cellHeight * height;
  }

  Style withFont(Font next) {
    return new Style(
        next, bold, italic, underlineDots, width, height, inverted, sideways, upsideDown);
  }

  Style withBold(boolean next) {
    return new Style(
        font, next, italic, underlineDots, width, height, inverted, sideways, upsideDown);
  }

  Style withItalic(boolean next) {
    return new Style(
        font, bold, next, underlineDots, width, height, inverted, sideways, upsideDown);
  }

  Style withUnderline(int dots) {
    return new Style(font, bold, italic, dots, width, height, inverted, sideways, upsideDown);
  }

  Style withSize(int nextWidth, int nextHeight) {
    return new Style(
        font, bold, italic, underlineDots, nextWidth, nextHeight, inverted, sideways, upsideDown);
  }

  Style withInverted(boolean next) {
    return new Style(font, bold, italic, underlineDots, width, height, next, sideways, upsideDown);
  }

  Style withSideways(boolean next) {
    return new Style(font, bold, italic, underlineDots, width, height, inverted, next, upsideDown);
  }

  Style withUpsideDown(boolean next) {
    return new Style(font, bold, italic, underlineDots, width, height, inverted, sideways, next);
  }
}
