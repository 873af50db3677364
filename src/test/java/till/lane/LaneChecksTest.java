package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.lights.LaneLight.Signal;
import till.sale.Input;
import till.sale.Problem;
import till.sale.Shop;
import till.sale.Till;

/// What somebody of the shop looks at, as screens and the light show it.
final class LaneChecksTest {

  /// 1.50 off.
  private static final String COUPON = "9810000701507";

  private static final Shop CHECKING = Till.SHOP.checkingBaskets(1);

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

  @Test
  void aBasketWaitsForSomebodyOverARestartAndThenForALaneWithStaff() {
    try (var counter = new Counter(folder, CHECKING).start()) {
      counter.scans(Counter.PEN);
      assertInstanceOf(Reply.Accepted.class, counter.does(new Input.TakeTotal()));
      assertIsHeld(counter.look());
    }
    try (var counter = new Counter(folder, CHECKING).start()) {
      assertIsHeld(counter.look());
      assertInstanceOf(
          Reply.Accepted.class,
          counter.does("17", new Input.ClearProblem("p1", Problem.Decision.REFUSED, "two wines")));
      assertEquals(1, counter.look().suspended().size());
      assertEquals(Signal.READY, Peripherals.signal(counter.look()));
    }
  }

  private static void assertIsHeld(LaneView view) {
    ProblemView check = view.problems().getFirst();
    assertEquals("basket-check", check.code());
    assertEquals(ProblemView.Level.CRITICAL, check.level());
    assertEquals("wait-attendant", view.prompt());
    assertEquals(Signal.FAULT, Peripherals.signal(view));
  }
}
