package till.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import till.config.ConfigException;
import till.config.ConfigReader;
import till.config.Problem;
import till.config.TerminalSettings;

/// `till config check`
@Command(
    name = "check",
    description = {
      "Names all problems of a configuration file at once, with line and key.",
      "Exit codes: 0 none, 78 some."
    },
    footer = {"", "Example:", "  till config check /etc/tilld/tilld.toml"})
final class ConfigCheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The configuration.")
  private Path file = Defaults.CONFIG;

  private final Shell shell;

  ConfigCheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try {
      TerminalSettings terminal = ConfigReader.read(file).terminal();
      shell
          .out()
          .println(file + " is good: terminal " + terminal.terminal() + " of " + terminal.org());
      return ExitCode.OK;
    } catch (ConfigException e) {
      for (Problem problem : e.problems()) {
        shell.out().println(problem);
      }
      throw new CommandException(
          ExitCode.CONFIGURATION,
          file
              + (e.problems().size() == 1
                  ? " has a problem"
                  : " has " + e.problems().size() + " problems")
              + ": correct what is listed",
          e);
    }
  }
}
