package till.uplink;

import java.nio.file.Path;
import java.util.Optional;

/// How one gets into a broker.
///
/// @param ca PEM file of the certificates that brokers are checked against; the JDK's where absent
/// @param certificate PEM file of the own certificate (and its chain)
/// @param key PEM file of its private key (PKCS 8)
public record Access(
    Optional<String> username,
    Optional<String> password,
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key) {

  /// To a broker that asks nothing.
  public static final Access NONE =
      new Access(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Without the password: this ends up in logs.
  @Override
  public String toString() {
    return "Access[username=" + username.orElse("none") + ", ca=" + ca + "]";
  }
}
