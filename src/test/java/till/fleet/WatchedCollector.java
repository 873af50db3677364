package till.fleet;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import till.uplink.Access;
import till.uplink.UplinkSettings;

/// A collector that says when documents are in the ledger and nobody has been told.
public final class WatchedCollector {

  private WatchedCollector() {}

  /// Starts one.
  ///
  /// @param committed runs at each such moment; until it returns nobody is told
  public static Collector start(
      UplinkSettings.Broker broker, String org, Ledger ledger, Runnable committed) {
    return Collector.start(
        new CollectorSettings("watched", org, List.of(broker), Access.NONE),
        ledger,
        InstantSource.system(),
        new SecureRandom(),
        Duration.ofMillis(50),
        committed);
  }
}
