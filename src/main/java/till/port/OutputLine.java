package till.port;

/// One GPIO output. Any thread.
public interface OutputLine extends AutoCloseable {

  /// Switches the device at the line on or off.
  ///
  /// @throws PortException when the line is lost or closed
  void set(boolean active) throws PortException;

  /// Leaves the line as its settings say for the rest. May be called twice. When the process dies
  /// without this the line becomes an input: what the device does then is up to the resistor at its
  /// own end.
  @Override
  void close();
}
