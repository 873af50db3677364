package till.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.simulator.MessageTap.Direction;

/// A terminal's network socket: messages one after the other without any frame. One register at a
/// time.
final class ZvtTcpWire implements ZvtWire {

  private final ServerSocket server;
  private final ZvtTapSeat tap;

  // the terminal's thread only
  private byte[] pending = {};
  private final Deque<byte[]> arrived = new ArrayDeque<>();

  // guarded by this
  private @Nullable Socket register;

  ZvtTcpWire(int port, ZvtTapSeat tap) throws IOException {
    this.server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
    this.tap = tap;
  }

  @Override
  public boolean awaitRegister(int millis) throws IOException {
    server.setSoTimeout(millis);
    try {
      connect(server.accept());
      pending = new byte[0];
      arrived.clear();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private synchronized void connect(Socket next) throws IOException {
    next.setTcpNoDelay(true);
    register = next;
  }

  private synchronized Socket connected() throws IOException {
    if (register == null) {
      throw new IOException("the connection is lost");
    }
    return register;
  }

  @Override
  public Optional<byte[]> receive(int millis) throws IOException {
    if (arrived.isEmpty()) {
      read(millis);
    }
    return Optional.ofNullable(arrived.poll());
  }

  private void read(int millis) throws IOException {
    Socket now = connected();
    byte[] chunk = new byte[4096];
    now.setSoTimeout(millis);
    try {
      int count = now.getInputStream().read(chunk);
      if (count < 0) {
        throw new EOFException("the register has hung up");
      }
      take(Arrays.copyOf(chunk, count));
    } catch (SocketTimeoutException _) {
      // nothing came
    }
  }

  private void take(byte[] chunk) throws IOException {
    pending = new ZvtMessage.Writer().raw(pending).raw(chunk).bytes();
    int length = ZvtMessage.length(pending).orElse(Integer.MAX_VALUE);
    while (length <= pending.length) {
      byte[] message = Arrays.copyOf(pending, length);
      pending = Arrays.copyOfRange(pending, length, pending.length);
      arrived.addAll(pass(Direction.TO_TERMINAL, message));
      length = ZvtMessage.length(pending).orElse(Integer.MAX_VALUE);
    }
  }

  @Override
  public void send(byte[] apdu) throws IOException {
    for (byte[] carried : pass(Direction.TO_REGISTER, apdu)) {
      connected().getOutputStream().write(carried);
    }
  }

  private List<byte[]> pass(Direction direction, byte[] message) throws IOException {
    try {
      return tap.pass(direction, message);
    } catch (ZvtTapSeat.Cut e) {
      hangUp();
      throw e;
    }
  }

  @Override
  public boolean giveUp() {
    hangUp();
    return true;
  }

  @Override
  public synchronized void hangUp() {
    Socket now = register;
    register = null;
    if (now != null) {
      close(now);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone in any case
    }
  }

  /// Keeps the port, which another program might take meanwhile.
  @Override
  public void turnAway(int millis) throws IOException {
    server.setSoTimeout(millis);
    try (Socket caller = server.accept()) {
      caller.setSoLinger(true, 0);
    } catch (SocketTimeoutException _) {
      // nobody called
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public String address() {
    return "tcp://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    hangUp();
    try {
      server.close();
    } catch (IOException _) {
      // it is gone in any case
    }
  }
}
