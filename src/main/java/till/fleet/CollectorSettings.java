package till.fleet;

import java.util.List;
import till.uplink.Access;
import till.uplink.UplinkSettings;

/// One collector.
///
/// @param id tells it from the other collectors; `[a-z0-9-]`
/// @param org whose terminals it collects from
/// @param brokers it listens on all of them
public record CollectorSettings(
    String id, String org, List<UplinkSettings.Broker> brokers, Access access) {

  public CollectorSettings {
    brokers = List.copyOf(brokers);
  }
}
