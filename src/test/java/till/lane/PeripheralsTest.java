package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.device.lights.LaneLight.Signal;
import till.sale.LaneState;
import till.sale.Till;

/// What the lane's light says from afar.
final class PeripheralsTest {

  private static final ProblemView PROBLEM =
      new ProblemView("p1", "unknown-item", "notice", Optional.empty(), "Unknown");

  @Test
  void anOpenLaneIsReadyWhileNothingIsWrong() {
    assertEquals(Signal.READY, signal(LaneState.READY, List.of(), "good"));
    assertEquals(Signal.READY, signal(LaneState.IN_TRANSACTION, List.of(), "unknown"));
  }

  @Test
  void aProblemOrABadDeviceCallsForAssistance() {
    assertEquals(Signal.ASSISTANCE, signal(LaneState.IN_TRANSACTION, List.of(PROBLEM), "good"));
    assertEquals(Signal.ASSISTANCE, signal(LaneState.READY, List.of(), "bad"));
  }

  @Test
  void aFaultAndALaneThatServesNobodyAreShownWhateverElseIsWrong() {
    assertEquals(Signal.FAULT, signal(LaneState.OUT_OF_SERVICE, List.of(PROBLEM), "bad"));
    assertEquals(Signal.CLOSED, signal(LaneState.CLOSED, List.of(PROBLEM), "bad"));
    assertEquals(Signal.CLOSED, signal(LaneState.PAUSED, List.of(), "bad"));
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
            problems,
            List.of(new DeviceView("printer", "POSPrinter", printer, Till.NOON, "")),
            Optional.empty()));
  }
}
