package till.device.printer;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// The shop's picture: a PNG file, as dots.
final class Logo {

  static final int FILE_BYTES_MAX = 1 << 20;

  /// On either side; larger ones cost memory and look no better.
  static final int PIXELS_MAX = 2_048;

  /// On paper: 5 cm.
  private static final int HEIGHT_DOTS_MAX = 400;

  /// Share of pixels that are neither dark nor light, from which on a picture is no drawing.
  private static final double GREYS_OF_A_PHOTOGRAPH = 0.15;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  /// Where the header chunk has the width, and the height behind it.
  private static final int WIDTH_AT = 16;

  private static final int WHITE = 255;

  private Logo() {}

  /// The picture in this file at its own size, on white.
  ///
  /// @throws IOException saying what is wrong with it, in words for whoever made it
  static BufferedImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "there is no file " + file + ": put the picture there, or remove the key");
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + " has more than " + FILE_BYTES_MAX + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < WIDTH_AT + 8 || !Arrays.equals(PNG, Arrays.copyOf(bytes, PNG.length))) {
      throw new IOException(file + " is no PNG picture");
    }
    int width = ByteBuffer.wrap(bytes).getInt(WIDTH_AT);
    int height = ByteBuffer.wrap(bytes).getInt(WIDTH_AT + 4);
    if (width < 1 || width > PIXELS_MAX || height < 1 || height > PIXELS_MAX) {
      throw new IOException(
          "%s is %d x %d pixels; a logo has at most %d on either side"
              .formatted(file, width, height, PIXELS_MAX));
    }
    return onWhite(decoded(file, bytes));
  }

  private static BufferedImage decoded(Path file, byte[] bytes) throws IOException {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image != null) {
        return image;
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is a damaged PNG picture: " + e.getMessage(), e);
    }
    throw new IOException(file + " is a PNG picture of an unknown kind");
  }

  private static BufferedImage onWhite(Image image) {
    var white =
        new BufferedImage(image.getWidth(null), image.getHeight(null), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = white.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return white;
  }

  /// As large as it is, or as the paper is wide.
  static Dots dots(BufferedImage picture, int widthMax) {
    double scale =
        Math.min(
            1,
            Math.min(
                (double) widthMax / picture.getWidth(),
                (double) HEIGHT_DOTS_MAX / picture.getHeight()));
    BufferedImage fitting =
        scale == 1
            ? picture
            : onWhite(
                picture.getScaledInstance(
                    Math.max(1, (int) (picture.getWidth() * scale)),
                    Math.max(1, (int) (picture.getHeight() * scale)),
                    Image.SCALE_AREA_AVERAGING));
    int width = fitting.getWidth();
    int[] pixels = fitting.getRGB(0, 0, width, fitting.getHeight(), null, 0, width);
    int[] light = Arrays.stream(pixels).map(Logo::light).toArray();
    return dithered(light, width, fitting.getHeight(), isPhotograph(light));
  }

  /// How light a colour is, 0 to 255 (ITU-R BT.601).
  private static int light(int rgb) {
    return ((rgb >> 16 & 0xFF) * 299 + (rgb >> 8 & 0xFF) * 587 + (rgb & 0xFF) * 114) / 1_000;
  }

  private static boolean isPhotograph(int[] light) {
    long greys = Arrays.stream(light).filter(value -> value > 64 && value < 192).count();
    return greys > light.length * GREYS_OF_A_PHOTOGRAPH;
  }

  /// Black below one half. In a photograph, what is lost that way goes to the neighbours (Floyd and
  /// Steinberg); in a drawing it would only fray its edges.
  private static Dots dithered(int[] light, int width, int height, boolean spread) {
    var dots = new Dots(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = light[y * width + x];
        boolean black = value <= WHITE / 2;
        if (black) {
          dots.blacken(x, y);
        }
        if (spread) {
          int lost = value - (black ? 0 : WHITE);
          give(light, width, height, x + 1, y, lost * 7 / 16);
          give(light, width, height, x - 1, y + 1, lost * 3 / 16);
          give(light, width, height, x, y + 1, lost * 5 / 16);
          give(light, width, height, x + 1, y + 1, lost / 16);
        }
      }
    }
    return dots;
  }

  private static void give(int[] light, int width, int height, int x, int y, int share) {
    if (x >= 0 && x < width && y < height) {
      light[y * width + x] += share;
    }
  }
}
