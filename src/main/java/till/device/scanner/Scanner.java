package till.device.scanner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A serial scanner.
///
/// Labels are handed over on the scanner's own thread, in order. Whoever takes them may wait: then
/// nothing more is read, and the line's flow control, or the scanner's own memory, does the rest.
public final class Scanner implements AutoCloseable {

  private static final int READ_BYTES = 1024;

  /// How long a read waits when nothing is begun; it only has to end now and then.
  private static final int IDLE_MILLIS = 10_000;

  /// Silence after which a half label will not be completed. A scanner sends a label in one go: the
  /// longest takes a second at 38,400 baud without a pause in it.
  private static final int SILENCE_MILLIS = 500;

  /// Time between two log lines about what was no label. Noise comes in bursts of thousands.
  private static final long NOISE_LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Logger log = LoggerFactory.getLogger(Scanner.class);

  private final String name;
  private final Health health;
  private final Consumer<ScanData> scans;
  private final Supervisor supervisor;

  // the scanner's thread only
  private long droppedBytes;
  private long noiseNotBefore = System.nanoTime();

  private Scanner(ScannerSettings settings, Ports ports, Consumer<ScanData> scans, Health health) {
    this.name = settings.name();
    this.health = health;
    this.scans = scans;
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

  /// An open line is all that can be known of a scanner: it speaks only when it sees a label.
  private void session(Port port) throws PortException {
    var framer = new ScanFramer();
    byte[] bytes = new byte[READ_BYTES];
    health.good();
    while (true) {
      int read = port.read(bytes, framer.isIdle() ? IDLE_MILLIS : SILENCE_MILLIS);
      if (read > 0) {
        framer.feed(bytes, read, this::framed);
      } else {
        framer.silence(this::framed);
      }
    }
  }

  private void framed(ScanFramer.Framed framed) {
    switch (framed) {
      case ScanFramer.Framed.Label label -> scans.accept(Symbology.identify(name, label.text()));
      case ScanFramer.Framed.Dropped dropped -> dropped(dropped);
    }
  }

  private void dropped(ScanFramer.Framed.Dropped dropped) {
    droppedBytes += dropped.bytes();
    if (System.nanoTime() - noiseNotBefore >= 0) {
      noiseNotBefore = System.nanoTime() + NOISE_LOG_NANOS;
      log.warn(
          "scanner {} sent {}; {} bytes dropped. If this goes on, its baud rate, framing or suffix"
              + " is not what is configured",
          name,
          dropped.cause().text(),
          droppedBytes);
      droppedBytes = 0;
    }
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
