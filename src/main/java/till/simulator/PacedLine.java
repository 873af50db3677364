package till.simulator;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;

/// A wire that lets bytes in no faster than a serial line would: a pty and a TCP connection carry
/// thousands at once, whatever baud rate they are set to.
///
/// One thread reads. What is written passes as it is: devices say little.
public final class PacedLine implements Port {

  /// What the receiver's FIFO and the kernel's may hold until they are read.
  private static final long BURST_NANOS = 20_000_000;

  private final Port wire;
  private final double nanosPerByte;

  /// When the next byte can have come. The reader's thread only.
  private long nextNanos = System.nanoTime();

  /// @param wire closed with this one
  /// @param settings baud rate and framing; the address is not looked at
  public PacedLine(Port wire, PortSettings settings) {
    this.wire = wire;
    this.nanosPerByte = 1e9 * settings.framing().bitsPerCharacter() / settings.baud();
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    nextNanos = Math.max(nextNanos, System.nanoTime() - BURST_NANOS);
    long early = nextNanos + (long) nanosPerByte - System.nanoTime();
    if (early > 0) {
      LockSupport.parkNanos(early);
    }
    int come = (int) ((System.nanoTime() - nextNanos) / nanosPerByte);
    byte[] chunk = new byte[Math.clamp(come, 1, buffer.length)];
    int count = wire.read(chunk, timeoutMillis);
    System.arraycopy(chunk, 0, buffer, 0, count);
    nextNanos += (long) (count * nanosPerByte);
    return count;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    wire.write(bytes, offset, length);
  }

  @Override
  public void waitWhile(BooleanSupplier patient) {
    wire.waitWhile(patient);
  }

  @Override
  public void close() {
    wire.close();
  }
}
