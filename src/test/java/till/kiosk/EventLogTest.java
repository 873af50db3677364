package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.lane.LaneNews;

final class EventLogTest {

  private static final String BOARD = "since Monday";
  private static final long NOW = 1_000_000;

  @TempDir private Path folder;

  private static EventLog.Line event(int n) {
    return new EventLog.Line(
        "a1b2c3d4-" + n,
        LaneNews.Kind.SCAN,
        Map.of("data", "\u00fcml\n\"" + n, "outcome", "accepted"),
        n);
  }

  private EventLog log() {
    return new EventLog(folder, BOARD);
  }

  private void keep(int first, int last) {
    try (EventLog events = log()) {
      events.resume(NOW);
      IntStream.rangeClosed(first, last).forEach(n -> events.add(event(n)));
    }
  }

  private List<EventLog.Line> past() {
    try (EventLog events = log()) {
      return events.resume(NOW);
    }
  }

  private Path file() {
    return folder.resolve(EventLog.FILE);
  }

  @Test
  void whatHappenedIsThereAgainAndNothingIsAtFirst() throws IOException {
    assertEquals(List.of(), past());
    keep(1, 3);
    keep(4, 5);
    assertEquals(IntStream.rangeClosed(1, 5).mapToObj(EventLogTest::event).toList(), past());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  /// As it is after SIGKILL.
  @Test
  void itIsInTheFileBeforeAnybodyIsTold() throws IOException {
    try (EventLog events = log()) {
      events.resume(NOW);
      events.add(event(1));
      assertTrue(Files.readString(file()).contains("a1b2c3d4-1"));
    }
  }

  @Test
  void theFileStaysSmallAndHasTheNewest() throws IOException {
    keep(1, 10_000);
    List<String> lines = Files.readAllLines(file());
    assertTrue(lines.size() <= 4 * RecentEvents.EVENTS_MAX + 1, lines.size() + " lines");
    assertEquals(
        IntStream.rangeClosed(10_001 - RecentEvents.EVENTS_MAX, 10_000)
            .mapToObj(EventLogTest::event)
            .toList(),
        past());
  }

  /// What a power cut has left may lack its end, and nobody would know.
  @Test
  void afterTheBoardWasOffItIsNotBelieved() {
    keep(1, 3);
    for (List<EventLog.Line> expected : List.of(List.<EventLog.Line>of(), List.of(event(4)))) {
      try (var events = new EventLog(folder, "since Tuesday")) {
        assertEquals(expected, events.resume(NOW));
        events.add(event(4));
      }
    }
  }

  @Test
  void ofAnotherJournalItIsNotBelieved() {
    keep(1, 3);
    try (EventLog events = log()) {
      assertEquals(List.of(), events.resume(2));
    }
    assertEquals(List.of(), past());
  }

  @Test
  void aTornEndIsLeftOut() throws IOException {
    keep(1, 3);
    byte[] whole = Files.readAllBytes(file());
    for (String torn :
        List.of("{\"id\":\"a1b2", "{}", "{\"id\":\"a\",\"kind\":\"NONE\"}", "\u0000\u0000")) {
      Files.write(file(), whole);
      Files.writeString(file(), torn, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      assertEquals(3, past().size(), torn);
    }
    keep(4, 4);
    assertEquals(4, past().size());
    Files.write(file(), new byte[] {(byte) 0xff, 0, '\n'});
    assertEquals(List.of(), past());
  }

  @Test
  void whereItCannotBeKeptTheShopGoesOn() throws IOException {
    Files.createDirectory(file());
    Files.createFile(file().resolve("in the way"));
    try (EventLog events = log()) {
      assertEquals(List.of(), events.resume(NOW));
      events.add(event(1));
    }
    assertFalse(Files.isRegularFile(file()));
  }
}
