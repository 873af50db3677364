package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.lights.LaneLight.Signal;
import till.sale.Input;
import till.sale.Problem;

/// What the help button and the tamper switch do to the lane.
final class LaneContactsTest {

  @TempDir private Path folder;

  @Test
  void aCallForHelpIsShownUntilSomebodyHasComeAndMakesTheLightFlash() {
    try (var counter = new Counter(folder).start()) {
      counter.lane.offer(new LaneEvent.AssistanceCalled());
      counter.lane.offer(new LaneEvent.AssistanceCalled());
      LaneView called = counter.look();
      assertEquals(List.of("assistance"), codes(called));
      assertEquals(Signal.ASSISTANCE, Peripherals.signal(called));

      counter.does(
          "17",
          new Input.ClearProblem(ProblemView.ASSISTANCE, Problem.Decision.APPROVED, "helped"));
      LaneView helped = counter.look();
      assertEquals(List.of(), codes(helped));
      assertEquals(Signal.READY, Peripherals.signal(helped));
    }
  }

  @Test
  void aCallForHelpIsTheSalesOnceThereIsOne() {
    try (var counter = new Counter(folder).start()) {
      counter.scans(Counter.PEN);
      counter.lane.offer(new LaneEvent.AssistanceCalled());
      assertEquals(List.of("assistance"), codes(counter.look()));

      counter.does("17", new Input.ClearProblem("p1", Problem.Decision.APPROVED, "helped"));

      assertEquals(List.of(), codes(counter.look()));
    }
  }

  @Test
  void anOpenedCaseIsAProblemAndStandsInTheJournalOnce() {
    try (var counter = new Counter(folder).start()) {
      counter.lane.offer(new LaneEvent.CaseMoved(false));
      assertEquals(List.of(), codes(counter.look()));
      long before = counter.documentsOnDisk();

      counter.lane.offer(new LaneEvent.CaseMoved(true));
      counter.lane.offer(new LaneEvent.CaseMoved(true));
      assertEquals(List.of("case-open"), codes(counter.look()));
      assertEquals("tamper-opened", counter.control(before + 1));
      assertEquals(before + 1, counter.documentsOnDisk());

      counter.lane.offer(new LaneEvent.CaseMoved(false));
      assertEquals(List.of(), codes(counter.look()));
      assertEquals("tamper-closed", counter.control(before + 2));
      assertEquals(before + 2, counter.documentsOnDisk());
    }
  }

  @Test
  void aCaseThatIsOpenedInASaleIsRememberedAndTheSaleGoesOn() {
    try (var counter = new Counter(folder).start()) {
      counter.scans(Counter.PEN);
      long before = counter.documentsOnDisk();

      counter.lane.offer(new LaneEvent.CaseMoved(true));

      assertEquals(1, counter.look().transaction().orElseThrow().lines().size());
      assertEquals("tamper-opened", counter.control(before + 1));
      assertEquals(2, counter.scans(Counter.MILK).transaction().orElseThrow().lines().size());
    }
  }

  private static List<String> codes(LaneView view) {
    return view.problems().stream().map(ProblemView::code).toList();
  }
}
