package till.device;

import java.util.concurrent.atomic.AtomicInteger;
import till.port.InputLine;
import till.port.LineSettings;
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
  public OutputLine output(LineSettings settings) throws PortException {
    return behind.output(settings);
  }

  @Override
  public InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    return behind.input(settings, listener);
  }

  @Override
  public boolean isThere(PortSettings settings) {
    return behind.isThere(settings);
  }

  @Override
  public void close() {
    behind.close();
  }
}
