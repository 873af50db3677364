package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogoTest {

  @TempDir Path folder;

  @Test
  void aDrawingKeepsItsEdgesAndItsSize() throws IOException {
    var drawing = new BufferedImage(100, 40, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = drawing.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(10, 10, 50, 20);
    graphics.dispose();
    Dots dots = dots(drawing);
    assertEquals(100, dots.width());
    assertEquals(40, dots.height());
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 100; x++) {
        assertEquals(x >= 10 && x < 60 && y >= 10 && y < 30, dots.isBlack(x, y));
      }
    }
  }

  @Test
  void greyIsAsManyDotsAsItIsDark() throws IOException {
    var grey = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = grey.createGraphics();
    graphics.setColor(new Color(153, 153, 153)); // 40 % of black
    graphics.fillRect(0, 0, 200, 200);
    graphics.dispose();
    Dots dots = dots(grey);
    int black = 0;
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        black += dots.isBlack(x, y) ? 1 : 0;
      }
    }
    assertEquals(0.40, black / 40_000.0, 0.02);
  }

  @Test
  void whatIsWiderThanThePaperIsMadeSmaller() throws IOException {
    Dots dots = dots(new BufferedImage(2_048, 512, BufferedImage.TYPE_INT_RGB));
    assertEquals(576, dots.width());
    assertEquals(144, dots.height());
    assertTrue(dots.isBlack(0, 0) && dots.isBlack(575, 143));
  }

  @Test
  void whatIsNoPictureIsRefusedInWords() throws IOException {
    Path none = folder.resolve("none.png");
    assertTrue(refusal(none).startsWith("there is no file " + none), refusal(none));
    Path text = Files.writeString(folder.resolve("text.png"), "no picture at all, and long enough");
    assertEquals(text + " is no PNG picture", refusal(text));
    Path good = png(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB), "good.png");
    byte[] bytes = Files.readAllBytes(good);
    Path torn = Files.write(folder.resolve("torn.png"), Arrays.copyOf(bytes, 40));
    assertTrue(refusal(torn).startsWith(torn + " is a damaged PNG picture"), refusal(torn));
    bytes[16] = 0x7F; // two thousand million pixels wide
    Path wide = Files.write(folder.resolve("wide.png"), bytes);
    assertTrue(refusal(wide).endsWith("a logo has at most 2048 on either side"), refusal(wide));
    Path large = Files.write(folder.resolve("large.png"), new byte[Logo.FILE_BYTES_MAX + 1]);
    assertTrue(refusal(large).endsWith("has more than 1048576 bytes"), refusal(large));
  }

  @Test
  void aLogoThatIsGoneByNowStopsNobody() throws IOException {
    var settings = new LogoSettings(png(new BufferedImage(8, 8, 1), "logo.png"));
    Files.delete(settings.file());
    PrinterProfile profile = PrinterProfile.find("generic").orElseThrow();
    var printer = SheetPrinter.open(profile, Locale.ROOT, Optional.of(settings));
    var sheet = new Sheet(false, Locale.ROOT, List.of(new Sheet.Logo()));
    assertEquals(new EscPos(profile).toBytes().length, printer.print(sheet).length);
  }

  private Dots dots(BufferedImage image) throws IOException {
    return Logo.dots(Logo.read(png(image, "picture.png")), 576);
  }

  private Path png(BufferedImage image, String name) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static String refusal(Path file) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new LogoSettings(file)).getMessage());
  }
}
