package till.port;

/// One GPIO input.
public interface InputLine extends AutoCloseable {

  /// Who is told of a line.
  interface Listener {

    /// The line has changed, and stayed so for the debounce time. Called on a thread of the line's,
    /// one change at a time, and never with what it was told last; it has to return soon, and must
    /// not close the line.
    void changed(boolean active);
  }

  /// Whether the line is active right now.
  ///
  /// @throws PortException when the line is lost or closed
  boolean isActive() throws PortException;

  /// Nobody is told anything from then on. May be called twice.
  @Override
  void close();
}
