package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The names of serial lines and keyboards. A number such as ttyUSB0 or event3 goes to whoever
/// comes first; the names that udev makes of maker, serial number or socket stay.
final class DeviceNames {

  private static final String KEYBOARD = "-event-kbd";

  private final Path devices;
  private final Path classes;

  private DeviceNames(Path root) {
    this.devices = root.resolve("dev");
    this.classes = root.resolve("sys/class");
  }

  static DeviceNames ofBoard() {
    return in(Path.of("/"));
  }

  /// @param root where `dev` and `sys` are
  static DeviceNames in(Path root) {
    return new DeviceNames(root);
  }

  /// Something that is plugged in.
  ///
  /// @param node such as `/dev/ttyUSB0`
  /// @param stable its names that stay the same, best first
  /// @param description what it says it is; may be empty
  record Device(Path node, List<Path> stable, String description) {

    Device {
      stable = List.copyOf(stable);
    }

    /// What to write into the configuration.
    Path best() {
      return stable.isEmpty() ? node : stable.getFirst();
    }
  }

  /// The serial lines of this board.
  List<Device> serialLines() throws IOException {
    Map<Path, List<Path>> names = links(devices.resolve("serial"), "");
    for (Path device : terminals()) {
      names.computeIfAbsent(device, _ -> new ArrayList<>());
    }
    return named(names, "tty");
  }

  /// The input devices that type, such as scanners that pose as keyboards.
  List<Device> keyboards() throws IOException {
    return named(links(devices.resolve("input"), KEYBOARD), "input");
  }

  /// The device with this name, if it is one of them.
  static Optional<Device> find(List<Device> all, Path name) throws IOException {
    Path node = name.toRealPath();
    return all.stream().filter(device -> device.node().equals(node)).findFirst();
  }

  /// Links to devices: those by maker and serial number first, as these stay in another socket.
  private static Map<Path, List<Path>> links(Path folder, String ending) throws IOException {
    Map<Path, List<Path>> names = new TreeMap<>();
    for (String by : List.of("by-id", "by-path")) {
      for (Path link : entries(folder.resolve(by))) {
        if (link.toString().endsWith(ending) && Files.exists(link)) {
          names.computeIfAbsent(link.toRealPath(), _ -> new ArrayList<>()).add(link);
        }
      }
    }
    return names;
  }

  private List<Device> named(Map<Path, List<Path>> names, String kind) throws IOException {
    Map<Path, UsbIdentity> identities = new TreeMap<>();
    for (Path node : names.keySet()) {
      identities.put(node, UsbIdentity.of(classes.resolve(kind).resolve(node.getFileName())));
    }
    var found = new ArrayList<Device>();
    identities.forEach((node, identity) -> {
      List<Path> all = names.getOrDefault(node, List.of());
      boolean hasTwin = identities.values().stream().filter(identity::isTwin).count() > 1;
      found.add(new Device(node, hasTwin ? bySocket(all) : all, identity.description()));
    });
    return found;
  }

  /// The names that are left to equal devices without serial numbers of their own: the other names
  /// go to one of them, and tomorrow to the other.
  private static List<Path> bySocket(List<Path> names) {
    return names.stream().filter(name -> name.toString().contains("/by-path/")).toList();
  }

  /// Terminals with hardware behind them; PC ports that are not there say type 0.
  private List<Path> terminals() throws IOException {
    var found = new ArrayList<Path>();
    for (Path terminal : entries(classes.resolve("tty"))) {
      Path type = terminal.resolve("type");
      boolean isThere =
          Files.exists(terminal.resolve("device"))
              && !(Files.isReadable(type) && Files.readString(type).strip().equals("0"));
      Path device = devices.resolve(terminal.getFileName());
      if (isThere && Files.exists(device)) {
        found.add(device.toRealPath());
      }
    }
    return found;
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
