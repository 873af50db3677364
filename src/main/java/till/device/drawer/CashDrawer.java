package till.device.drawer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.printer.DrawerPin;
import till.device.printer.Printer;
import till.port.PortException;
import till.port.Ports;

/// A cash drawer that hangs on the printer, or on a relay of this board.
///
/// It is opened by one pulse, which is never given twice and never later than it was asked for: a
/// drawer that opens when nobody stands there is open to anybody. Its own thread gives the pulses,
/// listens to the sensor and watches the time.
public final class CashDrawer implements AutoCloseable {

  /// What may wait for the thread; whoever reports a level waits beyond.
  private static final int NEWS_MAX = 64;

  /// A pulse that was asked for longer ago is not given any more.
  private static final long ORDER_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  /// How often the clock is looked at while something is due.
  private static final long LOOK_MILLIS = 200;

  private static final long IDLE_MILLIS = Duration.ofMinutes(1).toMillis();

  /// A printer that has said nothing by then is not only slow to begin.
  private static final long ANSWER_NANOS = Duration.ofSeconds(10).toNanos();

  /// Lines that were refused are taken by another program, or not there: that seldom changes.
  private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

  /// A driver that failed is started again after this.
  private static final long RESTART_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long JOIN_MILLIS = 5_000;

  /// A printer takes a pulse in real time in steps of this length.
  private static final int PRINTER_STEP_MILLIS = 100;

  private static final Logger log = LoggerFactory.getLogger(CashDrawer.class);

  private sealed interface News {

    /// @param at nanoseconds
    record OpenAsked(long at) implements News {}

    record Seen(DrawerWatch.Sight sight) implements News {}

    /// The printer has begun to answer, or does not answer any more.
    record PrinterAnswers(boolean does) implements News {}
  }

  private final DrawerSettings settings;
  private final Optional<Printer> printer;
  private final Ports ports;
  private final Consumer<DrawerState> listener;
  private final Health health;
  private final LongSupplier nanoTime;
  private final BlockingQueue<News> inbox = new ArrayBlockingQueue<>(NEWS_MAX);
  private final Thread thread;
  private volatile boolean closed;

  /// Set by the drawer's thread; closed by whoever comes first.
  private volatile @Nullable DrawerLines lines;

  // the drawer's thread only
  private final DrawerWatch watch;
  private final CoilRest rest;
  private long takeAt;
  private String linesProblem = "";
  private boolean printerAnswers;

  /// When it is to be told that the printer does not answer.
  private long answersBy;

  private DrawerState told = DrawerState.UNKNOWN;

  private CashDrawer(
      DrawerSettings settings,
      Optional<Printer> printer,
      Ports ports,
      Consumer<DrawerState> listener,
      Health health,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.printer = printer;
    this.ports = ports;
    this.listener = listener;
    this.health = health;
    this.nanoTime = nanoTime;
    this.watch = new DrawerWatch(settings.openMax());
    this.takeAt = nanoTime.getAsLong();
    this.answersBy = takeAt + ANSWER_NANOS;
    this.rest = new CoilRest(coilMillis(settings), takeAt);
    this.thread = Thread.ofPlatform().daemon().name("drawer").unstarted(this::run);
  }

  /// As long as the coil may be on, whichever way the printer takes the pulse. The TM-U models,
  /// too, make more of a short one.
  private static int coilMillis(DrawerSettings settings) {
    int pulse = settings.pulseMillis();
    return switch (settings.opener()) {
      case DrawerSettings.Opener.PrinterPin _ ->
          Math.ceilDiv(pulse, PRINTER_STEP_MILLIS) * PRINTER_STEP_MILLIS;
      case DrawerSettings.Opener.Line _ -> pulse;
    };
  }

  /// Starts the drawer's thread, which takes the relay, switched off, and the sensor. Reports as
  /// device `drawer`.
  ///
  /// @param printer what the drawer hangs on, where its settings say so; closed after the drawer
  /// @param listener told of each change on the drawer's thread
  /// @throws IllegalArgumentException when there is no printer, and it needs one
  public static CashDrawer start(
      DrawerSettings settings,
      Optional<Printer> printer,
      Ports ports,
      Consumer<DrawerState> listener,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return start(settings, printer, ports, listener, status, clock, System::nanoTime);
  }

  /// @param nanoTime a clock that nobody sets
  static CashDrawer start(
      DrawerSettings settings,
      Optional<Printer> printer,
      Ports ports,
      Consumer<DrawerState> listener,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      LongSupplier nanoTime) {
    if (settings.needsPrinter() && printer.isEmpty()) {
      throw new IllegalArgumentException("the drawer hangs on a printer, and there is none");
    }
    var drawer =
        new CashDrawer(
            settings,
            settings.needsPrinter() ? printer : Optional.empty(),
            ports,
            listener,
            new Health("drawer", "CashDrawer", status, clock),
            nanoTime);
    drawer.thread.start();
    drawer.printer.ifPresent(by -> by.watchDrawer(drawer::pinChanged));
    return drawer;
  }

  /// Opens the drawer with one pulse. Returns at once; what comes of it the sensor tells, if there
  /// is one.
  public void open() {
    if (!inbox.offer(new News.OpenAsked(nanoTime.getAsLong()))) {
      log.warn("the drawer is not opened: {} other things wait for it", NEWS_MAX);
    }
  }

  /// Ends the thread, switches the relay off and gives the lines back.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
        log.warn("the drawer's thread did not end within {} ms", JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeLines(); // the thread does that too, if it does not hang
  }

  private void closeLines() {
    DrawerLines held = lines;
    if (held != null) {
      held.close();
    }
  }

  // on the threads of the printer and of the sensor

  private void pinChanged(DrawerPin.Level level) {
    tell(new News.PrinterAnswers(level != DrawerPin.Level.UNKNOWN));
    if (settings.sensor().orElse(null) instanceof DrawerSettings.Sensor.PrinterPin pin) {
      tell(new News.Seen(sight(level, pin.openWhenHigh())));
    }
  }

  private static DrawerWatch.Sight sight(DrawerPin.Level level, boolean openWhenHigh) {
    return switch (level) {
      case UNKNOWN -> DrawerWatch.Sight.UNKNOWN;
      case HIGH -> sight(openWhenHigh);
      case LOW -> sight(!openWhenHigh);
    };
  }

  private static DrawerWatch.Sight sight(boolean open) {
    return open ? DrawerWatch.Sight.OPEN : DrawerWatch.Sight.SHUT;
  }

  private void tell(News news) {
    try {
      if (!closed) {
        inbox.put(news);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed, and what it tells is of no use any more
    }
  }

  // the drawer's thread

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (InterruptedException _) {
      // closed
    } finally {
      closeLines();
    }
  }

  private void turn() throws InterruptedException {
    try {
      takeLines();
      watch.look(nanoTime.getAsLong());
      report();
      hear(inbox.poll(waitMillis(), TimeUnit.MILLISECONDS));
    } catch (RuntimeException e) {
      log.error("the driver of the drawer failed and is started again", e);
      loseLines("the driver failed (" + e + "); it is started again", RESTART_NANOS);
    }
  }

  private void takeLines() {
    if (lines != null || nanoTime.getAsLong() - takeAt < 0) {
      return;
    }
    try {
      DrawerLines taken =
          DrawerLines.take(settings, ports, open -> tell(new News.Seen(sight(open))));
      lines = taken;
      taken.isOpen().ifPresent(open -> watch.seen(sight(open), nanoTime.getAsLong()));
    } catch (PortException e) {
      loseLines(e.getMessage(), RETRY_NANOS);
    }
  }

  private void loseLines(String problem, long pauseNanos) {
    linesProblem = problem;
    takeAt = nanoTime.getAsLong() + pauseNanos;
    closeLines();
    lines = null;
    if (settings.sensor().orElse(null) instanceof DrawerSettings.Sensor.Line) {
      watch.seen(DrawerWatch.Sight.UNKNOWN, nanoTime.getAsLong());
    }
  }

  private long waitMillis() {
    boolean due = lines == null || watch.lookAt().isPresent() || isPrinterSlow();
    return due ? LOOK_MILLIS : IDLE_MILLIS;
  }

  private void hear(@Nullable News news) throws InterruptedException {
    switch (news) {
      case null -> {}
      case News.OpenAsked asked -> givePulse(asked.at());
      case News.Seen seen -> watch.seen(seen.sight(), nanoTime.getAsLong());
      case News.PrinterAnswers answers -> {
        if (printerAnswers && !answers.does()) {
          answersBy = nanoTime.getAsLong();
        }
        printerAnswers = answers.does();
      }
    }
  }

  private void givePulse(long askedAt) throws InterruptedException {
    DrawerLines held = lines;
    long now = nanoTime.getAsLong();
    if (held == null) {
      log.warn("the drawer is not opened: {}", linesProblem);
    } else if (now - askedAt > ORDER_NANOS_MAX) {
      log.warn("the drawer is not opened: that was to be {} ms ago", (now - askedAt) / 1_000_000);
    } else if (!rest.take(now)) {
      log.warn("the drawer is not opened: its coil has to rest after the last pulse");
    } else {
      try {
        pulse(held);
        watch.pulsed(now);
      } catch (PortException e) {
        loseLines(e.getMessage(), RETRY_NANOS);
      } finally {
        rest.begin(nanoTime.getAsLong());
      }
    }
  }

  private void pulse(DrawerLines held) throws PortException, InterruptedException {
    switch (settings.opener()) {
      case DrawerSettings.Opener.PrinterPin by ->
          printer.orElseThrow().pulse(by.pin(), settings.pulseMillis());
      case DrawerSettings.Opener.Line _ -> held.relay().orElseThrow().pulse(settings.pulseMillis());
    }
  }

  /// Whether the printer may still begin to answer.
  private boolean isPrinterSlow() {
    return printer.isPresent() && !printerAnswers && nanoTime.getAsLong() - answersBy < 0;
  }

  private void report() {
    DrawerState state = watch.state();
    if (lines == null) {
      health.bad(linesProblem);
    } else if (state == DrawerState.DID_NOT_OPEN) {
      health.bad("it was given a pulse and did not open: is it locked, are its cables in?");
    } else if (printer.isEmpty() || printerAnswers) {
      health.good();
    } else if (!isPrinterSlow()) {
      health.unknown("the printer that it hangs on does not answer");
    }
    if (state != told) {
      told = state;
      listener.accept(state);
    }
  }
}
