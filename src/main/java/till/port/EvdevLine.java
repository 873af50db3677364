package till.port;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// An input device of the kernel (evdev): `evdev:PATH`, for scanners that pose as keyboards.
///
/// Grabbed, so that what is scanned is typed nowhere else. A read gives whole records of the kernel
/// as they come: `struct input_event` of a 64-bit system, 24 bytes in the board's byte order (16
/// bytes of time, type and code of 2 bytes each, value of 4 bytes).
final class EvdevLine implements Port {

  static final String SCHEME = "evdev:";

  /// Bytes of one `struct input_event`.
  private static final int RECORD_BYTES = 24;

  // linux/input.h
  private static final long EVIOCGRAB = 0x40044590L;

  /// The most that one read takes: more than the kernel keeps for a device (64 records).
  private static final int READ_BYTES_MAX = 64 * RECORD_BYTES;

  private final String address;
  private final int file;

  /// Readable as soon as the line is closed, which ends a waiting read.
  private final int closing;

  /// Held while the files are used, so that none is given back to the kernel under a reader.
  private final ReentrantLock use = new ReentrantLock();

  private final AtomicBoolean closed = new AtomicBoolean();

  private EvdevLine(String address, int file, int closing) {
    this.address = address;
    this.file = file;
    this.closing = closing;
  }

  static EvdevLine open(String address) throws PortException {
    Path path = path(address);
    int file = Libc.open(path.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    if (file < 0) {
      throw notOpened(address, path, -file);
    }
    int grabbed = Libc.ioctl(file, EVIOCGRAB, MemorySegment.ofAddress(1));
    int closing = grabbed < 0 ? grabbed : Libc.eventfd();
    if (closing < 0) {
      Libc.close(file);
      throw grabbed < 0
          ? notGrabbed(address, path, -grabbed)
          : DeviceFile.refused(address, "no more files can be opened (errno " + -closing + ")");
    }
    return new EvdevLine(address, file, closing);
  }

  static Path path(String address) {
    return Path.of(address.substring(SCHEME.length()));
  }

  private static PortException notOpened(String address, Path path, int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> DeviceFile.absent(address);
      case Errno.EACCES -> DeviceFile.forbidden(address, path);
      default -> DeviceFile.refused(address, "errno " + errno);
    };
  }

  private static PortException notGrabbed(String address, Path path, int errno) {
    return switch (errno) {
      case Errno.EBUSY -> DeviceFile.inUse(address, path);
      case Errno.ENODEV -> DeviceFile.absent(address);
      default ->
          DeviceFile.refused(
              address, "it is no input device; name one of /dev/input/by-id/*-event-kbd");
    };
  }

  /// @param buffer with room for one record at least
  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    int room = Math.min(buffer.length, READ_BYTES_MAX) / RECORD_BYTES * RECORD_BYTES;
    if (room == 0) {
      throw new IllegalArgumentException(
          buffer.length + " bytes have no room for a record of " + RECORD_BYTES);
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
    throw new PortException(
        "cannot write to " + address + ": an input device is only read; use its serial mode");
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
