package till.kiosk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The `[kiosk]`.
///
/// @param host address to listen on; only loopback without TLS
/// @param port 0 lets the system choose one
/// @param tokenDirectory where `kiosk.token`, `attendant.token`, `technician.token` are made
/// @param webRoot a folder of one's own front end, served at `/`
/// @param allowedOrigins origins beside our own that a browser may ask from
/// @param tls what makes it `https`
public record KioskSettings(
    String host,
    int port,
    Path tokenDirectory,
    Optional<Path> webRoot,
    List<String> allowedOrigins,
    Optional<Tls> tls) {

  /// Without TLS.
  public KioskSettings(
      String host,
      int port,
      Path tokenDirectory,
      Optional<Path> webRoot,
      List<String> allowedOrigins) {
    this(host, port, tokenDirectory, webRoot, allowedOrigins, Optional.empty());
  }

  /// PEM files.
  ///
  /// @param certificate the server's own first, then those that vouch for it
  /// @param key its private key, without a password
  public record Tls(Path certificate, Path key) {}

  public KioskSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// What stands in front of a path: `http://127.0.0.1:8180`.
  ///
  /// @param listening the port, where the system has chosen one
  public String origin(int listening) {
    return (tls.isPresent() ? "https://" : "http://") + Gate.inAddress(host) + ":" + listening;
  }
}
