package till.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which journal a command reads.
final class JournalOption {

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = "The journal, or a copy (default: ${DEFAULT-VALUE}).")
  private Path file = Defaults.JOURNAL;

  Path file() {
    return file;
  }
}
