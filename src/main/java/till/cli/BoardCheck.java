package till.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Java, clock and service.
final class BoardCheck {

  private static final Runtime.Version JAVA_MIN = Runtime.Version.parse("25");

  /// JDK-8377932: older ones run old code out of an AOT cache after an update.
  private static final Runtime.Version JAVA_AOT_MIN = Runtime.Version.parse("25.0.4");

  /// This program is younger than that.
  private static final int YEAR_MIN = 2026;

  private static final int YEAR_MAX = 2100;

  private static final Path SYSTEMD = Path.of("/run/systemd/system");
  private static final Path GROUPS = Path.of("/etc/group");
  private static final String UNIT = "tilld.service";
  private static final int SYSTEMCTL_SECONDS_MAX = 10;

  private BoardCheck() {}

  static Finding java() {
    Runtime.Version version = Runtime.version();
    String text = version.toString();
    if (version.compareToIgnoreOptional(JAVA_MIN) < 0) {
      return Finding.fail("java", text, "install Java 25 or later");
    }
    return version.compareToIgnoreOptional(JAVA_AOT_MIN) < 0
        ? Finding.warn(
            "java",
            text + " does not notice when an AOT cache is out of date",
            "install 25.0.4 or later, or use no AOT cache")
        : Finding.ok("java", text);
  }

  static Finding clock(Shell shell) {
    Instant now = shell.clock().instant();
    int year = now.atZone(ZoneOffset.UTC).getYear();
    if (year < YEAR_MIN || year > YEAR_MAX) {
      return Finding.fail(
          "clock",
          "it says " + now,
          "set it (timedatectl set-time), and give the board a time server");
    }
    return shell.clockSynchronised().getAsBoolean()
        ? Finding.ok("clock", now + ", synchronised")
        : Finding.warn(
            "clock",
            now + ", and no time server has confirmed it",
            "check the network and `timedatectl status`; sales go on and are marked");
  }

  /// What systemd knows of the daemon, and the groups that its unit needs.
  static List<Finding> service() throws InterruptedException {
    var findings = new ArrayList<Finding>();
    if (!Files.isDirectory(SYSTEMD)) {
      findings.add(
          Finding.warn("service", "no systemd runs here", "start the daemon by hand: till run"));
      return findings;
    }
    try {
      findings.add(service(properties()));
      findings.add(groups());
    } catch (IOException e) {
      findings.add(Finding.warn("service", "cannot ask systemd: " + e.getMessage(), ""));
    }
    return findings;
  }

  private static Map<String, String> properties() throws IOException, InterruptedException {
    Process systemctl =
        new ProcessBuilder(
                "systemctl",
                "show",
                UNIT,
                "--property=LoadState,ActiveState,NRestarts,WatchdogUSec")
            .redirectErrorStream(true)
            .start();
    if (!systemctl.waitFor(SYSTEMCTL_SECONDS_MAX, TimeUnit.SECONDS)) {
      systemctl.destroyForcibly();
      throw new IOException("systemctl does not answer");
    }
    var properties = new HashMap<String, String>();
    new String(systemctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> properties.put(pair[0], pair[1]));
    return properties;
  }

  private static Finding service(Map<String, String> properties) {
    String state = properties.getOrDefault("ActiveState", "unknown");
    String restarts = properties.getOrDefault("NRestarts", "0");
    if (!properties.getOrDefault("LoadState", "").equals("loaded")) {
      return Finding.warn("service", UNIT + " is not installed", "install the package tilld");
    }
    if (state.equals("failed")) {
      return Finding.fail("service", UNIT + " has failed", "journalctl -u tilld -n 50");
    }
    if (!state.equals("active")) {
      return Finding.warn("service", UNIT + " is " + state, "systemctl start tilld");
    }
    String text =
        UNIT + " runs, watched every " + properties.getOrDefault("WatchdogUSec", "unknown time");
    return restarts.equals("0")
        ? Finding.ok("service", text)
        : Finding.warn(
            "service",
            text + ", restarted " + restarts + " times",
            "journalctl -u tilld -p warning");
  }

  /// Without one of its groups the unit does not start.
  private static Finding groups() throws IOException {
    List<String> names =
        Files.readAllLines(GROUPS).stream().map(line -> line.split(":", 2)[0]).toList();
    List<String> missing =
        List.of("dialout", "gpio", "input").stream()
            .filter(group -> !names.contains(group))
            .toList();
    return missing.isEmpty()
        ? Finding.ok("groups", "dialout, gpio and input are there")
        : Finding.fail(
            "groups",
            String.join(" and ", missing) + " missing: the daemon cannot start",
            "systemd-sysusers, or install the package again");
  }
}
