package till.port;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// An open file of the kernel's that gives whole records of one length, and is only read. Closing
/// it ends a read that waits.
final class RecordFile implements Port {

  /// The most records that one read takes: as many as the kernel keeps for an input device.
  private static final int RECORDS_MAX = 64;

  private final String address;
  private final int recordBytes;
  private final int file;

  /// Readable as soon as the file is closed, which ends a waiting read.
  private final int closing;

  /// Held while the files are used, so that none is given back to the kernel under a reader.
  private final ReentrantLock use = new ReentrantLock();

  private final AtomicBoolean closed = new AtomicBoolean();

  private RecordFile(String address, int recordBytes, int file, int closing) {
    this.address = address;
    this.recordBytes = recordBytes;
    this.file = file;
    this.closing = closing;
  }

  /// Takes over a file, which is closed when that fails.
  static RecordFile of(String address, int recordBytes, int file) throws PortException {
    int closing = Libc.eventfd();
    if (closing < 0) {
      Libc.close(file);
      throw DeviceFile.refused(address, "no more files can be opened (errno " + -closing + ")");
    }
    return new RecordFile(address, recordBytes, file, closing);
  }

  /// @param buffer with room for one record at least
  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    int room = Math.min(buffer.length / recordBytes, RECORDS_MAX) * recordBytes;
    if (room == 0) {
      throw new IllegalArgumentException(
          buffer.length + " bytes have no room for a record of " + recordBytes);
    }
    use.lock();
    try {
      return read(buffer, room, timeoutMillis);
    } finally {
      use.unlock();
    }
  }

  private int read(byte[] buffer, int room, int timeoutMillis) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      requireOpen();
      int left = (int) TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      int ready = Libc.awaitInput(file, closing, Math.max(0, left));
      requireOpen();
      if (ready == 0) {
        return 0;
      }
      int read = Libc.read(file, buffer, room);
      if (read > 0) {
        return read;
      }
      if (read != -Errno.EAGAIN && read != -Errno.EINTR) {
        throw DeviceFile.absent(address);
      }
    }
  }

  private void requireOpen() throws PortException {
    if (closed.get()) {
      throw new PortException(address + " was closed");
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    throw new PortException("cannot write to " + address + ": it is only read");
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Libc.wake(closing);
    use.lock();
    try {
      Libc.close(file);
      Libc.close(closing);
    } finally {
      use.unlock();
    }
  }
}
