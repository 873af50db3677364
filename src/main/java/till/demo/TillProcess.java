package till.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A daemon in a process of its own, as systemd would start it, so that it can be killed. Any
/// thread.
final class TillProcess {

  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  private final Process process;

  private TillProcess(Process process) {
    this.process = process;
  }

  /// Starts it with the classes of this program.
  ///
  /// @param log what it prints is added there
  /// @throws IOException when there is no such process
  static TillProcess start(Path config, Path log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            "till.Main",
            "run",
            "--config",
            config.toString());
    return new TillProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL, as a power cut would: nothing is closed, nothing is said. Dead when this returns.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// SIGTERM.
  ///
  /// @return its exit code
  int stop() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Patience.Missing("the till does not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new Patience.Missing("interrupted while the till ended");
    }
  }
}
