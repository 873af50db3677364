package till.port;

/// One GPIO output.
public interface OutputLine extends AutoCloseable {

  /// Drives the line high or low.
  ///
  /// @throws PortException when the line is lost
  void set(boolean high) throws PortException;

  /// Leaves the line low.
  @Override
  void close();
}
