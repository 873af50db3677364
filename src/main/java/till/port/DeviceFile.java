package till.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a device's file does not open, in words for a technician.
final class DeviceFile {

  private DeviceFile() {}

  /// The same whether it was never there or was pulled out: for the shop that is one and the same
  /// trouble.
  static PortException absent(String address) {
    return new PortException(address + " is not there: is it plugged in and switched on?");
  }

  static PortException forbidden(String address, Path file) {
    return refused(
        address,
        "no permission; its group is " + group(file) + ", and the daemon's user has to be in it");
  }

  static PortException inUse(String address, Path file) {
    return refused(
        address,
        "it is in use by another program (`fuser -v "
            + file
            + "`); if that is the daemon: `systemctl stop tilld`");
  }

  static PortException refused(String address, String reason) {
    return new PortException("cannot open " + address + ": " + reason);
  }

  private static String group(Path file) {
    try {
      return String.valueOf(Files.getAttribute(file, "unix:group"));
    } catch (IOException e) {
      return "unknown";
    }
  }
}
