package till.demo;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import till.port.Port;
import till.port.PortException;

/// The device's end of a serial line that is none: a pseudo-terminal whose other end stands in the
/// file system under a name of ours, for a daemon in another process.
///
/// What is written while nobody has the other end open waits in the kernel, up to about 4 KB. There
/// is no baud rate, no parity and no RTS/CTS. Closing it hangs the other end up and takes the name
/// away, as pulling a USB plug does.
@SuppressWarnings("restricted") // the signatures below are those of Linux's C library
final class PtyPort implements Port {

  // Linux, fcntl.h, poll.h, errno.h, termios.h
  private static final int O_RDWR = 02;
  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int TERMIOS_BYTES = 60;
  private static final int TCSANOW = 0;

  private static final int NAME_BYTES_MAX = 64;

  /// How long a thread that waits keeps another one from closing the port.
  private static final int SLICE_MILLIS = 20;

  /// As long as any port waits for a reader.
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  private static final MethodHandle POSIX_OPENPT = function("posix_openpt", JAVA_INT);
  private static final MethodHandle GRANTPT = function("grantpt", JAVA_INT);
  private static final MethodHandle UNLOCKPT = function("unlockpt", JAVA_INT);
  private static final MethodHandle PTSNAME = function("ptsname_r", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle TCGETATTR = function("tcgetattr", JAVA_INT, ADDRESS);
  private static final MethodHandle TCSETATTR = function("tcsetattr", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle CFMAKERAW =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("cfmakeraw"), FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle POLL = function("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ = transfer("read");
  private static final MethodHandle WRITE = transfer("write");
  private static final MethodHandle CLOSE = function("close", JAVA_INT);

  private final Path link;
  private final int master;

  /// Keeps the line's settings, and the line, while no daemon has it open.
  private final int slave;

  /// Whoever uses the numbers above holds it for reading; they are given back under the other one.
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

  /// Guarded by `inUse`.
  private boolean closed;

  private PtyPort(Path link, int master, int slave) {
    this.link = link;
    this.master = master;
    this.slave = slave;
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        ERRNO);
  }

  private static MethodHandle transfer(String name) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
        ERRNO);
  }

  /// Makes a line.
  ///
  /// @param link its name in the file system; a symbolic link that is left there is replaced
  static PtyPort open(Path link) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(STATE);
      int master = made("a pseudo-terminal", POSIX_OPENPT, errno, O_RDWR | O_NOCTTY | O_NONBLOCK);
      made("access to it", GRANTPT, errno, master);
      made("access to it", UNLOCKPT, errno, master);
      MemorySegment name = arena.allocate(NAME_BYTES_MAX);
      made("its name", PTSNAME, errno, master, name, (long) NAME_BYTES_MAX);
      int slave = made(name.getString(0), OPEN, errno, name, O_RDWR | O_NOCTTY);
      MemorySegment termios = arena.allocate(TERMIOS_BYTES);
      made("its settings", TCGETATTR, errno, slave, termios);
      call(CFMAKERAW, termios);
      made("its settings", TCSETATTR, errno, slave, TCSANOW, termios);
      if (Files.isSymbolicLink(link)) {
        Files.delete(link);
      }
      Files.createSymbolicLink(link, Path.of(name.getString(0)));
      return new PtyPort(link, master, slave);
    }
  }

  private static int made(
      String what, MethodHandle function, MemorySegment errno, Object... arguments)
      throws IOException {
    var all = new Object[arguments.length + 1];
    all[0] = errno;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int result = (Integer) call(function, all);
    if (result < 0) {
      throw new IOException("the kernel refuses " + what + ": errno " + errno(errno));
    }
    return result;
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static int errno(MemorySegment state) {
    return state.get(JAVA_INT, 0);
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    do {
      int count = tryTransfer(READ, POLLIN, buffer, 0, buffer.length);
      if (count > 0) {
        return count;
      }
    } while (System.nanoTime() - deadline < 0);
    return 0;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    long stalled = System.nanoTime() + STALL_NANOS;
    for (int done = 0; done < length; ) {
      int count = tryTransfer(WRITE, POLLOUT, bytes, offset + done, length - done);
      done += count;
      if (count > 0) {
        stalled = System.nanoTime() + STALL_NANOS;
      } else if (System.nanoTime() - stalled >= 0) {
        throw new PortException("nobody reads from " + link + ": does the daemon run?");
      }
    }
  }

  /// Waits a moment for the line, and moves what it takes or gives.
  ///
  /// @return how many bytes; 0 for none
  private int tryTransfer(MethodHandle transfer, short event, byte[] bytes, int offset, int length)
      throws PortException {
    inUse.readLock().lock();
    try (Arena arena = Arena.ofConfined()) {
      if (closed) {
        throw new PortException(link + " was closed");
      }
      MemorySegment errno = arena.allocate(STATE);
      MemorySegment pollfd = arena.allocate(8, 4);
      pollfd.set(JAVA_INT, 0, master);
      pollfd.set(JAVA_SHORT, 4, event);
      if ((Integer) call(POLL, errno, pollfd, 1L, SLICE_MILLIS) <= 0) {
        return 0;
      }
      MemorySegment moved = arena.allocate(length);
      MemorySegment.copy(bytes, offset, moved, JAVA_BYTE, 0, length);
      long count = (Long) call(transfer, errno, master, moved, (long) length);
      if (count < 0) {
        int reason = errno(errno);
        if (reason == EAGAIN || reason == EINTR) {
          return 0;
        }
        throw new PortException(link + " is lost: errno " + reason);
      }
      if (event == POLLIN) {
        MemorySegment.copy(moved, JAVA_BYTE, 0, bytes, offset, (int) count);
      }
      return (int) count;
    } finally {
      inUse.readLock().unlock();
    }
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try (Arena arena = Arena.ofConfined()) {
      if (!closed) {
        closed = true;
        Files.deleteIfExists(link);
        call(CLOSE, arena.allocate(STATE), slave);
        call(CLOSE, arena.allocate(STATE), master);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take " + link + " away", e);
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
