package till;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import till.kiosk.LogLine;

/// What goes to standard error, which is where the log goes, kept for a technician: the last lines
/// of it. Everything still goes where it went.
final class LogTail extends OutputStream implements Supplier<List<LogLine>> {

  /// Hours of a quiet shop, and at most some 200 KB.
  static final int LINES_MAX = 400;

  /// The rest of a longer line is not kept.
  static final int LINE_BYTES_MAX = 500;

  private final PrintStream out;
  private final InstantSource clock;
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES_MAX);
  private long count;

  /// @param out where it goes as well
  LogTail(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    out.write(bytes, offset, length);
    synchronized (lines) {
      for (int i = offset; i < offset + length; i++) {
        keep(bytes[i]);
      }
    }
  }

  private void keep(byte octet) {
    if (octet == '\n') {
      if (lines.size() == LINES_MAX) {
        lines.removeFirst();
      }
      count++;
      lines.addLast(
          new LogLine(
              count,
              Optional.of(clock.instant()),
              line.toString(StandardCharsets.UTF_8).stripTrailing()));
      line.reset();
    } else if (line.size() < LINE_BYTES_MAX) {
      line.write(octet);
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /// The oldest first.
  @Override
  public List<LogLine> get() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }
}
