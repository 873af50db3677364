package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.kiosk.LogLine;

/// The end of the shop's log.
final class LogFileTest {

  @TempDir Path folder;

  private List<String> texts() {
    return new LogFile(folder.resolve("shop.log")).get().stream().map(LogLine::text).toList();
  }

  private void write(String text) throws IOException {
    Files.writeString(
        folder.resolve("shop.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void wholeLinesAreShownAndTheirNumbersGrow() throws IOException {
    assertEquals(List.of(), texts(), "there is no file yet");
    write("one\ntwo\nthr");
    assertEquals(List.of("one", "two"), texts());
    write("ee\n");
    assertEquals(List.of("one", "two", "three"), texts());
    assertEquals(
        List.of(4L, 8L, 14L),
        new LogFile(folder.resolve("shop.log")).get().stream().map(LogLine::n).toList());
  }

  @Test
  void ofALongOneTheEndIsShownFromTheFirstWholeLineOn() throws IOException {
    for (int i = 0; i < 2_000; i++) {
      write("line %04d %s%n".formatted(i, "x".repeat(90)));
    }
    List<String> texts = texts();
    assertEquals("line 1999", texts.getLast().substring(0, 9));
    assertEquals("line %04d".formatted(2_000 - texts.size()), texts.getFirst().substring(0, 9));
    assertTrue(texts.size() > 500 && texts.size() < 700);
  }
}
