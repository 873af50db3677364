package till.simulator;

import java.nio.charset.StandardCharsets;
import till.port.Port;
import till.port.PortException;

/// A hand scanner at the far end of a wire: sends what it sees, ended by CR LF, and remembers how
/// much.
public final class SimulatedScanner {

  private static final String SUFFIX = "\r\n";

  private final Port port;
  private long labels;

  /// A scanner that holds this wire's far end.
  public SimulatedScanner(Port port) {
    this.port = port;
  }

  /// Reads a label and sends it without symbology identifier.
  public void scan(String data) throws PortException {
    scan("", data);
  }

  /// Reads a label and sends it with its symbology identifier, such as `]E0`. Waits while the wire
  /// takes nothing.
  public synchronized void scan(String aim, String data) throws PortException {
    byte[] bytes = (aim + data + SUFFIX).getBytes(StandardCharsets.UTF_8);
    port.write(bytes, 0, bytes.length);
    labels++;
  }

  /// Labels sent since it was switched on.
  public synchronized long labels() {
    return labels;
  }
}
