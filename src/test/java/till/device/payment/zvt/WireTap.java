package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// Wires that remember what went over them, in both directions, connection by connection.
final class WireTap extends PortsBehind {

  /// Bytes as they were handed over.
  ///
  /// @param ours whether the register sent them
  @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
  record Piece(boolean ours, long nanos, byte[] bytes) {}

  private final List<List<Piece>> connections = new ArrayList<>();

  WireTap(Ports behind) {
    super(behind);
  }

  /// What went over each connection so far, in order.
  synchronized List<List<Piece>> connections() {
    return connections.stream().map(List::copyOf).toList();
  }

  @Override
  public synchronized Port open(PortSettings settings) throws PortException {
    Port port = openBehind(settings);
    List<Piece> mine = new ArrayList<>();
    connections.add(mine);
    return new TappedPort(port, mine);
  }

  private synchronized void keep(List<Piece> to, boolean ours, byte[] bytes) {
    to.add(new Piece(ours, System.nanoTime(), bytes));
  }

  private final class TappedPort implements Port {

    private final Port port;
    private final List<Piece> pieces;

    TappedPort(Port port, List<Piece> pieces) {
      this.port = port;
      this.pieces = pieces;
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      int count = port.read(buffer, timeoutMillis);
      if (count > 0) {
        keep(pieces, false, Arrays.copyOf(buffer, count));
      }
      return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      keep(pieces, true, Arrays.copyOfRange(bytes, offset, offset + length));
      port.write(bytes, offset, length);
    }

    @Override
    public void close() {
      port.close();
    }

    @Override
    public void abort() {
      port.abort();
    }
  }
}
