package till.port;

import org.jspecify.annotations.Nullable;

/// A GPIO line in memory: its level, who drives it, and the end that the daemon has taken, which
/// comes and goes.
///
/// A simulated contact does not bounce, so nothing is waited for: who drives the line has told the
/// listener when the call returns.
public final class SimulatedLine {

  private final String address;
  private boolean high;
  private boolean driven;
  private @Nullable End taken;

  SimulatedLine(String address) {
    this.address = address;
  }

  /// The level that a lamp or a relay at the line would see.
  public synchronized boolean isHigh() {
    return high;
  }

  /// The level that a key or a switch at the line makes.
  public synchronized void drive(boolean level) {
    driven = true;
    change(level);
  }

  synchronized OutputLine output(LineSettings settings) throws PortException {
    requireFree();
    var output = new Output(settings);
    taken = output;
    change(output.restLevel());
    return output;
  }

  synchronized InputLine input(LineSettings settings, InputLine.Listener listener)
      throws PortException {
    requireFree();
    if (!driven) {
      high = settings.pull() == LineSettings.Pull.UP;
    }
    var input = new Input(settings, listener);
    taken = input;
    return input;
  }

  private void requireFree() throws PortException {
    if (taken != null) {
      throw new PortException("cannot take " + address + ": it is in use");
    }
  }

  private void change(boolean level) {
    if (level != high) {
      high = level;
      if (taken instanceof Input input) {
        input.tell(level);
      }
    }
  }

  /// What the daemon holds. Guarded by the line.
  private abstract sealed class End permits Output, Input {

    final void requireTaken() throws PortException {
      if (taken != this) {
        throw new PortException(address + " was closed");
      }
    }
  }

  private final class Output extends End implements OutputLine {

    private final LineSettings settings;

    Output(LineSettings settings) {
      this.settings = settings;
    }

    boolean restLevel() {
      return settings.isHighFor(settings.activeAtRest());
    }

    @Override
    public void set(boolean active) throws PortException {
      synchronized (SimulatedLine.this) {
        requireTaken();
        change(settings.isHighFor(active));
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedLine.this) {
        if (taken == this) {
          change(restLevel());
          taken = null;
        }
      }
    }
  }

  private final class Input extends End implements InputLine {

    private final LineSettings settings;
    private final Listener listener;

    Input(LineSettings settings, Listener listener) {
      this.settings = settings;
      this.listener = listener;
    }

    void tell(boolean level) {
      listener.changed(settings.isActiveAt(level));
    }

    @Override
    public boolean isActive() throws PortException {
      synchronized (SimulatedLine.this) {
        requireTaken();
        return settings.isActiveAt(high);
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedLine.this) {
        if (taken == this) {
          taken = null;
        }
      }
    }
  }
}
