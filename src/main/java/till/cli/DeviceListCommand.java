package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.config.ConfigReader;
import till.port.GpioChip;
import till.port.PortException;
import till.port.PortSettings;

/// `till device list`
@Command(
    name = "list",
    description = {
      "Shows what is plugged into this board: serial lines, keyboards (scanners may pose as one)"
          + " and GPIO chips.",
      "PORT is what to write into the configuration: the name that stays the same."
    },
    footer = {"", "Example:", "  till device list --config /etc/tilld/tilld.toml"})
final class DeviceListCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Also shows which of them this configuration uses, and what is missing.")
  private Optional<Path> config = Optional.empty();

  private final Shell shell;
  private final DeviceNames names;

  DeviceListCommand(Shell shell, DeviceNames names) {
    this.shell = shell;
    this.names = names;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> configured =
        config
            .map(file -> new LinkedHashMap<>(ConfiguredPorts.of(ConfigReader.read(file))))
            .orElseGet(LinkedHashMap::new);
    var table = new Table("PORT", "DEVICE", "WHAT IT SAYS IT IS", "CONFIGURED AS");
    for (DeviceNames.Device device : names.serialLines()) {
      add(table, "", device, configured);
    }
    for (DeviceNames.Device device : names.keyboards()) {
      add(table, PortSettings.EVDEV, device, configured);
    }
    for (GpioChip chip : chips()) {
      table.add(
          "gpio:" + chip.label() + "/LINE",
          "/dev/" + chip.name(),
          chip.lines().size() + " lines",
          "");
    }
    configured.forEach((address, name) -> table.add(address, presence(address), "", name));
    if (table.isEmpty()) {
      shell.out().println("no serial line, keyboard or GPIO chip is there");
    } else {
      table.print(shell.out());
    }
    return ExitCode.OK;
  }

  private static void add(
      Table table, String scheme, DeviceNames.Device device, Map<String, String> configured)
      throws IOException {
    var uses = new StringBuilder();
    for (String address : List.copyOf(configured.keySet())) {
      if (address.startsWith(scheme + "/") && isSame(address.substring(scheme.length()), device)) {
        uses.append(uses.isEmpty() ? "" : ", ").append(configured.remove(address));
        if (!address.equals(scheme + device.best())) {
          uses.append(" (as ").append(address).append(')');
        }
      }
    }
    table.add(scheme + device.best(), device.node(), device.description(), uses);
  }

  private static boolean isSame(String path, DeviceNames.Device device) throws IOException {
    Path file = Path.of(path);
    return Files.exists(file) && file.toRealPath().equals(device.node());
  }

  /// What is to be said of a configured port that is none of the devices found.
  private static String presence(String address) {
    String path =
        address.startsWith(PortSettings.EVDEV)
            ? address.substring(PortSettings.EVDEV.length())
            : address;
    return path.startsWith("/") && !Files.exists(Path.of(path)) ? "(not there)" : "";
  }

  private List<GpioChip> chips() {
    try {
      return GpioChip.all();
    } catch (PortException e) {
      shell.err().println("till: GPIO is left out: " + e.getMessage());
      return List.of();
    }
  }
}
