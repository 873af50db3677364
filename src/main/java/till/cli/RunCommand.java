package till.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `till run`
@Command(
    name = "run",
    description = {
      "Runs the daemon, until it is told to stop.",
      "Exit codes: 0 stopped, 69 a needed service is away, 73 cannot listen or make a file, 74"
          + " journal or disk, 75 start me again, 77 no permission, 78 the configuration is bad."
    },
    footer = {"", "Example:", "  till run --config /etc/tilld/tilld.toml"})
final class RunCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path config = Defaults.CONFIG;

  private final Shell shell;

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return shell.daemon().applyAsInt(config);
  }
}
