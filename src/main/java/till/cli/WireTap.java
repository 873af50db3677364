package till.cli;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// The board's wires, one of which somebody listens in on.
final class WireTap extends PortsBehind {

  /// Who listens.
  interface Ear {

    /// What was read. On the reader's thread.
    void hear(byte[] bytes, int length);
  }

  private final Ear ear;

  /// Opened before anybody asked, so that a wire that is in use is refused at once.
  private final AtomicReference<@Nullable Port> first;

  private WireTap(Port first, Ports behind, Ear ear) {
    super(behind);
    this.first = new AtomicReference<>(first);
    this.ear = ear;
  }

  /// @throws PortException when the wire does not open now; later it may come and go
  static WireTap open(PortSettings settings, Ports behind, Ear ear) throws PortException {
    return new WireTap(behind.open(settings), behind, ear);
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    Port port = first.getAndSet(null);
    return new TappedPort(port == null ? openBehind(settings) : port);
  }

  /// Closes what nobody has asked for.
  @Override
  public void close() {
    Port port = first.getAndSet(null);
    if (port != null) {
      port.close();
    }
  }

  private final class TappedPort implements Port {

    private final Port port;

    TappedPort(Port port) {
      this.port = port;
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      int read = port.read(buffer, timeoutMillis);
      if (read > 0) {
        ear.hear(buffer, read);
      }
      return read;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      port.write(bytes, offset, length);
    }

    @Override
    public void close() {
      port.close();
    }

    @Override
    public void waitWhile(BooleanSupplier patient) {
      port.waitWhile(patient);
    }

    @Override
    public void abort() {
      port.abort();
    }
  }
}
