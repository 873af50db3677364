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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The way out of the journal: a reader with a bookmark. The documents are the journal's own;
/// nothing is copied, nothing is deleted.
///
/// The bookmark has a database of its own, so that the lane's commit never waits for the network
/// side. It is not synced at each move: a power cut may set it back, and then documents are sent
/// again, which number and epoch make harmless. The count of connections is synced, because it must
/// grow.
///
/// Owned by the uplink's thread.
public final class Outbox implements AutoCloseable {

  /// The file's name in the state directory.
  public static final String FILE = "outbox.db";

  /// Most bytes of documents in one batch, unless a single one is larger: bounds memory, not the
  /// wire.
  static final int BATCH_BYTES_MAX = 1024 * 1024;

  private static final int VERSION = 1;

  private static final String SCHEMA =
      """
      CREATE TABLE bookmark (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,
        position INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL);
      CREATE TABLE connection (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL);
      """;

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final Connection journal;
  private final Connection own;
  private final PreparedStatement selectAfter;
  private final PreparedStatement selectNumber;
  private final PreparedStatement selectPosition;
  private final PreparedStatement moveBookmark;
  private Bookmark bookmark;

  private Outbox(Connection journal, Connection own) throws SQLException {
    this.journal = journal;
    this.own = own;
    selectAfter =
        journal.prepareStatement(
            """
            SELECT epoch, position, number, document, signature, key_id FROM document
            WHERE position > ? ORDER BY position LIMIT ?\
            """);
    selectNumber =
        journal.prepareStatement(
            "SELECT epoch, position, number, sha256 FROM document WHERE epoch = ? AND number = ?");
    selectPosition =
        journal.prepareStatement(
            "SELECT epoch, position, number, sha256 FROM document WHERE position = ?");
    moveBookmark =
        own.prepareStatement(
            """
            INSERT OR REPLACE INTO bookmark (one, epoch, position, number, hash)
            VALUES (1, ?, ?, ?, ?)\
            """);
    bookmark = believable(storedBookmark());
  }

  /// Opens the way out of a journal that exists.
  ///
  /// @throws JournalException when the journal cannot be read or the bookmark not be kept
  public static Outbox open(Path stateDirectory) {
    Path file = stateDirectory.resolve(Journal.FILE);
    try {
      Connection journal = Sqlite.reader(file);
      try {
        JournalTables.checkVersion(journal, file);
        Connection own = openOwn(stateDirectory.resolve(FILE), JournalTables.head(journal));
        try {
          return new Outbox(journal, own);
        } catch (SQLException | RuntimeException e) {
          own.close();
          throw e;
        }
      } catch (SQLException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read documents from " + file, e);
    }
  }

  /// The last document that the fleet is known to have, read from beside; nothing when that is not
  /// known.
  static Optional<Bookmark> lastKnown(Path stateDirectory) throws IOException, SQLException {
    Path file = stateDirectory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (Connection bookmarks = Sqlite.bystander(file);
        Statement statement = bookmarks.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT epoch, position, number, hash FROM bookmark")) {
      return rows.next() ? Optional.of(bookmark(rows)) : Optional.empty();
    }
  }

  private static Bookmark bookmark(ResultSet rows) throws SQLException {
    return new Bookmark(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getString(4));
  }

  /// A bookmark that cannot be read is put aside: it is worth nothing, unlike the documents.
  private static Connection openOwn(Path file, Head head) throws SQLException {
    try {
      return prepareOwn(file, head);
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw e;
      }
      log.warn(
          "{} is damaged and put aside: all documents will be sent again, which does no harm",
          file);
      putAside(file);
      return prepareOwn(file, head);
    }
  }

  private static Connection prepareOwn(Path file, Head head) throws SQLException {
    try {
      Sqlite.prepareFile(file);
    } catch (IOException e) {
      throw Sqlite.failure("cannot make the bookmark " + file, file, e);
    }
    Connection own = Sqlite.writer(file, SynchronousMode.NORMAL);
    try {
      prepareTables(own, file, head);
      return own;
    } catch (SQLException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /// Connections are counted from the journal's head, so that the count of a lost file hardly comes
  /// again.
  private static void prepareTables(Connection own, Path file, Head head) throws SQLException {
    try (Statement statement = own.createStatement()) {
      int version;
      try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
        version = rows.next() ? rows.getInt(1) : 0;
      }
      if (version > VERSION) {
        throw new JournalException(
            file
                + " is of version "
                + version
                + ", this tilld knows "
                + VERSION
                + ": install the newer tilld again");
      }
      if (version == 0) {
        own.setAutoCommit(false);
        statement.executeUpdate(SCHEMA);
        statement.executeUpdate(
            "INSERT INTO connection (one, n) VALUES (1, " + head.position() + ")");
        statement.executeUpdate("PRAGMA user_version = " + VERSION);
        own.commit();
        own.setAutoCommit(true);
      }
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

  /// A document on its way out.
  ///
  /// @param position ascends over all epochs of this journal
  /// @param document the stored bytes, which are the published bytes
  /// @param signature 64 bytes, by the key `keyId`
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Outgoing(
      String epoch, long position, long number, byte[] document, byte[] signature, String keyId) {}

  /// Documents after a position, in order, as many as fit a batch; at least one when there is one.
  public List<Outgoing> after(long position, int max) {
    try {
      selectAfter.setLong(1, position);
      selectAfter.setInt(2, max);
      var documents = new ArrayList<Outgoing>();
      long bytes = 0;
      try (ResultSet rows = selectAfter.executeQuery()) {
        while (rows.next()) {
          byte[] document = rows.getBytes(4);
          bytes += document.length;
          if (bytes > BATCH_BYTES_MAX && !documents.isEmpty()) {
            break;
          }
          documents.add(
              new Outgoing(
                  rows.getString(1),
                  rows.getLong(2),
                  rows.getLong(3),
                  document,
                  rows.getBytes(5),
                  rows.getString(6)));
        }
      }
      return documents;
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the documents after position " + position, e);
    }
  }

  /// The last document that is safe at the other end.
  ///
  /// @param position 0 when none is
  /// @param hash SHA-256 (hex) of its bytes
  public record Bookmark(String epoch, long position, long number, String hash) {}

  /// Up to where everything is safe at the other end.
  public Bookmark bookmark() {
    return bookmark;
  }

  /// What an acknowledgement came to.
  public sealed interface Receipt {

    record Moved(Bookmark bookmark) implements Receipt {}

    /// Old news, or about a journal that is no more.
    record Nothing() implements Receipt {}

    /// The other end knows a document that this journal does not have: the disk was restored or
    /// cloned.
    record Contradiction(String reason) implements Receipt {}
  }

  /// The fleet has everything up to a number.
  ///
  /// @param hash of document `through`, as the fleet has it; the bookmark moves only if it is ours
  ///   too
  public Receipt acknowledge(String epoch, long through, String hash) {
    try {
      Optional<Bookmark> ours = byNumber(epoch, through);
      if (ours.isEmpty()) {
        return acknowledgeUnknown(epoch, through);
      }
      if (!ours.get().hash().equals(hash)) {
        return new Receipt.Contradiction(
            "the fleet has another document %s/%d (%s) than this journal (%s)"
                .formatted(epoch, through, hash, ours.get().hash()));
      }
      return moveTo(ours.get());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot move the bookmark to " + epoch + "/" + through, e);
    }
  }

  private Receipt acknowledgeUnknown(String epoch, long through) throws SQLException {
    Head head = JournalTables.head(journal);
    return epoch.equals(head.epoch()) && through > 0
        ? new Receipt.Contradiction(
            "the fleet has document %s/%d, this journal ends at %d"
                .formatted(epoch, through, head.number()))
        : new Receipt.Nothing();
  }

  /// The broker has everything up to a position, which counts where no collector answers.
  public Receipt acknowledge(long position) {
    try {
      Optional<Bookmark> ours = byPosition(position);
      return ours.isPresent()
          ? moveTo(ours.get())
          : new Receipt.Contradiction("this journal has no document at position " + position);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot move the bookmark to position " + position, e);
    }
  }

  private Receipt moveTo(Bookmark next) throws SQLException {
    if (next.position() <= bookmark.position()) {
      return new Receipt.Nothing();
    }
    moveBookmark.setString(1, next.epoch());
    moveBookmark.setLong(2, next.position());
    moveBookmark.setLong(3, next.number());
    moveBookmark.setString(4, next.hash());
    moveBookmark.executeUpdate();
    bookmark = next;
    return new Receipt.Moved(next);
  }

  /// The newest document, as of now.
  public Head head() {
    try {
      return JournalTables.head(journal);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal's head", e);
    }
  }

  /// The number of the next connection. It has grown for good when this returns.
  public long nextConnection() {
    try (Statement statement = own.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      statement.executeUpdate("UPDATE connection SET n = n + 1");
      statement.execute("PRAGMA synchronous = NORMAL");
      try (ResultSet rows = statement.executeQuery("SELECT n FROM connection")) {
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot count a connection", e);
    }
  }

  private Optional<Bookmark> storedBookmark() throws SQLException {
    try (Statement statement = own.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT epoch, position, number, hash FROM bookmark")) {
      return rows.next() ? Optional.of(bookmark(rows)) : Optional.empty();
    }
  }

  /// A bookmark counts only in the journal it was put into.
  private Bookmark believable(Optional<Bookmark> stored) throws SQLException {
    if (stored.isPresent() && stored.equals(byPosition(stored.get().position()))) {
      return stored.get();
    }
    stored.ifPresent(lost ->
        log.warn(
            "the bookmark {}/{} is not of this journal: all documents will be sent again, which"
                + " does no harm",
            lost.epoch(),
            lost.number()));
    return new Bookmark(JournalTables.head(journal).epoch(), 0, 0, "");
  }

  private Optional<Bookmark> byNumber(String epoch, long number) throws SQLException {
    selectNumber.setString(1, epoch);
    selectNumber.setLong(2, number);
    return first(selectNumber);
  }

  private Optional<Bookmark> byPosition(long position) throws SQLException {
    selectPosition.setLong(1, position);
    return first(selectPosition);
  }

  private static Optional<Bookmark> first(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(
              new Bookmark(
                  rows.getString(1),
                  rows.getLong(2),
                  rows.getLong(3),
                  HexFormat.of().formatHex(rows.getBytes(4))))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      own.close();
      journal.close();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close the outbox", e);
    }
  }
}
