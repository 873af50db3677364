package till.port;

import java.util.HashMap;
import java.util.Map;

/// Wires and lines in memory for simulated devices: `sim:NAME`. Everything else goes to the ports
/// behind.
public final class SimulatedPorts implements Ports {

  private static final String SCHEME = "sim:";

  private final Ports behind;
  private final Map<String, SimulatedWire> wires = new HashMap<>();
  private final Map<String, SimulatedLine> lines = new HashMap<>();

  /// @param behind closed with this one
  public SimulatedPorts(Ports behind) {
    this.behind = behind;
  }

  /// The device's end of `sim:NAME`, plugged in. Reading from it waits while the host has the wire
  /// closed; what is written to it then is lost. Closing it takes the device away.
  ///
  /// @throws IllegalStateException when the wire has a device
  public Port far(String name) {
    return wire(name).attach();
  }

  /// Pulls the device out: the host's end is lost, and cannot be opened until it is plugged in
  /// again.
  public void unplug(String name) {
    wire(name).unplug();
  }

  public void plug(String name) {
    wire(name).plug();
  }

  /// The output line `sim:NAME`, to look at.
  public synchronized SimulatedLine line(String name) {
    return lines.computeIfAbsent(name, _ -> new SimulatedLine());
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    return settings.address().startsWith(SCHEME)
        ? wire(settings.address().substring(SCHEME.length())).open()
        : behind.open(settings);
  }

  @Override
  public OutputLine output(String address) throws PortException {
    return address.startsWith(SCHEME)
        ? line(address.substring(SCHEME.length()))
        : behind.output(address);
  }

  private synchronized SimulatedWire wire(String name) {
    return wires.computeIfAbsent(name, _ -> new SimulatedWire(SCHEME + name));
  }

  @Override
  public synchronized void close() {
    wires.values().forEach(SimulatedWire::close);
    behind.close();
  }
}
