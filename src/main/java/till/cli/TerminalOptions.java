package till.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import till.fleet.Audit;

/// Which terminals of a store are looked at.
final class TerminalOptions {

  @Option(
      names = "--org",
      paramLabel = "ORG",
      description = "Of this organisation's terminals alone.")
  private Optional<String> org = Optional.empty();

  @Option(
      names = "--terminal",
      paramLabel = "TERMINAL",
      description = "Of the terminal of this name alone.")
  private Optional<String> terminal = Optional.empty();

  Audit.Scope scope() {
    return new Audit.Scope(org, terminal);
  }
}
