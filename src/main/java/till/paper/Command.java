package till.paper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One whole command in a buffer that someone else owns.
final class Command {

  private final byte[] bytes;
  private final int from;
  private final int length;

  Command(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  int length() {
    return length;
  }

  int at(int index) {
    return bytes[from + index] & 0xFF;
  }

  /// Two bytes, the low one first.
  int word(int index) {
    return at(index) | at(index + 1) << 8;
  }

  /// A selector; most commands take 0 and '0' for the same.
  int selector(int index) {
    int value = at(index);
    return value >= '0' && value <= '9' ? value - '0' : value;
  }

  /// The bytes from `start` to the end, one a character.
  String text(int start) {
    return text(start, length);
  }

  String text(int start, int end) {
    return start >= end
        ? ""
        : new String(bytes, from + start, end - start, StandardCharsets.ISO_8859_1);
  }

  /// A copy of the bytes from `start` to the end.
  byte[] bytes(int start) {
    return start >= length ? new byte[0] : Arrays.copyOfRange(bytes, from + start, from + length);
  }

  /// The first two bytes, as manuals write them.
  String name() {
    return hex(Math.min(length, 2));
  }

  String hex(int count) {
    var hex = new StringBuilder();
    for (int i = 0; i < count; i++) {
      hex.append(i == 0 ? "" : " ").append("%02X".formatted(at(i)));
    }
    return hex.toString();
  }

  /// A picture in rows, from this place on.
  Raster rows(int start, int bytesPerRow, int rows, int xTimes, int yTimes) {
    return Raster.ofRows(bytes, from + start, bytesPerRow, rows, xTimes, yTimes);
  }

  /// A picture in columns, from this place on.
  Raster columns(int start, int bytesPerColumn, int columns, int xTimes, int yTimes) {
    return Raster.ofColumns(bytes, from + start, bytesPerColumn, columns, xTimes, yTimes);
  }
}
