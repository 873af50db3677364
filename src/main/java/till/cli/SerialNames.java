package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The names of serial lines. A number such as ttyUSB0 goes to whoever comes first; the names that
/// udev makes of maker, serial number or socket stay.
final class SerialNames {

  private static final List<Path> STABLE =
      List.of(Path.of("/dev/serial/by-id"), Path.of("/dev/serial/by-path"));

  private static final Path TERMINALS = Path.of("/sys/class/tty");
  private static final Path DEVICES = Path.of("/dev");

  private SerialNames() {}

  /// A serial line.
  ///
  /// @param device such as `/dev/ttyUSB0`
  /// @param stable its names that stay the same, best first
  record Line(Path device, List<Path> stable) {

    Line {
      stable = List.copyOf(stable);
    }

    /// What to write into the configuration.
    Path best() {
      return stable.isEmpty() ? device : stable.getFirst();
    }
  }

  /// The serial lines of this board.
  static List<Line> list() throws IOException {
    Map<Path, List<Path>> names = new TreeMap<>();
    for (Path device : devices()) {
      names.put(device, new ArrayList<>());
    }
    for (Path folder : STABLE) {
      for (Path link : entries(folder)) {
        names.computeIfAbsent(link.toRealPath(), _ -> new ArrayList<>()).add(link);
      }
    }
    return names.entrySet().stream()
        .map(entry -> new Line(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// Terminals with hardware behind them; PC ports that are not there say type 0.
  private static List<Path> devices() throws IOException {
    var devices = new ArrayList<Path>();
    for (Path terminal : entries(TERMINALS)) {
      Path type = terminal.resolve("type");
      boolean isThere =
          Files.exists(terminal.resolve("device"))
              && !(Files.isReadable(type) && Files.readString(type).strip().equals("0"));
      Path device = DEVICES.resolve(terminal.getFileName());
      if (isThere && Files.exists(device)) {
        devices.add(device);
      }
    }
    return devices;
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
