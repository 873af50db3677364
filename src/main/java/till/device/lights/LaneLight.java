package till.device.lights;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.port.PortException;
import till.port.Ports;

/// The lamps over the lane, by custom green ready, flashing assistance, red fault.
///
/// One thread owns the lamps and lets them flash. Without GPIO the lane works and its light is bad.
public final class LaneLight implements AutoCloseable {

  /// What the lamps show from afar.
  public enum Signal {
    READY,
    /// Somebody has to come.
    ASSISTANCE,
    FAULT,
    /// Nobody is served.
    CLOSED
  }

  private static final long STEADY_MILLIS = Duration.ofMinutes(1).toMillis();

  /// Lines that were refused are taken by another program, or not there: that seldom changes.
  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(LaneLight.class);

  private final LightsSettings settings;
  private final Ports ports;
  private final Health health;
  private final Duration retry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Guarded by this.
  private LampPattern shown = LampPattern.DARK;

  private LaneLight(LightsSettings settings, Ports ports, Health health, Duration retry) {
    this.settings = settings;
    this.ports = ports;
    this.health = health;
    this.retry = retry;
    this.thread = Thread.ofPlatform().daemon().name("lights").start(this::run);
  }

  /// Takes the lamps, dark at first. Reports as device `lights`.
  public static LaneLight start(
      LightsSettings settings, Ports ports, Consumer<DeviceStatus> status, InstantSource clock) {
    return start(settings, ports, status, clock, RETRY);
  }

  /// @param retry how long lines that were refused or lost are left alone
  static LaneLight start(
      LightsSettings settings,
      Ports ports,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      Duration retry) {
    return new LaneLight(settings, ports, new Health("lights", "Lights", status, clock), retry);
  }

  /// Shows this from now on. Returns at once.
  public void show(Signal signal) {
    show(settings.pattern(signal));
  }

  /// Shows just this from now on. Returns at once.
  public synchronized void show(LampPattern next) {
    shown = next;
    notifyAll();
  }

  /// Leaves the lamps dark.
  @Override
  public void close() {
    closed.countDown();
    show(LampPattern.DARK);
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the thread of the lights did not end within {} ms", JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        light();
      } while (!closed.await(retry.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      // nobody does that; the lamps are dark
    }
  }

  private void light() throws InterruptedException {
    try (Lamps lamps = Lamps.take(settings.lamps(), ports)) {
      health.good();
      LampPattern before = LampPattern.DARK;
      boolean bright = true;
      while (closed.getCount() > 0) {
        LampPattern next = shown();
        bright = !next.equals(before) || !bright || !next.blinks();
        before = next;
        lamps.show(bright ? next.lamps() : Set.of());
        awaitOther(next, millis(next, bright));
      }
    } catch (PortException e) {
      health.bad(e.getMessage());
    } catch (RuntimeException e) {
      log.error("the driver of the lights failed and is started again", e);
      health.bad("the driver failed (" + e + "); it is started again");
    }
  }

  private static long millis(LampPattern pattern, boolean bright) {
    return pattern.blinks() ? (bright ? pattern.onMillis() : pattern.offMillis()) : STEADY_MILLIS;
  }

  private synchronized LampPattern shown() {
    return shown;
  }

  private synchronized void awaitOther(LampPattern pattern, long millis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (shown.equals(pattern) && closed.getCount() > 0 && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }
}
