package till.device;

import java.util.concurrent.atomic.AtomicInteger;
import till.port.OutputLine;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// Counts how often somebody tries to open a wire.
public final class CountingPorts implements Ports {

  private final Ports behind;
  private final AtomicInteger attempts = new AtomicInteger();

  public CountingPorts(Ports behind) {
    this.behind = behind;
  }

  public int attempts() {
    return attempts.get();
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    attempts.incrementAndGet();
    return behind.open(settings);
  }

  @Override
  public OutputLine output(String address) throws PortException {
    return behind.output(address);
  }

  @Override
  public void close() {
    behind.close();
  }
}
