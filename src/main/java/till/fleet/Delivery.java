package till.fleet;

import java.util.Map;
import till.uplink.Link;
import till.uplink.StateMessage;
import till.uplink.Topics;

/// What came from a terminal, for the ledger.
sealed interface Delivery {

  /// Whose topic it came by: that is who sent it, whatever it says.
  Topics from();

  /// What claims to be a journal document.
  ///
  /// @param properties the user properties it came with
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Document(Topics from, byte[] payload, Map<String, String> properties) implements Delivery {

    public Document {
      properties = Map.copyOf(properties);
    }

    static Document of(Topics from, Link.Arrived message) {
      return new Document(from, message.payload(), message.properties());
    }
  }

  /// What a terminal says of itself.
  ///
  /// @param body as it came
  record State(Topics from, StateMessage message, String body) implements Delivery {}
}
