package till.device.payment.zvt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.device.payment.PaymentTiming;
import till.device.payment.ServiceRequest;
import till.device.payment.TerminalListener;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// A ZVT payment terminal over TCP or a serial line, from the register's side (PA00P015, PA00P016).
///
/// Before money is asked for, the terminal is asked what it booked last, and that is noted on disk:
/// a dead connection shows on a harmless question, and a lost answer can be told apart from an
/// older booking, also after a restart (`AttemptMark`, `Recovery`). The same number is mirrored to
/// the terminal, so that it never takes back by itself what we hold (tag 1F 1F).
///
/// Without the acknowledgement of an approval some terminals reverse the booking. So an approval is
/// not final (`Attempt`): when the acknowledgement, or the word that it has arrived, is lost, the
/// terminal is asked afterwards whether the booking stands, and only its answer settles or declines
/// the attempt (`Inquiry`).
///
/// We register as a register that makes its own receipts from the approval, or, where the settings
/// want the terminal's texts, as one that prints those; they come between the acknowledgement and
/// the end.
public final class ZvtTerminal implements PaymentTerminal {

  /// What terminals are delivered with.
  public static final String PASSWORD_AS_DELIVERED = "000000";

  /// How often an idle connection looks for something to do.
  private static final Duration IDLE_READ = Duration.ofMillis(100);

  /// How long `close` lets the terminal finish, and say goodbye.
  private static final long CLOSE_MILLIS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(ZvtTerminal.class);

  private final PaymentSettings settings;
  private final byte[] password;
  private final PaymentTiming timing;
  private final SerialTiming serial;
  private final Docket docket;
  private final Answers answers;
  private final Errands errands;
  private final Sender sender;
  private final Health health;
  private final Supervisor supervisor;

  /// The connection is idle, so that a goodbye harms nobody.
  private volatile boolean resting;

  private final CountDownLatch saidGoodbye = new CountDownLatch(1);

  // the device's thread only
  private @Nullable Inquiry inquiry;

  private ZvtTerminal(
      PaymentSettings settings,
      SerialTiming serial,
      byte[] password,
      Ports ports,
      AttemptMark mark,
      TerminalListener listener,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    this.settings = settings;
    this.password = password;
    this.timing = settings.timing();
    this.serial = serial;
    this.docket =
        new Docket(mark.read().filter(AttemptMark.Note::open).map(AttemptMark.Note::attemptId));
    this.answers = new Answers(listener, docket, mark);
    this.errands = new Errands(docket, answers);
    this.sender = new Sender(timing, mark, docket, answers, errands);
    this.health = new Health("payment", "PaymentTerminal", status, clock);
    this.supervisor = Supervisor.start(health, settings.port(), new WatchedPorts(ports), this::run);
  }

  /// Connects to the terminal, and keeps at it.
  ///
  /// @param password the terminal's own, six digits; never told to anybody but the terminal
  /// @param directory where the driver keeps its one small file, on the disk that holds the journal
  /// @param listener called on the device's thread
  /// @param status called on the device's thread, once for each change
  /// @throws IllegalArgumentException when the protocol is not `zvt` or the password not six digits
  public static ZvtTerminal start(
      PaymentSettings settings,
      String password,
      Ports ports,
      Path directory,
      TerminalListener listener,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return start(
        settings, SerialTiming.STANDARD, password, ports, directory, listener, status, clock);
  }

  /// @param serial how long both ends of a serial line wait for each other
  static ZvtTerminal start(
      PaymentSettings settings,
      SerialTiming serial,
      String password,
      Ports ports,
      Path directory,
      TerminalListener listener,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    if (!settings.protocol().equals("zvt")) {
      throw new IllegalArgumentException(
          "payment protocol must be zvt, not " + settings.protocol());
    }
    return new ZvtTerminal(
        settings,
        serial,
        ZvtCommand.password(password),
        ports,
        new AttemptMark(directory),
        listener,
        status,
        clock);
  }

  @Override
  public void perform(ServiceRequest request) {
    docket.perform(request);
  }

  @Override
  public void query(ServiceRequest request) {
    docket.query(request);
  }

  @Override
  public void abort(String attemptId) {
    docket.abort(attemptId);
  }

  @Override
  public void resolved(String attemptId) {
    docket.resolved(attemptId);
  }

  @Override
  public void reconcile(String serviceId) {
    docket.add(new Docket.Errand.Reconcile(serviceId));
  }

  @Override
  public void diagnose() {
    docket.add(new Docket.Errand.Diagnose());
  }

  /// Lets the acknowledgement of an approval that is on disk leave first.
  @Override
  public void close() {
    answers.close();
    try {
      sender.awaitAcknowledged(CLOSE_MILLIS);
      if (resting && !saidGoodbye.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.info("the payment terminal does not take leave");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    supervisor.close();
  }

  /// One connection.
  private void run(Port port) throws PortException, InterruptedException {
    var session = new ZvtSession(ApduLink.over(settings.port(), port, serial), password, settings);
    try {
      prepare(session);
      health.good();
      if (inquiry != null) {
        inquiry.connected();
      }
      serve(session);
    } catch (PortException e) {
      errands.refuse(e.getMessage());
      throw e;
    } finally {
      resting = false;
      if (answers.isClosed()) {
        saidGoodbye.countDown();
      }
    }
  }

  /// Returns once the terminal is ours and ready.
  private void prepare(ZvtSession session) throws PortException, InterruptedException {
    try {
      ZvtSession.Readiness readiness = readiness(session);
      while (!readiness.ready()) {
        health.bad(readiness.reason());
        long until = System.nanoTime() + pause(readiness).toNanos();
        while (System.nanoTime() - until < 0) {
          refuse(readiness.reason());
          session.idle(IDLE_READ);
        }
        readiness = readiness(session);
      }
    } catch (PortException e) {
      sender.decline(e.getMessage());
      throw e;
    }
  }

  private static ZvtSession.Readiness readiness(ZvtSession session)
      throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
    return readiness.ready() || readiness.wants() ? session.register() : readiness;
  }

  private void serve(ZvtSession session) throws PortException, InterruptedException {
    long restedSince = System.nanoTime();
    Duration rest = timing.enquiry();
    while (!answers.isClosed()) {
      takeJob();
      if (sender.hasWaiting()) {
        sender.send(session, this::doubt);
      } else if (inquiry != null && inquiry.isDue()) {
        ask(session, inquiry);
      } else if (errands.runNext(session)) {
        log.debug("the payment terminal has done what it was asked");
      } else if (System.nanoTime() - restedSince >= rest.toNanos()) {
        rest = enquire(session);
      } else {
        resting = true;
        session.idle(IDLE_READ);
        resting = answers.isClosed();
        continue;
      }
      restedSince = System.nanoTime();
    }
    session.logOff();
  }

  /// How are you? Says when to ask again.
  private Duration enquire(ZvtSession session) throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
    if (readiness.wants()) {
      readiness = session.register();
    }
    if (readiness.ready()) {
      health.good();
      return timing.enquiry();
    }
    health.bad(readiness.reason());
    return pause(readiness);
  }

  private Duration pause(ZvtSession.Readiness readiness) {
    return readiness.busy() ? timing.busy() : timing.refused();
  }

  private void takeJob() {
    if (inquiry != null && !docket.isOpen(inquiry.request())) {
      inquiry = null;
    }
    switch (docket.take()) {
      case null -> {}
      case Docket.Job.Perform perform -> sender.take(perform);
      case Docket.Job.Query(ServiceRequest request) -> doubt(request);
    }
  }

  private void doubt(ServiceRequest request) {
    inquiry = new Inquiry(request, answers, timing);
  }

  /// Nothing can be done now.
  private void refuse(@Nullable String reason) {
    takeJob();
    sender.decline(reason);
    errands.refuse(reason);
  }

  private void ask(ZvtSession session, Inquiry asked) throws PortException, InterruptedException {
    if (asked.ask(session)) {
      inquiry = null;
    }
  }

  /// The board's wires; a terminal that cannot be reached ends a payment that waits for it.
  private final class WatchedPorts extends PortsBehind {

    WatchedPorts(Ports behind) {
      super(behind);
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      takeJob();
      try {
        return openBehind(settings);
      } catch (PortException e) {
        refuse(e.getMessage());
        throw e;
      }
    }
  }
}
