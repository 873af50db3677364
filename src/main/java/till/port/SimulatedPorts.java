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

  /// The GPIO line `sim:NAME`, to look at and to drive.
  public synchronized SimulatedLine line(String name) {
    return lines.computeIfAbsent(name, _ -> new SimulatedLine(SCHEME + name));
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    return isSimulated(settings.address())
        ? wire(name(settings.address())).open()
        : behind.open(settings);
  }

  @Override
  public boolean isThere(PortSettings settings) {
    return isSimulated(settings.address())
        ? wire(name(settings.address())).isPlugged()
        : behind.isThere(settings);
  }

  @Override
  public OutputLine output(LineSettings settings) throws PortException {
    return isSimulated(settings.address())
        ? line(name(settings.address())).output(settings)
        : behind.output(settings);
  }

  @Override
  public InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    return isSimulated(settings.address())
        ? line(name(settings.address())).input(settings, listener)
        : behind.input(settings, listener);
  }

  private static boolean isSimulated(String address) {
    return address.startsWith(SCHEME);
  }

  private static String name(String address) {
    return address.substring(SCHEME.length());
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
