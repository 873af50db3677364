package till.fleet;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Collection;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import till.uplink.Topics;

/// A ledger in a file of SQLite.
record SqliteStore(LedgerAddress.Sqlite address) implements LedgerStore {

  /// How long one collector waits for another's short transactions.
  private static final int BUSY_MILLIS = 10_000;

  /// The kind of an error, without the details.
  private static final int PRIMARY_CODE = 0xff;

  @Override
  public Sql writer(boolean begin) throws SQLException {
    if (!begin) {
      checkIsThere(); // a file system that is not mounted must not get a new one
    }
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Sql sql = open(config);
    try {
      sql.inTransaction(() -> {
        int version = version(sql);
        if (version < LedgerTables.VERSION) {
          sql.script(
              LedgerTables.script(
                      version, "INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB", "WITHOUT ROWID")
                  + "PRAGMA user_version = "
                  + LedgerTables.VERSION);
        }
        return version;
      });
      return sql;
    } catch (SQLException | RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  @Override
  public Sql reader() {
    checkIsThere();
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try {
      Sql sql = open(config);
      try {
        sql.script("BEGIN");
        LedgerTables.current(version(sql), address);
        return sql;
      } catch (SQLException | RuntimeException e) {
        sql.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new LedgerException("cannot read the ledger", address, e);
    }
  }

  /// One writer at a time: what can be seen has nothing unseen before it.
  @Override
  public long settled() {
    try (Sql sql = reader()) {
      return sql.first("SELECT coalesce(max(id), 0) FROM released", row -> row.getLong(1))
          .orElse(0L);
    } catch (SQLException e) {
      throw new LedgerException("cannot read the ledger", address, e);
    }
  }

  /// There is one writer at a time.
  @Override
  public void lock(Sql sql, Collection<Topics> terminals) {}

  @Override
  public Fault fault(SQLException failure) {
    int code = failure.getErrorCode() & PRIMARY_CODE;
    return code == SQLiteErrorCode.SQLITE_CONSTRAINT.code
            || code == SQLiteErrorCode.SQLITE_TOOBIG.code
            || code == SQLiteErrorCode.SQLITE_MISMATCH.code
        ? Fault.DATA
        : Fault.AWAY;
  }

  private void checkIsThere() {
    if (!Files.isRegularFile(address.file())) {
      throw new LedgerException("there is no ledger at " + address);
    }
  }

  private Sql open(SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(BUSY_MILLIS);
    return new Sql(config.createConnection("jdbc:sqlite:" + address.file()));
  }

  private int version(Sql sql) throws SQLException {
    return LedgerTables.known(
        sql.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0), address);
  }
}
