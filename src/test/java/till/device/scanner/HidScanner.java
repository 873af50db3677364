package till.device.scanner;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import till.device.DeviceStatus;
import till.device.UnplugStorm;
import till.device.scanner.label.ScanDecoder;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PortsBehind;

/// A program with a scanner that types, to be run where somebody else plays the input device.
///
/// Begins at the first line that it is told, answers each further one with its threads and open
/// files, and prints what the driver says: one line each, parted by tabs.
final class HidScanner {

  private HidScanner() {}

  /// Reads until its standard input ends.
  ///
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
            ScanDecoder.TOLERANT,
            0,
            ScannerProfile.GENERIC,
            false,
            false);
    try (var ports = new CautiousPorts(BoardPorts.open());
        Scanner _ =
            Scanner.start(
                settings,
                ports,
                scan -> say("scan", scan.data()),
                HidScanner::say,
                InstantSource.system())) {
      while (told.readLine() != null) {
        UnplugStorm.Count count = UnplugStorm.Count.now();
        say("count", count.threads(), count.files());
      }
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

  /// Opens nothing that is not there: umockdev keeps something of each open that fails, and has
  /// little room for that.
  private static final class CautiousPorts extends PortsBehind {

    private CautiousPorts(BoardPorts board) {
      super(board);
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      if (!isThere(settings)) {
        throw new PortException(
            settings.address() + " is not there: is it plugged in and switched on?");
      }
      return openBehind(settings);
    }
  }
}
