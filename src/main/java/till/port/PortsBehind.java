package till.port;

/// Somebody else's wires, to be opened in a way of one's own: all but that is handed on.
public abstract class PortsBehind implements Ports {

  private final Ports behind;

  protected PortsBehind(Ports behind) {
    this.behind = behind;
  }

  /// Opens the wire as those behind would.
  protected final Port openBehind(PortSettings settings) throws PortException {
    return behind.open(settings);
  }

  @Override
  public boolean isThere(PortSettings settings) {
    return behind.isThere(settings);
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
  public void close() {
    behind.close();
  }
}
