package till.port;

/// The wires of a board, real or simulated.
public interface Ports extends AutoCloseable {

  /// Opens a wire.
  ///
  /// @throws PortException saying what is wrong with it and what to do: not there, a plain file, no
  ///   permission, in use
  Port open(PortSettings settings) throws PortException;

  /// Whether there is something to open, as far as one can tell without opening it: a device that
  /// is plugged in has a file, a network address is always there. Costs next to nothing.
  boolean isThere(PortSettings settings);

  /// Takes a GPIO line as an output, at rest at first.
  ///
  /// @throws PortException when the board has no such line, or another program has it
  OutputLine output(LineSettings settings) throws PortException;

  /// Takes a GPIO line as an input. What it is at first is asked of the line; the listener is told
  /// of changes only.
  ///
  /// @throws PortException when the board has no such line, or another program has it
  InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException;

  @Override
  void close();
}
