package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.lights.LaneLight.Signal;

/// What somebody of the shop looks at, as screens and the light show it.
final class LaneChecksTest {

  /// 1.50 off.
  private static final String COUPON = "9810000701507";

  @TempDir private Path folder;

  @Test
  void aCouponThatTheScannerReadsTakesItsValueOffAndCallsNobodyYet() {
    try (var counter = new Counter(folder).start()) {
      assertEquals("coupon-before-goods", counter.scans(COUPON).problems().getFirst().code());
      LaneView view = counter.scans(Counter.PEN, COUPON);
      assertEquals(49, view.totals().orElseThrow().total().minor());
      ProblemView check = view.problems().getFirst();
      assertEquals("coupon-check", check.code());
      assertEquals(ProblemView.Level.DEFERRED, check.level());
      assertEquals(Optional.of(COUPON), check.coupon());
      assertEquals(Signal.READY, Peripherals.signal(view));
    }
  }
}
