package till.kiosk;

import java.util.Map;

/// The limits of the JDK's HTTP server. It reads them from system properties, once, when its first
/// server is made; one that is set on the command line stays as it is.
final class ServerLimits {

  /// A counter has a handful of clients; the unit allows 1024 open files.
  static final int CONNECTIONS_MAX = 256;

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // an event is a small write behind another: Nagle would hold it back for 40 ms
          "sun.net.httpserver.nodelay", "true",
          // seconds for a request to arrive whole; the answer may take as long as a stream does
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS_MAX));

  private ServerLimits() {}

  /// Sets what nobody has set.
  static void apply() {
    PROPERTIES.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
  }
}
