package till.device.scanner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.device.scanner.label.ScanData;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A scanner on a serial line, or one that types as a keyboard.
///
/// Labels are handed over on the scanner's own thread, in order. Whoever takes them may wait: then
/// nothing more is read, and the line's flow control, or the scanner's own memory, does the rest.
/// What the scanner is told never waits for it, and when that fails it reads on.
public final class Scanner implements AutoCloseable {

  private static final int READ_BYTES = 1024;

  /// How long a read waits when nothing is begun; it only has to end now and then.
  private static final int IDLE_MILLIS = 10_000;

  /// Time between two log lines about what was no label. Noise comes in bursts of thousands.
  private static final long NOISE_LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Logger log = LoggerFactory.getLogger(Scanner.class);

  private final ScannerSettings settings;
  private final Health health;
  private final Consumer<ScanData> scans;

  /// Absent where the scanner listens to nothing.
  private final Optional<ScannerOrders> orders;

  private final Supervisor supervisor;

  // the scanner's thread only
  private final Repeats repeats;
  private long readNanos;

  /// Whether labels may have waited on the line for longer than one counts as the same.
  private boolean isPiledUp;

  private long droppedBytes;
  private long noiseNotBefore = System.nanoTime();

  private Scanner(ScannerSettings settings, Ports ports, Consumer<ScanData> scans, Health health) {
    this.settings = settings;
    this.health = health;
    this.scans = scans;
    this.repeats = new Repeats(settings.sameCodeMillis());
    this.orders =
        settings.profile().commands().isEmpty()
            ? Optional.empty()
            : Optional.of(new ScannerOrders(settings.name(), settings.profile()));
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the scanner's thread. The scanner may come later, go, and come back.
  ///
  /// @param scans may wait; is called with one label at a time
  public static Scanner start(
      ScannerSettings settings,
      Ports ports,
      Consumer<ScanData> scans,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return new Scanner(
        settings, ports, scans, new Health(settings.name(), "Scanner", status, clock));
  }

  /// The configuration's name of it.
  public String name() {
    return settings.name();
  }

  /// Beeps for a label of this scanner that was taken, where that is configured. Returns at once.
  public void goodRead() {
    signal(ScannerCommand.GOOD_READ);
  }

  /// Beeps for a label of this scanner that was refused, where that is configured. Returns at once.
  public void badRead() {
    signal(ScannerCommand.BAD_READ);
  }

  private void signal(ScannerCommand beep) {
    if (settings.signal()) {
      orders.ifPresent(out -> out.give(beep));
    }
  }

  /// Lets it look for a label, or stops it, where it has a command for that. Returns at once.
  public void trigger(boolean on) {
    orders.ifPresent(out -> out.give(on ? ScannerCommand.TRIGGER_ON : ScannerCommand.TRIGGER_OFF));
  }

  /// Lets it read labels or not from now on, where that is configured. Returns at once.
  public void enable(boolean on) {
    if (settings.gate()) {
      orders.ifPresent(out -> out.enable(on));
    }
  }

  /// An open line is all that can be known of a scanner: it speaks only when it sees a label.
  private void session(Port port) throws PortException {
    Framer framer = settings.framer();
    byte[] bytes = new byte[READ_BYTES];
    orders.ifPresent(out -> out.opened(port));
    health.good();
    readNanos = System.nanoTime();
    try {
      while (true) {
        isPiledUp = System.nanoTime() - readNanos > sameCodeNanos();
        int read = port.read(bytes, framer.isIdle() ? IDLE_MILLIS : settings.framing().gapMillis());
        readNanos = System.nanoTime();
        if (read > 0) {
          framer.feed(bytes, read, this::framed);
        } else {
          framer.silence(this::framed);
        }
      }
    } finally {
      orders.ifPresent(ScannerOrders::lost);
    }
  }

  private long sameCodeNanos() {
    return TimeUnit.MILLISECONDS.toNanos(settings.sameCodeMillis());
  }

  private void framed(Framer.Framed framed) {
    switch (framed) {
      case Framer.Framed.Label label -> label(label.text());
      case Framer.Framed.Dropped dropped -> dropped(dropped);
    }
  }

  /// When a label came that has waited on the line nobody knows: it is another item then.
  private void label(String text) {
    if (!repeats.isRepeat(text, readNanos) || isPiledUp) {
      scans.accept(settings.decoder().decode(settings.name(), text));
    }
  }

  private void dropped(Framer.Framed.Dropped dropped) {
    droppedBytes += dropped.bytes();
    if (System.nanoTime() - noiseNotBefore >= 0) {
      noiseNotBefore = System.nanoTime() + NOISE_LOG_NANOS;
      log.warn(
          "scanner {} sent {}; {} bytes dropped. If this goes on, its baud rate, framing, prefix or"
              + " suffix is not what is configured",
          settings.name(),
          dropped.cause().text(),
          droppedBytes);
      droppedBytes = 0;
    }
  }

  @Override
  public void close() {
    orders.ifPresent(ScannerOrders::close);
    supervisor.close();
  }
}
