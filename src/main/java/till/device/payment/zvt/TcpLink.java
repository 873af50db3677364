package till.device.payment.zvt;

import java.time.Duration;
import java.util.Optional;
import till.port.Port;
import till.port.PortException;

/// Messages over TCP, one after the other without any frame (PA00P016 chapter 2): the network
/// repeats and orders the bytes.
final class TcpLink implements ApduLink {

  /// The longest single read: after it the deadline is looked at again.
  private static final long READ_MILLIS_MAX = 60_000;

  private final Port port;
  private final ApduFramer framer = new ApduFramer();
  private final byte[] chunk = new byte[4096];

  TcpLink(Port port) {
    this.port = port;
  }

  @Override
  public void send(Apdu apdu) throws PortException {
    byte[] bytes = apdu.encode();
    port.write(bytes, 0, bytes.length);
  }

  @Override
  public Optional<Apdu> receive(Duration longest) throws PortException {
    long deadline = System.nanoTime() + longest.toNanos();
    Optional<Apdu> apdu = framer.next();
    while (apdu.isEmpty()) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis < 1) {
        return Optional.empty();
      }
      int count = port.read(chunk, (int) Math.min(leftMillis, READ_MILLIS_MAX));
      framer.feed(chunk, count);
      apdu = framer.next();
    }
    return apdu;
  }

  @Override
  public void abort() {
    port.abort();
  }
}
