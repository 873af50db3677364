package till.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Connections whose durability is set on each of them, and checked; and SQLite's errors in words
/// that say what to do.
final class Sqlite {

  /// How long a reader waits for the writer's short exclusive moments.
  private static final int BUSY_MILLIS = 5_000;

  private static final int PRIMARY_CODE = 0xFF;

  /// What a `-wal` is cut to once it can be used again: a reader with a long view, such as `till
  /// journal verify`, lets it grow meanwhile.
  static final int WAL_BYTES_KEPT = 8 * 1024 * 1024;

  private static final Set<SQLiteErrorCode> READ_ERRORS =
      EnumSet.of(
          SQLiteErrorCode.SQLITE_IOERR_READ,
          SQLiteErrorCode.SQLITE_IOERR_SHORT_READ,
          SQLiteErrorCode.SQLITE_IOERR_DATA,
          SQLiteErrorCode.SQLITE_IOERR_CORRUPTFS);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private Sqlite() {}

  /// The file, for its owner alone, made empty when it is not there. SQLite gives its `-wal` and
  /// `-shm` the same mode.
  static void prepareFile(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(file)) {
        throw new FileSystemException(file.toString(), null, "is not a file: move it away");
      }
      if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    }
  }

  /// The one connection that writes: WAL, and commits synced as far as `synchronous` says.
  ///
  /// @throws SQLException when the database does not take these settings
  static Connection writer(Path file, SynchronousMode synchronous) throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setJournalSizeLimit(WAL_BYTES_KEPT);
    config.setSynchronous(synchronous);
    return checked(config.createConnection("jdbc:sqlite:" + file), file, synchronous);
  }

  /// A connection that only reads, beside the writer.
  ///
  /// @throws SQLException when there is no such database, or it is not in WAL mode
  static Connection reader(Path file) throws SQLException {
    SQLiteConfig config = readOnly();
    config.setSynchronous(SynchronousMode.FULL);
    return checked(config.createConnection("jdbc:sqlite:" + file), file, SynchronousMode.FULL);
  }

  /// A connection to a file that nobody writes, ever: nothing is locked and nothing left beside it.
  static Connection immutable(Path file) throws SQLException {
    return readOnly().createConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1");
  }

  /// A connection that only reads a file of which it is not known whether anybody writes it. One
  /// without a `-wal` beside it is in nobody's use and may lie where nothing can be written.
  static Connection bystander(Path file) throws SQLException, IOException {
    if (hasLostItsStart(file)) {
      throw new SQLException(
          "the file is empty, but its -wal is not: keep them together, as they are");
    }
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    return Files.exists(wal) && Files.size(wal) > 0 ? reader(file) : immutable(file);
  }

  private static SQLiteConfig readOnly() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(true);
    return config;
  }

  private static Connection checked(Connection connection, Path file, SynchronousMode synchronous)
      throws SQLException {
    try {
      expect(connection, "journal_mode", "wal", file);
      expect(connection, "synchronous", synchronous == SynchronousMode.FULL ? "2" : "1", file);
      expect(connection, "mmap_size", "0", file);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void expect(Connection connection, String pragma, String wanted, Path file)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
      String found = rows.next() ? rows.getString(1) : "nothing";
      if (!found.equalsIgnoreCase(wanted)) {
        throw new SQLException(
            file + " has " + pragma + "=" + found + " where " + wanted + " is needed");
      }
    }
  }

  /// Refuses a file of a version that this tilld does not know yet.
  static void refuseNewer(Path file, long version, int known) {
    if (version > known) {
      throw new JournalException(
          file
              + " is of version "
              + version
              + ", this tilld knows "
              + known
              + ": install the newer tilld again");
    }
  }

  /// Whether a file is damaged or no database at all.
  static boolean isDamage(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_NOTADB) || is(e, SQLiteErrorCode.SQLITE_CORRUPT);
  }

  /// Whether a file can be read no more: damaged, no database at all, or on a card that does not
  /// give it back.
  static boolean isUnreadable(SQLException e) {
    return isDamage(e)
        || (e instanceof SQLiteException said && READ_ERRORS.contains(said.getResultCode()));
  }

  /// Whether the statement was ended because it took too long.
  static boolean isInterrupt(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_INTERRUPT);
  }

  /// SQLite's own words, in one line.
  static String words(SQLException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /// Whether there is a log of changes to a database that is gone or empty. SQLite writes the
  /// database's first page before the log; and it would delete this log when it is asked to open
  /// the database.
  static boolean hasLostItsStart(Path file) throws IOException {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    return (!Files.exists(file) || Files.size(file) == 0)
        && Files.exists(wal)
        && Files.size(wal) > 0;
  }

  /// Whether a rule of a table was broken, such as a key that is there already.
  static boolean isConstraint(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_CONSTRAINT);
  }

  /// What was attempted, what SQLite says of it, and what to do.
  static JournalException failure(String attempted, SQLException e) {
    return new JournalException(attempted + " (" + advice(e) + ")", e);
  }

  /// Whether there was no room for what was written.
  static boolean isFull(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_FULL);
  }

  private static String advice(SQLException e) {
    if (isFull(e)) {
      return "the disk is full: make room on it";
    }
    if (isDamage(e)) {
      return "the file is damaged, or no database of tilld: keep it with its -wal beside it, it may"
          + " hold sales; move them away together to begin again";
    }
    if (is(e, SQLiteErrorCode.SQLITE_CANTOPEN)
        || is(e, SQLiteErrorCode.SQLITE_PERM)
        || is(e, SQLiteErrorCode.SQLITE_READONLY)) {
      return "check that it is there, and its owner and mode";
    }
    if (is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED)) {
      return "another program holds the file: stop it";
    }
    if (is(e, SQLiteErrorCode.SQLITE_IOERR)) {
      return "the disk reports an error: look at the kernel's log, and at the card";
    }
    return "a fault of tilld or of the disk: keep the file";
  }

  private static boolean is(SQLException e, SQLiteErrorCode code) {
    return e instanceof SQLiteException said
        && (said.getResultCode().code & PRIMARY_CODE) == code.code;
  }

  /// The same for what the file system says.
  static JournalException failure(String attempted, Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? new JournalException(
            attempted + ": there is no directory " + file.getParent() + ": make it first")
        : new JournalException(attempted, e);
  }
}
