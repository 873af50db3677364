package till.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Remembers what was told of a device, and lets a test wait for it.
public final class StatusLog implements Consumer<DeviceStatus> {

  private static final long WAIT_SECONDS_MAX = 60;

  private final List<DeviceStatus> told = new ArrayList<>();

  @Override
  public synchronized void accept(DeviceStatus status) {
    told.add(status);
    notifyAll();
  }

  /// Everything told so far, in order.
  public synchronized List<DeviceStatus> told() {
    return List.copyOf(told);
  }

  /// The states told so far, in order.
  public synchronized List<DeviceStatus.State> states() {
    return told.stream().map(DeviceStatus::state).toList();
  }

  /// Begins anew.
  public synchronized void forget() {
    told.clear();
  }

  /// Waits until the latest is of this state; what lies between is a device's own business.
  public synchronized void awaitLatest(DeviceStatus.State state) throws InterruptedException {
    await(() -> !told.isEmpty() && told.getLast().state() == state, "the state " + state);
  }

  /// Waits until this many were told, and gives the last of them.
  public synchronized DeviceStatus await(int count) throws InterruptedException {
    await(() -> told.size() >= count, count + " of them");
    return told.get(count - 1);
  }

  private synchronized void await(BooleanSupplier there, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!there.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("waited for " + what + ", told of " + told);
      }
      wait(left);
    }
  }
}
