package till.device.printer;

import java.util.ArrayList;
import java.util.List;

/// A picture in slices, each one a command of its own: so that a printer has little to keep, and
/// white costs nothing on the wire.
final class Slices {

  /// High enough for two lines of text, low enough for any printer's buffer.
  static final int ROWS_MAX = 64;

  /// A band of white rows is worth a command from this height on.
  private static final int WHITE_ROWS_MIN = 4;

  /// Nor is anything saved in a picture as narrow as the command is long.
  private static final int WIDTH_BYTES_MIN = 8;

  /// Bytes that printers obey in the middle of anything: `DLE EOT`, `DLE ENQ`, `DLE DC4`.
  private static final int DLE = 0x10;

  private static final int EOT = 0x04;
  private static final int ENQ = 0x05;
  private static final int DC4 = 0x14;

  /// Put into the second byte of a live command it makes none, and adds one dot.
  private static final int ONE_DOT = 0x02;

  /// One slice.
  ///
  /// @param rowBytes 1 where all is white
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Slice(int rowBytes, int rows, byte[] data) {}

  private Slices() {}

  /// @param toTheLeft whether the picture stands at the left, so that white at its right can be
  ///   left out
  static List<Slice> of(Dots picture, boolean toTheLeft) {
    var slices = new ArrayList<Slice>();
    int y = 0;
    while (y < picture.height()) {
      int white = white(picture, y);
      if (isBand(picture, white)) {
        slices.add(new Slice(1, white, new byte[white]));
        y += white;
      } else {
        int end = inkEnd(picture, y);
        Dots part = picture.part(y, end);
        byte[] data = harmless((toTheLeft ? part.withoutWhiteAtTheRight() : part).bytes());
        slices.add(new Slice(data.length / (end - y), end - y, data));
        y = end;
      }
    }
    return slices;
  }

  private static boolean isBand(Dots picture, int whiteRows) {
    return whiteRows >= WHITE_ROWS_MIN && picture.width() > 8 * WIDTH_BYTES_MIN;
  }

  /// How many rows from here on are white, up to one slice.
  private static int white(Dots picture, int from) {
    int y = from;
    while (y < picture.height() && y - from < ROWS_MAX && picture.isBlank(y)) {
      y++;
    }
    return y - from;
  }

  private static int inkEnd(Dots picture, int from) {
    int y = from + 1;
    while (y < picture.height() && y - from < ROWS_MAX && !isBand(picture, white(picture, y))) {
      y++;
    }
    return y;
  }

  /// The same picture to the eye, without a live command in it.
  static byte[] harmless(byte[] data) {
    byte[] safe = data.clone();
    for (int i = 1; i < safe.length; i++) {
      if (isLive(safe[i - 1], safe[i])) {
        safe[i] |= ONE_DOT;
      }
    }
    return safe;
  }

  /// Whether a printer obeys these two bytes wherever they stand.
  static boolean isLive(int one, int next) {
    return one == DLE && (next == EOT || next == ENQ || next == DC4);
  }
}
