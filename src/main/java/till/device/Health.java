package till.device;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of one device. Tells its listener, and the log, once for each change.
///
/// Any thread may call; the listener is called on that thread, one change at a time.
public final class Health {

  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final Consumer<DeviceStatus> listener;
  private final InstantSource clock;
  private DeviceStatus status;
  private boolean reported;

  /// Nothing is known at first, and nothing is told before something is.
  ///
  /// @param name the configuration's name: `counter`, `printer`
  /// @param category the UnifiedPOS category: `Scanner`, `POSPrinter`, ...
  public Health(
      String name, String category, Consumer<DeviceStatus> listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
    this.status =
        new DeviceStatus(
            name,
            category,
            DeviceStatus.State.UNKNOWN,
            clock.instant(),
            "nothing is known of it yet");
  }

  /// It answers and can do its work.
  public void good() {
    change(DeviceStatus.State.GOOD, "");
  }

  /// It cannot do its work.
  ///
  /// @param reason what is wrong and what to do
  public void bad(String reason) {
    change(DeviceStatus.State.BAD, reason);
  }

  /// It does not say.
  ///
  /// @param reason why nobody knows, and what to do
  public void unknown(String reason) {
    change(DeviceStatus.State.UNKNOWN, reason);
  }

  /// What is known right now.
  public synchronized DeviceStatus status() {
    return status;
  }

  private synchronized void change(DeviceStatus.State state, String reason) {
    if (reported && status.state() == state && status.reason().equals(reason)) {
      return;
    }
    reported = true;
    Instant since = status.state() == state ? status.since() : clock.instant();
    status = new DeviceStatus(status.name(), status.category(), state, since, reason);
    if (state == DeviceStatus.State.GOOD) {
      log.info("{} {} is good", status.category(), status.name());
    } else {
      log.warn("{} {} is {}: {}", status.category(), status.name(), word(state), reason);
    }
    listener.accept(status);
  }

  private static String word(DeviceStatus.State state) {
    return switch (state) {
      case GOOD -> "good";
      case BAD -> "bad";
      case UNKNOWN -> "unknown";
    };
  }
}
