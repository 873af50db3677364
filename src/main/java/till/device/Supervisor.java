package till.device;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// Keeps one device's wire open: opens it, runs the driver's session on it, and when the wire is
/// lost says so once and opens it again, ever less often, and at once when it is plugged in.
///
/// Owns the device's thread. Everything a driver waits for it waits for on this thread, so that a
/// device that hangs hangs alone.
public final class Supervisor implements AutoCloseable {

  /// One life of an open wire.
  public interface Session {

    /// Talks to the device until the wire is lost. Says through `Health` how the device is; an open
    /// wire alone proves nothing of it. The port is closed by the supervisor.
    ///
    /// @throws PortException when the wire is lost: its message becomes the reason
    /// @throws InterruptedException when the driver is closed
    void run(Port port) throws PortException, InterruptedException;
  }

  /// The first wait before a lost wire is opened again; it doubles with each attempt that leads
  /// nowhere.
  private static final long PAUSE_MILLIS_MIN = 250;

  /// The longest, for a wire that is there and of no use. One that comes back is opened at once.
  private static final long PAUSE_MILLIS_MAX = 5_000;

  /// How often it is looked whether the wire has come back: a look at one file.
  private static final long LOOK_MILLIS = 250;

  /// A session that lasted this long was one: after it the waits begin anew.
  private static final long STEADY_NANOS = Duration.ofSeconds(10).toNanos();

  /// How long `close` waits for the thread. A wire ends a waiting read at once.
  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private final Health health;
  private final PortSettings settings;
  private final Ports ports;
  private final Session session;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Port current;

  private Supervisor(Health health, PortSettings settings, Ports ports, Session session) {
    this.health = health;
    this.settings = settings;
    this.ports = ports;
    this.session = session;
    this.thread = Thread.ofPlatform().daemon().name(health.status().name()).unstarted(this::run);
  }

  /// Starts the device's thread, which opens the wire.
  public static Supervisor start(
      Health health, PortSettings settings, Ports ports, Session session) {
    var supervisor = new Supervisor(health, settings, ports, session);
    supervisor.thread.start();
    return supervisor;
  }

  private void run() {
    long pauseMillis = PAUSE_MILLIS_MIN;
    try {
      while (closed.getCount() > 0) {
        long opened = System.nanoTime();
        boolean wasThere = ports.isThere(settings);
        wasThere &= attempt();
        if (System.nanoTime() - opened >= STEADY_NANOS) {
          pauseMillis = PAUSE_MILLIS_MIN;
        }
        pauseMillis =
            awaitPlugged(wasThere, pauseMillis)
                ? PAUSE_MILLIS_MIN
                : Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /// Waits this long, or until the wire appears: what was just plugged in may refuse for a moment
  /// more, until the system has given it to the daemon's group, so the waits begin anew.
  ///
  /// @param wasThere whether it was before the last attempt and at its end: one that came in
  ///   between has appeared too
  /// @return whether it appeared
  private boolean awaitPlugged(boolean wasThere, long pauseMillis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    boolean known = wasThere;
    while (true) {
      boolean isThere = ports.isThere(settings);
      if (isThere && !known) {
        return true;
      }
      known = isThere;
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (leftMillis <= 0
          || closed.await(Math.min(leftMillis, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  /// Opens the wire and runs a session on it.
  ///
  /// @return whether the wire was there when that ended, before anybody was told
  private boolean attempt() throws InterruptedException {
    try (Port port = ports.open(settings)) {
      if (hold(port)) {
        session.run(port);
      }
      return ports.isThere(settings);
    } catch (PortException e) {
      boolean isThere = ports.isThere(settings);
      if (closed.getCount() > 0) {
        health.bad(e.getMessage());
      }
      return isThere;
    } catch (RuntimeException e) {
      log.error("the driver of {} failed and is started again", health.status().name(), e);
      health.bad("the driver failed (" + e + "); it is started again");
      return true;
    }
  }

  /// False when the driver was closed in the meantime.
  private synchronized boolean hold(Port port) {
    current = port;
    return closed.getCount() > 0;
  }

  /// Ends the session and the thread. May be called twice, and on any thread.
  @Override
  public void close() {
    closed.countDown();
    closeCurrent();
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the thread of {} did not end within {} ms", health.status().name(), JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeCurrent() {
    if (current != null) {
      current.close();
    }
  }
}
