package till.device.payment.zvt;

import java.time.Duration;
import java.util.Optional;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;

/// One connection to a terminal that carries whole messages; how they are framed and acknowledged
/// on the wire is its own affair. Used by one thread, but for `abort`.
interface ApduLink {

  /// How messages travel over an open port.
  ///
  /// @param settings that it was opened with
  /// @param serial for a serial line
  static ApduLink over(PortSettings settings, Port port, SerialTiming serial) {
    return settings.isNetwork() ? new TcpLink(port) : new SerialLink(port, serial);
  }

  /// Returns when the message has left; over a serial line, when the terminal has said that it
  /// arrived.
  void send(Apdu apdu) throws PortException;

  /// The next message.
  ///
  /// @param longest how long to wait for it; for less than a millisecond only what was read before
  ///   counts
  /// @return empty when none came in that time
  Optional<Apdu> receive(Duration longest) throws PortException;

  /// Closes the connection so that nothing of what was sent arrives later.
  void abort();
}
