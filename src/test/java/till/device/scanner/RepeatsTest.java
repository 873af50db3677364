package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RepeatsTest {

  private static final long MILLI = 1_000_000;

  @Test
  void withoutAWindowEqualLabelsAreDifferentItems() {
    var repeats = new Repeats(0);

    assertFalse(repeats.isRepeat("4006381333931", 0));
    assertFalse(repeats.isRepeat("4006381333931", 0));
    assertFalse(repeats.isRepeat("4006381333931", 1));
  }

  @Test
  void aLabelThatStaysInSightIsReadOnce() {
    var repeats = new Repeats(500);

    assertFalse(repeats.isRepeat("4006381333931", -7 * MILLI));
    for (int millis = 400; millis < 4_000; millis += 400) {
      assertTrue(repeats.isRepeat("4006381333931", millis * MILLI), millis + " ms");
    }
    assertFalse(repeats.isRepeat("4006381333931", 5_000 * MILLI));
  }

  @Test
  void anotherLabelEndsIt() {
    var repeats = new Repeats(500);

    assertFalse(repeats.isRepeat("4006381333931", 0));
    assertFalse(repeats.isRepeat("96385074", 100 * MILLI));
    assertFalse(repeats.isRepeat("4006381333931", 200 * MILLI));
  }
}
