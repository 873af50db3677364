package till.fleet;

import java.sql.SQLException;

/// A database that a ledger is in. What both kinds do alike is plain SQL; this is the rest.
sealed interface LedgerStore permits SqliteStore, PostgresStore {

  static LedgerStore at(LedgerAddress address) {
    return switch (address) {
      case LedgerAddress.Sqlite sqlite -> new SqliteStore(sqlite);
      case LedgerAddress.Postgres postgres -> new PostgresStore(postgres);
    };
  }

  /// Opens it for a collector; makes it when it is not there. Every commit is on the disk when it
  /// returns.
  ///
  /// @throws LedgerException when it is of a newer version
  Sql writer() throws SQLException;

  /// Opens one that exists, for reading beside those who write: everything that is read until it is
  /// closed is as of one moment.
  ///
  /// @throws LedgerException when there is none, it is of a newer version, or cannot be reached
  Sql reader();

  /// The highest `released.id` below which nothing can appear any more. To be asked before the
  /// reader is opened that reads up to it.
  ///
  /// @throws LedgerException when it cannot be said
  long settled();
}
