package till;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.kiosk.LogLine;

/// The last lines of what goes to standard error.
final class LogTailTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final LogTail tail =
      new LogTail(new PrintStream(out, true, StandardCharsets.UTF_8), InstantSource.fixed(NOON));
  private final PrintStream err = new PrintStream(tail, true, StandardCharsets.UTF_8);

  @Test
  void whatIsWrittenGoesWhereItWentAndIsKeptByTheLine() {
    err.print("INFO  Lane: grün");
    assertEquals(List.of(), tail.get(), "it is not whole yet");
    err.println(" und gut");
    err.println("WARN  Lane: b");
    assertEquals(
        List.of(
            new LogLine(1, Optional.of(NOON), "INFO  Lane: grün und gut"),
            new LogLine(2, Optional.of(NOON), "WARN  Lane: b")),
        tail.get());
    assertEquals("INFO  Lane: grün und gut\nWARN  Lane: b\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void onlyTheLastLinesAndTheBeginningOfALongOneAreKept() {
    for (int i = 1; i <= LogTail.LINES_MAX + 5; i++) {
      err.println("line " + i);
    }
    err.println("x".repeat(3 * LogTail.LINE_BYTES_MAX));
    err.println("last");
    List<LogLine> kept = tail.get();
    assertEquals(LogTail.LINES_MAX, kept.size());
    assertEquals("line 8", kept.getFirst().text());
    assertEquals("x".repeat(LogTail.LINE_BYTES_MAX), kept.get(LogTail.LINES_MAX - 2).text());
    assertEquals(new LogLine(LogTail.LINES_MAX + 7, Optional.of(NOON), "last"), kept.getLast());
  }
}
