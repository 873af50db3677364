package till.cli;

import java.nio.file.Path;

/// Where collectors keep the documents, as the command line names it.
final class Store {

  private static final String SQLITE = "sqlite:";

  private Store() {}

  /// The file of `sqlite:FILE`.
  static Path file(String store) {
    if (store.startsWith("postgresql:")) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, "PostgreSQL is not built in this version: use sqlite:FILE");
    }
    if (!store.startsWith(SQLITE) || store.length() == SQLITE.length()) {
      throw new CommandException(ExitCode.USAGE, "a store is sqlite:FILE, not " + store);
    }
    return Path.of(store.substring(SQLITE.length()));
  }
}
