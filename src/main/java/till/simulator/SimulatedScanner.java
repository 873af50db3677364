package till.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import till.port.Port;
import till.port.PortException;

/// A scanner at the far end of a wire: sends what it sees in the way it is set to, at the pace of
/// its line, and does what the host tells it. Keeps count of both.
///
/// Labels are sent on the caller's thread, the host is heard on the scanner's own.
public final class SimulatedScanner implements AutoCloseable {

  /// What its programming sheet has set it to.
  ///
  /// @param prefix before each label
  /// @param suffix behind each label
  /// @param aim whether it sends symbology identifiers
  /// @param bitsPerSecond of its line, ten for each character; 0 for at once
  /// @param language the commands it understands
  /// @param deafMillis how long after its start it hears nothing
  public record Settings(
      String prefix,
      String suffix,
      boolean aim,
      int bitsPerSecond,
      ScannerLanguage language,
      int deafMillis) {

    /// CR LF behind each label, identifiers, no pacing, no commands.
    public static final Settings PLAIN = new Settings("", "\r\n", true, 0, ScannerLanguage.NONE, 0);
  }

  /// What it hears from its host, and does.
  public enum Heard {
    ENABLE,
    DISABLE,
    TRIGGER,
    RELEASE,
    GOOD_BEEP,
    BAD_BEEP
  }

  private static final int BITS_PER_CHARACTER = 10;
  private static final int READ_MILLIS = 10_000;
  private static final long JOIN_MILLIS = 5_000;

  private final Port port;
  private final Settings settings;
  private final Consumer<Heard> listener;
  private final CountDownLatch switchedOff = new CountDownLatch(1);
  private final long hearsFromNanos;
  private final Thread thread;

  /// The beginning of a command. The scanner's thread only.
  private final StringBuilder heard = new StringBuilder();

  /// One label at a time.
  private final Object line = new Object();

  // guarded by this
  private boolean looking = true;
  private long labels;

  /// A scanner that holds this wire's far end, set to `PLAIN`.
  public SimulatedScanner(Port port) {
    this(port, Settings.PLAIN, _ -> {});
  }

  /// A scanner that holds this wire's far end.
  ///
  /// @param listener called on the scanner's thread with everything it hears
  public SimulatedScanner(Port port, Settings settings, Consumer<Heard> listener) {
    this.port = port;
    this.settings = settings;
    this.listener = listener;
    this.hearsFromNanos = System.nanoTime() + Duration.ofMillis(settings.deafMillis()).toNanos();
    this.thread = Thread.ofPlatform().daemon().name("simulated-scanner").start(this::listen);
  }

  /// Sees a label without symbology identifier.
  ///
  /// @return false when it does not look, because its host has told it so
  public boolean scan(String data) throws PortException {
    return scan("", data);
  }

  /// Sees a label and sends it, with its symbology identifier, such as `]E0`, where it is set to.
  /// Waits for its line, and while that takes nothing.
  ///
  /// @return false when it does not look, because its host has told it so
  public boolean scan(String aim, String data) throws PortException {
    synchronized (line) {
      if (!isLooking()) {
        return false;
      }
      String identifier = settings.aim() ? aim : "";
      send(
          (settings.prefix() + identifier + data + settings.suffix())
              .getBytes(StandardCharsets.UTF_8));
      count();
      return true;
    }
  }

  private void send(byte[] bytes) throws PortException {
    if (settings.bitsPerSecond() == 0) {
      port.write(bytes, 0, bytes.length);
      return;
    }
    long characterNanos =
        Duration.ofSeconds(BITS_PER_CHARACTER).toNanos() / settings.bitsPerSecond();
    long next = System.nanoTime();
    for (int i = 0; i < bytes.length; i++) {
      next += characterNanos;
      pauseUntil(next);
      port.write(bytes, i, 1);
    }
  }

  private void pauseUntil(long nanos) throws PortException {
    try {
      if (switchedOff.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new PortException("the scanner was switched off in the middle of a label");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException("the scanner was interrupted in the middle of a label", e);
    }
  }

  private synchronized void count() {
    labels++;
  }

  /// Labels sent since it was switched on.
  public synchronized long labels() {
    return labels;
  }

  /// Whether it would see a label now.
  public synchronized boolean isLooking() {
    return looking;
  }

  private void listen() {
    byte[] buffer = new byte[64];
    try {
      while (true) {
        int read = port.read(buffer, READ_MILLIS);
        for (int i = 0; i < read; i++) {
          hear(buffer[i]);
        }
      }
    } catch (PortException _) {
      // switched off, or its wire is gone: it hears nothing more
    }
  }

  private void hear(byte next) {
    heard.append((char) (next & 0xFF));
    Optional<Heard> command = settings.language().endOf(heard);
    if (command.isPresent()) {
      heard.setLength(0);
      if (System.nanoTime() - hearsFromNanos >= 0) {
        obey(command.get());
        listener.accept(command.get());
      }
    } else if (heard.length() == ScannerLanguage.CHARACTERS_MAX) {
      heard.deleteCharAt(0);
    }
  }

  private synchronized void obey(Heard command) {
    switch (command) {
      case ENABLE, TRIGGER -> looking = true;
      case DISABLE, RELEASE -> looking = false;
      case BAD_BEEP -> looking = looking && !settings.language().sleepsAfterBadBeep();
      case GOOD_BEEP -> {}
    }
  }

  /// Switches it off and pulls the wire out.
  @Override
  public void close() {
    switchedOff.countDown();
    port.close();
    try {
      thread.join(Duration.ofMillis(JOIN_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
