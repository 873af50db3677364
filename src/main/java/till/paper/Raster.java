package till.paper;

import java.util.BitSet;

/// A picture of black and white dots.
public final class Raster {

  private final int width;
  private final int height;
  private final BitSet dots;

  private Raster(int width, int height, BitSet dots) {
    this.width = width;
    this.height = height;
    this.dots = dots;
  }

  /// Rows from top to bottom, eight dots a byte, the leftmost in the highest bit (`GS v 0`).
  ///
  /// @param xTimes how wide one dot is printed
  /// @param yTimes how tall one dot is printed
  static Raster ofRows(byte[] bytes, int from, int bytesPerRow, int rows, int xTimes, int yTimes) {
    var dots = new BitSet();
    int width = bytesPerRow * 8 * xTimes;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < bytesPerRow * 8; x++) {
        if ((bytes[from + y * bytesPerRow + x / 8] & 0x80 >> x % 8) != 0) {
          fill(dots, width, x, y, xTimes, yTimes);
        }
      }
    }
    return new Raster(width, rows * yTimes, dots);
  }

  /// Columns from left to right, the topmost dot in the highest bit (`ESC *`).
  static Raster ofColumns(
      byte[] bytes, int from, int bytesPerColumn, int columns, int xTimes, int yTimes) {
    var dots = new BitSet();
    int width = columns * xTimes;
    for (int x = 0; x < columns; x++) {
      for (int y = 0; y < bytesPerColumn * 8; y++) {
        if ((bytes[from + x * bytesPerColumn + y / 8] & 0x80 >> y % 8) != 0) {
          fill(dots, width, x, y, xTimes, yTimes);
        }
      }
    }
    return new Raster(width, bytesPerColumn * 8 * yTimes, dots);
  }

  /// A square of modules, each of them so many dots wide and tall.
  static Raster ofModules(int modules, int moduleDots, Modules dark) {
    var dots = new BitSet();
    int width = modules * moduleDots;
    for (int y = 0; y < modules; y++) {
      for (int x = 0; x < modules; x++) {
        if (dark.at(x, y)) {
          fill(dots, width, x, y, moduleDots, moduleDots);
        }
      }
    }
    return new Raster(width, width, dots);
  }

  /// Which modules of a symbol are dark.
  interface Modules {
    boolean at(int x, int y);
  }

  /// As much of its left side as fits a head of this width.
  Raster left(int dotsMax) {
    if (width <= dotsMax) {
      return this;
    }
    var kept = new BitSet();
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int dot = dots.nextSetBit(row);
          dot >= 0 && dot < row + dotsMax;
          dot = dots.nextSetBit(dot + 1)) {
        kept.set(y * dotsMax + dot - row);
      }
    }
    return new Raster(dotsMax, height, kept);
  }

  /// The same with every dot so many times as wide and as tall.
  Raster times(int xTimes, int yTimes) {
    if (xTimes == 1 && yTimes == 1) {
      return this;
    }
    var larger = new BitSet();
    for (int dot = dots.nextSetBit(0); dot >= 0; dot = dots.nextSetBit(dot + 1)) {
      fill(larger, width * xTimes, dot % width, dot / width, xTimes, yTimes);
    }
    return new Raster(width * xTimes, height * yTimes, larger);
  }

  private static void fill(BitSet dots, int width, int x, int y, int xTimes, int yTimes) {
    for (int dy = 0; dy < yTimes; dy++) {
      int start = (y * yTimes + dy) * width + x * xTimes;
      dots.set(start, start + xTimes);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Raster raster
        && width == raster.width
        && height == raster.height
        && dots.equals(raster.dots);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + dots.hashCode();
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public boolean dark(int x, int y) {
    return x >= 0 && x < width && y >= 0 && y < height && dots.get(y * width + x);
  }
}
