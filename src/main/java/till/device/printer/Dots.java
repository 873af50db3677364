package till.device.printer;

/// A picture as a printer knows it: a dot is black, or it is not.
final class Dots {

  private final int width;
  private final int height;
  private final int rowBytes;
  private final byte[] bits;

  Dots(int width, int height) {
    this.width = width;
    this.height = height;
    this.rowBytes = (width + 7) / 8;
    this.bits = new byte[rowBytes * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean isBlack(int x, int y) {
    return (bits[y * rowBytes + x / 8] & 0x80 >> x % 8) != 0;
  }

  void blacken(int x, int y) {
    bits[y * rowBytes + x / 8] |= (byte) (0x80 >> x % 8);
  }

  boolean isBlank(int y) {
    for (int i = 0; i < rowBytes; i++) {
      if (bits[y * rowBytes + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /// The rows below each other, eight dots a byte, the left one highest.
  byte[] bytes() {
    return bits.clone();
  }

  /// The rows from the first to before the last.
  Dots part(int first, int last) {
    var part = new Dots(width, last - first);
    System.arraycopy(bits, first * rowBytes, part.bits, 0, part.bits.length);
    return part;
  }

  /// As wide as its ink, in steps of eight dots; at least one step.
  Dots withoutWhiteAtTheRight() {
    int bytes = rowBytes;
    while (bytes > 1 && isWhite(bytes - 1)) {
      bytes--;
    }
    var narrow = new Dots(bytes * 8, height);
    for (int y = 0; y < height; y++) {
      System.arraycopy(bits, y * rowBytes, narrow.bits, y * bytes, bytes);
    }
    return narrow;
  }

  private boolean isWhite(int column) {
    for (int y = 0; y < height; y++) {
      if (bits[y * rowBytes + column] != 0) {
        return false;
      }
    }
    return true;
  }
}
