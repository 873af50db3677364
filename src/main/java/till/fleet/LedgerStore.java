package till.fleet;

import java.sql.SQLException;
import java.util.Collection;
import till.uplink.Topics;

/// A database that a ledger is in. What both kinds do alike is plain SQL; this is the rest.
sealed interface LedgerStore permits SqliteStore, PostgresStore {

  static LedgerStore at(LedgerAddress address) {
    return switch (address) {
      case LedgerAddress.Sqlite sqlite -> new SqliteStore(sqlite);
      case LedgerAddress.Postgres postgres -> new PostgresStore(postgres);
    };
  }

  /// What a failure means.
  enum Fault {
    /// Others were in the way: the same again will do.
    COLLISION,

    /// The database does not take what it was given, and never will.
    DATA,

    /// The database is not there, or cannot write.
    AWAY
  }

  /// Opens it for a collector. Every commit is on the disk when it returns.
  ///
  /// @param begin whether to make it when it is not there
  /// @throws LedgerException when it is of a newer version, or not there
  Sql writer(boolean begin) throws SQLException;

  /// Inside a transaction: nobody else changes what is known of these terminals until its end.
  void lock(Sql sql, Collection<Topics> terminals) throws SQLException;

  Fault fault(SQLException failure);

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
