package till.paper;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;

/// Characters on the grid of a printer's font: a monospaced font of this machine, fitted to the
/// cell.
final class Typeface {

  /// Looks most like a printer's own font, and has the box characters of the old code pages.
  private static final String PREFERRED = "DejaVu Sans Mono";

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private final Style.Font cell;
  private final Face regular;
  private final Face bold;

  /// A font, the place of its baseline below the top of the cell, and whether its characters keep
  /// to the grid by themselves.
  private record Face(Font font, float baseline, boolean even) {

    boolean keepsToGrid(String text) {
      return even && font.canDisplayUpTo(text) < 0;
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
    LineMetrics metrics = font.getLineMetrics("Mg", EXACT);
    double tall = cell.cellHeight / (double) (metrics.getAscent() + metrics.getDescent());
    var fit = AffineTransform.getScaleInstance(cell.cellWidth / advance, tall);
    return new Face(font.deriveFont(fit), (float) (metrics.getAscent() * tall), even);
  }

  private static double advance(Font font, String text) {
    return font.getStringBounds(text, EXACT).getWidth();
  }

  /// Draws characters from the left top corner of the first cell, in the colour that is set.
  void draw(Graphics2D graphics, String text, int x, int top, int pitchDots, Style style) {
    Face face = style.bold() ? bold : regular;
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, top);
    graphics.scale(style.width(), style.height());
    graphics.setFont(face.font());
    if (pitchDots == style.cellWidthDots() && face.keepsToGrid(text)) {
      graphics.drawString(text, 0, face.baseline());
    } else {
      for (int i = 0; i < text.length(); i++) {
        graphics.drawString(
            text.substring(i, i + 1), (float) i * pitchDots / style.width(), face.baseline());
      }
    }
    graphics.setTransform(before);
  }
}
