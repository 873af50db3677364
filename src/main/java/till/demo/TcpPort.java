package till.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import till.port.Port;
import till.port.PortException;

/// The device's end of a network cable: listens on the loopback, for one daemon at a time. The one
/// that comes last has it.
///
/// Reading waits while nobody is connected; what is written then is lost.
final class TcpPort implements Port {

  private final ServerSocket server;
  private final Thread thread;

  /// Guarded by this.
  private @Nullable Socket connection;

  private TcpPort(ServerSocket server) {
    this.server = server;
    this.thread =
        Thread.ofPlatform().daemon().name("tcp-" + server.getLocalPort()).unstarted(this::accept);
  }

  /// Listens.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException when it is taken
  static TcpPort open(int port) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    var far = new TcpPort(server);
    far.thread.start();
    return far;
  }

  int number() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        take(server.accept());
      } catch (IOException _) {
        // closed, or a daemon that was gone before it was taken
      }
    }
  }

  private synchronized void take(Socket next) throws IOException {
    next.setTcpNoDelay(true);
    hangUp(connection);
    connection = next;
    notifyAll();
  }

  private synchronized void hangUp(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (socket.equals(connection)) {
        connection = null;
      }
    }
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    Socket socket = connected(timeoutMillis);
    if (socket == null) {
      return 0;
    }
    try {
      socket.setSoTimeout(timeoutMillis);
      int count = socket.getInputStream().read(buffer);
      if (count > 0) {
        return count;
      }
    } catch (SocketTimeoutException _) {
      return 0;
    } catch (IOException _) {
      // the daemon is gone
    }
    hangUp(socket);
    return 0;
  }

  /// Waits until a daemon is connected, at most this long.
  private synchronized @Nullable Socket connected(int timeoutMillis) throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (connection == null) {
      requireOpen();
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0) {
        return null;
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PortException("waiting for a daemon was interrupted", e);
      }
    }
    return connection;
  }

  private void requireOpen() throws PortException {
    if (server.isClosed()) {
      throw new PortException("port " + number() + " was closed");
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    requireOpen();
    Socket socket;
    synchronized (this) {
      socket = connection;
    }
    if (socket != null) {
      try {
        socket.getOutputStream().write(bytes, offset, length);
      } catch (IOException _) {
        hangUp(socket);
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp(connection);
    notifyAll();
  }
}
