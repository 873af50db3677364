package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.sale.PrintJob;
import till.sale.PrintJob.State;
import till.sale.Till;

/// Which receipt goes to the printer when, without a printer and without a clock.
final class PrintQueueTest {

  private static final Optional<String> GOOD = Optional.empty();
  private static final Optional<String> PAPER_END = Optional.of("the paper is at its end");
  private static final Duration TOO_LONG = PrintQueue.WAITS_MAX.plusSeconds(1);

  private Instant now = Till.NOON;
  private boolean believed = true;
  private long nanos;
  private final PrintQueue queue =
      new PrintQueue(new Clocks(() -> now, () -> believed, () -> nanos));

  @Test
  void theOldestIsBegunAndNoneBesideIt() {
    assertEquals(List.of("a SENDING"), next(GOOD, job("a", State.QUEUED), job("b", State.QUEUED)));
    assertEquals(List.of(), next(GOOD, job("a", State.SENDING), job("b", State.QUEUED)));
    assertEquals(List.of(), next(GOOD, job("a", State.SENT), job("b", State.QUEUED)));
    assertEquals(List.of("b SENDING"), next(GOOD, job("a", State.DOUBTFUL), job("b", State.HELD)));
  }

  @Test
  void whatCannotBePrintedIsHeldOnceWithTheReason() {
    assertEquals(
        List.of("a HELD the paper is at its end"),
        next(PAPER_END, job("a", State.QUEUED), job("b", State.QUEUED)));
    assertEquals(List.of(), next(PAPER_END, job("a", State.HELD), job("b", State.QUEUED)));
  }

  @Test
  void aPrinterThatWouldNotStartIsLeftAloneForAMoment() {
    queue.pause();
    assertEquals(List.of(), next(GOOD, job("a", State.HELD)));
    nanos += Duration.ofSeconds(2).toNanos();
    assertEquals(List.of("a SENDING"), next(GOOD, job("a", State.HELD)));
  }

  @Test
  void withoutAPrinterNothingWaits() {
    assertEquals(
        List.of("a EXPIRED there is no printer", "b EXPIRED there is no printer"),
        words(queue.next(List.of(job("a", State.QUEUED), job("b", State.HELD)), false, PAPER_END)));
  }

  @Test
  void whatHasWaitedTooLongExpiresAndTheNextIsBegun() {
    assertEquals(List.of(), next(PAPER_END, job("a", State.HELD)));
    nanos += TOO_LONG.toNanos();
    assertEquals(
        List.of("a EXPIRED", "b SENDING"),
        next(GOOD, job("a", State.HELD), job("b", State.QUEUED)));
  }

  @Test
  void whatWaitedBeforeTheStartCountsWhereTheClockIsBelieved() {
    now = Till.NOON.plus(TOO_LONG);
    believed = false;
    assertEquals(List.of("a SENDING"), next(GOOD, job("a", State.QUEUED)));
    believed = true;
    assertEquals(List.of("a EXPIRED"), next(GOOD, job("a", State.QUEUED)));
  }

  private List<String> next(Optional<String> hindrance, PrintJob... jobs) {
    return words(queue.next(List.of(jobs), true, hindrance));
  }

  private static List<String> words(List<PrintQueue.Step> steps) {
    return steps.stream()
        .map(
            step -> (step.job().jobId() + " " + step.to() + " " + step.reason().orElse("")).strip())
        .toList();
  }

  private static PrintJob job(String id, State state) {
    return new PrintJob(
        id, "sale-" + id, state, Optional.empty(), Optional.empty(), Optional.of(Till.NOON));
  }
}
