package till.port;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One wire in memory: the host's end, which comes and goes as the daemon opens and closes it, and
/// the device's end.
///
/// As with a real one, what a device sends while no host has the wire open is lost.
final class SimulatedWire {

  /// Bytes on their way in one direction; a writer waits beyond it. The size of a tty's buffer.
  private static final int BYTES_MAX = 4096;

  private final String address;
  private final Bytes toHost = new Bytes();
  private final Bytes toDevice = new Bytes();
  private boolean plugged;
  private @Nullable End host;
  private @Nullable End device;

  SimulatedWire(String address) {
    this.address = address;
  }

  /// A device at the wire's end, plugged in.
  synchronized Port attach() {
    if (device != null) {
      throw new IllegalStateException(address + " has a device already");
    }
    plugged = true;
    device = new End(toDevice, toHost);
    return device;
  }

  /// The host's end.
  synchronized Port open() throws PortException {
    if (!plugged) {
      throw absent();
    }
    if (host != null) {
      throw new PortException("cannot open " + address + ": it is in use");
    }
    host = new End(toHost, toDevice);
    return host;
  }

  synchronized boolean isPlugged() {
    return plugged;
  }

  synchronized void plug() {
    plugged = device != null;
  }

  /// The host's end is lost; the device's end waits.
  synchronized void unplug() {
    plugged = false;
    toDevice.clear();
    dropHost();
  }

  /// Both ends are lost.
  synchronized void close() {
    device = null;
    unplug();
  }

  private PortException absent() {
    return new PortException(address + " is not there: is it plugged in?");
  }

  private synchronized void dropHost() {
    host = null;
    toHost.clear();
    notifyAll();
  }

  /// Waits until it is so, or the time is up.
  private synchronized boolean await(BooleanSupplier so, int timeoutMillis) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      while (!so.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException("waiting for " + address + " was interrupted", e);
    }
  }

  /// One end. Single-use; its bytes are guarded by the wire.
  private final class End implements Port {

    private final Bytes in;
    private final Bytes out;
    private volatile BooleanSupplier patient = () -> false;

    private End(Bytes in, Bytes out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      synchronized (SimulatedWire.this) {
        await(() -> !isOpen() || !in.isEmpty(), timeoutMillis);
        requireOpen();
        int taken = in.take(buffer);
        SimulatedWire.this.notifyAll();
        return taken;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      synchronized (SimulatedWire.this) {
        requireOpen();
        for (int done = 0; done < length && isHeard(); ) {
          while (!await(() -> !isOpen() || !isHeard() || !out.isFull(), WriteLimit.STALL_MILLIS)) {
            if (!patient.getAsBoolean()) {
              throw WriteLimit.stalled(address);
            }
          }
          requireOpen();
          if (isHeard()) {
            done += out.put(bytes, offset + done, length - done);
            SimulatedWire.this.notifyAll();
          }
        }
      }
    }

    @Override
    public void waitWhile(BooleanSupplier longer) {
      patient = longer;
    }

    private boolean isOpen() {
      return this == host || this == device;
    }

    /// Whether anybody is at the other end; what nobody hears is lost.
    private boolean isHeard() {
      return this == host || host != null;
    }

    private void requireOpen() throws PortException {
      if (!isOpen()) {
        throw absent();
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedWire.this) {
        if (this == host) {
          dropHost();
        } else if (this == device) {
          SimulatedWire.this.close();
        }
      }
    }
  }

  /// A bounded queue of bytes.
  private static final class Bytes {

    private final byte[] ring = new byte[BYTES_MAX];
    private int first;
    private int count;

    boolean isEmpty() {
      return count == 0;
    }

    boolean isFull() {
      return count == ring.length;
    }

    int put(byte[] bytes, int offset, int length) {
      int taken = Math.min(length, ring.length - count);
      for (int i = 0; i < taken; i++) {
        ring[(first + count + i) % ring.length] = bytes[offset + i];
      }
      count += taken;
      return taken;
    }

    int take(byte[] buffer) {
      int taken = Math.min(buffer.length, count);
      for (int i = 0; i < taken; i++) {
        buffer[i] = ring[(first + i) % ring.length];
      }
      first = (first + taken) % ring.length;
      count -= taken;
      return taken;
    }

    void clear() {
      count = 0;
    }
  }
}
