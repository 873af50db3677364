package till.uplink;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The `[uplink]`.
///
/// @param ca PEM file of the certificates that brokers are checked against; the JDK's where absent
/// @param certificate PEM file of the terminal's own certificate, with `key` its private key (PKCS
///   8)
/// @param passwordFile bare name of the credential that holds the broker password
/// @param drainPerSecond most documents published in a second, 1 to 10,000
public record UplinkSettings(
    List<Broker> brokers,
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> username,
    Optional<String> passwordFile,
    Acknowledgement ack,
    int drainPerSecond) {

  public UplinkSettings {
    brokers = List.copyOf(brokers);
  }

  /// One broker of the fleet.
  ///
  /// @param url `mqtt://host:port` or `mqtts://host:port`
  /// @param weight share of the terminals it should carry, 1 to 1,000
  public record Broker(String id, URI url, int weight) {}

  /// What counts as delivered.
  public enum Acknowledgement {
    /// The collector's word, with the hash of our own document in it.
    COLLECTOR,
    /// The broker's PUBACK, for fleets without a collector.
    BROKER
  }
}
