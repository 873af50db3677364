package till.device.msr;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import till.device.CardLog;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.device.scanner.Framer;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A magnetic stripe reader on a serial line, or one that types as a keyboard. It is read, and told
/// nothing.
///
/// What it sends is kept no longer than the swipe: then the buffer is cleared, and what was cut out
/// of it is garbage.
public final class MagneticStripeReader implements AutoCloseable {

  private static final String NAME = "msr";

  private static final int READ_BYTES = 1024;
  private static final int IDLE_MILLIS = 10_000;

  /// Some send each track on a line of its own, which makes two of one swipe.
  private static final long SAME_SWIPE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final MsrSettings settings;
  private final TrackReader tracks;
  private final Health health;
  private final Consumer<CardRead> reads;
  private final Supervisor supervisor;

  // the reader's thread only
  private final CardLog dropped =
      new CardLog(NAME, "its baud rate, framing or lrc is not what is configured, or it is dirty");
  private @Nullable CardRead last;
  private long lastNanos;

  private MagneticStripeReader(
      MsrSettings settings, Ports ports, Consumer<CardRead> reads, Health health) {
    this.settings = settings;
    this.tracks = new TrackReader(settings.loyaltyPrefixes(), settings.lrc());
    this.health = health;
    this.reads = reads;
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the reader's thread. The reader may come later, go, and come back. Reports as device
  /// `msr`.
  ///
  /// @param reads may wait; is called with one card at a time
  public static MagneticStripeReader start(
      MsrSettings settings,
      Ports ports,
      Consumer<CardRead> reads,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return new MagneticStripeReader(settings, ports, reads, new Health(NAME, "MSR", status, clock));
  }

  /// An open line is all that can be known of it: it speaks only when it sees a card.
  private void session(Port port) throws PortException {
    Framer framer = framer();
    byte[] bytes = new byte[READ_BYTES];
    health.good();
    while (true) {
      boolean idle = framer.isIdle();
      int read = port.read(bytes, idle ? IDLE_MILLIS : settings.framing().gapMillis());
      if (read > 0) {
        framer.feed(bytes, read, this::framed);
        Arrays.fill(bytes, 0, read, (byte) 0);
      } else {
        framer.silence(this::framed);
      }
      if (!idle && framer.isIdle()) {
        framer = framer(); // and with it what the old one held of the card
      }
    }
  }

  private Framer framer() {
    return Framer.of(settings.framing(), settings.keyboard());
  }

  private void framed(Framer.Framed framed) {
    switch (framed) {
      case Framer.Framed.Label label -> swiped(tracks.read(label.text()));
      case Framer.Framed.Dropped noise -> dropped.dropped(noise.cause().text());
    }
  }

  private void swiped(Swipe swipe) {
    switch (swipe) {
      case Swipe.Card card -> read(card.account());
      case Swipe.Failed failed -> dropped.dropped(failed.reason());
    }
  }

  private void read(AccountNumber account) {
    var next = new CardRead(NAME, kind(account), account.shown());
    long now = System.nanoTime();
    boolean same = next.equals(last) && now - lastNanos < SAME_SWIPE_NANOS;
    last = next;
    lastNanos = now;
    if (!same) {
      reads.accept(next);
    }
  }

  private static CardRead.Kind kind(AccountNumber account) {
    return switch (account.kind()) {
      case LOYALTY -> CardRead.Kind.LOYALTY;
      case PAYMENT -> CardRead.Kind.PAYMENT;
      case OTHER -> CardRead.Kind.OTHER;
    };
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
