package till.device.printer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// A receipt printer that speaks ESC/POS.
///
/// Its reader's thread always listens, its writer's thread sends jobs, pulses and questions one
/// after the other. A job that has begun and is not confirmed is doubtful, and is never begun again
/// here: a printer that prints twice is worse than one that asks.
///
/// Not noticed is a printer that is switched off and on again within moments, in the middle of a
/// job, on a serial line: what it held is lost, and the rest is printed and confirmed. What it says
/// of itself is the same as when it was busy for so long. A network connection or USB breaks.
public final class Printer implements AutoCloseable {

  /// What can wait for the writer: one job, one question, one greeting, and pulses.
  private static final int ORDERS_MAX = 16;

  private static final int PULSES_MAX = 8;

  /// Bytes between two looks at the printer's condition.
  private static final int CHUNK_BYTES = 128;

  /// Paper of one line of text, and what a job needs beside text: logo, code, way to the knife.
  private static final double LINE_MILLIMETRES = 4.25;

  private static final int EXTRA_MILLIMETRES = 60;

  /// A printer that says nothing by itself has said by then what went wrong.
  private static final Duration UNCONFIRMED_EXTRA = Duration.ofSeconds(1);

  /// Real-time: throws away what the printer holds, such as the beginning of a command whose end
  /// never came.
  private static final byte[] CLEAR_BUFFERS = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};

  private static final int CLEAR_SECONDS = 2;

  /// A pulse that waited for longer would open the drawer before the next person. Behind a printer
  /// that does not say that it is clear it still comes in time.
  private static final long PULSE_NANOS = Duration.ofMillis(CLEAR_SECONDS * 1_000 + 500).toNanos();

  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Printer.class);

  private final PrinterSettings settings;
  private final PrinterProfile profile;
  private final PrintPolicy policy;
  private final Consumer<PrintProgress> progress;
  private final Health health;
  private final DrawerPin drawer = new DrawerPin();
  private final Confirmations confirmations;
  private final BlockingQueue<PrinterSession.Order> orders = new ArrayBlockingQueue<>(ORDERS_MAX);
  private final Supervisor supervisor;
  private final Thread writer;
  private volatile boolean closed;
  private volatile @Nullable PrinterSession session;

  /// Set by the writer's thread, read by the reader's.
  private volatile @Nullable RunningJob running;

  /// What the printer may hold that is not to be printed, such as the beginning of a command.
  private enum Remains {
    NONE,
    /// It was off in between, or the process before this one left something: nobody knows.
    PERHAPS,
    /// It had a part of a job.
    SOME
  }

  private volatile Remains remains = Remains.PERHAPS;

  /// The wire was given up since the printer was last clear. The writer's thread only.
  private boolean takenBack;

  /// One permit for each time the printer said that it has nothing left.
  private final Semaphore cleared = new Semaphore(0);

  private Printer(
      PrinterSettings settings,
      PrinterProfile profile,
      PrintPolicy policy,
      Ports ports,
      Consumer<PrintProgress> progress,
      Health health,
      InstantSource clock) {
    this.settings = settings;
    this.profile = profile;
    this.policy = policy;
    this.progress = progress;
    this.health = health;
    this.confirmations = new Confirmations(policy.confirmation(), clock.instant().getEpochSecond());
    this.writer = Thread.ofPlatform().daemon().name("printer-writer").start(this::performOrders);
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the printer's threads. The printer may come later, go, and come back.
  ///
  /// @param progress what becomes of the jobs handed over; called on the printer's threads
  /// @throws IllegalArgumentException when there is no such profile
  public static Printer start(
      PrinterSettings settings,
      Ports ports,
      Consumer<PrintProgress> progress,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    PrinterProfile profile =
        PrinterProfile.find(settings.profile())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no printer profile "
                        + settings.profile()
                        + "; there are "
                        + PrinterProfile.names()));
    return start(settings, profile, PrintPolicy.of(profile), ports, progress, status, clock);
  }

  static Printer start(
      PrinterSettings settings,
      PrinterProfile profile,
      PrintPolicy policy,
      Ports ports,
      Consumer<PrintProgress> progress,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return new Printer(
        settings,
        profile,
        policy,
        ports,
        progress,
        new Health("printer", "POSPrinter", status, clock),
        clock);
  }

  /// Characters of font A in one line.
  public int columns() {
    return profile.columns();
  }

  /// Hands a job over and returns at once. What becomes of it is told as progress: `NotStarted`, or
  /// `Sent` and then `Confirmed`, `Unconfirmed` or `Doubtful`, or `Doubtful` at once; `Held` and
  /// `GoesOn` in between. One job at a time: a second one is not started.
  ///
  /// @param job ESC/POS bytes without a request for confirmation, which is added here
  public void print(String jobId, byte[] job) {
    byte[] bytes = job.clone();
    if (!orders.offer(() -> print(new RunningJob(jobId, this::tell), bytes))) {
      throw new IllegalStateException("print job " + jobId + " is one of too many at a time");
    }
  }

  /// Calls the listener with the level of the drawer's sensor, now and at each change. It may wait:
  /// then the printer's reader waits too.
  ///
  /// @param listener called on the printer's reader's thread, and at first on the caller's
  public void watchDrawer(Consumer<DrawerPin.Level> listener) {
    drawer.watch(listener);
  }

  /// Pulses a pin of the drawer's connector, once. A pulse that cannot be given now is not given
  /// later.
  ///
  /// @param pin 2 or 5
  /// @param pulseMillis 2 to 510
  public void pulse(int pin, int pulseMillis) {
    long ordered = System.nanoTime();
    if (orders.size() >= PULSES_MAX || !orders.offer(() -> givePulse(pin, pulseMillis, ordered))) {
      log.warn("the drawer is not opened: the printer is behind with {} orders", orders.size());
    }
  }

  /// Ends both threads. A job on its way is told of no more: its outcome is unknown, as after a
  /// power cut.
  @Override
  public void close() {
    closed = true;
    supervisor.close();
    writer.interrupt();
    try {
      if (!writer.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the printer's writer did not end within {} ms", JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(PrintProgress step) {
    if (!closed) {
      progress.accept(step);
    }
  }

  // the reader's thread

  private void session(Port port) throws PortException {
    var life = new PrinterSession(port, waitsAreSaid(), health, drawer, orders::offer);
    session = life;
    doubtRemains();
    if (remains != Remains.NONE) {
      wishToClear(life);
    }
    try {
      life.run(this::heard, () -> watch(life));
    } catch (PortException e) {
      stopJob("the printer was lost: " + e.getMessage());
      throw e;
    } finally {
      session = null;
      drawer.is(DrawerPin.Level.UNKNOWN);
    }
  }

  /// A connection breaks when the printer is switched off, and XOFF is a word. A line by which the
  /// printer makes us wait is the same as that of a printer that is off.
  private boolean waitsAreSaid() {
    return settings.port().flow() == PortSettings.FlowControl.XON_XOFF
        || settings.port().address().startsWith("tcp:");
  }

  private void heard(PrinterAnswer answer) {
    if (answer instanceof PrinterAnswer.Cleared) {
      cleared.release();
    }
    RunningJob job = running;
    if (confirmations.isGivenBy(answer) && job != null) {
      job.confirmed();
    }
  }

  /// The printer may have been switched off, which clears it as well.
  private void doubtRemains() {
    if (remains == Remains.SOME) {
      remains = Remains.PERHAPS;
    }
  }

  private void watch(PrinterSession life) {
    if (health.status().state() == DeviceStatus.State.UNKNOWN) {
      doubtRemains();
    }
    RunningJob job = running;
    if (job == null || job.isOver()) {
      return;
    }
    String hindrance = life.hindrance();
    if (hindrance.isEmpty()) {
      job.goOn();
    } else {
      holdOrStop(life, job, hindrance);
    }
    if (life.seemsOff()) {
      giveUp(life, job, hindrance);
    }
    if (job.isHeldTooLong()) {
      giveUp(life, job, hindrance + ", for more than " + RunningJob.HELD_MAX.toMinutes() + " min");
    }
    if (job.isOverdueAt(System.nanoTime())) {
      boolean good = health.status().state() == DeviceStatus.State.GOOD;
      if (good && !job.isOverdueAt(life.answeredAt())) {
        life.askAtOnce();
      } else {
        overdue(life, job, good);
      }
    }
  }

  /// The rest of it is not to come out when nobody waits for it any more, or beside a copy.
  private void giveUp(PrinterSession life, RunningJob job, String reason) {
    if (!stop(job, reason)) {
      return; // the other thread has noticed, too
    }
    if (life.isStuck()) {
      life.abort(reason);
    } else {
      wishToClear(life);
    }
  }

  /// @param good the printer has answered since, and what it answers is good
  private void overdue(PrinterSession life, RunningJob job, boolean good) {
    if (policy.confirmation() == PrinterProfile.Confirmation.NONE && good) {
      job.unconfirmed();
    } else {
      confirmations.giveUp();
      giveUp(
          life,
          job,
          good ? "the printer did not confirm it" : "the printer does not answer any more");
    }
  }

  private void stopJob(String reason) {
    RunningJob job = running;
    if (job != null && !job.isOver()) {
      stop(job, reason);
    }
  }

  private boolean stop(RunningJob job, String reason) {
    synchronized (job) { // or the writer, just done with it, would say that nothing remains
      remains = Remains.SOME;
      return job.stop(reason);
    }
  }

  // the writer's thread

  private void performOrders() {
    try {
      while (!closed) {
        PrinterSession.Order order = orders.take();
        try {
          order.perform();
        } catch (PortException _) {
          // the session has closed the wire, and the reader's thread says why
        } catch (RuntimeException e) {
          log.error("the printer's writer failed at one order and goes on with the next", e);
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void print(RunningJob job, byte[] bytes) throws InterruptedException {
    PrinterSession life = session;
    DeviceStatus known = health.status();
    RunningJob before = running;
    if (before != null && !before.isOver()) {
      job.stop("another job is on its way");
    } else if (life == null || known.state() != DeviceStatus.State.GOOD) {
      job.stop(life == null && known.reason().isEmpty() ? "its wire is not open" : known.reason());
    } else {
      running = job;
      try {
        send(life, job, bytes);
      } catch (RuntimeException e) { // or the job would be on its way for ever, and the next wait
        stop(job, "the driver failed: " + e);
        throw e;
      }
    }
  }

  private void send(PrinterSession life, RunningJob job, byte[] bytes) throws InterruptedException {
    try {
      if (!isClear(life)) {
        job.stop("the printer holds a part of another receipt: switch it off and on");
        return;
      }
      for (int done = 0; done < bytes.length; ) {
        String hindrance = life.hindrance();
        if (!hindrance.isEmpty()) {
          holdOrStop(life, job, hindrance); // at once, without waiting for the reader's next look
        }
        if (!job.proceed()) {
          return;
        }
        remains = Remains.SOME;
        int next = Math.min(CHUNK_BYTES, bytes.length - done);
        life.write(bytes, done, next);
        done += next;
      }
      life.write(confirmations.request());
      synchronized (job) {
        if (!job.isOver()) {
          remains = Remains.NONE;
          job.sent(patience(bytes));
        }
      }
    } catch (PortException e) {
      job.stop("the printer was lost: " + e.getMessage());
    }
  }

  private void holdOrStop(PrinterSession life, RunningJob job, String hindrance) {
    if (policy.resumes() || life.problem().isEmpty()) {
      job.hold(hindrance);
    } else {
      giveUp(life, job, hindrance);
    }
  }

  private void wishToClear(PrinterSession life) {
    var _ = orders.offer(() -> isClear(life)); // without it the next job clears, only later
  }

  /// Whether the printer holds nothing that is not to be printed. One that had a part of a job, is
  /// known to answer, and does not, is not trusted; of any other nobody can know.
  private boolean isClear(PrinterSession life) throws PortException, InterruptedException {
    if (remains != Remains.NONE) {
      cleared.drainPermits();
      life.write(CLEAR_BUFFERS);
      boolean answered = cleared.tryAcquire(CLEAR_SECONDS, TimeUnit.SECONDS);
      if (answered || remains == Remains.PERHAPS || !policy.answersClear()) {
        remains = Remains.NONE;
      }
      confirmations.giveUp();
      if (!answered && !takenBack && !life.hindrance().isEmpty()) {
        takenBack = true;
        life.abort("taking back what the printer has not got: " + life.hindrance());
      }
      takenBack &= !answered;
    }
    return remains == Remains.NONE;
  }

  /// Twice the time on the wire and in the mechanism, and some more; of a printer that does not
  /// confirm, the time that it prints for.
  private Duration patience(byte[] bytes) {
    int lines = 0;
    for (byte next : bytes) {
      lines += next == '\n' ? 1 : 0;
    }
    double wireSeconds =
        (double) bytes.length
            * settings.port().framing().bitsPerCharacter()
            / settings.port().baud();
    double paperSeconds =
        (lines * LINE_MILLIMETRES + EXTRA_MILLIMETRES) / policy.millimetresPerSecond();
    return policy.confirmation() == PrinterProfile.Confirmation.NONE
        ? UNCONFIRMED_EXTRA.plusMillis((long) (1_000 * paperSeconds))
        : policy.patience().plusMillis((long) (2_000 * (wireSeconds + paperSeconds)));
  }

  /// In the line of data when the printer is good. One that cannot print would keep that for later,
  /// and open the drawer when nobody stands there; one that holds half a command would take it for
  /// the rest of it, and print it. They take the pulse in real time instead.
  private void givePulse(int pin, int pulseMillis, long ordered) throws PortException {
    PrinterSession life = session;
    DeviceStatus known = health.status();
    if (System.nanoTime() - ordered > PULSE_NANOS) {
      log.warn("the drawer is not opened: the printer was busy for too long");
      return;
    }
    if (life == null || known.state() == DeviceStatus.State.UNKNOWN) {
      log.warn("the drawer is not opened: {}", known.reason());
      return;
    }
    boolean inLine = life.hindrance().isEmpty() && remains == Remains.NONE;
    try {
      life.write(inLine ? Pulse.inLine(pin, pulseMillis) : Pulse.realTime(pin, pulseMillis));
    } catch (PortException e) {
      log.warn("the drawer is not opened: {}", e.getMessage());
      throw e;
    }
  }
}
