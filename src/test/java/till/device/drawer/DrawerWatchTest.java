package till.device.drawer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import till.device.drawer.DrawerWatch.Sight;

final class DrawerWatchTest {

  private static final Duration OPEN_MAX = Duration.ofSeconds(30);

  private final DrawerWatch watch = new DrawerWatch(OPEN_MAX);

  /// Begins shortly before the clock's numbers turn negative, as they may.
  private long now = Long.MAX_VALUE - 1_000;

  @Test
  void nothingIsKnownOfADrawerThatNobodySees() {
    watch.pulsed(now);
    pass(Duration.ofHours(1));

    assertEquals(DrawerState.UNKNOWN, watch.state());
    assertEquals(OptionalLong.empty(), watch.lookAt());
  }

  @Test
  void aPulseThatOpensItIsConfirmedByTheSensor() {
    watch.seen(Sight.SHUT, now);
    watch.pulsed(now);
    pass(Duration.ofMillis(400));
    assertEquals(DrawerState.SHUT, watch.state());

    watch.seen(Sight.OPEN, now);

    assertEquals(DrawerState.OPEN, watch.state());
    pass(Duration.ofSeconds(10));
    assertEquals(DrawerState.OPEN, watch.state());
  }

  @Test
  void aPulseThatOpensNothingIsToldUntilItOpens() {
    watch.seen(Sight.SHUT, now);
    watch.pulsed(now);
    assertEquals(OptionalLong.of(now + DrawerWatch.OPENS_WITHIN.toNanos()), watch.lookAt());
    pass(DrawerWatch.OPENS_WITHIN.minusNanos(1));
    assertEquals(DrawerState.SHUT, watch.state());
    pass(Duration.ofNanos(1));
    assertEquals(DrawerState.DID_NOT_OPEN, watch.state());
    assertEquals(OptionalLong.empty(), watch.lookAt());

    watch.seen(Sight.OPEN, now);
    watch.seen(Sight.SHUT, now);

    assertEquals(DrawerState.SHUT, watch.state());
  }

  @Test
  void aDrawerThatIsOpenAlreadyNeedsNotOpen() {
    watch.seen(Sight.OPEN, now);
    watch.pulsed(now);
    watch.seen(Sight.SHUT, now);
    pass(Duration.ofMinutes(1));

    assertEquals(DrawerState.SHUT, watch.state());
  }

  @Test
  void aSensorThatFallsSilentConfirmsAndDeniesNothing() {
    watch.seen(Sight.SHUT, now);
    watch.pulsed(now);
    watch.seen(Sight.UNKNOWN, now);
    pass(Duration.ofMinutes(1));
    assertEquals(DrawerState.UNKNOWN, watch.state());

    watch.seen(Sight.SHUT, now);
    assertEquals(DrawerState.SHUT, watch.state());
  }

  @Test
  void leftOpenForTooLongIsToldUntilItIsShut() {
    watch.seen(Sight.OPEN, now);
    assertEquals(OptionalLong.of(now + OPEN_MAX.toNanos()), watch.lookAt());
    pass(OPEN_MAX.minusNanos(1));
    watch.seen(Sight.OPEN, now); // the printer says it again and again
    watch.pulsed(now);
    assertEquals(DrawerState.OPEN, watch.state());
    pass(Duration.ofNanos(1));
    assertEquals(DrawerState.LEFT_OPEN, watch.state());
    assertEquals(OptionalLong.empty(), watch.lookAt());

    watch.seen(Sight.SHUT, now);
    assertEquals(DrawerState.SHUT, watch.state());

    watch.seen(Sight.OPEN, now);
    pass(OPEN_MAX.minusNanos(1));
    assertEquals(DrawerState.OPEN, watch.state());
  }

  private void pass(Duration time) {
    now += time.toNanos();
    watch.look(now);
  }
}
