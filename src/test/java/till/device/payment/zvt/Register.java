package till.device.payment.zvt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.port.PortSettings;

/// The real driver at a terminal that keeps books, and may be started again.
final class Register implements AutoCloseable {

  static final String PASSWORD = "135790";

  final RecordingListener told = new RecordingListener();
  final BookkeepingPort terminal;
  private final Path directory;
  private final Duration store;
  ZvtTerminal driver;

  Register(Path directory, BookkeepingPort terminal) {
    this(directory, terminal, Duration.ofSeconds(30));
  }

  /// @param store how long an approval may take to be on disk
  Register(Path directory, BookkeepingPort terminal, Duration store) {
    this.directory = directory;
    this.terminal = terminal;
    this.store = store;
    this.driver = start();
  }

  private ZvtTerminal start() {
    var timing =
        new PaymentTiming(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(60),
            store,
            Duration.ofMinutes(5),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            Duration.ofMillis(400));
    var settings =
        new PaymentSettings("zvt", PortSettings.of("tcp://127.0.0.1:9"), Optional.of("zvt"));
    return ZvtTerminal.start(
        settings.with(timing),
        PASSWORD,
        terminal,
        directory,
        told,
        _ -> {},
        InstantSource.system());
  }

  void restart() {
    driver.close();
    driver = start();
  }

  @Override
  public void close() {
    driver.close();
  }
}
