package till.paper;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Characters on the grid of a printer's font: a monospaced font of this machine, fitted to the
/// cell. What it does not have is taken from another font, and where none has it a box is drawn.
final class Typeface {

  /// Looks most like a printer's own font, and has the box characters of the old code pages.
  private static final String PREFERRED = "DejaVu Sans Mono";

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  /// An ideograph fills its cell as it is: its em is the cell's height, of which this much is above
  /// the baseline.
  private static final float IDEOGRAPH_BASELINE = 0.86f;

  /// How far the top of an italic leans over, by its height.
  private static final double SLANT = 0.2;

  private final Style.Font cell;
  private final Face regular;
  private final Face bold;

  /// For characters that the preferred font does not have.
  private final Map<Character, Optional<Font>> others = new HashMap<>();

  /// A font, the place of its baseline below the top of the cell, and whether its characters keep
  /// to the grid by themselves.
  private record Face(Font font, float baseline, boolean even) {

    boolean has(String text) {
      return font.canDisplayUpTo(text) < 0;
    }
  }

  Typeface(Style.Font cell) {
    this.cell = cell;
    this.regular = fitted(Font.PLAIN);
    this.bold = fitted(Font.BOLD);
  }

  private Face fitted(int fontStyle) {
    Font font = new Font(PREFERRED, fontStyle, cell.cellHeight);
    if (!font.getFamily().equals(PREFERRED)) {
      font = new Font(Font.MONOSPACED, fontStyle, cell.cellHeight);
    }
    double advance = advance(font, "M");
    boolean even = Math.abs(advance(font, "i") - advance) < 0.01;
    return scaled(font, cell.cellWidth / advance, even);
  }

  /// The font as tall as the cell.
  private Face scaled(Font font, double wide, boolean even) {
    LineMetrics metrics = font.getLineMetrics("Mg", EXACT);
    double tall = cell.cellHeight / (double) (metrics.getAscent() + metrics.getDescent());
    var fit = AffineTransform.getScaleInstance(wide, tall);
    return new Face(font.deriveFont(fit), (float) (metrics.getAscent() * tall), even);
  }

  private static double advance(Font font, String text) {
    return font.getStringBounds(text, EXACT).getWidth();
  }

  /// Draws characters in cells from the origin on, in the colour that is set.
  void draw(Graphics2D graphics, String text, int pitchDots, Style style) {
    Face face = style.bold() ? bold : regular;
    boolean plain =
        pitchDots == style.cellWidthDots()
            && !style.sideways()
            && face.even()
            && face.has(text)
            && text.chars().noneMatch(c -> Row.Text.isMark((char) c));
    if (plain) {
      inCell(graphics, 0, style, face, cells -> cells.drawString(text, 0, face.baseline()));
      return;
    }
    int at = 0;
    for (int i = 0; at < text.length(); i++) {
      int end = at + 1;
      while (end < text.length() && Row.Text.isMark(text.charAt(end))) {
        end++;
      }
      String character = text.substring(at, end);
      inCell(graphics, i * pitchDots, style, face, one -> character(one, character, face));
      at = end;
    }
  }

  private interface Drawing {
    void on(Graphics2D cell);
  }

  /// Sets the origin to the left top corner of a cell, and one dot to a dot of the plain character.
  private static void inCell(Graphics2D graphics, int x, Style style, Face face, Drawing drawing) {
    Graphics2D one = (Graphics2D) graphics.create();
    one.translate(x, 0);
    if (style.sideways()) {
      one.translate(style.cellWidthDots(), 0);
      one.rotate(Math.PI / 2);
    }
    one.scale(style.width(), style.height());
    if (style.italic()) {
      one.translate(SLANT * face.baseline(), 0);
      one.shear(-SLANT, 0);
    }
    one.setFont(face.font());
    drawing.on(one);
    one.dispose();
  }

  private void character(Graphics2D one, String character, Face face) {
    if (face.even() && face.has(character) && advanceFits(face, character)) {
      one.drawString(character, 0, face.baseline());
      return;
    }
    Optional<Font> other =
        others.computeIfAbsent(character.charAt(0), _ -> other(character, face.font().getStyle()));
    if (other.isEmpty()) {
      box(one);
      return;
    }
    double advance = advance(other.get(), character);
    double wide = Math.min(1, cell.cellWidth / advance);
    Face fit =
        cell == Style.Font.WIDE
            ? new Face(other.get(), IDEOGRAPH_BASELINE * cell.cellHeight, true)
            : scaled(other.get(), wide, false);
    one.setFont(fit.font());
    one.drawString(character, (float) (cell.cellWidth - advance * wide) / 2, fit.baseline());
  }

  private boolean advanceFits(Face face, String character) {
    return advance(face.font(), character) <= cell.cellWidth + 0.01;
  }

  /// Java's own fonts first, which stand for whatever the machine has; then each of the machine's.
  private Optional<Font> other(String character, int fontStyle) {
    Stream<String> families =
        Stream.concat(
            Stream.of(PREFERRED, Font.MONOSPACED, Font.SANS_SERIF),
            Arrays.stream(
                GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames()));
    return families
        .map(family -> new Font(family, fontStyle, cell.cellHeight))
        .filter(font -> font.canDisplayUpTo(character) < 0)
        .findFirst();
  }

  private void box(Graphics2D one) {
    one.setStroke(new BasicStroke(1));
    one.draw(new Rectangle2D.Double(1.5, 4.5, cell.cellWidth - 3, cell.cellHeight - 9));
  }
}
