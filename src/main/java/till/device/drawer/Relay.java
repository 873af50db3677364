package till.device.drawer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.port.OutputLine;
import till.port.PortException;

/// A relay that feeds the drawer's coil, which burns when it is left on.
///
/// Off when it is taken and when it is closed, also in the middle of a pulse. A second thread
/// switches it off, again and again, should the first one not come back from a pulse in time. A
/// process that dies or is killed loses the line. Where the kernel makes an input of it the relay
/// board's own pull decides, which has to leave the relay off; where it keeps the level the relay
/// stays on until the next process takes the line. A process that is only stopped can do nothing.
/// What helps in either case is a relay board that limits the time by itself.
final class Relay implements AutoCloseable {

  /// By how much a pulse may be late before the second thread ends it.
  static final int LATE_MILLIS_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  private final OutputLine line;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService guard =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("drawer-guard").factory());

  /// Whether the log knows that this pulse is late.
  private volatile boolean late;

  /// @param line off; closed with this
  Relay(OutputLine line) {
    this.line = line;
  }

  /// Switches it on for this long, and off. Ends early when it is closed.
  ///
  /// @throws PortException when the line is lost: the guard goes on switching off until it is
  ///   closed
  void pulse(int millis) throws PortException, InterruptedException {
    late = false;
    int limitMillis = millis + LATE_MILLIS_MAX;
    var watched =
        guard.scheduleWithFixedDelay(
            this::switchOffLate, limitMillis, limitMillis, TimeUnit.MILLISECONDS);
    try {
      line.set(true);
      var _ = closed.await(millis, TimeUnit.MILLISECONDS);
    } finally {
      line.set(false);
    }
    watched.cancel(false);
  }

  private void switchOffLate() {
    boolean told = late;
    late = true;
    try {
      line.set(false);
      if (!told) {
        log.warn("a drawer's pulse did not end in time: it was ended");
      }
    } catch (PortException | RuntimeException e) { // or this would be its last try
      if (!told) {
        log.warn("the drawer's relay may be left on: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    line.close();
    guard.shutdownNow();
  }
}
