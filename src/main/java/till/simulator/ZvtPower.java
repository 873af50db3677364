package till.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Whether the simulated terminal has power. Its thread stops in the middle of what it does when
/// the power is cut, and has stopped when [#off()] returns.
final class ZvtPower {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final long STOP_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

  // guarded by this
  private boolean on = true;
  private boolean stopped;
  private boolean taken;
  private Thread life = Thread.currentThread();

  /// The power went.
  static final class Gone extends IOException {

    private static final long serialVersionUID = 1;

    Gone() {
      super("switched off");
    }
  }

  synchronized boolean isOn() {
    return on;
  }

  /// Whether the terminal is taken away for good.
  synchronized boolean isTaken() {
    return taken;
  }

  /// Gives it power. It has started when this returns.
  synchronized void on() {
    on = !taken;
    awaitThread(false);
  }

  /// Cuts it. On the terminal's own thread it takes effect at the next look.
  synchronized void off() {
    on = false;
    awaitThread(true);
  }

  /// Unless somebody changes their mind meanwhile.
  private void awaitThread(boolean stands) {
    notifyAll();
    boolean wanted = on;
    long end = System.nanoTime() + STOP_NANOS_MAX;
    while (Thread.currentThread() != life
        && life.isAlive()
        && stopped != stands
        && on == wanted
        && System.nanoTime() - end < 0) {
      await(LOOK);
    }
  }

  synchronized void take() {
    taken = true;
    on = false;
    notifyAll();
  }

  /// Names the terminal's thread.
  synchronized void belongsTo(Thread thread) {
    life = thread;
  }

  /// The terminal's thread has stopped, or goes on.
  synchronized void stopped(boolean stands) {
    stopped = stands;
    notifyAll();
  }

  /// Waits for a moment, or until something has changed.
  synchronized void await() {
    await(LOOK);
  }

  /// @throws Gone when there is no power
  synchronized void check() throws Gone {
    if (!on) {
      throw new Gone();
    }
  }

  /// Waits.
  ///
  /// @throws Gone when the power goes meanwhile
  synchronized void pause(Duration time) throws Gone {
    long end = System.nanoTime() + time.toNanos();
    check();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      await(Duration.ofNanos(left));
      check();
    }
  }

  private void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      on = false;
    }
  }
}
