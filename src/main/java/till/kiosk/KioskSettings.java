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
public record KioskSettings(
    String host,
    int port,
    Path tokenDirectory,
    Optional<Path> webRoot,
    List<String> allowedOrigins) {

  public KioskSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
