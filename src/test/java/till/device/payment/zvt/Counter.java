package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import till.device.DeviceStatus;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.Ports;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.SimulatedPaymentTerminal.View;

/// A counter with a simulated payment terminal and the real driver, which may be stopped and
/// started again.
final class Counter implements AutoCloseable {

  static final String PASSWORD = "135790";

  private static final long PATIENCE_SECONDS = 60;

  final SimulatedPaymentTerminal terminal;
  final TrickyPorts ports;
  private final Path directory;
  private final PaymentTiming timing;
  final RecordingListener told = new RecordingListener();
  private final BlockingQueue<DeviceStatus> statuses = new LinkedBlockingQueue<>();
  private final BlockingQueue<View> views = new LinkedBlockingQueue<>();
  private @Nullable ZvtTerminal driver;
  private String address;
  private PaymentSettings.Receipts receipts = PaymentSettings.Receipts.OWN;

  Counter(Path directory, PaymentTiming timing) throws IOException {
    this(directory, timing, BoardPorts.open());
  }

  Counter(Path directory, PaymentTiming timing, Ports board) throws IOException {
    this(
        directory,
        timing,
        board,
        SimulatedPaymentTerminal.open(0, PASSWORD, InstantSource.system()));
  }

  private Counter(
      Path directory, PaymentTiming timing, Ports board, SimulatedPaymentTerminal terminal) {
    this(directory, timing, board, terminal, terminal.address());
  }

  /// @param address where the driver finds the terminal
  Counter(
      Path directory,
      PaymentTiming timing,
      Ports board,
      SimulatedPaymentTerminal terminal,
      String address) {
    this.ports = new TrickyPorts(board);
    this.directory = directory;
    this.timing = timing;
    this.terminal = terminal;
    this.address = address;
    terminal.listen(views::add);
    Evidence.password(PASSWORD);
  }

  /// Waits long for a terminal that is alive.
  static PaymentTiming patient() {
    return timing(Duration.ofSeconds(20));
  }

  /// Gives up a silent terminal soon.
  static PaymentTiming impatient() {
    return timing(Duration.ofSeconds(2));
  }

  private static PaymentTiming timing(Duration acknowledgement) {
    return new PaymentTiming(
        acknowledgement,
        acknowledgement,
        Duration.ofMinutes(2),
        acknowledgement.multipliedBy(2),
        acknowledgement,
        Duration.ofMinutes(5),
        Duration.ofMillis(200),
        Duration.ofMillis(300),
        Duration.ofMillis(50),
        Duration.ofMillis(400));
  }

  /// The terminal is not where the configuration says.
  void lookElsewhere(String otherAddress) {
    address = otherAddress;
  }

  ZvtTerminal start() {
    return start(PASSWORD, timing);
  }

  ZvtTerminal start(String password, PaymentTiming limits) {
    PaymentSettings settings =
        new PaymentSettings("zvt", PortSettings.of(address), Optional.of("zvt"))
            .with(limits)
            .with(receipts);
    driver =
        ZvtTerminal.start(
            settings, password, ports, directory, told, statuses::add, InstantSource.system());
    return driver;
  }

  ZvtTerminal startAndRegister() throws InterruptedException {
    ZvtTerminal started = start();
    awaitStatus(DeviceStatus.State.GOOD);
    return started;
  }

  PaymentAnswer answer() throws InterruptedException {
    return told.answer();
  }

  <T extends Outcome> T outcome(Class<T> kind, String attemptId) throws InterruptedException {
    return told.outcome(kind, attemptId);
  }

  Approval settled(String attemptId) throws InterruptedException {
    return told.settled(attemptId);
  }

  /// The terminal's own texts are wanted.
  void wantReceipts() {
    receipts = PaymentSettings.Receipts.TERMINAL;
  }

  DeviceStatus awaitStatus(DeviceStatus.State state) throws InterruptedException {
    DeviceStatus status = statuses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (status != null && status.state() != state) {
      status = statuses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return status == null ? fail("never " + state) : status;
  }

  void awaitTerminal(State state) throws InterruptedException {
    View view = views.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (view != null && view.state() != state) {
      view = views.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    if (view == null) {
      fail("the terminal never was " + state);
    }
  }

  void awaitStanding(SimulatedPaymentTerminal.Standing standing) throws InterruptedException {
    while (terminal.bookings().stream().noneMatch(booking -> booking.standing() == standing)) {
      if (views.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
        fail("no booking was ever " + standing);
      }
    }
  }

  boolean hasAnswer() {
    return told.hasAnswer();
  }

  void stop() {
    if (driver != null) {
      driver.close();
      driver = null;
    }
  }

  @Override
  public void close() {
    stop();
    terminal.close();
  }
}
