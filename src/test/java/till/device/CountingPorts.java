package till.device;

import java.util.concurrent.TimeUnit;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// Counts how often somebody tries to open a wire, and can refuse for a while.
public final class CountingPorts extends PortsBehind {

  private static final long WAIT_SECONDS_MAX = 60;

  private int attempts;
  private int refusals;

  public CountingPorts(Ports behind) {
    super(behind);
  }

  public synchronized int attempts() {
    return attempts;
  }

  /// Waits until there were this many.
  public synchronized void awaitAttempts(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (attempts < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("waited for " + count + " attempts, saw " + attempts);
      }
      wait(left);
    }
  }

  /// The next attempts fail, as they do while the system has not given a new device away.
  public synchronized void refuse(int count) {
    refusals = count;
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    try {
      if (isRefused()) {
        throw new PortException("cannot open it: no permission");
      }
      return openBehind(settings);
    } finally {
      count();
    }
  }

  private synchronized boolean isRefused() {
    return refusals > 0 && refusals-- > 0;
  }

  private synchronized void count() {
    attempts++;
    notifyAll();
  }
}
