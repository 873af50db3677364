package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// The rows of a journal's database, in one view of a file that may be growing.
final class JournalRows implements Rows {

  private final Path database;
  private final Connection connection;
  private final String owner;
  private final Map<String, byte[]> keys;
  private final Optional<Head> before;
  private final ResultSet rows;
  private long lastPosition;

  private JournalRows(Path database, Connection connection, long max) throws SQLException {
    this.database = database;
    this.connection = connection;
    connection.setAutoCommit(false);
    JournalTables.checkVersion(connection, database);
    owner = JournalTables.owner(connection);
    keys = JournalTables.keys(connection);
    boolean isAll = max == Long.MAX_VALUE;
    Optional<Head> pruned = JournalTables.pruned(connection);
    long gone = pruned.map(Head::position).orElse(0L);
    long believed = isAll ? gone : Math.max(gone, JournalTables.head(connection).position() - max);
    PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT position, epoch, number, type, transaction_id, sha256, key_id, signature, document
            FROM document WHERE position >= ? ORDER BY position\
            """);
    select.setLong(1, isAll ? 0 : believed);
    rows = select.executeQuery();
    before = believed > gone && rows.next() ? Optional.of(row().asHead()) : pruned;
  }

  /// Opens the newest rows of a journal.
  ///
  /// @param max how many of them; the one before them is believed
  /// @throws JournalException when the file cannot be read at all
  static JournalRows open(Path database, long max) {
    if (!Files.isRegularFile(database)) {
      throw new JournalException("there is no journal at " + database);
    }
    try {
      Connection connection = Sqlite.bystander(database);
      try {
        return new JournalRows(database, connection, max);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(database, e);
    } catch (IOException e) {
      throw new JournalException("cannot read the journal " + database, e);
    }
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public Optional<String> owner() {
    return Optional.of(owner);
  }

  @Override
  public Map<String, byte[]> keys() {
    return keys;
  }

  @Override
  public Optional<Head> before() {
    return before;
  }

  @Override
  public Step next() {
    try {
      return rows.next() ? row() : end();
    } catch (SQLException e) {
      if (Sqlite.isUnreadable(e)) {
        return new Broken(lastPosition + 1, Sqlite.words(e));
      }
      throw failure(database, e);
    }
  }

  private Row row() throws SQLException {
    lastPosition = rows.getLong(1);
    return new Row(
        lastPosition,
        lastPosition,
        rows.getString(2),
        rows.getLong(3),
        Optional.ofNullable(rows.getString(4)),
        Optional.ofNullable(rows.getString(5)),
        rows.getBytes(6),
        rows.getString(7),
        rows.getBytes(8),
        rows.getBytes(9));
  }

  private End end() throws SQLException {
    Head head = JournalTables.head(connection);
    long due = JournalTables.snapshotPosition(connection);
    return new End(
        head.position(),
        head,
        due == head.position()
            ? Optional.empty()
            : Optional.of(
                "the last document is due in row "
                    + due
                    + ": what comes after this one is missing"));
  }

  private static JournalException failure(Path database, SQLException e) {
    return Sqlite.failure("cannot read the journal " + database, e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(database, e);
    }
  }
}
