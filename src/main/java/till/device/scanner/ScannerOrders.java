package till.device.scanner;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.port.Port;
import till.port.PortException;

/// Tells a scanner what it is to do, on a thread of its own: one that takes no bytes keeps neither
/// the lane nor its own labels waiting.
///
/// No command is acknowledged. After a write that failed the scanner is told nothing more until its
/// line is opened again.
final class ScannerOrders implements AutoCloseable {

  /// Beeps that may wait; one that comes later than its label is of no use.
  private static final int SIGNALS_MAX = 4;

  /// How long a scanner that is left may take to be enabled.
  private static final long LEAVE_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(ScannerOrders.class);

  private final String name;
  private final ScannerProfile profile;
  private final Thread thread;

  // guarded by this
  private final Queue<ScannerCommand> signals = new ArrayDeque<>();
  private @Nullable Port port;
  private boolean closed;

  /// What the scanner has been told on this line: ENABLE or DISABLE; nothing yet.
  private Optional<ScannerCommand> told = Optional.empty();

  private Optional<ScannerCommand> wanted = Optional.empty();

  /// When a scanner that may have been deaf is told again.
  private long againNanos;

  private boolean again;

  ScannerOrders(String name, ScannerProfile profile) {
    this.name = name;
    this.profile = profile;
    this.thread = Thread.ofPlatform().daemon().name(name + "-orders").start(this::run);
  }

  /// The scanner's line is open.
  synchronized void opened(Port line) {
    port = line;
    signals.clear();
    told = Optional.empty();
    again = profile.deafMillis() > 0;
    againNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(profile.deafMillis());
    notifyAll();
  }

  /// The scanner's line is lost.
  synchronized void lost() {
    port = null;
  }

  /// Gives a command once, where the scanner knows it and is not disabled. Returns at once.
  synchronized void give(ScannerCommand command) {
    boolean disabled = wanted.equals(Optional.of(ScannerCommand.DISABLE));
    if (profile.knows(command) && !disabled && signals.size() < SIGNALS_MAX) {
      signals.add(command);
      notifyAll();
    }
  }

  /// Keeps the scanner enabled, or disabled, from now on. Returns at once.
  synchronized void enable(boolean on) {
    wanted = Optional.of(on ? ScannerCommand.ENABLE : ScannerCommand.DISABLE);
    notifyAll();
  }

  private void run() {
    try {
      for (Optional<Order> next = next(); next.isPresent(); next = next()) {
        write(next.get());
      }
    } catch (InterruptedException _) {
      // nobody does that; the scanner is told nothing more
    }
  }

  private record Order(Port line, ScannerCommand command) {}

  /// Waits for what is to be told next; nothing when there will be no more. Beeps come before the
  /// gate closes.
  private synchronized Optional<Order> next() throws InterruptedException {
    while (true) {
      Port line = port;
      if (line != null) {
        Optional<ScannerCommand> command = Optional.ofNullable(signals.poll()).or(this::gate);
        if (command.isPresent()) {
          return Optional.of(new Order(line, command.get()));
        }
      }
      if (closed) {
        return Optional.empty();
      }
      wait(pauseMillis());
    }
  }

  /// ENABLE or DISABLE, when it is to be told.
  private synchronized Optional<ScannerCommand> gate() {
    boolean isAgainDue = again && System.nanoTime() - againNanos >= 0;
    if (told.equals(wanted) && !isAgainDue) {
      return Optional.empty();
    }
    again = again && !isAgainDue;
    told = wanted;
    return wanted;
  }

  /// 0 for ever.
  private long pauseMillis() {
    return again && port != null
        ? Math.max(1, TimeUnit.NANOSECONDS.toMillis(againNanos - System.nanoTime()))
        : 0;
  }

  private void write(Order order) {
    byte[] bytes = profile.bytes(order.command());
    try {
      order.line().write(bytes, 0, bytes.length);
    } catch (PortException e) {
      mute(order.line(), e);
    }
  }

  /// A line that is lost is reported by the one who reads from it.
  private synchronized void mute(Port line, PortException e) {
    if (line.equals(port) && !closed) {
      port = null;
      log.warn(
          "scanner {} takes no commands: {}; it is told nothing more until its line is opened"
              + " again, what it reads still counts",
          name,
          e.getMessage());
    }
  }

  /// Leaves the scanner enabled, for whoever uses it next. To be called while its line is open.
  @Override
  public void close() {
    synchronized (this) {
      wanted = wanted.map(_ -> ScannerCommand.ENABLE);
      closed = true;
      notifyAll();
    }
    try {
      if (!thread.join(Duration.ofMillis(LEAVE_MILLIS))) {
        log.warn("scanner {} did not take its last command within {} ms", name, LEAVE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
