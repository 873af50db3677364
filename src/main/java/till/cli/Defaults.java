package till.cli;

import java.nio.file.Path;

/// Where things are on an installed board.
final class Defaults {

  static final Path CONFIG = Path.of("/etc/tilld/tilld.toml");
  static final Path JOURNAL = Path.of("/var/lib/tilld/journal.db");

  private Defaults() {}
}
