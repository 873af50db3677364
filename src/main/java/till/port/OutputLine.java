package till.port;

/// One GPIO output. Any thread.
public interface OutputLine extends AutoCloseable {

  /// Switches the device at the line on or off.
  ///
  /// @throws PortException when the line is lost or closed
  void set(boolean active) throws PortException;

  /// Leaves the line as its settings say for the rest. May be called twice. When the process dies
  /// without this the kernel takes the line back. As a rule it becomes an input, and what the
  /// device does is up to the resistor at its own end; the kernels of Raspberry Pi OS keep its last
  /// level, unless they were started with `dtparam=strict_gpiod`.
  @Override
  void close();
}
