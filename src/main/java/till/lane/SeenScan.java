package till.lane;

import java.time.Instant;
import java.util.Map;

/// A label that was read, for a technician.
///
/// @param facts as screens are told them; no number of a payment card is in them
public record SeenScan(Instant at, Map<String, String> facts) {

  public SeenScan {
    facts = Map.copyOf(facts);
  }
}
