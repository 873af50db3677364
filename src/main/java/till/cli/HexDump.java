package till.cli;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Bytes for a person: in hex, and as text.
final class HexDump {

  private static final int ROW_BYTES = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  /// Rows of at most 16 bytes.
  static List<String> rows(byte[] bytes, int length) {
    return IntStream.iterate(0, start -> start < length, start -> start + ROW_BYTES)
        .mapToObj(start -> row(bytes, start, Math.min(length, start + ROW_BYTES)))
        .toList();
  }

  private static String row(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return "%-47s  %s".formatted(HEX.formatHex(bytes, start, end), printable(text));
  }

  /// Text with a dot for everything that would not show, or would move a terminal's cursor.
  static String printable(String text) {
    return text.codePoints()
        .mapToObj(code -> isShown(code) ? Character.toString(code) : ".")
        .collect(Collectors.joining());
  }

  private static boolean isShown(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }
}
