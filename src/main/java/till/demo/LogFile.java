package till.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import till.kiosk.LogLine;

/// The end of the shop's log, for the technician's page.
///
/// @param file may be missing
record LogFile(Path file) implements Supplier<List<LogLine>> {

  private static final int BYTES_MAX = 64 * 1024;

  /// A line's number is where it ends in the file. One that is not whole yet is not shown.
  @Override
  public List<LogLine> get() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - BYTES_MAX);
      log.seek(from);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.readFully(bytes);
      return lines(bytes, from);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static List<LogLine> lines(byte[] bytes, long from) {
    var lines = new ArrayList<LogLine>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        // the first one may have begun before what was read
        if (start > 0 || from == 0) {
          String text = new String(bytes, start, i - start, StandardCharsets.UTF_8);
          lines.add(new LogLine(from + i + 1, Optional.empty(), text.stripTrailing()));
        }
        start = i + 1;
      }
    }
    return lines;
  }
}
