package till.device.payment.zvt;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// The board's real wires, with what can happen to them on the way: cut into single bytes, or dead
/// without anybody having been told. Remembers what was sent.
final class TrickyPorts extends PortsBehind {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean singleBytes;
  private volatile CountDownLatch reading = new CountDownLatch(0);
  private volatile AtomicBoolean dead = new AtomicBoolean();

  TrickyPorts(Ports board) {
    super(board);
  }

  void cutIntoSingleBytes() {
    singleBytes = true;
  }

  /// The open connection dies silently; the next one works.
  void die() {
    dead.set(true);
  }

  /// Waits until somebody begins to read.
  ///
  /// @return false when nobody does for a minute
  boolean awaitRead() throws InterruptedException {
    var next = new CountDownLatch(1);
    reading = next;
    return next.await(1, TimeUnit.MINUTES);
  }

  int opened() {
    return opened.get();
  }

  /// All that was sent so far, in hex.
  String sent() {
    synchronized (sent) {
      return HexFormat.of().formatHex(sent.toByteArray());
    }
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    Port port = openBehind(settings);
    opened.incrementAndGet();
    var mine = new AtomicBoolean();
    dead = mine;
    return new TrickyPort(port, mine);
  }

  private final class TrickyPort implements Port {

    private final Port port;
    private final AtomicBoolean gone;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] chunk = new byte[4096];
    private int start;
    private int end;

    TrickyPort(Port port, AtomicBoolean gone) {
      this.port = port;
      this.gone = gone;
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      reading.countDown();
      if (gone.get()) {
        awaitClose(timeoutMillis);
        return 0;
      }
      if (!singleBytes) {
        return port.read(buffer, timeoutMillis);
      }
      if (start == end) {
        start = 0;
        end = port.read(chunk, timeoutMillis);
      }
      if (start == end) {
        return 0;
      }
      buffer[0] = chunk[start++];
      return 1;
    }

    private void awaitClose(int timeoutMillis) {
      try {
        boolean over = closed.await(timeoutMillis, TimeUnit.MILLISECONDS);
        assert over || timeoutMillis > 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      if (gone.get()) {
        return;
      }
      synchronized (sent) {
        sent.write(bytes, offset, length);
      }
      int step = singleBytes ? 1 : length;
      for (int i = 0; i < length; i += step) {
        port.write(bytes, offset + i, step);
      }
    }

    @Override
    public void close() {
      closed.countDown();
      port.close();
    }

    @Override
    public void abort() {
      port.abort();
      close();
    }
  }
}
