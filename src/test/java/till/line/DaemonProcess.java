package till.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The daemon in a JVM of its own, as systemd would start it, with the classes of this test run.
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
    Path log = config.resolveSibling("daemon-" + System.nanoTime() + ".log");
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
            "-cp",
            System.getProperty("java.class.path"),
            "till.Main",
            "run",
            "--config",
            config.toString()));
    command.addAll(List.of(moreArguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
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
        throw new AssertionError("the daemon does not end; it said:\n" + output());
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
