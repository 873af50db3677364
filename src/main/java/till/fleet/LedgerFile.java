package till.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/// The ledger as a SQLite file: its tables and how it is opened. The names are fixed, reports rely
/// on them.
final class LedgerFile {

  private static final int VERSION = 1;

  /// How long one collector waits for another's short transactions.
  private static final int BUSY_MILLIS = 10_000;

  /// `document.id` grows with each commit and is never reused: it is the cursor of exports.
  /// `device_key.pinned` is `enrolled`, `first-use`, or `announced` (not believed: another one was
  /// first).
  private static final String SCHEMA =
      """
      CREATE TABLE document (
        id INTEGER PRIMARY KEY AUTOINCREMENT, org TEXT NOT NULL, terminal TEXT NOT NULL,
        epoch TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, status TEXT,
        business_day TEXT, transaction_id TEXT, total INTEGER, currency TEXT, at TEXT NOT NULL,
        received_at TEXT NOT NULL, sha256 TEXT NOT NULL, key_id TEXT, signature BLOB,
        verified TEXT NOT NULL CHECK (verified IN ('good', 'bad', 'unknown-key', 'unsigned')),
        document BLOB NOT NULL, UNIQUE (org, terminal, epoch, number));
      CREATE TABLE watermark (
        org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, through INTEGER NOT NULL,
        sha256 TEXT NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (org, terminal, epoch)) WITHOUT ROWID;
      CREATE TABLE conflict (
        id INTEGER PRIMARY KEY AUTOINCREMENT, org TEXT NOT NULL, terminal TEXT NOT NULL,
        epoch TEXT NOT NULL, number INTEGER NOT NULL, received_at TEXT NOT NULL, sha256 TEXT NOT NULL,
        key_id TEXT, signature BLOB, document BLOB NOT NULL,
        UNIQUE (org, terminal, epoch, number, sha256));
      CREATE TABLE rejected (
        id INTEGER PRIMARY KEY AUTOINCREMENT, org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT,
        number INTEGER, code TEXT NOT NULL, received_at TEXT NOT NULL, sha256 TEXT NOT NULL,
        document BLOB NOT NULL);
      CREATE UNIQUE INDEX rejected_once
        ON rejected (org, terminal, ifnull(epoch, ''), ifnull(number, 0), sha256);
      CREATE INDEX rejected_number ON rejected (org, terminal, epoch, number);
      CREATE TABLE device_key (
        org TEXT NOT NULL, terminal TEXT NOT NULL, key_id TEXT NOT NULL, public_key BLOB NOT NULL,
        pinned TEXT NOT NULL CHECK (pinned IN ('enrolled', 'first-use', 'announced')),
        pinned_at TEXT NOT NULL, PRIMARY KEY (org, terminal, key_id)) WITHOUT ROWID;
      CREATE TABLE anchor (
        org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, number INTEGER NOT NULL,
        sha256 TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (org, terminal, epoch)) WITHOUT ROWID;
      CREATE TABLE state (
        org TEXT NOT NULL, terminal TEXT NOT NULL, conn INTEGER NOT NULL, online INTEGER NOT NULL,
        at TEXT, version TEXT, epoch TEXT, head INTEGER, acked INTEGER, lane TEXT,
        received_at TEXT NOT NULL, body TEXT, PRIMARY KEY (org, terminal)) WITHOUT ROWID;
      """;

  private LedgerFile() {}

  /// Opens it for writing; makes it when it is not there. Every commit is on the disk when it
  /// returns.
  static Connection writer(Path file) {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        var sql = new Sql(connection);
        sql.inTransaction(() -> {
          if (version(connection, file) == 0) {
            sql.script(SCHEMA + "PRAGMA user_version = " + VERSION);
          }
          return VERSION;
        });
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new LedgerException("cannot open the ledger " + file, e);
    }
  }

  /// Opens one that exists, for reading beside those who write.
  static Connection reader(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new LedgerException("there is no ledger at " + file);
    }
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(true);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        if (version(connection, file) == 0) {
          throw new LedgerException(file + " is no ledger");
        }
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new LedgerException("cannot read the ledger " + file, e);
    }
  }

  private static int version(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      int version = rows.next() ? rows.getInt(1) : 0;
      if (version > VERSION) {
        throw new LedgerException(
            file + " is of version " + version + ", this tilld knows " + VERSION);
      }
      return version;
    }
  }
}
