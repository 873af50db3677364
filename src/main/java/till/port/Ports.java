package till.port;

/// The wires of a board, real or simulated.
public interface Ports extends AutoCloseable {

  /// Opens a wire.
  ///
  /// @throws PortException saying what is wrong with it and what to do: not there, a plain file, no
  ///   permission, in use
  Port open(PortSettings settings) throws PortException;

  /// Takes a GPIO line as an output, low at first.
  ///
  /// @param address `gpio:LINE`
  /// @throws PortException when the board has no such line
  OutputLine output(String address) throws PortException;

  @Override
  void close();
}
