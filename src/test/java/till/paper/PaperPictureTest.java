package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Where the ink is, not which pixel has which grey.
final class PaperPictureTest {

  /// Ground and side margin of 42-column paper, and ground and margin above its first line.
  private static final int LEFT = 14 + 28;

  private static final int TOP = 14 + 40;

  @Test
  void aPictureHasAPixelForADot() throws IOException {
    Paper paper = EscPosReader.decode(Bytes.receipt(), 42);
    BufferedImage picture = image(paper.png());
    assertEquals(512 + 2 * LEFT, picture.getWidth());
    assertEquals(paper.lengthDots() + 2 * 40 + 3 * 14, picture.getHeight());
    assertEquals(0, picture.getRGB(0, 0) >>> 24, "around the paper nothing");
    assertEquals(255, picture.getRGB(picture.getWidth() / 2, TOP) >>> 24);
  }

  @Test
  void aPictureCanBeOfAnyWidth() throws IOException {
    Paper paper = EscPosReader.decode(Bytes.receipt(), 42);
    BufferedImage one = image(paper.png());
    for (int width : new int[] {300, 596, 1_400}) {
      BufferedImage picture = image(paper.png(width));
      assertEquals(width, picture.getWidth());
      double height = (double) one.getHeight() * width / one.getWidth();
      assertEquals(height, picture.getHeight(), 1.5);
    }
    assertThrows(IllegalArgumentException.class, () -> paper.png(10));
    assertThrows(IllegalArgumentException.class, () -> paper.png(100_000));
  }

  @Test
  void characterStandsInItsCell() throws IOException {
    BufferedImage picture = picture(new Bytes().line("    X"));
    assertEquals(0, ink(picture, 0, 0, 48, 30));
    assertTrue(ink(picture, 48, 0, 12, 24) > 0.1);
    assertEquals(0, ink(picture, 60, 0, 452, 30));
    assertEquals(0, ink(picture, 48, 24, 12, 6), "between the lines");
  }

  @Test
  void alignmentMovesTheInk() throws IOException {
    BufferedImage picture =
        picture(new Bytes().put(0x1B, 'a', 2).line("X").put(0x1B, 'a', 1).line("XX"));
    assertTrue(ink(picture, 500, 0, 12, 24) > 0.1);
    assertEquals(0, ink(picture, 0, 0, 500, 30));
    assertTrue(ink(picture, 244, 30, 24, 24) > 0.1);
    assertEquals(0, ink(picture, 0, 30, 244, 30));
  }

  @Test
  void doubleSizeFillsFourCells() throws IOException {
    BufferedImage picture = picture(Bytes.job().put(0x1D, '!', 0x11).line("█"));
    assertTrue(ink(picture, 0, 0, 24, 48) > 0.9);
    assertEquals(0, ink(picture, 26, 0, 400, 48));
  }

  @Test
  void boldIsDarkerAndInvertedIsDarkest() throws IOException {
    BufferedImage picture =
        picture(
            new Bytes()
                .line("MMMM")
                .put(0x1B, 'E', 1)
                .line("MMMM")
                .put(0x1B, 'E', 0, 0x1D, 'B', 1)
                .line("MMMM"));
    double plain = ink(picture, 0, 0, 48, 24);
    double bold = ink(picture, 0, 30, 48, 24);
    double inverted = ink(picture, 0, 60, 48, 24);
    assertTrue(plain < bold && bold < inverted, plain + " " + bold + " " + inverted);
    assertEquals(1, plain + inverted, 0.05);
  }

  @Test
  void ruleOfBoxCharactersHasNoGaps() throws IOException {
    BufferedImage picture = picture(Bytes.job().line("─".repeat(42)));
    for (int x = 0; x < 504; x++) {
      assertTrue(ink(picture, x, 0, 1, 24) > 0.03, "gap at " + x);
    }
  }

  @Test
  void barsAreWhereTheModulesAre() throws IOException {
    BufferedImage picture =
        picture(new Bytes().put(0x1D, 'h', 50, 0x1D, 'w', 3, 0x1D, 'k', 68, 7).text("9638507"));
    String bars = Bars.ean8("96385074");
    for (int i = 0; i < bars.length(); i++) {
      assertEquals(bars.charAt(i) - '0', ink(picture, 3 * i, 0, 3, 50), 0.01, "module " + i);
    }
  }

  @Test
  void picturesAreDrawnDotByDot() throws IOException {
    BufferedImage picture =
        picture(new Bytes().put(0x1D, 'v', '0', 3, 1, 0, 2, 0, 0b1010_0000, 0b0000_0001));
    assertEquals(1, ink(picture, 0, 0, 2, 2), 0.01);
    assertEquals(0, ink(picture, 2, 0, 2, 2));
    assertEquals(1, ink(picture, 4, 0, 2, 2), 0.01);
    assertEquals(1, ink(picture, 14, 2, 2, 2), 0.01);
  }

  @Test
  void everyCutIsASheetOfItsOwn() throws IOException {
    int one = picture(new Bytes().line("a").put(0x1D, 'V', 0)).getHeight();
    BufferedImage two =
        picture(new Bytes().line("a").put(0x1D, 'V', 0).line("b").put(0x1D, 'V', 0));
    assertEquals(2 * one - 2 * 14, two.getHeight());
    int gap = one - 14;
    assertTrue(two.getRGB(two.getWidth() / 2, gap - 4) >>> 24 < 255, "ground between the sheets");
  }

  @Test
  void whatNoFontOfThisMachineHasIsABox() throws IOException {
    // the first of Unicode's private places
    BufferedImage picture = picture(new Bytes().put(0x1C, '&', 0xAA, 0xA1, 0x1C, '.', '\n'));
    assertEquals(0, ink(picture, 4, 8, 16, 8), "nothing in it");
    assertTrue(ink(picture, 0, 0, 4, 24) > 0.1, "its left side");
    assertTrue(ink(picture, 20, 0, 4, 24) > 0.1, "its right side");
    assertEquals(0, ink(picture, 24, 0, 100, 24));
  }

  @Test
  void turnedTextIsInkElsewhere() throws IOException {
    BufferedImage picture =
        picture(new Bytes().put(0x1B, '{', 1).line("L").put(0x1B, '{', 0, 0x1B, 'V', 1).line("L"));
    // an L has its foot below: upside down it is above, on its side it is at the left
    assertTrue(ink(picture, 500, 0, 12, 12) > ink(picture, 500, 12, 12, 12));
    assertEquals(0, ink(picture, 0, 0, 500, 30));
    assertTrue(ink(picture, 0, 30, 12, 12) > ink(picture, 12, 30, 12, 12));
    assertEquals(0, ink(picture, 0, 42, 500, 18), "no taller than it was wide");
  }

  @Test
  void nothingPrintedIsAPictureToo() throws IOException {
    assertTrue(image(EscPosReader.decode(new byte[0]).png()).getWidth() > 0);
  }

  private static BufferedImage picture(Bytes job) throws IOException {
    return image(EscPosReader.decode(job.toBytes(), 42).png());
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /// How much of an area, in dots of the print, is ink: 0 to 1.
  private static double ink(BufferedImage picture, int x, int y, int width, int height) {
    int[] pixels =
        picture.getRGB(LEFT + x, TOP + y, width, height, new int[width * height], 0, width);
    int paper = 0xFC;
    int black = 0x24;
    double sum = Arrays.stream(pixels).map(pixel -> Math.max(0, paper - (pixel >> 8 & 0xFF))).sum();
    return sum / (paper - black) / pixels.length;
  }
}
