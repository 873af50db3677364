package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;
import till.journal.Outbox.Bookmark;

/// The outbox's own database beside the journal: the bookmark, the count of connections, the
/// disputes.
///
/// It is not synced at each move of the bookmark: a power cut may set that back. The count of
/// connections is synced, because it must grow, and so is a dispute. A damaged file is put aside:
/// it is worth little, unlike the documents.
///
/// Owned by the uplink's thread; what is read from beside, by any.
final class OutboxFile implements AutoCloseable {

  /// `user_version` of the file. A newer one is refused.
  private static final int VERSION = 2;

  private static final String SCHEMA =
      """
      CREATE TABLE bookmark (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,
        position INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL);
      CREATE TABLE connection (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL);
      """;

  /// Since version 2. `proven` is a position; `settled` is 1 once the fleet has taken what follows.
  private static final String DISPUTES =
      """
      CREATE TABLE dispute (epoch TEXT PRIMARY KEY, proven INTEGER NOT NULL, reason TEXT NOT NULL,
        settled INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
      """;

  private static final Logger log = LoggerFactory.getLogger(OutboxFile.class);

  private final Connection connection;
  private final PreparedStatement moveBookmark;

  private OutboxFile(Connection connection) throws SQLException {
    this.connection = connection;
    moveBookmark =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO bookmark (one, epoch, position, number, hash)
            VALUES (1, ?, ?, ?, ?)\
            """);
  }

  /// Opens the file, makes it when it is not there, and brings an older one up to date.
  ///
  /// @param head of the journal. Connections are counted from it, so that the count of a lost file
  ///   hardly comes again
  static OutboxFile open(Path stateDirectory, Head head) throws SQLException {
    Connection connection = connect(stateDirectory.resolve(Outbox.FILE), head);
    try {
      return new OutboxFile(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(Path file, Head head) throws SQLException {
    try {
      return prepare(file, head);
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw e;
      }
      log.warn(
          "{} is damaged and put aside: all documents will be sent again, which does no harm",
          file);
      putAside(file);
      return prepare(file, head);
    }
  }

  private static Connection prepare(Path file, Head head) throws SQLException {
    try {
      Sqlite.prepareFile(file);
    } catch (IOException e) {
      throw Sqlite.failure("cannot make the bookmark " + file, file, e);
    }
    Connection connection = Sqlite.writer(file, SynchronousMode.NORMAL);
    try {
      prepareTables(connection, file, head);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepareTables(Connection connection, Path file, Head head)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version = version(connection);
      Sqlite.refuseNewer(file, version, VERSION);
      if (version < VERSION) {
        connection.setAutoCommit(false);
        if (version == 0) {
          statement.executeUpdate(SCHEMA);
          statement.executeUpdate(
              "INSERT INTO connection (one, n) VALUES (1, " + head.position() + ")");
        }
        statement.executeUpdate(DISPUTES);
        statement.executeUpdate("PRAGMA user_version = " + VERSION);
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static void putAside(Path file) {
    try {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Path part = file.resolveSibling(file.getFileName() + suffix);
        if (Files.exists(part)) {
          Files.move(
              part,
              part.resolveSibling(part.getFileName() + ".damaged"),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new JournalException("cannot put the damaged " + file + " aside", e);
    }
  }

  /// The bookmark, read from beside; nothing when there is none.
  static Optional<Bookmark> bookmark(Path stateDirectory) throws IOException, SQLException {
    Path file = stateDirectory.resolve(Outbox.FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (Connection connection = Sqlite.bystander(file)) {
      return bookmark(connection);
    }
  }

  /// The disputes, read from beside.
  static List<Dispute> disputes(Path stateDirectory) throws IOException, SQLException {
    Path file = stateDirectory.resolve(Outbox.FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (Connection connection = Sqlite.bystander(file)) {
      return version(connection) < 2 ? List.of() : disputes(connection);
    }
  }

  private static Optional<Bookmark> bookmark(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT epoch, position, number, hash FROM bookmark")) {
      return rows.next()
          ? Optional.of(
              new Bookmark(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getString(4)))
          : Optional.empty();
    }
  }

  private static List<Dispute> disputes(Connection connection) throws SQLException {
    var disputes = new ArrayList<Dispute>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT epoch, proven, reason, settled FROM dispute")) {
      while (rows.next()) {
        disputes.add(
            new Dispute(
                rows.getString(1), rows.getLong(2), rows.getString(3), rows.getInt(4) == 1));
      }
    }
    return disputes;
  }

  /// Nothing before the first move.
  Optional<Bookmark> bookmark() throws SQLException {
    return bookmark(connection);
  }

  void move(Bookmark bookmark) throws SQLException {
    moveBookmark.setString(1, bookmark.epoch());
    moveBookmark.setLong(2, bookmark.position());
    moveBookmark.setLong(3, bookmark.number());
    moveBookmark.setString(4, bookmark.hash());
    moveBookmark.executeUpdate();
  }

  /// The count of connections, one more than before and not below `least`; it is on the disk when
  /// this returns.
  long nextConnection(long least) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      synced(() -> statement.executeUpdate("UPDATE connection SET n = max(n + 1, " + least + ")"));
      try (ResultSet rows = statement.executeQuery("SELECT n FROM connection")) {
        return rows.getLong(1);
      }
    }
  }

  List<Dispute> disputes() throws SQLException {
    return disputes(connection);
  }

  /// Keeps a dispute in place of what was known of its epoch; it is on the disk when this returns.
  void keep(Dispute dispute) throws SQLException {
    synced(() -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT OR REPLACE INTO dispute (epoch, proven, reason, settled)"
                  + " VALUES (?, ?, ?, ?)")) {
        insert.setString(1, dispute.epoch());
        insert.setLong(2, dispute.proven());
        insert.setString(3, dispute.reason());
        insert.setInt(4, dispute.isSettled() ? 1 : 0);
        insert.executeUpdate();
      }
    });
  }

  /// All disputes are settled. A power cut may undo it.
  void settleDisputes() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE dispute SET settled = 1");
    }
  }

  private interface Writing {
    void write() throws SQLException;
  }

  /// What is written is on the disk when this returns.
  private void synced(Writing writing) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      writing.write();
      statement.execute("PRAGMA synchronous = NORMAL");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
