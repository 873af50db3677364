package till.simulator;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import till.port.Port;
import till.port.PortException;

/// A customer display like a DM-D110 at the far end of a wire: shows what it is sent, and never
/// answers. It forgets everything when it is switched off.
public final class SimulatedDisplay implements AutoCloseable {

  private static final int CHUNK_BYTES = 256;
  private static final int READ_MILLIS = 1_000;
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final Port port;
  private final Consumer<List<String>> listener;
  private final Thread thread;

  // guarded by this
  private final int columns;
  private final int rows;
  private DisplayReader glass;
  private long byteCount;
  private boolean on = true;

  private SimulatedDisplay(Port port, int columns, int rows, Consumer<List<String>> listener) {
    this.port = port;
    this.columns = columns;
    this.rows = rows;
    this.listener = listener;
    this.glass = new DisplayReader(columns, rows);
    this.thread = Thread.ofPlatform().name("simulated-display").daemon().unstarted(this::run);
  }

  /// Switches a display on.
  ///
  /// @param port the far end of the wire; closed with the display
  /// @param listener told of the rows, on the display's thread, whenever they are others
  public static SimulatedDisplay start(
      Port port, int columns, int rows, Consumer<List<String>> listener) {
    var display = new SimulatedDisplay(port, columns, rows, listener);
    display.thread.start();
    return display;
  }

  /// What is to be read on it, from the top, each row as wide as the display.
  public synchronized List<String> rows() {
    return glass.rows();
  }

  /// Bytes that it was sent since it was started.
  public synchronized long byteCount() {
    return byteCount;
  }

  /// Off it shows nothing and hears nothing; on again it is as it came from the factory.
  public void switchOn(boolean state) {
    synchronized (this) {
      on = state;
      glass = new DisplayReader(columns, rows);
    }
  }

  private void run() {
    byte[] chunk = new byte[CHUNK_BYTES];
    List<String> told = rows();
    try {
      while (true) {
        take(chunk, port.read(chunk, READ_MILLIS));
        List<String> now = rows();
        if (!now.equals(told)) {
          told = now;
          listener.accept(now);
        }
      }
    } catch (PortException _) {
      // closed, or the wire is lost for good
    }
  }

  private synchronized void take(byte[] chunk, int length) {
    byteCount += length;
    if (on) {
      glass.feed(chunk, length);
    }
  }

  @Override
  public void close() {
    port.close();
    try {
      var _ = thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
