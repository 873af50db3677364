package till.device.payment.zvt;

import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PortsBehind;

/// The wires of a program that is killed: from then on they carry nothing, whatever the rest of it
/// still does.
final class MortalPorts extends PortsBehind {

  // guarded by this
  private boolean dead;
  private Runnable hangUp = () -> {};

  MortalPorts(Ports board) {
    super(board);
  }

  /// What was written has left, as the operating system sends it when a process is gone.
  void die() {
    Runnable last;
    synchronized (this) {
      dead = true;
      last = hangUp;
    }
    last.run();
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    synchronized (this) {
      requireLife();
      Port port = openBehind(settings);
      hangUp = port::close;
      return new MortalPort(port);
    }
  }

  private synchronized void requireLife() throws PortException {
    if (dead) {
      throw new PortException("killed");
    }
  }

  private final class MortalPort implements Port {

    private final Port port;

    MortalPort(Port port) {
      this.port = port;
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      requireLife();
      return port.read(buffer, timeoutMillis);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      requireLife();
      port.write(bytes, offset, length);
    }

    @Override
    public void close() {
      port.close();
    }

    @Override
    public void abort() {
      try {
        requireLife();
      } catch (PortException _) {
        return;
      }
      port.abort();
    }
  }
}
