package till.device.printer;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import till.device.Alphabet;
import till.device.printer.Fonts.Face;
import till.device.printer.SetLine.Piece;
import till.device.printer.Sheet.Look;

/// Draws lines that a printer has no letters for, at the places where its own would stand.
///
/// Each text is a paragraph of its own in the direction of its first letter: an amount beside an
/// Arabic name stays an amount.
final class LineArtist {

  /// 1/6 inch at 180 dots, 3.75 mm at 203: what printers feed for a line of text.
  private static final int LINE_DOTS = 30;

  /// A line twice as high: its letters fill it.
  private static final int TALL_LINE_DOTS = 54;

  /// From the top of a line to the feet of its letters, as in the printer's own font.
  private static final int BASELINE_DOTS = 19;

  /// What letters may take of the lines around the first and the last one.
  private static final int MARGIN_DOTS = 16;

  /// Ink of a dot, 0 to 255, from which on it is black: a little under one half keeps thin strokes.
  private static final int BLACK_FROM = 112;

  /// Letters that do not fill cells are not stretched to twice their height, but made larger.
  private static final double TALL_LETTERS = 1.6;

  /// For what has no width, and for question marks where there is no font at all.
  private static final Font ANY = new Font(Font.MONOSPACED, Font.PLAIN, Fonts.CELL_HEIGHT);

  private final Fonts fonts;
  private final Alphabet alphabet;
  private final int width;
  private final boolean rightToLeft;

  /// @param width dots of the lines
  /// @param alphabet what takes the place of letters that no font has
  LineArtist(Fonts fonts, Alphabet alphabet, int width, boolean rightToLeft) {
    this.fonts = fonts;
    this.alphabet = alphabet;
    this.width = width;
    this.rightToLeft = rightToLeft;
  }

  /// These lines below each other.
  Dots draw(List<SetLine> lines) {
    int height = lines.stream().mapToInt(line -> lineDots(line.look())).sum();
    var image = new BufferedImage(width, height + 2 * MARGIN_DOTS, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setColor(Color.WHITE); // ink is light here: black is 0
    int top = MARGIN_DOTS;
    for (SetLine line : lines) {
      for (Piece piece : line.pieces()) {
        List<Letter> letters = letters(piece.text());
        if (!letters.isEmpty()) {
          draw(graphics, layout(letters, line.look()), piece, line.look(), top);
        }
      }
      top += lineDots(line.look());
    }
    graphics.dispose();
    return inked(image);
  }

  private static int lineDots(Look look) {
    return look.height == 1 ? LINE_DOTS : TALL_LINE_DOTS;
  }

  private void draw(Graphics2D graphics, TextLayout text, Piece piece, Look look, int top) {
    int cell = Fonts.CELL_WIDTH * look.width;
    double room = (double) piece.columns() * cell;
    double squeeze = Math.min(1, room / text.getAdvance());
    double free = room - text.getAdvance() * squeeze;
    double start = rightToLeft ? width - piece.column() * cell - room : piece.column() * cell;
    double indent =
        switch (piece.align()) {
          case START -> rightToLeft ? free : 0;
          case CENTRE -> free / 2;
          case END -> rightToLeft ? 0 : free;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(Math.rint(start + indent), top + BASELINE_DOTS * look.height);
    graphics.scale(squeeze, 1);
    text.draw(graphics, 0, 0);
    graphics.setTransform(before);
  }

  /// The letters in their fonts, in the order in which they are seen.
  private static TextLayout layout(List<Letter> letters, Look look) {
    var drawn = new StringBuilder();
    letters.forEach(letter -> drawn.append(letter.text()));
    var styled = new AttributedString(drawn.toString());
    int start = 0;
    for (Letter letter : letters) {
      int end = start + letter.text().length();
      Font font = letter.face().map(face -> sized(face, look)).orElse(ANY);
      styled.addAttribute(TextAttribute.FONT, font, start, end);
      start = end;
    }
    return new TextLayout(styled.getIterator(), Fonts.EXACT);
  }

  private record Letter(String text, Optional<Face> face) {

    boolean isBlank() {
      return text.equals(" ");
    }

    boolean isOnGrid() {
      return face.filter(Face::grid).isPresent();
    }
  }

  private List<Letter> letters(String text) {
    var letters = new ArrayList<Letter>();
    Optional<Face> face = Optional.empty();
    for (int character : text.codePoints().toArray()) {
      for (int shown : shown(character, face).codePoints().toArray()) {
        face = fonts.face(shown, face);
        letters.add(new Letter(Character.toString(shown), face));
      }
    }
    narrowBlanks(letters);
    return letters;
  }

  /// The character; a blank for one that must not be drawn; the nearest letters, at last a question
  /// mark, for one that no font has.
  private String shown(int character, Optional<Face> before) {
    if (Character.isISOControl(character)) {
      return " ";
    }
    if (Columns.of(character) == 0 || fonts.face(character, before).isPresent()) {
      return Character.toString(character);
    }
    fonts.miss(character);
    return alphabet.nearly(Character.toString(character));
  }

  /// A single blank between a number and a word is as wide as the word's: a cell would gape.
  private static void narrowBlanks(List<Letter> letters) {
    for (int i = 1; i < letters.size() - 1; i++) {
      Letter blank = letters.get(i);
      Letter next = letters.get(i + 1);
      if (blank.isBlank() && blank.isOnGrid() && !next.isBlank() && !next.isOnGrid()) {
        letters.set(i, new Letter(" ", next.face()));
      }
    }
  }

  private static Font sized(Face face, Look look) {
    double letters = look.height == 1 ? 1 : TALL_LETTERS;
    Font font = face.font(look.bold);
    AffineTransform size = new AffineTransform(font.getTransform());
    size.scale(face.grid() ? look.width : letters, face.grid() ? look.height : letters);
    return font.deriveFont(size);
  }

  /// Without the white of the margins.
  private static Dots inked(BufferedImage image) {
    int[] ink = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    var dots = new Dots(image.getWidth(), image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((ink[y * image.getWidth() + x] & 0xFF) >= BLACK_FROM) {
          dots.blacken(x, y);
        }
      }
    }
    int first = 0;
    while (first < MARGIN_DOTS && dots.isBlank(first)) {
      first++;
    }
    int last = image.getHeight();
    while (last > image.getHeight() - MARGIN_DOTS && dots.isBlank(last - 1)) {
      last--;
    }
    return dots.part(first, last);
  }
}
