package till.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import till.uplink.Mosquitto;

/// `till` in a JVM of its own, with the classes of this test run: the daemon as systemd would start
/// it, or a collector.
public final class DaemonProcess implements AutoCloseable {

  private static final int EXIT_SECONDS_MAX = 60;

  private final Process process;
  private final Path log;

  private DaemonProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts `till run --config FILE`; what it prints goes to a file beside the configuration.
  public static DaemonProcess start(Path config, String... moreArguments) {
    return start(config, Map.of(), moreArguments);
  }

  /// @param environment is added to this process's own
  static DaemonProcess start(
      Path config, Map<String, String> environment, String... moreArguments) {
    var arguments = new ArrayList<>(List.of("run", "--config", config.toString()));
    arguments.addAll(List.of(moreArguments));
    return till(log(config, "daemon"), environment, arguments);
  }

  /// Starts `till collector run` for the organisation of `ShopFloor`, on all of these brokers; what
  /// it prints goes to a file beside the ledger.
  static DaemonProcess collector(Path ledger, String id, Mosquitto... brokers) {
    return collector(
        ledger, id, Arrays.stream(brokers).map(broker -> broker.url().toString()).toList());
  }

  /// @param brokers and whatever more is to be said of them on the command line
  static DaemonProcess collector(Path ledger, String id, List<String> brokers) {
    var arguments = new ArrayList<>(List.of("collector", "run", "--org", "acme", "--id", id));
    arguments.addAll(List.of("--store", "sqlite:" + ledger, "--broker"));
    arguments.addAll(brokers);
    return till(log(ledger, "collector-" + id), Map.of(), arguments);
  }

  /// Starts any other command; what it prints goes to a file beside this one.
  static DaemonProcess command(Path beside, String... arguments) {
    return till(log(beside, arguments[0]), Map.of(), List.of(arguments));
  }

  private static Path log(Path beside, String name) {
    return beside.resolveSibling(name + "-" + Long.toString(System.nanoTime(), 36) + ".log");
  }

  private static DaemonProcess till(
      Path log, Map<String, String> environment, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmn4m",
            "-Xmx96m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dtilld.console=DEBUG",
            "-cp",
            System.getProperty("java.class.path"),
            "till.Main"));
    command.addAll(arguments);
    try {
      var builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new DaemonProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /// The time that its threads have computed so far.
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /// As a power cut would: SIGKILL, nothing is closed.
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /// SIGTERM, as systemd stops it.
  public int stop() {
    process.destroy();
    return exitCode();
  }

  /// Waits for the end.
  public int exitCode() {
    try {
      if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end; it said:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What it has printed so far.
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      exitCode();
    }
  }
}
