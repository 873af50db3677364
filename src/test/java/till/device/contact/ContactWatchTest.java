package till.device.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ContactWatchTest {

  private static final int DEBOUNCE_MILLIS = 20;

  /// Begins shortly before the clock's numbers turn negative, as they may.
  private long now = Long.MAX_VALUE - 1_000;

  private final List<Boolean> told = new ArrayList<>();
  private final ContactWatch watch = new ContactWatch(DEBOUNCE_MILLIS, false, now);

  @Test
  void whatItIsAtFirstIsToldOnceItHasLasted() {
    look();
    assertEquals(List.of(), told);
    assertEquals(OptionalLong.of(now + millis(20)), watch.lookAt());

    pass(20);

    assertEquals(List.of(false), told);
    assertEquals(OptionalLong.empty(), watch.lookAt());
  }

  @Test
  void aPressThatBouncesIsOne() {
    settled();
    for (boolean level : new boolean[] {true, false, true, false, true}) {
      see(level);
      pass(5);
    }
    assertEquals(List.of(false), told);

    pass(15);
    pass(5_000);

    assertEquals(List.of(false, true), told);
  }

  @Test
  void aGlitchThatIsShorterThanTheDebounceTimeIsNone() {
    settled();
    see(true);
    pass(19);
    see(false);
    pass(10_000);

    assertEquals(List.of(false), told);
  }

  @Test
  void aPressThatIsOverBeforeAnybodyLookedIsTold() {
    settled();
    see(true);
    now += millis(100);
    see(false);
    pass(20);
    assertEquals(List.of(false, true), told);

    pass(980); // its end waits for the rest
    assertEquals(List.of(false, true, false), told);
  }

  @Test
  void aPressInTheRestIsToldLateAndNotLost() {
    settled();
    press();
    pass(1_000);
    assertEquals(List.of(false, true, false), told);

    press();
    assertEquals(List.of(false, true, false), told);
    pass(4_000);

    assertEquals(List.of(false, true, false, true), told);
  }

  @Test
  void aSwitchThatFluttersIsToldOfSixTimesAMinuteAndCalledBroken() {
    settled();
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("contact: seed " + seed);
    var random = new Random(seed);
    long end = now + Duration.ofMinutes(10).toNanos();
    boolean level = false;
    while (now - end < 0) {
      level = !level;
      see(level);
      pass(random.nextInt(1, 200));
    }
    assertTrue(told.size() > 10 && told.size() <= 1 + 4 + 60, () -> told.size() + " were told");
    for (int i = 1; i < told.size(); i++) {
      assertEquals(!told.get(i - 1), told.get(i), "each is a change");
    }
    assertTrue(watch.flutters(now));

    see(false);
    pass(10_000);
    pass(10_000);
    assertEquals(false, told.getLast());
    pass(20_001);

    assertFalse(watch.flutters(now));
    see(true);
    pass(20);
    assertEquals(true, told.getLast(), "a button that is well again is told of at once");
  }

  /// Whatever happens: no two tellings alike, at least a second between two, and in the end what it
  /// is.
  @Test
  void whateverALineDoesEachChangeIsToldOnceAndTheLastLevelInTheEnd() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("contact: seed " + seed);
    var random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      var any = new ContactWatch(random.nextInt(0, 50), random.nextBoolean(), now);
      var said = new ArrayList<Boolean>();
      long last = now - Duration.ofDays(1).toNanos();
      boolean level = false;
      for (int i = 0; i < 500; i++) {
        now += millis(random.nextInt(0, random.nextInt(1, 3_000)));
        level = random.nextBoolean();
        any.seen(level, now);
        var next = any.look(now);
        if (next.isPresent()) {
          assertTrue(said.isEmpty() || !said.getLast().equals(next.get()));
          assertTrue(now - last >= ContactWatch.REST_NANOS_MIN);
          said.add(next.get());
          last = now;
        }
      }
      for (int i = 0; i < 4 && any.lookAt().isPresent(); i++) {
        now = any.lookAt().getAsLong();
        any.look(now).ifPresent(said::add);
      }
      assertEquals(OptionalLong.empty(), any.lookAt());
      assertEquals(level, said.getLast());
    }
  }

  private void settled() {
    pass(20);
    pass(10_000);
    assertEquals(List.of(false), told);
  }

  private void press() {
    see(true);
    pass(100);
    see(false);
    pass(100);
  }

  private void see(boolean level) {
    watch.seen(level, now);
    look();
  }

  private void pass(long time) {
    now += millis(time);
    look();
  }

  private void look() {
    watch.look(now).ifPresent(told::add);
  }

  private static long millis(long time) {
    return Duration.ofMillis(time).toNanos();
  }
}
