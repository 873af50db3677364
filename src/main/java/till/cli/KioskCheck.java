package till.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import till.kiosk.KioskSettings;

/// Whether the kiosk page is served.
final class KioskCheck {

  private static final int CONNECT_MILLIS_MAX = 5_000;

  private KioskCheck() {}

  static Finding run(KioskSettings kiosk) {
    String place = kiosk.host() + ":" + kiosk.port();
    if (kiosk.port() == 0) {
      return Finding.ok("kiosk", "listens where the system lets it");
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(kiosk.host(), kiosk.port()), CONNECT_MILLIS_MAX);
      return Finding.ok("kiosk", place + " answers");
    } catch (IOException e) {
      return Finding.warn(
          "kiosk", "nothing answers at " + place, "does the daemon run? systemctl status tilld");
    }
  }
}
