package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import till.fleet.LedgerAddress;

/// Where collectors keep the documents.
final class StoreOptions {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "STORE",
      description =
          "The collectors' store: sqlite:FILE or"
              + " postgresql://[user@]host[:port]/database[?sslmode=...].")
  private String store = "";

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = {
        "A file with PostgreSQL's password, which never stands on a command line; where absent,"
            + " PGPASSFILE or ~/.pgpass is asked."
      })
  private Optional<Path> passwordFile = Optional.empty();

  LedgerAddress address() throws IOException {
    LedgerAddress address;
    try {
      address = LedgerAddress.of(store);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    return switch (address) {
      case LedgerAddress.Sqlite sqlite -> sqlite;
      case LedgerAddress.Postgres postgres when passwordFile.isPresent() ->
          postgres.withPassword(Files.readString(passwordFile.get()).strip());
      case LedgerAddress.Postgres postgres -> postgres;
    };
  }
}
