package till.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/// A register's connection, at the simulated terminal's end. One thread reads.
final class ZvtConnection implements AutoCloseable {

  /// How long a register may take to acknowledge.
  private static final int ACKNOWLEDGE_MILLIS = 30_000;

  private static final int POSITIVE = 0x8000;

  private final Socket socket;
  private byte[] pending = {};

  ZvtConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
  }

  /// The next message, when it comes in time.
  ///
  /// @throws IOException when the register has gone
  Optional<ZvtMessage> receive(int millis) throws IOException {
    Optional<ZvtMessage> message = cut();
    if (message.isPresent()) {
      return message;
    }
    byte[] chunk = new byte[4096];
    socket.setSoTimeout(millis);
    try {
      int count = socket.getInputStream().read(chunk);
      if (count < 0) {
        throw new EOFException("the register has hung up");
      }
      var grown = new ByteArrayOutputStream();
      grown.writeBytes(pending);
      grown.write(chunk, 0, count);
      pending = grown.toByteArray();
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
    return cut();
  }

  private Optional<ZvtMessage> cut() {
    int start = 3;
    if (pending.length < start) {
      return Optional.empty();
    }
    int length = pending[2] & 0xFF;
    if (length == 255) {
      start = 5;
      if (pending.length < start) {
        return Optional.empty();
      }
      length = (pending[3] & 0xFF) + 256 * (pending[4] & 0xFF);
    }
    if (pending.length < start + length) {
      return Optional.empty();
    }
    int control = 256 * (pending[0] & 0xFF) + (pending[1] & 0xFF);
    byte[] data = java.util.Arrays.copyOfRange(pending, start, start + length);
    pending = java.util.Arrays.copyOfRange(pending, start + length, pending.length);
    return Optional.of(new ZvtMessage(control, data));
  }

  void send(ZvtMessage message) throws IOException {
    socket.getOutputStream().write(message.encode());
  }

  /// Sends, and waits for the register's acknowledgement.
  ///
  /// @return whether it is positive
  /// @throws IOException when there is none
  boolean deliver(ZvtMessage message) throws IOException {
    send(message);
    long deadline = System.nanoTime() + ACKNOWLEDGE_MILLIS * 1_000_000L;
    while (System.nanoTime() - deadline < 0) {
      Optional<ZvtMessage> answer = receive(100);
      if (answer.isPresent()) {
        return answer.get().control() == POSITIVE;
      }
    }
    throw new IOException("the register does not acknowledge");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone in any case
    }
  }
}
