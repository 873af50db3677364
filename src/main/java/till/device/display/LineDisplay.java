package till.device.display;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A customer display that speaks ESC/POS.
///
/// It is written to when it is to show something else, and now and then for one that was switched
/// off and on. It never answers: that its wire takes bytes is all that can be known. One thread
/// writes, another sees when the wire is lost.
public final class LineDisplay implements AutoCloseable {

  /// How long a display that was switched on again shows nothing, at most.
  private static final Duration REFRESH = Duration.ofSeconds(30);

  private static final int READ_MILLIS = 10_000;
  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(LineDisplay.class);

  private final DisplaySettings settings;
  private final Duration refresh;
  private final Health health;
  private final Supervisor supervisor;
  private volatile @Nullable PortException failure;

  /// Guarded by this.
  private Wanted wanted = new Wanted(List.of(), Duration.ZERO, List.of());

  /// Guarded by this: when the wish came, by `System.nanoTime()`.
  private long wantedAt = System.nanoTime();

  /// @param rows what is to be seen for `time`, and then `afterwards`; for ever, when the two are
  ///   the same
  private record Wanted(List<DisplayRow> rows, Duration time, List<DisplayRow> afterwards) {

    Wanted {
      rows = List.copyOf(rows);
      afterwards = List.copyOf(afterwards);
    }
  }

  private LineDisplay(DisplaySettings settings, Ports ports, Health health, Duration refresh) {
    this.settings = settings;
    this.refresh = refresh;
    this.health = health;
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the display's threads. The display may come later, go, and come back. Reports as device
  /// `display`.
  public static LineDisplay start(
      DisplaySettings settings, Ports ports, Consumer<DeviceStatus> status, InstantSource clock) {
    return start(settings, ports, status, clock, REFRESH);
  }

  /// @param refresh how often it is written to without anything new
  static LineDisplay start(
      DisplaySettings settings,
      Ports ports,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      Duration refresh) {
    return new LineDisplay(
        settings, ports, new Health("display", "LineDisplay", status, clock), refresh);
  }

  /// Shows this from now on. Returns at once.
  ///
  /// @param rows from the top; more than the display has are left out
  public void show(List<DisplayRow> rows) {
    want(new Wanted(rows, Duration.ZERO, rows));
  }

  /// Shows this for a while, and something else from then on. Returns at once. Saying it again does
  /// not make it longer.
  public void show(List<DisplayRow> rows, Duration time, List<DisplayRow> afterwards) {
    want(new Wanted(rows, time, afterwards));
  }

  private synchronized void want(Wanted next) {
    if (!next.equals(wanted)) {
      wanted = next;
      wantedAt = System.nanoTime();
      notifyAll();
    }
  }

  @Override
  public void close() {
    supervisor.close();
  }

  // the supervisor's thread

  private void session(Port port) throws PortException, InterruptedException {
    failure = null;
    Thread writer =
        Thread.ofPlatform().daemon().name("display-writer").start(() -> keepWriting(port));
    try {
      byte[] ignored = new byte[64];
      while (true) {
        port.read(ignored, READ_MILLIS);
      }
    } catch (PortException e) {
      PortException first = failure;
      throw first == null ? e : first;
    } finally {
      port.close(); // or the writer might wait on
      writer.interrupt();
      if (!writer.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the display's writer did not end within {} ms", JOIN_MILLIS);
      }
    }
  }

  // the writer's thread

  private void keepWriting(Port port) {
    var codec = new DisplayCodec(settings);
    try {
      write(port, codec.begin());
      List<DisplayRow> shown = wish();
      while (true) {
        write(port, codec.page(shown));
        health.good();
        shown = awaitOther(shown);
      }
    } catch (PortException e) {
      failure = e;
    } catch (InterruptedException _) {
      // the session is over
    } catch (RuntimeException e) {
      log.error("the display's writer failed; its wire is opened again", e);
    } finally {
      port.close(); // the session notices
    }
  }

  private static void write(Port port, byte[] bytes) throws PortException {
    port.write(bytes, 0, bytes.length);
  }

  /// What is to be seen at this moment.
  private synchronized List<DisplayRow> wish() {
    return leftNanos() > 0 ? wanted.rows() : wanted.afterwards();
  }

  private synchronized long leftNanos() {
    return wanted.time().toNanos() - (System.nanoTime() - wantedAt);
  }

  /// Waits until something else is to be seen, or the same once more.
  private synchronized List<DisplayRow> awaitOther(List<DisplayRow> shown)
      throws InterruptedException {
    long deadline = System.nanoTime() + refresh.toNanos();
    while (wish().equals(shown) && System.nanoTime() - deadline < 0) {
      long nanos = deadline - System.nanoTime();
      long left = leftNanos();
      wait(Math.max(1, (left > 0 ? Math.min(left, nanos) : nanos) / 1_000_000));
    }
    return wish();
  }
}
