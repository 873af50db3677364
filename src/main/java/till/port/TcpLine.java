package till.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import jdk.net.ExtendedSocketOptions;

/// A TCP connection to a device: `tcp://host:port`.
final class TcpLine implements Port {

  private static final int CONNECT_MILLIS = 5_000;

  /// A device that vanished without a word, or a router that forgot the connection over night, is
  /// noticed after idle + count * interval: a minute. The kernel asks only while nothing is on its
  /// way; what was sent and is not acknowledged it repeats for a quarter of an hour. Whoever waits
  /// for an answer needs a deadline of its own.
  private static final int KEEP_ALIVE_IDLE_SECONDS = 30;

  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
  private static final int KEEP_ALIVE_COUNT = 3;

  private final String address;
  private final Socket socket;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile BooleanSupplier patient = () -> false;

  /// Closed because it took nothing: a reader is told so, too.
  private volatile boolean stalled;

  private TcpLine(String address, Socket socket) {
    this.address = address;
    this.socket = socket;
  }

  static TcpLine open(String address) throws PortException {
    URI uri = parse(address);
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_COUNT);
      return new TcpLine(address, socket);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new PortException("cannot connect to " + address + ": " + reason(e), e);
    }
  }

  private static URI parse(String address) throws PortException {
    try {
      var uri = new URI(address);
      if (uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
      throw new PortException("a TCP port must look like tcp://host:port, not " + address);
    } catch (URISyntaxException e) {
      throw new PortException("a TCP port must look like tcp://host:port, not " + address, e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "nobody knows this host name";
      case SocketTimeoutException _ ->
          "no answer within " + CONNECT_MILLIS + " ms; is the device on, and is this its address?";
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    try {
      socket.setSoTimeout(timeoutMillis);
      int read = socket.getInputStream().read(buffer);
      if (read < 0) {
        throw new PortException(address + " closed the connection");
      }
      return read;
    } catch (SocketTimeoutException _) {
      return 0;
    } catch (PortException e) {
      throw e;
    } catch (IOException e) {
      throw lost("reading from", e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    writing.lock();
    try (var _ = new WriteLimit(this::stall, patient)) {
      socket.getOutputStream().write(bytes, offset, length);
    } catch (IOException e) {
      throw lost("writing to", e);
    } finally {
      writing.unlock();
    }
  }

  private void stall() {
    stalled = true;
    close();
  }

  private PortException lost(String attempted, IOException e) {
    return stalled
        ? WriteLimit.stalled(address)
        : new PortException(attempted + " " + address + ": " + e.getMessage(), e);
  }

  @Override
  public void waitWhile(BooleanSupplier longer) {
    patient = longer;
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  @Override
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // then it is closed already
    }
    close();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // the socket is gone in any case
    }
  }
}
