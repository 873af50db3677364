package till.device.scanner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import till.device.DeviceStatus;
import till.device.UnplugStorm;
import till.port.BoardPorts;
import till.port.PortSettings;

/// A program with a scanner that types, to be run where somebody else plays the input device.
///
/// Begins at the first line that it is told, answers each further one with its threads and open
/// files, and prints what the driver says: one line each, parted by tabs.
final class HidScanner {

  private HidScanner() {}

  /// @param arguments the input device's path; the keyboard's layout
  public static void main(String[] arguments) throws Exception {
    var told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    say("folder", System.getenv("UMOCKDEV_DIR"));
    told.readLine();
    PortSettings port = PortSettings.of("evdev:" + arguments[0]);
    var settings =
        new ScannerSettings(
            "counter",
            port,
            LabelFraming.on(port),
            Optional.of(KeyLayout.valueOf(arguments[1])),
            0,
            ScannerProfile.GENERIC,
            false,
            false);
    try (var ports = BoardPorts.open();
        Scanner _ =
            Scanner.start(
                settings,
                ports,
                scan -> say("scan", scan.data()),
                HidScanner::say,
                InstantSource.system())) {
      while (told.readLine() != null) {
        say("count", UnplugStorm.Count.now().threads(), openFiles());
      }
    }
  }

  /// Without sockets: umockdev leaves one behind for each open that fails.
  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(HidScanner::isNoSocket).count();
    }
  }

  private static boolean isNoSocket(Path file) {
    try {
      return !Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException _) {
      return false; // closed by now
    }
  }

  private static void say(DeviceStatus status) {
    say("status", status.state(), status.since(), status.reason());
  }

  private static synchronized void say(String kind, Object... words) {
    var line = new StringBuilder(kind);
    for (Object word : words) {
      line.append('\t').append(word);
    }
    System.out.println(line);
    System.out.flush();
  }
}
