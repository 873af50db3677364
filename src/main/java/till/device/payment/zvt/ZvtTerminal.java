package till.device.payment.zvt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// A ZVT payment terminal over TCP or a serial line, from the register's side (PA00P015, PA00P016).
///
/// Before money is asked for, the terminal is asked what it booked last, and that is noted on disk:
/// a dead connection shows on a harmless question, and a lost answer can be told apart from an
/// older booking, also after a restart (`AttemptMark`, `Recovery`). From the first byte of 06 01 on
/// only a definite word of the terminal counts as declined; silence, loss and nonsense are unknown.
///
/// The approval (04 0F) is handed over when it comes, and acknowledged to the terminal when
/// `PaymentAnswer.acknowledge` says that it is on disk, within the terminal's patience. Without the
/// acknowledgement some terminals reverse the booking. So we register as a register that makes its
/// own receipts from the approval: a payment then is final with this one acknowledgement, and no
/// receipt text is asked for that would come after it, when the sale has ended. `Approved` holds
/// texts only from terminals that send them unasked, and before the approval.
///
/// What cannot be guaranteed: a power cut between the approval's commit and its acknowledgement may
/// leave a paid sale that the terminal reverses. Where the connection is lost there, the terminal
/// is asked afterwards and a mismatch is logged as an error.
public final class ZvtTerminal implements PaymentTerminal {

  /// How often an idle connection looks for something to do.
  private static final int IDLE_READ_MILLIS = 100;

  /// How long `close` lets the terminal finish. The acknowledgement leaves at once; a card that is
  /// not taken out may keep the rest for minutes.
  private static final long CLOSE_MILLIS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(ZvtTerminal.class);

  private sealed interface Job {

    PaymentRequest request();

    /// @param triedBefore whether a connection was lost before the payment could be sent
    record Pay(PaymentRequest request, boolean triedBefore) implements Job {}

    record Query(PaymentRequest request) implements Job {}
  }

  private final PortSettings wire;
  private final byte[] password;
  private final ZvtTiming timing;
  private final AttemptMark mark;
  private final Consumer<PaymentAnswer> answers;
  private final Health health;
  private final Supervisor supervisor;

  /// Whether an attempt is open: from the call to its answer, or to the acknowledgement of an
  /// approval.
  private final AtomicBoolean busy = new AtomicBoolean();

  private final BlockingQueue<Job> waiting = new ArrayBlockingQueue<>(1);

  /// The attempt that the terminal works on.
  private volatile @Nullable Attempt running;

  /// Nobody wants answers any more: an attempt that is cut off now is asked for at the next start.
  private volatile boolean closed;

  // the device's thread only
  private Job.@Nullable Pay unsent;
  private Job.@Nullable Query query;
  private long askAtNanos;
  private Duration askPause = Duration.ZERO;
  private String toldUnknown = "";
  private @Nullable Attempt unsettled;

  private ZvtTerminal(
      PortSettings wire,
      byte[] password,
      Ports ports,
      AttemptMark mark,
      Consumer<PaymentAnswer> answers,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      ZvtTiming timing) {
    this.wire = wire;
    this.password = password;
    this.timing = timing;
    this.mark = mark;
    this.answers = answers;
    this.health = new Health("payment", "PaymentTerminal", status, clock);
    this.supervisor = Supervisor.start(health, wire, new WatchedPorts(ports), this::run);
  }

  /// Connects to the terminal, and keeps at it.
  ///
  /// @param password the terminal's own, six digits; never told to anybody but the terminal
  /// @param directory where the driver keeps its one small file, on the disk that holds the journal
  /// @param answers called on the device's thread
  /// @param status called on the device's thread, once for each change
  /// @throws IllegalArgumentException when the protocol is not `zvt` or the password not six digits
  public static ZvtTerminal start(
      PaymentSettings settings,
      String password,
      Ports ports,
      Path directory,
      Consumer<PaymentAnswer> answers,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return start(settings, password, ports, directory, answers, status, clock, ZvtTiming.STANDARD);
  }

  static ZvtTerminal start(
      PaymentSettings settings,
      String password,
      Ports ports,
      Path directory,
      Consumer<PaymentAnswer> answers,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      ZvtTiming timing) {
    if (!settings.protocol().equals("zvt")) {
      throw new IllegalArgumentException(
          "payment protocol must be zvt, not " + settings.protocol());
    }
    return new ZvtTerminal(
        settings.port(),
        ZvtCommand.password(password),
        ports,
        new AttemptMark(directory),
        answers,
        status,
        clock,
        timing);
  }

  @Override
  public void pay(PaymentRequest request) {
    open(new Job.Pay(request, false));
  }

  @Override
  public void query(PaymentRequest request) {
    open(new Job.Query(request));
  }

  private void open(Job job) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "payment " + job.request().attemptId() + " while another attempt is open");
    }
    waiting.add(job);
  }

  /// Lets the acknowledgement of an approval that is on disk leave first.
  @Override
  public void close() {
    closed = true;
    Attempt attempt = running;
    if (attempt != null && attempt.isAcknowledged()) {
      attempt.awaitEnd();
    }
    supervisor.close();
  }

  /// One connection.
  private void run(Port port) throws PortException, InterruptedException {
    var session = new ZvtSession(ApduLink.over(wire, port), password, timing);
    try {
      prepare(session);
    } catch (PortException e) {
      declineUnsent(e.getMessage());
      throw e;
    }
    health.good();
    askAtNanos = System.nanoTime();
    serve(session);
  }

  private void prepare(ZvtSession session) throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = readiness(session);
    while (!readiness.ready()) {
      health.bad(readiness.reason());
      long until = System.nanoTime() + pause(readiness).toNanos();
      while (System.nanoTime() - until < 0) {
        takeJob();
        declineUnsent(readiness.reason());
        session.idle(IDLE_READ_MILLIS);
      }
      readiness = readiness(session);
    }
  }

  private static ZvtSession.Readiness readiness(ZvtSession session)
      throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
    return readiness.ready() ? session.register() : readiness;
  }

  private void serve(ZvtSession session) throws PortException, InterruptedException {
    long restedSince = System.nanoTime();
    Duration rest = timing.enquiry();
    while (true) {
      takeJob();
      if (unsettled != null && unsettled.isAcknowledged()) {
        settle(session, unsettled);
      } else if (unsent != null) {
        pay(session, unsent);
      } else if (query != null && System.nanoTime() - askAtNanos >= 0) {
        ask(session, query);
      } else if (System.nanoTime() - restedSince >= rest.toNanos()) {
        rest = enquire(session);
      } else {
        session.idle(IDLE_READ_MILLIS);
        continue;
      }
      restedSince = System.nanoTime();
    }
  }

  /// How are you? Says when to ask again.
  private Duration enquire(ZvtSession session) throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
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
    switch (waiting.poll()) {
      case null -> {}
      case Job.Pay pay -> unsent = pay;
      case Job.Query asked -> {
        Optional<Outcome> known = Recovery.withoutAsking(asked.request(), mark.read());
        if (known.isPresent()) {
          answer(asked, known.get());
        } else {
          query = asked;
          askPause = timing.askAgainMin();
          askAtNanos = System.nanoTime();
          toldUnknown = "";
        }
      }
    }
  }

  /// Not a byte of the money command has left.
  private void declineUnsent(@Nullable String reason) {
    if (unsent != null) {
      Job.Pay pay = unsent;
      unsent = null;
      answer(pay, new Outcome.Declined("not sent: " + reason));
    }
  }

  private void pay(ZvtSession session, Job.Pay pay) throws PortException, InterruptedException {
    LastBooking before = lastBookingBefore(session, pay);
    if (before instanceof LastBooking.Untold untold) {
      if (untold.busy()) {
        declineUnsent(untold.reason());
        return;
      }
      log.warn(
          "{}: should the answer to payment {} be lost, a person has to find out what became of it",
          untold.reason(),
          pay.request().attemptId());
    }
    try {
      mark.write(AttemptMark.Note.of(pay.request().attemptId(), before));
    } catch (IOException e) {
      log.error("cannot note payment {} before it is sent", pay.request().attemptId(), e);
      declineUnsent("the attempt could not be noted on disk");
      return;
    }
    unsent = null;
    unsettled = null;
    var attempt = new Attempt(pay, session);
    running = attempt;
    try {
      attempt.make();
    } finally {
      running = null;
      attempt.ended.countDown();
    }
  }

  /// The first loss may be of a connection that died long ago: it is tried once more on a new one.
  private LastBooking lastBookingBefore(ZvtSession session, Job.Pay pay)
      throws PortException, InterruptedException {
    try {
      return session.lastBooking();
    } catch (PortException e) {
      if (pay.triedBefore()) {
        declineUnsent(e.getMessage());
      } else {
        unsent = new Job.Pay(pay.request(), true);
      }
      throw e;
    }
  }

  /// A payment between its first byte and the terminal's last word.
  private final class Attempt implements ZvtSession.Witness {

    private final Job.Pay pay;
    private final ZvtSession session;
    private final AtomicBoolean released = new AtomicBoolean();
    private final CountDownLatch acknowledged = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable StatusInformation approval;
    private Optional<Outcome.Declined> refusal = Optional.empty();

    Attempt(Job.Pay pay, ZvtSession session) {
      this.pay = pay;
      this.session = session;
    }

    void make() throws PortException, InterruptedException {
      try {
        end(session.authorise(pay.request(), this));
      } catch (PortException e) {
        lost(e.getMessage());
        throw e;
      } catch (RuntimeException e) {
        lost("the driver failed: " + e);
        throw e;
      }
    }

    @Override
    public void see(StatusInformation status) throws PortException, InterruptedException {
      if (approval != null) {
        return;
      }
      refusal = status.result().filter(code -> code != 0).map(this::refused);
      if (status.isBooked()) {
        approve(status);
      } else if (refusal.isEmpty()) {
        throw new PortException("the payment terminal's answer does not say how the payment ended");
      }
    }

    private void approve(StatusInformation status) throws PortException, InterruptedException {
      long amount = status.amountMinor().orElse(pay.request().amountMinor());
      if (amount != pay.request().amountMinor()) {
        throw new PortException(
            "the payment terminal has booked "
                + amount
                + " minor units instead of "
                + pay.request().amountMinor());
      }
      approval = status;
      ReceiptTexts texts = session.receipts();
      answers.accept(new Approval(this, status.approved(texts.customer(), texts.merchant())));
      if (!acknowledged.await(timing.store().toMillis(), TimeUnit.MILLISECONDS)) {
        release();
        throw new PortException(
            "the approval of payment "
                + pay.request().attemptId()
                + " was not stored in time and is not acknowledged to the terminal");
      }
    }

    private void end(ZvtSession.Ending ending) {
      if (approval != null) {
        if (!(ending instanceof ZvtSession.Ending.Completed)) {
          unsettled = this;
        }
        return;
      }
      Outcome outcome =
          switch (ending) {
            case ZvtSession.Ending.Completed _ ->
                refusal
                    .<Outcome>map(word -> word)
                    .orElse(new Outcome.Unknown("the terminal ended without a result"));
            case ZvtSession.Ending.Aborted aborted -> refusal.orElse(refused(aborted.code()));
            case ZvtSession.Ending.Refused refused -> refused(refused.code());
          };
      answerOnce(outcome);
    }

    private Outcome.Declined refused(int code) {
      return new Outcome.Declined(ZvtText.result(code));
    }

    private void lost(@Nullable String reason) {
      if (approval != null) {
        unsettled = this;
      } else {
        session.abandon();
        answerOnce(
            refusal.<Outcome>map(word -> word).orElse(new Outcome.Unknown(String.valueOf(reason))));
      }
    }

    private void answerOnce(Outcome outcome) {
      released.set(true);
      answer(pay, outcome);
    }

    void acknowledge() {
      release();
      acknowledged.countDown();
    }

    /// The next attempt may come; it waits until the terminal has finished with this one.
    private void release() {
      if (released.compareAndSet(false, true)) {
        busy.set(false);
      }
    }

    boolean isAcknowledged() {
      return acknowledged.getCount() == 0;
    }

    void awaitEnd() {
      try {
        if (!ended.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
          log.info(
              "the payment terminal has not finished with payment {}", pay.request().attemptId());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Optional<BookingNumber> booking() {
      return Optional.ofNullable(approval).map(StatusInformation::number);
    }
  }

  private record Approval(Attempt attempt, Outcome outcome) implements PaymentAnswer {

    @Override
    public String attemptId() {
      return attempt.pay.request().attemptId();
    }

    @Override
    public void acknowledge() {
      attempt.acknowledge();
    }
  }

  /// An answer that the terminal need not hear of.
  private record Word(String attemptId, Outcome outcome) implements PaymentAnswer {

    @Override
    public void acknowledge() {}
  }

  /// Asks whether an approval that we keep, and whose acknowledgement may not have arrived, still
  /// stands.
  private void settle(ZvtSession session, Attempt attempt)
      throws PortException, InterruptedException {
    LastBooking last = session.lastBooking();
    unsettled = null;
    String attemptId = attempt.pay.request().attemptId();
    BookingNumber approved = attempt.booking().orElseThrow();
    switch (last) {
      case LastBooking.Booked booked when booked.status().number().equals(approved) ->
          log.info("payment {} stands at the terminal", attemptId);
      case LastBooking.Booked booked ->
          mayBeReversed(attemptId, approved, booked.status().number());
      case LastBooking.Nothing _ -> mayBeReversed(attemptId, approved, "none");
      case LastBooking.Untold untold -> mayBeReversed(attemptId, approved, untold.reason());
    }
  }

  private static void mayBeReversed(String attemptId, BookingNumber approved, Object last) {
    log.error(
        "payment {} was approved as {} and is kept here as paid, but the terminal may have reversed"
            + " it: compare the two (its last booking: {})",
        attemptId,
        approved,
        last);
  }

  private void ask(ZvtSession session, Job.Query asked) throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
    Outcome outcome =
        readiness.ready()
            ? Recovery.decide(asked.request(), noteOf(asked), session.lastBooking())
            : new Outcome.Unknown(readiness.reason());
    if (outcome instanceof Outcome.Unknown unknown) {
      askAtNanos = System.nanoTime() + askPause.toNanos();
      Duration doubled = askPause.multipliedBy(2);
      askPause = doubled.compareTo(timing.askAgainMax()) < 0 ? doubled : timing.askAgainMax();
      tellUnknown(asked, unknown);
    } else {
      query = null;
      log.info("payment {} is known after all: {}", asked.request().attemptId(), word(outcome));
      answer(asked, outcome);
    }
  }

  private Optional<AttemptMark.Note> noteOf(Job.Query asked) {
    return mark.read().filter(note -> note.attemptId().equals(asked.request().attemptId()));
  }

  private void tellUnknown(Job.Query asked, Outcome.Unknown unknown) {
    if (!unknown.reason().equals(toldUnknown)) {
      toldUnknown = unknown.reason();
      log.warn("payment {} is not known: {}", asked.request().attemptId(), unknown.reason());
      answers.accept(new Word(asked.request().attemptId(), unknown));
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Approved _ -> "approved";
      case Outcome.Declined declined -> declined.reason();
      case Outcome.Unknown unknown -> unknown.reason();
    };
  }

  /// Answers, after which the next attempt may come: the listener may be quick.
  private void answer(Job job, Outcome outcome) {
    if (closed) {
      return;
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      log.warn("payment {} is not known: {}", job.request().attemptId(), unknown.reason());
    }
    busy.set(false);
    answers.accept(new Word(job.request().attemptId(), outcome));
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
        takeJob();
        declineUnsent(e.getMessage());
        throw e;
      }
    }
  }
}
