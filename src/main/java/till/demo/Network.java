package till.demo;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.uplink.Access;
import till.uplink.UplinkSettings;

/// The way from a terminal to the fleet: a cable to the broker, and the collector behind it. Any
/// thread.
final class Network implements AutoCloseable {

  private final String org;
  private final URI broker;
  private final Ledger ledger;
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final Cable cable;
  private @Nullable Collector collector;

  private Network(
      String org,
      URI broker,
      Ledger ledger,
      InstantSource clock,
      RandomGenerator chance,
      Cable cable) {
    this.org = org;
    this.broker = broker;
    this.ledger = ledger;
    this.clock = clock;
    this.chance = chance;
    this.cable = cable;
  }

  /// Everything is on.
  ///
  /// @param ledger outlives this
  static Network open(
      String org, URI broker, Ledger ledger, InstantSource clock, RandomGenerator chance)
      throws IOException {
    var network = new Network(org, broker, ledger, clock, chance, Cable.open(broker.getPort()));
    network.collect(true);
    return network;
  }

  Cable cable() {
    return cable;
  }

  /// The broker as the terminal reaches it.
  URI url() {
    return URI.create("mqtt://127.0.0.1:" + cable.port());
  }

  /// Switches the collector on or off.
  synchronized void collect(boolean on) {
    if (on && collector == null) {
      collector =
          Collector.start(
              new CollectorSettings(
                  "demo", org, List.of(new UplinkSettings.Broker("demo", broker, 1)), Access.NONE),
              ledger,
              clock,
              chance);
    } else if (!on && collector != null) {
      collector.close();
      collector = null;
    }
  }

  synchronized boolean isCollecting() {
    return collector != null;
  }

  @Override
  public void close() {
    cable.close();
    collect(false);
  }
}
