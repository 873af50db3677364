package till.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import till.uplink.Mosquitto;
import till.uplink.TestJournal;

/// A main of this class path in a process of its own.
final class ChildJvm implements AutoCloseable {

  private static final int EXIT_SECONDS_MAX = 60;

  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param log takes what it prints
  /// @param flags of the virtual machine
  static ChildJvm start(Path log, List<String> flags, String main, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            main));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ChildJvm(process, log);
  }

  /// A collector of the bench's fleet as the launcher starts one, at these brokers.
  static ChildJvm collector(Path log, Path ledger, List<Mosquitto> brokers) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "collector",
                "run",
                "--id",
                "bench",
                "--org",
                TestJournal.ORG,
                "--store",
                "sqlite:" + ledger,
                "--broker"));
    brokers.forEach(broker -> arguments.add(broker.url().toString()));
    return start(log, List.of("-Xmx512m"), "till.Main", arguments);
  }

  ProcessLook look() {
    return new ProcessLook(process.pid());
  }

  /// Fails when it is not there any more.
  void check() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("a process has ended: " + Files.readString(log));
    }
  }

  /// What it has printed so far.
  List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Asks it to end, and makes it.
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, EXIT_SECONDS_MAX, TimeUnit.SECONDS).join();
    kill();
  }
}
