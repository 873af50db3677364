package till.device.scale;

import java.util.Optional;
import till.port.PortException;

/// How one question about the weight is put in a protocol. The scale's thread only.
sealed interface Dialogue permits Dialogue8217, DialogueNci, Dialogue06 {

  /// Asks for the weight.
  ///
  /// @param article what the goods are, where that is known, for scales that want to know
  Reading weigh(ScaleWire wire, Optional<Article> article) throws PortException;

  /// Whether the protocol has a command for it.
  boolean knows(ScaleOrder order);

  /// Gives a command that the protocol has. What became of it the next weight shows.
  void give(ScaleOrder order, ScaleWire wire) throws PortException;
}
