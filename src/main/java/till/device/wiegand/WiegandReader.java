package till.device.wiegand;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import till.device.CardLog;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A reader of badges, with or without a keypad, at two GPIO lines.
///
/// It goes by the kernel's time of each pulse: that this thread is late, for a garbage collection,
/// changes no frame. Pulses that the kernel could not keep are missing in its count, and with them
/// goes the frame they belonged to.
public final class WiegandReader implements AutoCloseable {

  // struct gpio_v2_line_event, as the wire gives it
  private static final int EVENT_BYTES = 48;
  private static final int TIME_OFFSET = 0;
  private static final int LINE_OFFSET = 12;
  private static final int NUMBER_OFFSET = 16;

  private static final int READ_BYTES = 64 * EVENT_BYTES;
  private static final int IDLE_MILLIS = 10_000;
  private static final String NAME = "wiegand";

  private final WiegandSettings settings;
  private final Health health;
  private final Consumer<CardRead> reads;
  private final Supervisor supervisor;

  // the reader's thread only
  private final CardLog dropped =
      new CardLog(NAME, "are zeros and ones right, their level 3.3 V, the cable shielded?");

  private WiegandReader(
      WiegandSettings settings, Ports ports, Consumer<CardRead> reads, Health health) {
    this.settings = settings;
    this.health = health;
    this.reads = reads;
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the reader's thread. Reports as device `wiegand`.
  ///
  /// @param reads may wait; is called with one badge or key at a time
  public static WiegandReader start(
      WiegandSettings settings,
      Ports ports,
      Consumer<CardRead> reads,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return new WiegandReader(
        settings, ports, reads, new Health(NAME, "RFIDScanner", status, clock));
  }

  /// That the lines could be taken is all that can be known: a reader speaks only when it sees a
  /// badge.
  private void session(Port port) throws PortException {
    var decoder =
        new WiegandDecoder(settings.keypad(), TimeUnit.MILLISECONDS.toNanos(settings.gapMillis()));
    byte[] bytes = new byte[READ_BYTES];
    ByteBuffer events = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int number = 0;
    health.good();
    while (true) {
      int read = port.read(bytes, decoder.isIdle() ? IDLE_MILLIS : settings.gapMillis());
      for (int event = 0; event + EVENT_BYTES <= read; event += EVENT_BYTES) {
        int next = events.getInt(event + NUMBER_OFFSET);
        decoder.pulse(
            events.getInt(event + LINE_OFFSET),
            events.getLong(event + TIME_OFFSET),
            number != 0 && next != number + 1,
            this::framed);
        number = next;
      }
      if (read == 0) {
        decoder.silence(this::framed);
      }
    }
  }

  private void framed(WiegandDecoder.Frame frame) {
    switch (frame) {
      case WiegandDecoder.Frame.Badge badge ->
          reads.accept(
              new CardRead(NAME, CardRead.Kind.BADGE, badge.facility() + ":" + badge.number()));
      case WiegandDecoder.Frame.Key key ->
          reads.accept(new CardRead(NAME, CardRead.Kind.KEY, Character.toString(key.key())));
      case WiegandDecoder.Frame.Dropped noise -> dropped.dropped(noise.cause().text());
    }
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
