package till.port;

import java.util.function.BooleanSupplier;

/// One open wire. Single-use: a lost port is closed and a new one opened.
///
/// One thread reads; any thread may write or close.
public interface Port extends AutoCloseable {

  /// Waits for bytes, at most this long, and takes what is there.
  ///
  /// @param timeoutMillis 1 to 60,000
  /// @return how many bytes; 0 when the time is up
  /// @throws PortException when the wire is lost or closed
  int read(byte[] buffer, int timeoutMillis) throws PortException;

  /// Hands bytes to the wire. Returns when the operating system has taken them, which proves
  /// nothing of the device.
  ///
  /// @throws PortException when the wire is lost, closed, or takes nothing for ten seconds and
  ///   nobody has asked for more patience
  void write(byte[] bytes, int offset, int length) throws PortException;

  /// Lets a write wait for longer than ten seconds, for as long as this says: the device has said
  /// that it cannot take anything now. Asked on any thread.
  default void waitWhile(BooleanSupplier patient) {}

  /// Also ends a read that waits in another thread. What was written before still goes out, as far
  /// as the other end takes it within a moment. May be called twice.
  @Override
  void close();

  /// Closes, and takes back what was written and has not arrived yet, where the wire can do that.
  default void abort() {
    close();
  }
}
