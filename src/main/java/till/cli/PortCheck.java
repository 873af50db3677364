package till.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import till.config.TerminalConfig;
import till.port.PortSettings;

/// Whether each configured port is there, is what it should be, and may be opened. Opens no serial
/// line: the daemon has it.
final class PortCheck {

  private static final int CONNECT_MILLIS_MAX = 5_000;
  private static final int UNIX_TYPE_MASK = 0170000;
  private static final int UNIX_CHARACTER_DEVICE = 0020000;

  /// Names that go to whoever comes first.
  private static final Pattern UNSTABLE = Pattern.compile("/dev/(tty(USB|ACM)|input/event)[0-9]+");

  /// The daemon's user, and the groups its unit puts it in.
  private static final Set<String> DAEMON = Set.of("tilld", "dialout", "gpio", "input");

  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path DEVICES = Path.of("/dev");

  private PortCheck() {}

  static List<Finding> run(TerminalConfig config) {
    var findings = new ArrayList<Finding>();
    ConfiguredPorts.of(config)
        .forEach((address, name) -> findings.add(port("port " + name, address)));
    if (findings.isEmpty()) {
      findings.add(
          Finding.warn(
              "ports",
              "no device is configured",
              "till device list shows what is plugged in; add it to the configuration"));
    }
    try {
      ReleasedLines.run(config).ifPresent(findings::add);
    } catch (IOException e) {
      findings.add(Finding.warn("gpio outputs", "cannot be looked at: " + e, "run this as root"));
    }
    return findings;
  }

  private static Finding port(String check, String address) {
    if (address.startsWith("sim:")) {
      return Finding.warn(check, address + " is simulated", "that is for the demo only");
    }
    try {
      if (address.startsWith("gpio:")) {
        return gpio(check, address);
      }
      if (address.startsWith("tcp:")) {
        return tcp(check, address);
      }
      DeviceNames names = DeviceNames.ofBoard();
      return address.startsWith(PortSettings.EVDEV)
          ? file(
              check,
              Path.of(address.substring(PortSettings.EVDEV.length())),
              "input",
              names.keyboards())
          : file(check, Path.of(address), "dialout", names.serialLines());
    } catch (IOException e) {
      return Finding.fail(check, address + " cannot be looked at: " + e, "run this as root");
    }
  }

  private static Finding gpio(String check, String address) throws IOException {
    try (Stream<Path> devices = Files.list(DEVICES)) {
      boolean any =
          devices.anyMatch(device -> String.valueOf(device.getFileName()).startsWith("gpiochip"));
      return any
          ? Finding.ok(check, address + " on a board with GPIO")
          : Finding.fail(
              check, address + ": this board has no GPIO", "take it out of the configuration");
    }
  }

  private static Finding tcp(String check, String address) {
    URI uri = URI.create(address);
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(String.valueOf(uri.getHost()), uri.getPort()), CONNECT_MILLIS_MAX);
      return Finding.ok(check, address + " answers");
    } catch (IOException e) {
      return Finding.fail(
          check,
          address + " does not answer: " + e.getMessage(),
          "is it switched on and in the network? another program may hold its only connection");
    }
  }

  /// @param group whom such devices are given to
  /// @param known the devices of this kind that are plugged in
  private static Finding file(String check, Path file, String group, List<DeviceNames.Device> known)
      throws IOException {
    if (!Files.exists(file)) {
      return Finding.fail(
          check, file + " is not there", "is it plugged in and switched on? till device list");
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode");
    if ((mode & UNIX_TYPE_MASK) != UNIX_CHARACTER_DEVICE) {
      return Finding.fail(
          check,
          file + " is a " + (Files.isDirectory(file) ? "folder" : "plain file"),
          "name a device: till device list");
    }
    if (!Files.isReadable(file) || !(Files.isWritable(file) || group.equals("input"))) {
      return Finding.fail(
          check,
          file + " may not be opened by this user",
          "run this as root; the daemon's user has to be in the group " + attributes(file).group());
    }
    if (isForbiddenToDaemon(file)) {
      return Finding.fail(
          check,
          file
              + " belongs to the group "
              + attributes(file).group()
              + ", which the daemon is not in",
          "a udev rule that gives it to the group " + group);
    }
    return stability(check, file, DeviceNames.find(known, file));
  }

  private static Finding stability(String check, Path file, Optional<DeviceNames.Device> device) {
    Path best = device.map(DeviceNames.Device::best).orElse(file);
    if (UNSTABLE.matcher(file.toString()).matches()) {
      return Finding.warn(
          check,
          file + " can be another device after the next start",
          "write this into the configuration: " + best);
    }
    if (file.toString().contains("/by-id/")
        && device.map(found -> !found.stable().contains(file)).orElse(false)) {
      return Finding.warn(
          check,
          file + " is the name of two equal devices",
          "write this into the configuration: " + best);
    }
    return Finding.ok(check, file + " is there");
  }

  private static boolean isForbiddenToDaemon(Path file) throws IOException {
    PosixFileAttributes attributes = attributes(file);
    Set<PosixFilePermission> permissions = attributes.permissions();
    boolean installed =
        Files.isReadable(USERS)
            && Files.readAllLines(USERS).stream().anyMatch(line -> line.startsWith("tilld:"));
    return installed
        && !DAEMON.contains(attributes.group().getName())
        && !DAEMON.contains(attributes.owner().getName())
        && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(
        file.toRealPath(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
