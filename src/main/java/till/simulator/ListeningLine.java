package till.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import till.port.Port;
import till.port.PortException;

/// A device's network socket: one host at a time is connected, the next one when that has gone.
///
/// A host that goes is no loss to the device: it waits for another. What it says while nobody is
/// there is lost. One thread reads.
public final class ListeningLine implements Port {

  private final ServerSocket server;

  // guarded by this
  private @Nullable Socket host;
  private boolean closed;

  private ListeningLine(ServerSocket server) {
    this.server = server;
  }

  /// Listens on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException when it is taken
  public static ListeningLine open(int port) throws IOException {
    return new ListeningLine(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
  }

  /// Where it listens.
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    Socket now = connected();
    try {
      if (now == null) {
        server.setSoTimeout(timeoutMillis);
        connect(server.accept());
        return 0;
      }
      now.setSoTimeout(timeoutMillis);
      int count = now.getInputStream().read(buffer);
      if (count < 0) {
        hangUp();
      }
      return Math.max(0, count);
    } catch (SocketTimeoutException _) {
      return 0;
    } catch (IOException e) {
      hangUp();
      requireOpen(e);
      return 0;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    Socket now = connected();
    if (now != null) {
      try {
        now.getOutputStream().write(bytes, offset, length);
      } catch (IOException e) {
        hangUp();
        requireOpen(e);
      }
    }
  }

  private synchronized @Nullable Socket connected() {
    return host;
  }

  private synchronized void connect(Socket next) throws IOException {
    next.setTcpNoDelay(true);
    host = next;
  }

  private synchronized void requireOpen(IOException e) throws PortException {
    if (closed) {
      throw new PortException("127.0.0.1:" + port() + " was closed", e);
    }
  }

  /// As when the device's plug is pulled: the host is reset, and has to connect again.
  public synchronized void hangUp() {
    Socket now = host;
    host = null;
    if (now != null) {
      closeQuietly(now);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException _) {
      // it is gone in any case
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    hangUp();
    try {
      server.close();
    } catch (IOException _) {
      // it is gone in any case
    }
  }
}
