package till;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the daemon tells systemd: ready, alive, stopping (`sd_notify`).
///
/// A datagram to the socket that systemd names, with the C library's own calls: the JDK has stream
/// sockets only, and a `systemd-notify` child is lost when it ends before systemd has read it. Does
/// nothing where no systemd listens. Any thread.
final class Systemd {

  private static final Logger log = LoggerFactory.getLogger(Systemd.class);

  /// `sun_path` holds 108 bytes, one of them for the closing zero.
  private static final int PATH_BYTES_MAX = 107;

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private final Optional<byte[]> socket;
  private final Optional<Duration> watchdog;
  private volatile long fedAt;
  private volatile boolean allowed;
  private volatile boolean complained;

  private Systemd(Optional<byte[]> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /// Reads `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
  ///
  /// @throws IllegalArgumentException when they are set to what cannot be one
  static Systemd of(Map<String, String> environment) {
    Optional<byte[]> socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(path -> !path.isEmpty())
            .map(Systemd::address);
    Optional<Duration> watchdog =
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(micros -> !micros.isEmpty())
            .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1_000));
    return new Systemd(socket, watchdog);
  }

  private static byte[] address(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = bytes[0] == '@';
    if (bytes.length > PATH_BYTES_MAX || (!isAbstract && bytes[0] != '/')) {
      throw new IllegalArgumentException("NOTIFY_SOCKET is not a socket's path: " + path);
    }
    if (isAbstract) {
      bytes[0] = 0;
    }
    return bytes;
  }

  /// The lane sells.
  void ready(String status) {
    send("READY=1\nSTATUS=" + status + "\n");
  }

  /// A line for `systemctl status`.
  void status(String status) {
    send("STATUS=" + status + "\n");
  }

  void stopping() {
    send("STOPPING=1\n");
  }

  /// The lane's loop is alive. Called at every turn; tells systemd four times in its limit.
  void feed() {
    if (watchdog.isEmpty()) {
      return;
    }
    if (allowed) {
      allowed = false;
      limit(watchdog.get());
    }
    long now = System.nanoTime();
    if (now - fedAt >= watchdog.get().toNanos() / 4) {
      fedAt = now;
      send("WATCHDOG=1\n");
    }
  }

  /// No lane is there to feed it: this long systemd is to wait until `feed` is called again.
  void allow(Duration time) {
    if (watchdog.isPresent()) {
      allowed = true;
      limit(time);
    }
  }

  /// A new limit counts from the moment it is set.
  private void limit(Duration limit) {
    send("WATCHDOG_USEC=" + limit.toNanos() / 1_000 + "\n");
  }

  private void send(String state) {
    if (socket.isEmpty()) {
      return;
    }
    int errno = Native.send(socket.get(), state.getBytes(StandardCharsets.UTF_8));
    if (errno != 0 && !complained) {
      complained = true;
      log.warn(
          "systemd cannot be told {}: errno {}; not said again",
          state.lines().findFirst().orElse(""),
          errno);
    }
  }

  /// The three calls, looked up once and only where systemd listens.
  private static final class Native {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE =
        Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
        call(
            "socket",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT),
            ERRNO);
    private static final MethodHandle SENDTO =
        call(
            "sendto",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT),
            ERRNO);
    private static final MethodHandle CLOSE =
        call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // the manifest grants native access
    private static MethodHandle call(
        String name, FunctionDescriptor function, Linker.Option... options) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, options);
    }

    /// @return 0, or the C library's error number
    private static int send(byte[] path, byte[] message) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
        MemorySegment address = arena.allocate(2L + PATH_BYTES_MAX + 1, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
        int socket = (int) SOCKET.invokeExact(errno, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0) {
          return (int) ERRNO_VALUE.get(errno, 0L);
        }
        try {
          long sent =
              (long)
                  SENDTO.invokeExact(
                      errno,
                      socket,
                      bytes,
                      (long) message.length,
                      MSG_NOSIGNAL,
                      address,
                      2 + path.length);
          return sent == message.length ? 0 : (int) ERRNO_VALUE.get(errno, 0L);
        } finally {
          int _ = (int) CLOSE.invokeExact(socket);
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot call the C library", e);
      }
    }
  }
}
