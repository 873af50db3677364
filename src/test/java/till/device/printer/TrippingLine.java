package till.device.printer;

import till.port.Port;
import till.port.PortException;

/// A wire on which something happens when so many more bytes have been read from it.
final class TrippingLine implements Port {

  private final Port wire;

  // guarded by this
  private int left = Integer.MAX_VALUE;
  private Runnable trip = TrippingLine::nothing;

  TrippingLine(Port wire) {
    this.wire = wire;
  }

  /// @param bytes from now on
  synchronized void arm(int bytes, Runnable what) {
    left = bytes;
    trip = what;
  }

  private static void nothing() {}

  synchronized void disarm() {
    arm(Integer.MAX_VALUE, TrippingLine::nothing);
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    byte[] chunk = new byte[Math.min(buffer.length, left())];
    int count = wire.read(chunk, timeoutMillis);
    System.arraycopy(chunk, 0, buffer, 0, count);
    count(count);
    return count;
  }

  /// What trips does so before the next byte is read.
  private int left() {
    Runnable now;
    synchronized (this) {
      if (left > 0) {
        return left;
      }
      now = trip;
      disarm();
    }
    now.run();
    return Integer.MAX_VALUE;
  }

  private synchronized void count(int bytes) {
    left -= left == Integer.MAX_VALUE ? 0 : bytes;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    wire.write(bytes, offset, length);
  }

  @Override
  public void close() {
    wire.close();
  }
}
