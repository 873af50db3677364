package till.simulator;

import java.io.IOException;
import java.util.Optional;

/// The wire that a terminal stands on. The terminal's thread uses it; any thread may hang up.
sealed interface ZvtWire extends AutoCloseable permits ZvtTcpWire, ZvtSerialWire {

  /// Waits for a register to be there.
  ///
  /// @return whether one is
  /// @throws IOException when the wire is gone for good
  boolean awaitRegister(int millis) throws IOException;

  /// The next message, when it comes in time.
  ///
  /// @throws IOException when the register has gone
  Optional<byte[]> receive(int millis) throws IOException;

  /// Sends a message.
  ///
  /// @throws IOException when it cannot be sent
  void send(byte[] apdu) throws IOException;

  /// A register that does not answer is given up, where there is something to give up.
  ///
  /// @return whether the next one is another, or the same from its start
  boolean giveUp();

  /// The connection is lost.
  void hangUp();

  /// As long as the terminal has no power: nobody gets through.
  void turnAway(int millis) throws IOException;

  /// `tcp://host:port`, or nothing where the terminal does not know it.
  String address();

  @Override
  void close();
}
