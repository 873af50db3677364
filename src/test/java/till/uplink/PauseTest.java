package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.journal.Outbox;

/// The uplink's pauses: how long it waits, how fast it sends, how often it speaks of itself.
final class PauseTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Outbox.Bookmark NOTHING = new Outbox.Bookmark("e", 0, 0, "");
  private static final StateView READY = new StateView("READY", List.of(), Map.of());

  @Test
  void theBackOffDoublesUpToItsCapAndIsNeverLonger() {
    var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(120), new Random(1));
    long[] longest = new long[40];
    for (int round = 0; round < 500; round++) {
      for (int failure = 0; failure < longest.length; failure++) {
        longest[failure] = Math.max(longest[failure], backoff.next().toMillis());
      }
      backoff.reset();
    }
    for (int failure = 0; failure < longest.length; failure++) {
      long span = failure < 6 ? 2_000L << failure : 120_000;
      assertTrue(longest[failure] <= span, failure + ": " + longest[failure]);
      assertTrue(longest[failure] > span * 9 / 10, failure + ": " + longest[failure]);
    }
  }

  @Test
  void noMoreDocumentsLeaveInASecondThanAllowed() {
    var budget = new DrainBudget(200, 0);
    int left = 0;
    for (long now = 0; now <= 10 * SECOND; now += SECOND / 1_000) {
      while (budget.available(now) > 0) {
        budget.spend();
        left++;
      }
    }
    assertEquals(2_000, left, 25);
  }

  @Test
  void theFleetMayAskForLessButNotForMoreThanIsConfigured() {
    var budget = new DrainBudget(200, 0);
    budget.limit(1);
    assertEquals(1, budget.available(0));
    budget.spend();
    assertEquals(0, budget.available(0));
    assertEquals(1_000, budget.waitMillis());
    budget.limit(1_000_000);
    assertEquals(20, budget.available(100 * SECOND));
  }

  @Test
  void whenTheFleetAsksForNothingAnyMoreWhatIsConfiguredHoldsAgain() {
    var budget = new DrainBudget(200, 0);
    budget.limit(1);
    assertEquals(1, budget.available(100 * SECOND));
    budget.unlimit();
    assertEquals(20, budget.available(200 * SECOND));
  }

  @Test
  void theStateIsToldAtBirthAndThenOnlyWhenItIsWorthIt() {
    var reports = new StateReports(Timing.FIELD);
    assertTrue(reports.isDue(READY, 1, NOTHING, 0));
    assertFalse(reports.isDue(READY, 1, NOTHING, 3_600 * SECOND), "nothing changed");
    assertFalse(reports.isDue(READY, 2, NOTHING, 59 * SECOND), "the head moves all the time");
    assertTrue(reports.isDue(READY, 2, NOTHING, 61 * SECOND));
    var selling = new StateView("IN_TRANSACTION", List.of(), Map.of());
    assertFalse(reports.isDue(selling, 2, NOTHING, 70 * SECOND), "the lane's word can wait");
    assertTrue(reports.isDue(selling, 2, NOTHING, 72 * SECOND));
    var ill = new StateView("IN_TRANSACTION", List.of("printer-away"), Map.of());
    assertFalse(reports.isDue(ill, 2, NOTHING, 72 * SECOND + SECOND / 2), "not twice a second");
    assertTrue(reports.isDue(ill, 2, NOTHING, 74 * SECOND), "a problem is told at once");
  }
}
