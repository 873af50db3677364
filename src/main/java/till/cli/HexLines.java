package till.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Bytes in hex, from the command line or, where it holds none, one text a line of standard input,
/// empty lines passed over; and one line of standard output for each.
final class HexLines {

  private final Shell shell;
  private final int bytesMax;

  /// @param bytesMax longest that is read
  HexLines(Shell shell, int bytesMax) {
    this.shell = shell;
    this.bytesMax = bytesMax;
  }

  /// @param answer to one text
  void answer(List<String> arguments, Function<String, String> answer) throws IOException {
    if (!arguments.isEmpty()) {
      arguments.forEach(each -> print(answer.apply(each)));
      return;
    }
    var in = new BufferedInputStream(shell.in());
    Optional<byte[]> line = line(in);
    // one who reads no more is told at the end
    while (line.isPresent() && !shell.out().checkError()) {
      String text = new String(line.get(), StandardCharsets.ISO_8859_1).strip();
      if (!text.isEmpty()) {
        print(answer.apply(text));
      }
      line = line(in);
    }
  }

  private Optional<byte[]> line(BufferedInputStream in) throws IOException {
    return DecodeScanCommand.line(in, 3 * bytesMax);
  }

  private void print(String answer) {
    // JSON is UTF-8, whatever the terminal is
    shell.out().writeBytes((answer + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Reads hex, in which blanks may stand between bytes.
  ///
  /// @throws IllegalArgumentException when it is none, or too long; the message does not quote it
  byte[] bytes(String text) {
    String digits = text.replaceAll("\\s", "");
    if (digits.length() > 2 * bytesMax) {
      throw new IllegalArgumentException("it is longer than " + bytesMax + " bytes");
    }
    if (digits.length() % 2 != 0 || !digits.matches("[0-9A-Fa-f]*")) {
      throw new IllegalArgumentException("it is not hex: two digits for each byte");
    }
    return HexFormat.of().parseHex(digits);
  }
}
