package till.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network cable to somebody on this machine, which can be pulled out: connections are lost then,
/// and new ones are refused until it is plugged in again. Any thread.
final class Cable implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final int farPort;
  private final int port;
  private volatile boolean deaf;

  // guarded by this
  private @Nullable ServerSocket server;
  private int pulls;
  private final Set<Socket> sockets = new HashSet<>();

  private Cable(int farPort, ServerSocket server) {
    this.farPort = farPort;
    this.port = server.getLocalPort();
    this.server = server;
  }

  /// Plugged in.
  ///
  /// @param farPort where it leads
  /// @throws IOException when there is no port for its near end
  static Cable open(int farPort) throws IOException {
    ServerSocket server = listen(0);
    var cable = new Cable(farPort, server);
    cable.accept(server);
    return cable;
  }

  private static ServerSocket listen(int port) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return server;
  }

  /// Of its near end.
  int port() {
    return port;
  }

  /// What the far end says is lost from now on, or arrives again.
  void loseAnswers(boolean loses) {
    deaf = loses;
  }

  /// @throws IOException when its port was taken meanwhile
  synchronized void plug(boolean plugged) throws IOException {
    if (plugged && server == null) {
      ServerSocket next = listen(port);
      server = next;
      accept(next);
    } else if (!plugged) {
      close();
    }
  }

  synchronized boolean isPlugged() {
    return server != null;
  }

  private synchronized void accept(ServerSocket from) {
    int pullsBefore = pulls;
    Thread.ofVirtual()
        .name("demo-cable")
        .start(() -> {
          try {
            while (true) {
              connect(pullsBefore, from.accept());
            }
          } catch (IOException _) {
            // pulled out
          }
        });
  }

  private void connect(int pullsBefore, Socket near) {
    try {
      near.setTcpNoDelay(true);
      var far = new Socket(InetAddress.getLoopbackAddress(), farPort);
      far.setTcpNoDelay(true);
      if (add(pullsBefore, near, far)) {
        relay(near, far, false);
        relay(far, near, true);
      }
    } catch (IOException _) {
      closeQuietly(near); // nobody is there
    }
  }

  private synchronized boolean add(int pullsBefore, Socket near, Socket far) {
    if (pulls != pullsBefore) {
      closeQuietly(near);
      closeQuietly(far);
      return false;
    }
    sockets.add(near);
    sockets.add(far);
    return true;
  }

  private void relay(Socket from, Socket to, boolean isAnswer) {
    Thread.ofVirtual()
        .name("demo-cable")
        .start(() -> {
          var buffer = new byte[BUFFER_BYTES];
          try {
            for (int read = from.getInputStream().read(buffer);
                read >= 0;
                read = from.getInputStream().read(buffer)) {
              if (!(isAnswer && deaf)) {
                to.getOutputStream().write(buffer, 0, read);
              }
            }
          } catch (IOException _) {
            // lost
          }
          drop(from, to);
        });
  }

  private synchronized void drop(Socket one, Socket other) {
    sockets.remove(one);
    sockets.remove(other);
    closeQuietly(one);
    closeQuietly(other);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // it is gone in any case
    }
  }

  @Override
  public synchronized void close() {
    ServerSocket now = server;
    server = null;
    pulls++;
    if (now != null) {
      closeQuietly(now);
    }
    sockets.forEach(Cable::closeQuietly);
    sockets.clear();
  }
}
