package till.device.contact;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.port.InputLine;
import till.port.PortException;
import till.port.Ports;

/// A button or a switch at one GPIO line: what it is at first is told, and then each change.
///
/// One thread owns the line and tells. A line that is lost is taken again, and what has changed
/// meanwhile is told then.
public final class Contact implements AutoCloseable {

  /// Who is told.
  public interface Listener {

    /// It is active, as it was found or has become. Called on the contact's thread with one change
    /// at a time, and never twice with the same; may wait.
    void changed(boolean active);
  }

  /// How often the line is asked: a line that is gone tells nothing, and says so only then.
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// Lines that were refused are taken by another program, or not there: that seldom changes.
  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Contact.class);

  private final ContactSettings settings;
  private final Ports ports;
  private final Listener listener;
  private final Health health;
  private final Duration retry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Over all lives of the line. Guarded by this.
  private @Nullable ContactWatch watch;

  private Contact(
      ContactSettings settings, Ports ports, Listener listener, Health health, Duration retry) {
    this.settings = settings;
    this.ports = ports;
    this.listener = listener;
    this.health = health;
    this.retry = retry;
    this.thread = Thread.ofPlatform().daemon().name(settings.kind().device()).start(this::run);
  }

  /// Starts the contact's thread, which takes the line. Reports as device `help_button` or
  /// `tamper_switch`.
  public static Contact start(
      ContactSettings settings,
      Ports ports,
      Listener listener,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return start(settings, ports, listener, status, clock, RETRY);
  }

  /// @param retry how long a line that was refused or lost is left alone
  static Contact start(
      ContactSettings settings,
      Ports ports,
      Listener listener,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      Duration retry) {
    ContactSettings.Kind kind = settings.kind();
    return new Contact(
        settings,
        ports,
        listener,
        new Health(kind.device(), kind.category(), status, clock),
        retry);
  }

  /// Ends the thread and gives the line back. Nobody is told anything from then on.
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt(); // it may wait for who is told
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the thread of {} did not end within {} ms", thread.getName(), JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        live();
      } while (!closed.await(retry.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void live() throws InterruptedException {
    try (InputLine line = ports.input(settings.line(), this::seen)) {
      while (closed.getCount() > 0) {
        seen(line.isActive());
        report();
        tell();
      }
    } catch (PortException e) {
      health.bad(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("the driver of {} failed and is started again", settings.kind().device(), e);
      health.bad("the driver failed (" + e + "); it is started again");
    }
  }

  /// On the line's thread, and on the contact's.
  private synchronized void seen(boolean active) {
    long now = System.nanoTime();
    if (watch == null) {
      watch = new ContactWatch(settings.debounceMillis(), active, now);
    } else {
      watch.seen(active, now);
    }
    notifyAll();
  }

  private void report() {
    if (watched().flutters(System.nanoTime())) {
      health.bad("it changes all the time: is it stuck, loose or wet?");
    } else {
      health.good();
    }
  }

  /// Tells whatever there is to tell until the line has to be asked again.
  private void tell() throws InterruptedException {
    long end = System.nanoTime() + LOOK_NANOS;
    while (System.nanoTime() - end < 0) {
      boolean active;
      synchronized (this) {
        var next = watched().look(System.nanoTime());
        if (next.isEmpty()) {
          awaitNews(end);
          continue;
        }
        active = next.get();
      }
      listener.changed(active);
      if (Thread.interrupted()) {
        throw new InterruptedException("closed");
      }
    }
  }

  private synchronized void awaitNews(long end) throws InterruptedException {
    long now = System.nanoTime();
    long left = Math.min(watched().lookAt().orElse(end) - now, end - now);
    if (left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized ContactWatch watched() {
    if (watch == null) {
      throw new IllegalStateException("nothing was seen of " + settings.kind().device());
    }
    return watch;
  }
}
