package till.port;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A serial line through jSerialComm, read by the reader's own thread.
///
/// The library's event listeners are not used: they run hot while bytes stay unread and after a
/// line was pulled out, when `isOpen` stays true. What is believed is a read or a write that fails.
final class SerialLine implements Port {

  /// A waiting read looks up this often: the unit in which the kernel counts (VTIME).
  private static final int SLICE_MILLIS = 100;

  /// A read that comes back empty faster than this did not wait, and this many in a row mean that
  /// the line is gone in a way that the library does not tell.
  private static final long HOT_NANOS = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS / 4);

  private static final int HOT_READS_MAX = 8;

  /// Bytes handed to the kernel at a time. A device may say "wait" at any moment, and takes about
  /// this much after it.
  private static final int CHUNK_BYTES = 128;

  /// How often a writer looks whether the kernel's queue has become shorter, and a reader in a
  /// hurry whether something has come.
  private static final int LOOK_MILLIS = 2;

  /// How long `close` waits for the threads that read and write to leave the line.
  private static final int LEAVE_MILLIS = 3 * SLICE_MILLIS;

  /// How long `close` lets the device take what was written before.
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /// Where ptys live. Bytes on their way between the two ends of one are in no queue that the
  /// kernel tells of, and the library's close throws them away: of writes right before it one in
  /// ten was lost, and of those 50 ms before it one in fifty, on a busy machine.
  private static final Path PTYS = Path.of("/dev/pts");

  private static final int UNIX_TYPE_MASK = 0170000;
  private static final int UNIX_CHARACTER_DEVICE = 0020000;

  private final String path;
  private final SerialPort serial;
  private final boolean pty;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile BooleanSupplier patient = () -> false;

  /// Why it ended, empty until then. The first reason stays: whoever notices later is told the
  /// same.
  private volatile String end = "";

  /// The reader's thread only.
  private int hotReads;

  /// Guarded by `writing`.
  private long writtenNanos = System.nanoTime() - LINGER_NANOS;

  private SerialLine(String path, SerialPort serial, boolean pty) {
    this.path = path;
    this.serial = serial;
    this.pty = pty;
  }

  static SerialLine open(PortSettings settings) throws PortException {
    String path = settings.address();
    requireCharacterDevice(Path.of(path), path);
    SerialPort serial = configured(settings);
    if (!serial.openPort(0)) {
      throw refused(path, serial.getLastErrorCode());
    }
    return new SerialLine(path, serial, isPty(Path.of(path)));
  }

  private static void requireCharacterDevice(Path file, String path) throws PortException {
    if (!Files.exists(file)) {
      throw DeviceFile.absent(path);
    }
    if ((mode(file) & UNIX_TYPE_MASK) != UNIX_CHARACTER_DEVICE) {
      throw new PortException(
          "cannot open "
              + path
              + ": it is a "
              + (Files.isDirectory(file) ? "folder" : "plain file")
              + ", not a serial line; name the device, such as /dev/serial/by-id/...");
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw DeviceFile.forbidden(path, file);
    }
  }

  private static boolean isPty(Path file) {
    try {
      return file.toRealPath().startsWith(PTYS);
    } catch (IOException _) {
      return false; // it has just gone, and the first read says so
    }
  }

  private static int mode(Path file) throws PortException {
    try {
      return (Integer) Files.getAttribute(file, "unix:mode");
    } catch (IOException e) {
      throw new PortException("cannot look at " + file + ": " + e.getMessage(), e);
    }
  }

  private static SerialPort configured(PortSettings settings) throws PortException {
    try {
      SerialPort serial = SerialPort.getCommPort(settings.address());
      serial.setComPortParameters(
          settings.baud(),
          settings.framing().dataBits(),
          settings.framing().stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS,
          switch (settings.framing().parity()) {
            case NONE -> SerialPort.NO_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
          });
      serial.setFlowControl(
          switch (settings.flow()) {
            case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
            case RTS_CTS ->
                SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
            case XON_XOFF ->
                SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED
                    | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
          });
      serial.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
      return serial;
    } catch (SerialPortInvalidPortException e) {
      throw new PortException("cannot open " + settings.address() + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new PortException(
          "cannot open "
              + settings.address()
              + ": the serial library does not load ("
              + e
              + "); the folder for temporary files has to allow programs",
          e);
    }
  }

  private static PortException refused(String path, int errno) {
    return switch (errno) {
      case Errno.EAGAIN, Errno.EBUSY -> DeviceFile.inUse(path, Path.of(path));
      case Errno.ENOENT ->
          DeviceFile.refused(path, "it is in use by this daemon already, or has just gone");
      case Errno.EACCES -> DeviceFile.forbidden(path, Path.of(path));
      case Errno.ENOTTY -> DeviceFile.refused(path, "it is a device, but not a serial line");
      default -> DeviceFile.refused(path, "errno " + errno);
    };
  }

  /// Sleeps in the kernel as long as a whole slice is left, and looks every few milliseconds in the
  /// rest: a caller that wants less than a slice gets it, at the price of being awake.
  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      int read = leftMillis >= SLICE_MILLIS || isAnythingThere() ? slice(buffer) : 0;
      if (read > 0 || leftMillis <= 0) {
        return read;
      }
      if (leftMillis < SLICE_MILLIS) {
        pause();
      }
    }
  }

  private boolean isAnythingThere() throws PortException {
    reading.lock();
    try {
      requireOpen();
      int available = serial.bytesAvailable();
      if (available < 0) {
        throw lost();
      }
      return available > 0;
    } finally {
      reading.unlock();
    }
  }

  private int slice(byte[] buffer) throws PortException {
    reading.lock();
    try {
      requireOpen();
      long before = System.nanoTime();
      int read = serial.readBytes(buffer, buffer.length);
      boolean hot = read == 0 && System.nanoTime() - before < HOT_NANOS;
      hotReads = hot ? hotReads + 1 : 0;
      if (read < 0 || hotReads > HOT_READS_MAX) {
        throw lost();
      }
      return read;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    writing.lock();
    try {
      for (int done = 0; done < length; ) {
        int chunk = Math.min(CHUNK_BYTES, length - done);
        done += writeChunk(bytes, offset + done, chunk);
        awaitQueue(done < length ? CHUNK_BYTES : 0);
      }
    } finally {
      writing.unlock();
    }
  }

  private int writeChunk(byte[] bytes, int offset, int length) throws PortException {
    requireOpen();
    try (var limit = new WriteLimit(this::stalled, patient)) {
      int written = serial.writeBytes(bytes, length, offset);
      writtenNanos = System.nanoTime();
      if (limit.isPassed()) { // even where a part of it went out
        throw stalled();
      }
      if (written <= 0) {
        throw lost();
      }
      return written;
    }
  }

  /// Waits until the kernel's queue is no longer than this. It stays short, so that a device that
  /// says "wait" is not overrun, and a line that is lost leaves little behind.
  private void awaitQueue(int bytes) throws PortException {
    long stalled = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WriteLimit.STALL_MILLIS);
    int shortest = Integer.MAX_VALUE;
    while (true) {
      requireOpen();
      int queued = serial.bytesAwaitingWrite();
      if (queued < 0) {
        throw lost();
      }
      if (queued <= bytes) {
        return;
      }
      if (queued < shortest) {
        shortest = queued;
        stalled = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WriteLimit.STALL_MILLIS);
      } else if (System.nanoTime() - stalled >= 0 && !patient.getAsBoolean()) {
        throw stalled();
      }
      pause();
    }
  }

  private void pause() throws PortException {
    try {
      closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException("waiting for " + path + " was interrupted", e);
    }
  }

  private void requireOpen() throws PortException {
    if (closed.getCount() == 0) {
      throw new PortException(end);
    }
  }

  private PortException lost() {
    return end(DeviceFile.absent(path).getMessage(), false);
  }

  private PortException stalled() {
    return end(WriteLimit.stalled(path).getMessage(), false);
  }

  @Override
  public void waitWhile(BooleanSupplier longer) {
    patient = longer;
  }

  /// Lets the device take what was written before, as long as it does: a fraction of a second at
  /// most. What it has not taken then goes nowhere: the kernel would keep the line for half a
  /// minute for it.
  @Override
  public void close() {
    var _ = end(path + " was closed", true);
  }

  @Override
  public void abort() {
    var _ = end(path + " was closed", false);
  }

  /// Waits a moment for readers and writers to leave, so that none of them is inside the library
  /// when the line's number goes back to the kernel, which gives it to the next file opened.
  ///
  /// @return why it ended, which may be for another reason than this
  private PortException end(String reason, boolean gently) {
    note(reason);
    closed.countDown();
    if (closing.compareAndSet(false, true)) {
      boolean noReader = leave(reading);
      boolean noWriter = leave(writing);
      if (noWriter) {
        if (gently) {
          linger();
        }
        serial.flushIOBuffers();
      }
      serial.closePort();
      if (noReader) {
        reading.unlock();
      }
      if (noWriter) {
        writing.unlock();
      }
    }
    return new PortException(end);
  }

  private synchronized void note(String reason) {
    if (end.isEmpty()) {
      end = reason;
    }
  }

  private void linger() {
    long start = System.nanoTime();
    while (isOnItsWay()
        && System.nanoTime() - start < LINGER_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  private boolean isOnItsWay() {
    int queued = serial.bytesAwaitingWrite(); // below 0 where the line is lost
    return queued > 0 || (queued == 0 && pty && System.nanoTime() - writtenNanos < LINGER_NANOS);
  }

  private static boolean leave(ReentrantLock lock) {
    try {
      return lock.tryLock(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
