package till.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Paper as a picture: thermal paper on a transparent ground, with its shadow.
///
/// Everything is laid out in dots and drawn antialiased at the wanted scale, so that it is as crisp
/// at two pixels a dot as at one.
final class PaperPicture {

  private static final Color INK = new Color(0x26, 0x24, 0x2C);
  private static final Color SHEET = new Color(0xFE, 0xFC, 0xF7);
  private static final Color SHEET_EDGE = new Color(0xF5, 0xF2, 0xEA);

  private static final Color SHADOW = new Color(0x30, 0x28, 0x20, 7);
  private static final int[] SHADOW_DOTS = {1, 2, 3, 4, 6, 8, 11};

  /// Around a sheet, for its shadow.
  private static final int GROUND_DOTS = 14;

  /// Above the first line: what lies between print head and cutter when a receipt starts.
  private static final int TOP_DOTS = 40;

  private static final int BOTTOM_DOTS = 40;

  /// The edge that a cutter leaves.
  private static final int TOOTH_DOTS = 8;

  private static final int TOOTH_DEPTH_DOTS = 4;

  private final List<Paper> sheets;
  private final int headDots;
  private final int sideDots;
  private final int scale;
  private final Map<Style.Font, Typeface> typefaces = new EnumMap<>(Style.Font.class);

  private PaperPicture(Paper paper, int scale) {
    this.sheets = paper.receipts();
    this.headDots = paper.widthDots();
    this.sideDots = sideDots(paper);
    this.scale = scale;
    // where there are no fonts, here is where it shows
    typeface(Style.Font.A);
  }

  /// How wide the picture is at one pixel a dot.
  static int widthDots(Paper paper) {
    return paper.widthDots() + 2 * (sideDots(paper) + GROUND_DOTS);
  }

  /// Printers leave 4 of 80 mm on either side.
  private static int sideDots(Paper paper) {
    return paper.widthDots() / 18;
  }

  /// Between two whole scales characters would not sit on their grid, so the picture is drawn at
  /// the next whole one and made smaller.
  ///
  /// @param scale pixels a dot, 0.4 to 3
  static byte[] png(Paper paper, double scale) {
    int whole = (int) Math.ceil(scale);
    BufferedImage image = drawing(paper, whole).image();
    return encoded(scale == whole ? image : resized(image, scale / whole));
  }

  /// Fonts are the machine's: where it has none, Java fails in one of these ways, all of them its
  /// own.
  private static PaperPicture drawing(Paper paper, int scale) {
    try {
      return new PaperPicture(paper, scale);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new PictureException(
          "cannot draw characters on this machine: install the packages fontconfig and"
              + " fonts-dejavu-core",
          e);
    }
  }

  private static BufferedImage resized(BufferedImage image, double factor) {
    int width = (int) Math.round(image.getWidth() * factor);
    int height = (int) Math.round(image.getHeight() * factor);
    var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return smaller;
  }

  private static byte[] encoded(BufferedImage image) {
    var bytes = new ByteArrayOutputStream(1 << 17);
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture in memory", e);
    }
    return bytes.toByteArray();
  }

  private BufferedImage image() {
    int sheetWidth = headDots + 2 * sideDots;
    int height = GROUND_DOTS;
    for (Paper sheet : sheets) {
      height += sheetHeight(sheet) + GROUND_DOTS;
    }
    var image =
        new BufferedImage(
            (sheetWidth + 2 * GROUND_DOTS) * scale,
            (height + GROUND_DOTS) * scale,
            BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(scale, scale);
    graphics.translate(GROUND_DOTS, GROUND_DOTS);
    for (Paper sheet : sheets) {
      sheet(graphics, sheet);
      graphics.translate(0, sheetHeight(sheet) + GROUND_DOTS);
    }
    graphics.dispose();
    return image;
  }

  private static int sheetHeight(Paper sheet) {
    return TOP_DOTS + sheet.lengthDots() + BOTTOM_DOTS;
  }

  private void sheet(Graphics2D graphics, Paper sheet) {
    int width = headDots + 2 * sideDots;
    int height = sheetHeight(sheet);
    Shape outline = outline(width, height, sheet.isCut());
    shadow(graphics, outline);
    graphics.setPaint(
        new LinearGradientPaint(
            0,
            0,
            width,
            0,
            new float[] {0, 0.05f, 0.95f, 1},
            new Color[] {SHEET_EDGE, SHEET, SHEET, SHEET_EDGE}));
    graphics.fill(outline);

    Graphics2D print = (Graphics2D) graphics.create();
    print.translate(sideDots, TOP_DOTS);
    print.clipRect(0, -TOP_DOTS, headDots, height);
    print.setColor(INK);
    for (Row row : sheet.rows()) {
      row(print, row);
      print.translate(0, row.heightDots());
    }
    print.dispose();
  }

  /// Straight at the top; at the bottom as the cutter leaves it, or straight while it still hangs
  /// in the printer.
  private static Shape outline(int width, int height, boolean cut) {
    if (!cut) {
      return new Rectangle2D.Double(0, 0, width, height);
    }
    var path = new Path2D.Double();
    path.moveTo(0, 0);
    path.lineTo(width, 0);
    path.lineTo(width, height);
    int teeth = Math.round((float) width / TOOTH_DOTS);
    double tooth = (double) width / teeth;
    for (int i = teeth; i > 0; i--) {
      path.lineTo((i - 0.5) * tooth, height - TOOTH_DEPTH_DOTS);
      path.lineTo((i - 1) * tooth, height);
    }
    path.closePath();
    return path;
  }

  /// Soft, and a little below: faint outlines on top of each other, most of them narrow.
  private static void shadow(Graphics2D graphics, Shape outline) {
    Graphics2D soft = (Graphics2D) graphics.create();
    soft.translate(0, 2);
    soft.setColor(SHADOW);
    for (int spread : SHADOW_DOTS) {
      soft.setStroke(new BasicStroke(2 * spread, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      soft.draw(outline);
    }
    soft.dispose();
  }

  private void row(Graphics2D print, Row row) {
    switch (row) {
      case Row.Line line -> line(print, line);
      case Row.Picture picture -> raster(print, picture.raster(), picture.x(), 0);
      case Row.Barcode bars -> barcode(print, bars);
      case Row.Symbol symbol ->
          symbol
              .drawing()
              .ifPresentOrElse(
                  drawing -> raster(print, drawing, symbol.x(), 0), () -> frame(print, symbol));
      case Row.Feed _, Row.Cut _, Row.Pulse _, Row.Request _ -> {}
    }
  }

  /// Pieces of different heights stand on one bottom line; upside down they hang from it.
  private void line(Graphics2D print, Row.Line line) {
    int tallest = line.tallestDots();
    for (Row.Piece piece : line.pieces()) {
      boolean hangs = piece instanceof Row.Text text && text.style().upsideDown();
      int top = hangs ? 0 : tallest - piece.heightDots();
      switch (piece) {
        case Row.Text text -> text(print, text, top);
        case Row.Stripe stripe -> raster(print, stripe.raster(), stripe.x(), top);
      }
    }
  }

  private void text(Graphics2D print, Row.Text text, int top) {
    Style style = text.style();
    Graphics2D run = (Graphics2D) print.create();
    run.translate(text.x(), top);
    if (style.upsideDown()) {
      run.rotate(Math.PI, text.widthDots() / 2.0, text.heightDots() / 2.0);
    }
    if (style.inverted()) {
      run.fillRect(0, 0, text.widthDots(), text.heightDots());
      run.setColor(SHEET);
    }
    typeface(style.font()).draw(run, text.text(), text.pitchDots(), style);
    int underline = style.underlineDots();
    if (underline > 0) {
      run.fillRect(0, text.heightDots() - underline, text.widthDots(), underline);
    }
    run.dispose();
  }

  private Typeface typeface(Style.Font font) {
    return typefaces.computeIfAbsent(font, Typeface::new);
  }

  private static void raster(Graphics2D print, Raster raster, int left, int top) {
    for (int y = 0; y < raster.height(); y++) {
      int start = -1;
      for (int x = 0; x <= raster.width(); x++) {
        boolean dark = raster.dark(x, y);
        if (dark && start < 0) {
          start = x;
        } else if (!dark && start >= 0) {
          print.fillRect(left + start, top + y, x - start, 1);
          start = -1;
        }
      }
    }
  }

  private void barcode(Graphics2D print, Row.Barcode bars) {
    int top = 0;
    if (bars.textAbove()) {
      barcodeText(print, bars, 0);
      top = bars.textDots();
    }
    for (int i = 0; i < bars.bars().length(); i++) {
      if (bars.bars().charAt(i) == '1') {
        print.fillRect(bars.x() + i * bars.moduleDots(), top, bars.moduleDots(), bars.barDots());
      }
    }
    if (bars.textBelow()) {
      barcodeText(print, bars, top + bars.barDots() + bars.textDots() - bars.textFont().cellHeight);
    }
  }

  private void barcodeText(Graphics2D print, Row.Barcode bars, int top) {
    Style style = Style.PLAIN.withFont(bars.textFont());
    int width = bars.data().length() * style.cellWidthDots();
    int x = bars.x() + (bars.widthDots() - width) / 2;
    text(print, new Row.Text(x, style.cellWidthDots(), bars.data(), style), top);
  }

  /// A symbol that is not drawn: what it is and what it says, in a frame of its size.
  private void frame(Graphics2D print, Row.Symbol symbol) {
    print.setStroke(new BasicStroke(2));
    print.draw(
        new RoundRectangle2D.Double(
            symbol.x() + 3, 3, symbol.widthDots() - 6, symbol.heightDots() - 6, 12, 12));
    Style style = Style.PLAIN.withFont(Style.Font.B);
    int pitch = style.cellWidthDots();
    int lineDots = style.cellHeightDots() + 3;
    int columns = Math.max(1, (symbol.widthDots() - 24) / pitch);
    int linesMax = Math.max(1, (symbol.heightDots() - 16) / lineDots);
    List<String> lines = wrapped(symbol.symbology(), symbol.data(), columns, linesMax);
    int top = (symbol.heightDots() - lines.size() * lineDots + 3) / 2;
    for (int i = 0; i < lines.size(); i++) {
      int x = symbol.x() + (symbol.widthDots() - lines.get(i).length() * pitch) / 2;
      text(print, new Row.Text(x, pitch, lines.get(i), style.withBold(i == 0)), top + i * lineDots);
    }
  }

  private static List<String> wrapped(String name, String data, int columns, int linesMax) {
    var lines = new ArrayList<String>();
    lines.add(name);
    for (int start = 0; start < data.length() && lines.size() < linesMax; start += columns) {
      lines.add(data.substring(start, Math.min(data.length(), start + columns)));
    }
    return lines;
  }
}
