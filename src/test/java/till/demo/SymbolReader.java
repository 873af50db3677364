package till.demo;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the symbol in a drawing of ours, by its dark rectangles, as a camera would see it.
final class SymbolReader {

  private static final int SCALE = 4;
  private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"");
  private static final Pattern DARK = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v(\\d+)h-\\d+z");

  private SymbolReader() {}

  static String read(String svg) throws Exception {
    Matcher size = SIZE.matcher(svg);
    if (!size.find()) {
      throw new IllegalArgumentException(svg);
    }
    int width = SCALE * Integer.parseInt(size.group(1));
    int height = SCALE * Integer.parseInt(size.group(2));
    var pixels = new int[width * height];
    Arrays.fill(pixels, 0xFFFFFF);
    DARK.matcher(svg).results().forEach(each -> darken(pixels, width, each));
    var picture =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
    return new MultiFormatReader()
        .decode(picture, Map.of(DecodeHintType.TRY_HARDER, true))
        .getText();
  }

  private static void darken(int[] pixels, int width, MatchResult rectangle) {
    int left = SCALE * Integer.parseInt(rectangle.group(1));
    int top = SCALE * Integer.parseInt(rectangle.group(2));
    int right = left + SCALE * Integer.parseInt(rectangle.group(3));
    int bottom = top + SCALE * Integer.parseInt(rectangle.group(4));
    for (int y = top; y < bottom; y++) {
      Arrays.fill(pixels, y * width + left, y * width + right, 0);
    }
  }
}
