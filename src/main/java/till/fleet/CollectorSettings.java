package till.fleet;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import till.uplink.Access;
import till.uplink.UplinkSettings;

/// One collector.
///
/// @param id tells it from the other collectors; `[a-z0-9-]`
/// @param org whose terminals it collects from
/// @param brokers it listens on all of them
/// @param drainPerSecond documents a second that terminals with a backlog may send, all together;
///   unbounded where absent
/// @param metrics where its metrics are served
public record CollectorSettings(
    String id,
    String org,
    List<UplinkSettings.Broker> brokers,
    Access access,
    OptionalInt drainPerSecond,
    Optional<InetSocketAddress> metrics) {

  public CollectorSettings {
    brokers = List.copyOf(brokers);
  }

  /// One that bounds nothing and shows nothing.
  public CollectorSettings(
      String id, String org, List<UplinkSettings.Broker> brokers, Access access) {
    this(id, org, brokers, access, OptionalInt.empty(), Optional.empty());
  }
}
