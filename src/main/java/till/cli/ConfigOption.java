package till.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which configuration file a technician's command is about.
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The local configuration (default: ${DEFAULT-VALUE}).")
  private Path file = Defaults.CONFIG;

  Path file() {
    return file;
  }
}
