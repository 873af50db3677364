package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a journal file from outside, wherever it lies: that of a running daemon, or a copy.
/// Changes nothing.
public final class JournalReader implements AutoCloseable {

  /// Rows that may be lost one after the other before the rest is, too: more than hang on one page
  /// of the tree that they are found by.
  private static final long LOST_MAX = 100_000;

  private final Path database;
  private final Connection connection;

  private JournalReader(Path database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /// Opens a journal that exists.
  ///
  /// @throws JournalException when it cannot be read or is none
  public static JournalReader open(Path database) {
    if (!Files.isRegularFile(database)) {
      throw new JournalException("there is no journal at " + database);
    }
    try {
      Connection connection = Sqlite.bystander(database);
      try {
        JournalTables.checkVersion(connection, database);
        return new JournalReader(database, connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal " + database, e);
    } catch (IOException e) {
      throw new JournalException("cannot read the journal " + database, e);
    }
  }

  /// Whose it is: `acme/0042-03`.
  public String owner() {
    return read(() -> JournalTables.owner(connection));
  }

  /// The newest document, as of now.
  public Head head() {
    return read(() -> JournalTables.head(connection));
  }

  /// The last document that was pruned: those up to it are not here any more. Nothing while all
  /// are.
  public Optional<Head> pruned() {
    return read(() -> JournalTables.pruned(connection));
  }

  /// The document at a position, or what is kept of the last that was pruned.
  Optional<Head> at(long position) {
    return read(() -> JournalTables.at(connection, position))
        .or(() -> pruned().filter(last -> last.position() == position));
  }

  /// The public keys its documents are signed with, 32 bytes each, by id.
  public Map<String, byte[]> publicKeys() {
    return read(() -> JournalTables.keys(connection));
  }

  /// Reads on in one view of the file: neither what comes nor what is pruned meanwhile shows. Until
  /// this is closed, the writer's `-wal` grows.
  void hold() {
    read(() -> {
      connection.setAutoCommit(false);
      return connection;
    });
  }

  /// Documents after a position, in order.
  public List<Outbox.Outgoing> after(long position, int max) {
    return read(() -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              SELECT epoch, position, number, document, signature, key_id FROM document
              WHERE position > ? ORDER BY position LIMIT ?\
              """)) {
        select.setLong(1, position);
        select.setInt(2, max);
        var documents = new ArrayList<Outbox.Outgoing>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            documents.add(outgoing(rows));
          }
        }
        return documents;
      }
    });
  }

  /// Takes documents one by one.
  public interface Sink {
    void take(Outbox.Outgoing document) throws IOException;
  }

  /// What came of reading a journal row by row.
  ///
  /// @param read how many documents there were
  /// @param head the newest one; nothing when where the journal ends cannot be read
  /// @param firstLost the position of the first that cannot be read or is missing; 0 when all are
  ///   there
  /// @param lost how many there are of those, as far as it is known
  public record Salvage(long read, Optional<Head> head, long firstLost, long lost) {

    /// Whether the journal is all there, up to its head.
    public boolean isWhole() {
      return lost == 0 && head.isPresent();
    }
  }

  /// Hands on, in order, every document after a position that can be read, past those that cannot.
  /// Those that were pruned are not lost. Of a journal whose end cannot be read either, it gives up
  /// behind a row of `LOST_MAX`.
  public Salvage salvage(long after, Sink sink) throws IOException {
    Optional<Head> head = attempt(() -> JournalTables.head(connection));
    long due =
        head.map(Head::position)
            .or(() -> attempt(() -> JournalTables.snapshotPosition(connection)))
            .orElse(Long.MAX_VALUE);
    long read = 0;
    long firstLost = 0;
    long lost = 0;
    long inARow = 0;
    long pruned =
        attempt(() -> JournalTables.pruned(connection).map(Head::position).orElse(0L))
            .or(() -> attempt(() -> JournalTables.beforeFirst(connection)))
            .orElse(0L);
    long begin = Math.max(after, pruned) + 1;
    for (long position = begin; position <= due && inARow < LOST_MAX; position++) {
      long at = position;
      Optional<Outbox.Outgoing> document = attempt(() -> select(at)).flatMap(found -> found);
      if (document.isPresent()) {
        sink.take(document.get());
        read++;
        lost += inARow;
        inARow = 0;
      } else {
        firstLost = firstLost == 0 ? position : firstLost;
        inARow++;
      }
    }
    return new Salvage(read, head, firstLost, inARow < LOST_MAX ? lost + inARow : lost);
  }

  private Optional<Outbox.Outgoing> select(long position) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT epoch, position, number, document, signature, key_id FROM document
            WHERE position = ?\
            """)) {
      select.setLong(1, position);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(outgoing(rows)) : Optional.empty();
      }
    }
  }

  private static Outbox.Outgoing outgoing(ResultSet rows) throws SQLException {
    return new Outbox.Outgoing(
        rows.getString(1),
        rows.getLong(2),
        rows.getLong(3),
        rows.getBytes(4),
        rows.getBytes(5),
        rows.getString(6));
  }

  /// What is read, unless it is where the file is damaged.
  private <T> Optional<T> attempt(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (SQLException e) {
      if (Sqlite.isUnreadable(e)) {
        return Optional.empty();
      }
      throw Sqlite.failure("cannot read the journal " + database, e);
    }
  }

  /// Up to where everything is safe at the other end, as the file of bookmarks beside the journal
  /// says, or what was pruned; nothing where there is neither. A bookmark counts only in the
  /// journal it was put into.
  public Optional<Outbox.Bookmark> bookmark() {
    Optional<Outbox.Bookmark> stored = beside(OutboxFile::bookmark);
    return stored
        .filter(mark -> at(mark.position()).map(Outbox.Bookmark::of).equals(stored))
        .or(() -> pruned().map(Outbox.Bookmark::of));
  }

  /// Why the fleet and this journal disagree, as the file of bookmarks beside the journal says;
  /// nothing as long as they do not.
  public Optional<String> contradiction() {
    return Disputes.contradiction(beside(OutboxFile::disputes));
  }

  private interface Beside<T> {
    T read(Path directory) throws IOException, SQLException;
  }

  private <T> T beside(Beside<T> reading) {
    try {
      return reading.read(database.toAbsolutePath().resolveSibling(""));
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the bookmark beside " + database, e);
    } catch (IOException e) {
      throw new JournalException("cannot read the bookmark beside " + database, e);
    }
  }

  private interface Reading<T> {
    T read() throws SQLException;
  }

  private <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal " + database, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close the journal " + database, e);
    }
  }
}
