package till.device.payment.zvt;

import java.io.IOException;
import till.port.Port;
import till.port.PortException;
import till.simulator.SimulatedPaymentTerminal;

/// A serial line on which neither end sees the other leave: a plug that is pulled, or a terminal
/// that is switched off, is silence. What is sent meanwhile is lost.
final class LooseLine implements SimulatedPaymentTerminal.Line {

  private final Port line;

  LooseLine(Port line) {
    this.line = line;
  }

  @Override
  public Port open() throws IOException {
    var lost = new byte[4096];
    try {
      while (line.read(lost, 1) > 0) {
        // nobody was there
      }
    } catch (PortException e) {
      throw new IOException(e);
    }
    return new Plug();
  }

  private final class Plug implements Port {

    private volatile boolean pulled;

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      requireContact();
      return line.read(buffer, timeoutMillis);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PortException {
      requireContact();
      line.write(bytes, offset, length);
    }

    private void requireContact() throws PortException {
      if (pulled) {
        throw new PortException("the plug is pulled");
      }
    }

    @Override
    public void close() {
      pulled = true;
    }
  }
}
