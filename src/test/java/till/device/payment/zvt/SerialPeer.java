package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import till.device.payment.zvt.SerialFramer.Event;
import till.port.Port;
import till.port.PortException;

/// The other end of a serial line, step by step: what a small terminal does, also what it does
/// wrong. Used by one thread.
final class SerialPeer {

  private static final HexFormat HEX = HexFormat.of();
  private static final int PATIENCE_SECONDS = 60;

  private final Port port;
  private final SerialFramer framer = new SerialFramer();
  private final List<Event> heard = new ArrayList<>();

  SerialPeer(Port port) {
    this.port = port;
  }

  /// Reads the frame of this message, and says nothing yet.
  void hear(String apdu) throws PortException {
    var message = (Event.Message) next(Event.Message.class);
    String bytes = HEX.formatHex(message.apdu().encode());
    if (!bytes.equals(apdu)) {
      throw new IllegalStateException("heard " + bytes + " instead of " + apdu);
    }
  }

  void hearAndAcknowledge(String apdu) throws PortException {
    hear(apdu);
    write(SerialFrame.ACK);
  }

  void refuse() throws PortException {
    write(SerialFrame.NAK);
  }

  /// Sends a message and waits until it is acknowledged.
  ///
  /// @return how long that took, from the moment before the first byte was written
  long say(String apdu) throws PortException {
    long before = System.nanoTime();
    write(frame(apdu));
    awaitAcknowledgement();
    return System.nanoTime() - before;
  }

  void awaitAcknowledgement() throws PortException {
    next(Event.Acknowledged.class);
  }

  void awaitRefusal() throws PortException {
    next(Event.Refused.class);
  }

  /// Writes one byte after the other and listens for this long behind each but the last: nobody may
  /// speak in between.
  void sayByteByByte(String apdu, int pauseMillis) throws PortException {
    byte[] frame = frame(apdu);
    for (int i = 0; i < frame.length; i++) {
      write(frame[i]);
      if (i < frame.length - 1 && port.read(new byte[1], pauseMillis) > 0) {
        throw new IllegalStateException("interrupted at byte " + i);
      }
    }
    awaitAcknowledgement();
  }

  void write(int... octets) throws PortException {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    write(bytes);
  }

  void write(byte[] bytes) throws PortException {
    port.write(bytes, 0, bytes.length);
  }

  static byte[] frame(String apdu) {
    return HEX.parseHex(AnsweringPort.frame(apdu));
  }

  /// The next of this kind. What else comes meanwhile waits for its turn.
  private Event next(Class<? extends Event> kind) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    byte[] chunk = new byte[256];
    while (heard.stream().noneMatch(kind::isInstance)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("heard no " + kind.getSimpleName());
      }
      heard.addAll(framer.feed(chunk, port.read(chunk, 1_000)));
    }
    Event first = heard.stream().filter(kind::isInstance).findFirst().orElseThrow();
    heard.remove(first);
    return first;
  }
}
