package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.sale.Till;

final class ClockWatchTest {

  private final ClockWatch watch = new ClockWatch(Till.NOON, 0);
  private Optional<Instant> newest = Optional.empty();

  /// What is said when this long has passed, and the clock is off by so much.
  private Optional<ClockWatch.Step> look(Duration passed, Duration off) {
    return watch.look(Till.NOON.plus(passed).plus(off), passed.toNanos(), newest);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void aClockThatGoesIsNoNews() {
    for (int day = 1; day < 400; day++) {
      assertEquals(Optional.empty(), look(Duration.ofDays(day), Duration.ZERO));
    }
  }

  @Test
  void aClockThatIsLedIsNoNews() {
    for (int minute = 1; minute < 1_000; minute++) {
      assertEquals(Optional.empty(), look(seconds(60L * minute), seconds(minute)));
    }
  }

  @Test
  void aClockThatIsSetIsToldOnce() {
    for (long off : new long[] {86_400, 0, -86_400, 3}) {
      Duration passed = seconds(1_000 + Math.abs(off));
      var fresh = new ClockWatch(Till.NOON, 0);
      Instant now = Till.NOON.plus(passed).plusSeconds(off);
      Optional<ClockWatch.Step> step = fresh.look(now, passed.toNanos(), newest);
      assertEquals(off != 0, step.isPresent(), () -> "off by " + off);
      step.ifPresent(set -> assertEquals(off, set.seconds()));
      assertEquals(
          Optional.empty(),
          fresh.look(now.plusSeconds(100), passed.plusSeconds(100).toNanos(), newest));
    }
  }

  @Test
  void aClockThatIsSetAgainAndAgainIsToldOnceAMinuteWithTheWholeOfIt() {
    assertEquals(10, look(seconds(1), seconds(10)).orElseThrow().seconds());
    assertEquals(Optional.empty(), look(seconds(20), seconds(20)));
    assertEquals(Optional.empty(), look(seconds(40), seconds(-30)));
    assertEquals(-40, look(seconds(62), seconds(-30)).orElseThrow().seconds());
    assertEquals(Optional.empty(), look(seconds(63), seconds(-20)));
    assertEquals(Optional.empty(), look(seconds(64), seconds(-30)));
    assertEquals(Optional.empty(), look(seconds(300), seconds(-30)));
  }

  @Test
  void aClockBehindTheJournalIsNews() {
    newest = Optional.of(Till.NOON.plusSeconds(5));
    ClockWatch.Step step = look(seconds(1), Duration.ZERO).orElseThrow();
    assertEquals(newest.get(), step.from());
    assertEquals(-4, step.seconds());
    newest = Optional.of(Till.NOON.plusSeconds(1));
    assertEquals(Optional.empty(), look(seconds(120), Duration.ZERO));
  }
}
