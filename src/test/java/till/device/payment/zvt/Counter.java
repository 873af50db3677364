package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentSettings;
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
  private final ZvtTiming timing;
  private final BlockingQueue<PaymentAnswer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<DeviceStatus> statuses = new LinkedBlockingQueue<>();
  private final BlockingQueue<View> views = new LinkedBlockingQueue<>();
  private @Nullable ZvtTerminal driver;
  private String address;

  Counter(Path directory, ZvtTiming timing) throws IOException {
    this(directory, timing, BoardPorts.open());
  }

  Counter(Path directory, ZvtTiming timing, Ports board) throws IOException {
    this.ports = new TrickyPorts(board);
    this.directory = directory;
    this.timing = timing;
    this.terminal = SimulatedPaymentTerminal.open(0, PASSWORD, InstantSource.system());
    this.address = terminal.address();
    terminal.listen(views::add);
    Evidence.password(PASSWORD);
  }

  /// Waits long for a terminal that is alive.
  static ZvtTiming patient() {
    return timing(Duration.ofSeconds(20));
  }

  /// Gives up a silent terminal soon.
  static ZvtTiming impatient() {
    return timing(Duration.ofSeconds(2));
  }

  private static ZvtTiming timing(Duration acknowledgement) {
    return new ZvtTiming(
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

  ZvtTerminal start(String password, ZvtTiming limits) {
    var settings = new PaymentSettings("zvt", PortSettings.of(address), Optional.of("zvt"));
    driver =
        ZvtTerminal.start(
            settings,
            password,
            ports,
            directory,
            answers::add,
            statuses::add,
            InstantSource.system(),
            limits);
    return driver;
  }

  ZvtTerminal startAndRegister() throws InterruptedException {
    ZvtTerminal started = start();
    awaitStatus(DeviceStatus.State.GOOD);
    return started;
  }

  PaymentAnswer answer() throws InterruptedException {
    PaymentAnswer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return answer == null ? fail("no answer") : answer;
  }

  /// The answer that is of this kind, after unknown ones if need be.
  <T extends Outcome> T outcome(Class<T> kind, String attemptId) throws InterruptedException {
    PaymentAnswer answer = answer();
    while (answer.outcome() instanceof Outcome.Unknown && kind != Outcome.Unknown.class) {
      answer = answer();
    }
    assertEquals(attemptId, answer.attemptId());
    answer.acknowledge();
    assertTrue(kind.isInstance(answer.outcome()), answer.outcome().toString());
    return kind.cast(answer.outcome());
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
    return !answers.isEmpty();
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
