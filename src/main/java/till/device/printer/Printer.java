package till.device.printer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A receipt printer that speaks ESC/POS.
///
/// Its reader's thread always listens, its writer's thread sends jobs, pulses and questions one
/// after the other. A job that has begun and is not confirmed is doubtful, and is never begun again
/// here: a printer that prints twice is worse than one that asks.
public final class Printer implements AutoCloseable {

  /// What can wait for the writer: one job, one question, one greeting, and pulses.
  private static final int ORDERS_MAX = 16;

  private static final int PULSES_MAX = 8;

  /// Bytes between two looks at the printer's condition.
  private static final int CHUNK_BYTES = 128;

  /// Paper of one line of text, and what a job needs beside text: logo, code, way to the knife.
  private static final double LINE_MILLIMETRES = 4.25;

  private static final int EXTRA_MILLIMETRES = 60;
  private static final Duration CONFIRM_EXTRA = Duration.ofSeconds(5);

  /// Real-time: throws away what the printer holds, such as the beginning of a command whose end
  /// never came.
  private static final byte[] CLEAR_BUFFERS = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};

  private static final long JOIN_MILLIS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Printer.class);

  private final PrinterSettings settings;
  private final PrinterProfile profile;
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

  /// The printer may hold the beginning of a command. The writer's thread only.
  private boolean cutOff;

  private Printer(
      PrinterSettings settings,
      PrinterProfile profile,
      Ports ports,
      Consumer<PrintProgress> progress,
      Health health,
      InstantSource clock) {
    this.settings = settings;
    this.profile = profile;
    this.progress = progress;
    this.health = health;
    this.confirmations =
        new Confirmations(profile.confirmation(), clock.instant().getEpochSecond());
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
    return new Printer(
        settings,
        profile,
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
  /// `Sent` and then `Confirmed` or `Doubtful`, or `Doubtful` at once. One job at a time: a second
  /// one is not started.
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
    if (orders.size() >= PULSES_MAX || !orders.offer(() -> givePulse(pin, pulseMillis))) {
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
    var life = new PrinterSession(port, health, drawer, orders::offer);
    session = life;
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

  private void heard(PrinterAnswer answer) {
    RunningJob job = running;
    if (confirmations.isGivenBy(answer) && job != null) {
      job.confirmed();
    }
  }

  private void watch(PrinterSession life) {
    RunningJob job = running;
    if (job != null && job.isOverdue()) {
      if (life.problem().isEmpty()) {
        confirmations.giveUp();
        job.stop("the printer did not confirm it");
      } else {
        job.stop(life.problem());
      }
    }
  }

  private void stopJob(String reason) {
    RunningJob job = running;
    if (job != null) {
      job.stop(reason);
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

  private void print(RunningJob job, byte[] bytes) {
    PrinterSession life = session;
    DeviceStatus known = health.status();
    RunningJob before = running;
    if (before != null && !before.isOver()) {
      job.stop("another job is on its way");
    } else if (life == null || known.state() != DeviceStatus.State.GOOD) {
      job.stop(life == null && known.reason().isEmpty() ? "its wire is not open" : known.reason());
    } else {
      running = job;
      send(life, job, bytes);
    }
  }

  private void send(PrinterSession life, RunningJob job, byte[] bytes) {
    try {
      clearWhatWasCutOff(life);
      for (int done = 0; done < bytes.length; done += CHUNK_BYTES) {
        String problem = life.problem();
        if (!problem.isEmpty()) {
          job.stop(problem);
        }
        if (!job.proceed()) {
          return;
        }
        cutOff = true;
        life.write(bytes, done, Math.min(CHUNK_BYTES, bytes.length - done));
      }
      life.write(confirmations.request());
      cutOff = false;
      job.sent(patience(bytes));
    } catch (PortException e) {
      job.stop("the printer was lost: " + e.getMessage());
    }
  }

  private void clearWhatWasCutOff(PrinterSession life) throws PortException {
    if (cutOff) {
      life.write(CLEAR_BUFFERS);
      cutOff = false;
    }
  }

  /// Twice the time on the wire and in the mechanism, and some more.
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
        (lines * LINE_MILLIMETRES + EXTRA_MILLIMETRES) / profile.millimetresPerSecond();
    return CONFIRM_EXTRA.plusMillis((long) (2_000 * (wireSeconds + paperSeconds)));
  }

  /// In the line of data when the printer is good. One that cannot print would keep that for later,
  /// and open the drawer when nobody stands there; it takes the pulse in real time instead.
  private void givePulse(int pin, int pulseMillis) throws PortException {
    PrinterSession life = session;
    DeviceStatus known = health.status();
    if (life == null || known.state() == DeviceStatus.State.UNKNOWN) {
      log.warn("the drawer is not opened: {}", known.reason());
      return;
    }
    if (life.problem().isEmpty()) {
      clearWhatWasCutOff(life);
      life.write(Pulse.inLine(pin, pulseMillis));
    } else {
      life.write(Pulse.realTime(pin, pulseMillis));
    }
  }
}
