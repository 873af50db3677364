package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.device.lights.LaneLight.Signal;
import till.lane.ProblemView.Level;
import till.sale.LaneState;
import till.sale.Till;

/// What the lane's light says from afar.
final class PeripheralsTest {

  @Test
  void anOpenLaneIsReadyWhileNothingIsWrong() {
    assertEquals(Signal.READY, signal(LaneState.READY, List.of(), "good"));
    assertEquals(Signal.READY, signal(LaneState.IN_TRANSACTION, List.of(), "unknown"));
  }

  @Test
  void aProblemThatBlocksOrABadDeviceCallsForAssistance() {
    assertEquals(Signal.ASSISTANCE, signal(LaneState.IN_TRANSACTION, Level.BLOCKING));
    assertEquals(Signal.ASSISTANCE, signal(LaneState.READY, List.of(), "bad"));
  }

  @Test
  void whatMayWaitAndWhatIsOnlyToBeReadCallsNobody() {
    assertEquals(Signal.READY, signal(LaneState.IN_TRANSACTION, Level.DEFERRED, Level.NOTICE));
    assertEquals(
        Signal.ASSISTANCE, signal(LaneState.IN_TRANSACTION, Level.DEFERRED, Level.BLOCKING));
  }

  @Test
  void whatIsBadlyWrongIsShownWhetherAnybodyIsServedOrNot() {
    for (LaneState state : LaneState.values()) {
      assertEquals(Signal.FAULT, signal(state, Level.BLOCKING, Level.CRITICAL), state.name());
    }
  }

  @Test
  void aFaultAndALaneThatServesNobodyAreShownWhateverElseStandsInTheWay() {
    assertEquals(Signal.FAULT, signal(LaneState.OUT_OF_SERVICE, Level.BLOCKING));
    assertEquals(Signal.CLOSED, signal(LaneState.CLOSED, Level.BLOCKING));
    assertEquals(Signal.CLOSED, signal(LaneState.PAUSED, List.of(), "bad"));
  }

  private static Signal signal(LaneState state, Level... levels) {
    return signal(
        state,
        Arrays.stream(levels)
            .map(level ->
                new ProblemView(
                    "p1", "something", level, Optional.empty(), "Something", Optional.empty()))
            .toList(),
        "good");
  }

  private static Signal signal(LaneState state, List<ProblemView> problems, String printer) {
    return Peripherals.signal(
        new LaneView(
            state,
            1,
            Till.EUR,
            Optional.of(Till.DAY),
            Optional.empty(),
            "scan",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            problems,
            List.of(new DeviceView("printer", "POSPrinter", printer, Till.NOON, "")),
            Optional.empty(),
            CustomerView.of(List.of("en")),
            List.of(),
            false,
            Optional.empty()));
  }
}
