package till.port;

/// A GPIO output that is only remembered.
public final class SimulatedLine implements OutputLine {

  private volatile boolean high;

  /// What the lamp would show.
  public boolean isHigh() {
    return high;
  }

  @Override
  public void set(boolean level) {
    high = level;
  }

  @Override
  public void close() {
    high = false;
  }
}
