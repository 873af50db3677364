package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.lane.AutoOpening.Advice;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.LastClosing;
import till.sale.Money;
import till.sale.Till;

/// Business days of a real lane: who opens them, by which clock, and what is told of them.
final class LaneDayTest {

  private static final Duration NIGHT = Duration.ofHours(20);

  @TempDir Path folder;

  private static void sell(Counter counter) {
    counter.scans(Counter.PEN);
    counter.does(new Input.TakeTotal());
    counter.does(new Input.TenderCash(Optional.empty()));
  }

  private static List<String> problems(LaneView view) {
    return view.problems().stream().map(ProblemView::code).toList();
  }

  @Test
  void aBoardThatWakesUpIn1970OpensNoDayUntilItsClockIsSet() {
    try (var counter = new Counter(folder)) {
      counter.now = Instant.EPOCH;
      counter.synchronised = false;
      counter.start();
      LaneView view = counter.look();
      assertEquals(LaneState.CLOSED, view.state());
      assertEquals(Optional.empty(), view.businessDay());
      assertEquals(List.of("clock-not-set"), problems(view));
      assertEquals(Optional.empty(), counter.lane.today());

      counter.now = Till.NOON;
      counter.synchronised = true;

      view = counter.look();
      assertEquals(LaneState.READY, view.state());
      assertEquals(Optional.of(Till.DAY), view.businessDay());
      assertEquals(List.of(), problems(view));
      assertEquals(Optional.of(Till.DAY), counter.lane.today());
    }
  }

  @Test
  void aPersonWhoKnowsTheDateOpensTheDayOfABoardThatDoesNot() {
    try (var counter = new Counter(folder)) {
      counter.now = Instant.EPOCH;
      counter.synchronised = false;
      counter.start();
      counter.does(new Input.OpenBusinessDay(Till.DAY));
      LaneView view = counter.look();
      assertEquals(LaneState.READY, view.state());
      assertEquals(Optional.of(Till.DAY), view.businessDay());
      assertEquals(List.of(), problems(view));
    }
  }

  @Test
  void aDayThatWasClosedIsNotOpenedAgainByARestart() {
    try (var counter = new Counter(folder).start()) {
      sell(counter);
      LaneView closed = counter.does(new Input.CloseBusinessDay()).view();
      assertEquals(LaneState.CLOSED, closed.state());
      assertEquals(Optional.empty(), counter.lane.report());
    }
    try (var counter = new Counter(folder).start()) {
      LaneView view = counter.look();
      assertEquals(LaneState.CLOSED, view.state());
      assertEquals(Optional.empty(), view.businessDay());
      assertEquals(List.of(), problems(view));
      counter.does(new Input.OpenBusinessDay(Till.DAY));
      assertEquals(Optional.of(Till.DAY), counter.look().businessDay());
      counter.does(new Input.CloseBusinessDay());
    }
    try (var counter = new Counter(folder)) {
      counter.now = Till.NOON.plus(NIGHT);
      counter.start();
      assertEquals(Optional.of(Till.DAY.plusDays(1)), counter.look().businessDay());
      assertEquals(LaneState.READY, counter.look().state());
    }
  }

  @Test
  void aClockThatStoodStillOverNightDoesNotOpenYesterday() {
    try (var counter = new Counter(folder).start()) {
      counter.does(new Input.CloseBusinessDay());
    }
    try (var counter = new Counter(folder)) {
      counter.synchronised = false;
      counter.start();
      assertEquals(List.of("clock-not-set"), problems(counter.look()));
      counter.now = Till.NOON.plus(NIGHT);
      counter.synchronised = true;
      assertEquals(Optional.of(Till.DAY.plusDays(1)), counter.look().businessDay());
    }
  }

  @Test
  void aClockIsBelievedWhileNothingSpeaksAgainstIt() {
    var fresh = Optional.<LastClosing>empty();
    var later = Optional.of(new LastClosing(7, Till.DAY, Money.zero(Till.EUR)));
    var never = Optional.<Instant>empty();
    var noon = Optional.of(Till.NOON);
    Instant evening = Instant.parse("2026-11-24T23:30:00Z"); // past midnight in the shop
    Instant soon = Till.NOON.plusSeconds(60);
    Instant before = Till.NOON.minusSeconds(1);
    assertEquals(new Advice.Open(Till.DAY), advice(fresh, never, Till.NOON, false));
    assertEquals(new Advice.Open(Till.DAY.plusDays(1)), advice(later, noon, evening, false));
    assertEquals(new Advice.Open(Till.DAY.plusDays(1)), advice(later, noon, evening, true));
    assertEquals(new Advice.Wait(), advice(later, noon, soon, false));
    assertEquals(new Advice.Leave(), advice(later, noon, soon, true));
    assertEquals(new Advice.Wait(), advice(fresh, never, Instant.EPOCH, false));
    assertEquals(new Advice.Wait(), advice(fresh, noon, before, false));
  }

  private static Advice advice(
      Optional<LastClosing> last, Optional<Instant> newest, Instant now, boolean synchronised) {
    var clocks = new Clocks(() -> now, () -> synchronised, System::nanoTime);
    return new AutoOpening(true, ZoneId.of("Europe/Berlin"), last, newest, clocks).advice();
  }

  @Test
  void theReportOfTheDayAsItStandsIsTheOneItIsClosedWith() {
    try (var counter = new Counter(folder).start()) {
      counter.does("17", new Input.SignOn());
      sell(counter);
      sell(counter);
      DayReport x = counter.lane.report().orElseThrow();
      assertEquals(398, x.totals().sales().minor());
      assertEquals("17", x.operator());
      assertEquals(Optional.of("17"), counter.look().operator());
      long documents = counter.documentsOnDisk();
      assertTrue(counter.lane.receipts().report(x).text().contains("X REPORT"));
      assertEquals(documents, counter.documentsOnDisk());
      assertEquals(Optional.empty(), counter.lane.receipts().z(1));
      assertInstanceOf(Reply.Accepted.class, counter.does(new Input.CloseBusinessDay()));
    }
    try (var counter = new Counter(folder).start()) {
      DayReport z = counter.lane.receipts().z(1).orElseThrow().figures();
      assertEquals(1, z.z().orElseThrow().number());
      assertEquals(398, z.totals().sales().minor());
      assertEquals("17", z.operator());
      assertEquals(Till.DAY, z.businessDay());
      assertEquals(counter.epoch(), z.z().orElseThrow().epoch());
      assertEquals(Optional.empty(), counter.lane.receipts().byNumber(z.z().get().document()));
    }
  }
}
