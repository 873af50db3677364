package till.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for those who have to be told one before they listen.
///
/// From below the ones that the kernel gives to outgoing connections (ip(7), `ip_local_port_range`:
/// from 32768): one of those would be taken by somebody's connection before it is listened on. Each
/// is given once.
public final class FreePort {

  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /// Two processes begin at different places.
  private static final int STRIDE = 97;

  private static final AtomicInteger next =
      new AtomicInteger((int) (ProcessHandle.current().pid() * STRIDE % COUNT));

  private FreePort() {}

  /// A port that nobody listens on.
  public static int any() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(
        new IOException("somebody listens on each port from " + FIRST + " on"));
  }

  /// This port, when nobody listens on it; 0 for any.
  static Optional<Integer> wished(int port) {
    return port == 0 ? Optional.of(any()) : Optional.of(port).filter(FreePort::isFree);
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
