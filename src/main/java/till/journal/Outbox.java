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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The way out of the journal: a reader with a bookmark. The documents are the journal's own;
/// nothing is copied, nothing is deleted. The bookmark is at or behind the last document that was
/// pruned: only what was acknowledged ever is.
///
/// The bookmark has a database of its own, so that the lane's commit never waits for the network
/// side. It is not synced at each move: a power cut may set it back, and then documents are sent
/// again, which number and epoch make harmless. The count of connections is synced, because it must
/// grow, and so is a dispute.
///
/// When the fleet knows another end of an epoch than this journal, the disk was restored or copied,
/// and the epoch is *disputed* from then on, for ever. No ack can prove its documents any more:
/// they leave once more, ahead of all that follow, and are done with when a broker has taken them.
/// What the fleet had not proved to have by then is never proven, and never to be deleted.
///
/// Owned by the uplink's thread.
public final class Outbox implements AutoCloseable {

  /// The file's name in the state directory.
  public static final String FILE = "outbox.db";

  /// Most bytes of documents in one batch, unless a single one is larger: bounds memory, not the
  /// wire.
  static final int BATCH_BYTES_MAX = 1024 * 1024;

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

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final Connection journal;
  private final Connection own;
  private final PreparedStatement selectAfter;
  private final PreparedStatement selectNumber;
  private final PreparedStatement selectNext;
  private final PreparedStatement selectLast;
  private final PreparedStatement selectOldest;
  private final PreparedStatement moveBookmark;
  private final Map<String, Dispute> disputes = new HashMap<>();
  private Bookmark bookmark;
  private Optional<Instant> oldest = Optional.empty();

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
    selectNext =
        journal.prepareStatement(
            """
            SELECT epoch, position, number, sha256 FROM document
            WHERE position > ? ORDER BY position LIMIT 1\
            """);
    selectLast =
        journal.prepareStatement(
            """
            SELECT epoch, position, number, sha256 FROM document
            WHERE epoch = ? ORDER BY number DESC LIMIT 1\
            """);
    selectOldest =
        journal.prepareStatement(
            "SELECT at FROM document WHERE position > ? ORDER BY position LIMIT 1");
    moveBookmark =
        own.prepareStatement(
            """
            INSERT OR REPLACE INTO bookmark (one, epoch, position, number, hash)
            VALUES (1, ?, ?, ?, ?)\
            """);
    storedDisputes(own).forEach(dispute -> disputes.put(dispute.epoch(), dispute));
    // what was pruned had been acknowledged, whatever became of the bookmark since
    bookmark = pruned().orElse(new Bookmark(JournalTables.head(journal).epoch(), 0, 0, ""));
    Optional<Bookmark> stored = storedBookmark();
    if (stored.isPresent()) {
      believe(stored.get());
    }
    reopen();
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

  /// Up to which position the fleet has proven that it has everything, which is what a document
  /// needs to leave this device; 0 when nobody knows. A disputed epoch stands in the way for good
  /// with the first document that nothing can prove. Read from beside, by the journal's writer.
  ///
  /// @param journal to see whether the bookmark is one of this journal
  static long provenPosition(Path stateDirectory, Connection journal) {
    try {
      Optional<Head> bookmark =
          lastKnown(stateDirectory)
              .map(mark -> new Head(mark.epoch(), mark.position(), mark.number(), mark.hash()));
      if (bookmark.isEmpty()
          || !bookmark.equals(JournalTables.at(journal, bookmark.get().position()))) {
        return 0;
      }
      return proven(journal, bookmark.get().position(), disputes(stateDirectory));
    } catch (SQLException | IOException _) {
      return 0; // damaged, or being made: the uplink says so
    }
  }

  private static long proven(Connection journal, long bookmark, Collection<Dispute> disputes)
      throws SQLException {
    long proven = bookmark;
    for (Dispute dispute : disputes) {
      if (JournalTables.hasAfter(journal, dispute.epoch(), dispute.proven())) {
        proven = Math.min(proven, dispute.proven());
      }
    }
    return proven;
  }

  /// Why the fleet and the journal disagree, read from beside; nothing as long as they do not.
  static Optional<String> contradiction(Path stateDirectory) throws IOException, SQLException {
    return unsettled(disputes(stateDirectory));
  }

  private static List<Dispute> disputes(Path stateDirectory) throws IOException, SQLException {
    Path file = stateDirectory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (Connection own = Sqlite.bystander(file)) {
      return version(own) < 2 ? List.of() : storedDisputes(own);
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
      int version = version(own);
      if (version > VERSION) {
        throw new JournalException(
            file
                + " is of version "
                + version
                + ", this tilld knows "
                + VERSION
                + ": install the newer tilld again");
      }
      if (version < VERSION) {
        own.setAutoCommit(false);
        if (version == 0) {
          statement.executeUpdate(SCHEMA);
          statement.executeUpdate(
              "INSERT INTO connection (one, n) VALUES (1, " + head.position() + ")");
        }
        statement.executeUpdate(DISPUTES);
        statement.executeUpdate("PRAGMA user_version = " + VERSION);
        own.commit();
        own.setAutoCommit(true);
      }
    }
  }

  private static int version(Connection own) throws SQLException {
    try (Statement statement = own.createStatement();
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

  /// The last document that is done with here: the fleet has it, or, of a disputed epoch, a broker
  /// has taken it.
  ///
  /// @param position 0 when none is
  /// @param hash SHA-256 (hex) of its bytes
  public record Bookmark(String epoch, long position, long number, String hash) {}

  /// Up to where everything is done with.
  public Bookmark bookmark() {
    return bookmark;
  }

  /// An epoch of which the fleet knows another end than this journal.
  ///
  /// @param proven position up to which its documents were proven before; what comes behind, of
  ///   this epoch, never will be
  /// @param reason what the fleet has, and what this journal
  /// @param isSettled whether the fleet has taken something of the epoch that followed
  public record Dispute(String epoch, long proven, String reason, boolean isSettled) {}

  /// All epochs that were ever disputed, in no order.
  public List<Dispute> disputes() {
    return List.copyOf(disputes.values());
  }

  /// The dispute about the epoch that is being written, which therefore should end.
  public Optional<Dispute> disputeOf(Head head) {
    return Optional.ofNullable(disputes.get(head.epoch()));
  }

  /// Why the fleet and this journal disagree; nothing as long as they do not, and nothing any more
  /// once the fleet has taken something of the epoch that followed.
  public Optional<String> contradiction() {
    return unsettled(disputes.values());
  }

  private static Optional<String> unsettled(Collection<Dispute> disputes) {
    return disputes.stream()
        .filter(dispute -> !dispute.isSettled())
        .map(Dispute::reason)
        .findFirst();
  }

  /// Whether the document at this position is of a disputed epoch, so that a broker's word is all
  /// there will ever be.
  public boolean isDisputed(long position) {
    try {
      return !disputes.isEmpty()
          && byPosition(position).map(Bookmark::epoch).filter(disputes::containsKey).isPresent();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot look up position " + position, e);
    }
  }

  /// The position up to which the fleet proved to have every document. Behind the first one that
  /// never will be proven it stands still; what may go there says `disputes`.
  public long provenPosition() {
    try {
      return proven(journal, bookmark.position(), disputes.values());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot tell what the fleet has", e);
    }
  }

  /// When the epoch that is being written began, by the clock of then; nothing as long as no other
  /// one was ever disputed.
  public Optional<Instant> begunInDispute(Head head) {
    if (disputes.keySet().stream().allMatch(head.epoch()::equals)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        journal.prepareStatement("SELECT at FROM document WHERE epoch = ? AND number = 1")) {
      select.setString(1, head.epoch());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(Instant.parse(rows.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot tell when epoch " + head.epoch() + " began", e);
    }
  }

  /// What an acknowledgement came to.
  public sealed interface Receipt {

    record Moved(Bookmark bookmark) implements Receipt {}

    /// Old news, or about a journal that is no more, or about an epoch that is disputed already, or
    /// too early: documents of an epoch before it are still waiting.
    record Nothing() implements Receipt {}

    /// The other end knows a document that this journal does not have: the disk was restored or
    /// cloned. The epoch is disputed from here on.
    record Contradiction(String reason) implements Receipt {}
  }

  /// The fleet has everything up to a number.
  ///
  /// @param hash of document `through`, as the fleet has it; the bookmark moves only if it is ours
  ///   too
  public Receipt acknowledge(String epoch, long through, String hash) {
    if (disputes.containsKey(epoch)) {
      return new Receipt.Nothing();
    }
    try {
      Optional<Bookmark> ours = byNumber(epoch, through);
      if (ours.isEmpty()) {
        ours = pruned().filter(last -> last.epoch().equals(epoch) && last.number() == through);
      }
      if (ours.isEmpty()) {
        return acknowledgeUnknown(epoch, through, hash);
      }
      if (!ours.get().hash().equals(hash)) {
        String reason =
            "the fleet has another document %s/%d (%s) than this journal (%s)"
                .formatted(epoch, through, hash, ours.get().hash());
        dispute(epoch, Math.min(bookmark.position(), ours.get().position() - 1), reason);
        return new Receipt.Contradiction(reason);
      }
      return isNext(epoch) ? moveTo(ours.get()) : new Receipt.Nothing();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot move the bookmark to " + epoch + "/" + through, e);
    }
  }

  private Receipt acknowledgeUnknown(String epoch, long through, String hash) throws SQLException {
    Optional<Bookmark> last = last(epoch).filter(ours -> ours.number() < through);
    if (last.isEmpty()) {
      return new Receipt.Nothing();
    }
    String reason =
        "the fleet has document %s/%d (%s), this journal ends at %d (%s)"
            .formatted(epoch, through, hash, last.get().number(), last.get().hash());
    dispute(epoch, bookmark.position(), reason);
    return new Receipt.Contradiction(reason);
  }

  /// Notes a dispute; it is on the disk when this returns.
  private void dispute(String epoch, long proven, String reason) throws SQLException {
    synced(() -> {
      try (PreparedStatement insert =
          own.prepareStatement(
              "INSERT OR REPLACE INTO dispute (epoch, proven, reason) VALUES (?, ?, ?)")) {
        insert.setString(1, epoch);
        insert.setLong(2, proven);
        insert.setString(3, reason);
        insert.executeUpdate();
      }
    });
    disputes.put(epoch, new Dispute(epoch, proven, reason, false));
  }

  /// Whether no document of an earlier epoch is still on its way out.
  private boolean isNext(String epoch) throws SQLException {
    selectNext.setLong(1, bookmark.position());
    return first(selectNext).filter(next -> !next.epoch().equals(epoch)).isEmpty();
  }

  /// The broker has everything up to a position, which counts where no collector answers, and of a
  /// disputed epoch.
  public Receipt acknowledge(long position) {
    try {
      Optional<Bookmark> ours = byPosition(position);
      if (ours.isEmpty() && position <= bookmark.position()) {
        return new Receipt.Nothing(); // pruned meanwhile
      }
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
    oldest = Optional.empty();
    settle(next.epoch());
    return new Receipt.Moved(next);
  }

  /// When the first document behind the bookmark was made, by the terminal's clock.
  public Optional<Instant> oldest() {
    if (oldest.isEmpty()) {
      try {
        selectOldest.setLong(1, bookmark.position());
        try (ResultSet rows = selectOldest.executeQuery()) {
          oldest = rows.next() ? Optional.of(Instant.parse(rows.getString(1))) : Optional.empty();
        }
      } catch (SQLException e) {
        throw Sqlite.failure("cannot read the first document behind the bookmark", e);
      }
    }
    return oldest;
  }

  /// Something of the epoch that is being written has arrived: fleet and journal agree again.
  private void settle(String epoch) throws SQLException {
    if (contradiction().isEmpty()
        || disputes.containsKey(epoch)
        || !epoch.equals(JournalTables.head(journal).epoch())) {
      return;
    }
    try (Statement statement = own.createStatement()) {
      statement.executeUpdate("UPDATE dispute SET settled = 1");
    }
    disputes.replaceAll(
        (_, dispute) -> new Dispute(dispute.epoch(), dispute.proven(), dispute.reason(), true));
  }

  /// The newest document, as of now.
  public Head head() {
    try {
      return JournalTables.head(journal);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal's head", e);
    }
  }

  /// The lowest number of the current epoch that is still here; 1 while it has no document.
  public long firstNumber() {
    try {
      return JournalTables.firstNumber(journal);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal's beginning", e);
    }
  }

  /// The number of the next connection. It has grown for good when this returns.
  ///
  /// The fleet does not listen to a smaller one than it knows, and a disk that was put back knows
  /// an old one. So the count never lags behind the clock's seconds, which no till outruns with its
  /// connections; where the clock is wrong, it still grows by one.
  public long nextConnection(Instant now) {
    try (Statement statement = own.createStatement()) {
      synced(() ->
          statement.executeUpdate(
              "UPDATE connection SET n = max(n + 1, " + now.getEpochSecond() + ")"));
      try (ResultSet rows = statement.executeQuery("SELECT n FROM connection")) {
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot count a connection", e);
    }
  }

  private interface Writing {
    void write() throws SQLException;
  }

  /// What is written is on the disk when this returns.
  private void synced(Writing writing) throws SQLException {
    try (Statement statement = own.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      writing.write();
      statement.execute("PRAGMA synchronous = NORMAL");
    }
  }

  private static List<Dispute> storedDisputes(Connection own) throws SQLException {
    var disputes = new ArrayList<Dispute>();
    try (Statement statement = own.createStatement();
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

  private Optional<Bookmark> storedBookmark() throws SQLException {
    try (Statement statement = own.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT epoch, position, number, hash FROM bookmark")) {
      return rows.next() ? Optional.of(bookmark(rows)) : Optional.empty();
    }
  }

  /// A bookmark counts only in the journal it was put into. Another one says what an ack would say
  /// of what the fleet has.
  private void believe(Bookmark stored) throws SQLException {
    if (byPosition(stored.position()).equals(Optional.of(stored))) {
      bookmark = stored;
      return;
    }
    if (stored.position() <= bookmark.position()) {
      return; // one from before what was pruned
    }
    log.warn(
        "the bookmark {}/{} is not of this journal: all documents will be sent again, which does no"
            + " harm",
        stored.epoch(),
        stored.number());
    acknowledge(stored.epoch(), stored.number(), stored.hash());
  }

  private Optional<Bookmark> pruned() throws SQLException {
    return JournalTables.pruned(journal).map(Outbox::bookmark);
  }

  static Bookmark bookmark(Head head) {
    return new Bookmark(head.epoch(), head.position(), head.number(), head.hash());
  }

  /// A journal that was put back to before a dispute was answered has to answer it again.
  private void reopen() throws SQLException {
    Optional<Dispute> again = disputeOf(JournalTables.head(journal)).filter(Dispute::isSettled);
    if (again.isPresent()) {
      dispute(again.get().epoch(), again.get().proven(), again.get().reason());
    }
  }

  private Optional<Bookmark> byNumber(String epoch, long number) throws SQLException {
    selectNumber.setString(1, epoch);
    selectNumber.setLong(2, number);
    return first(selectNumber);
  }

  /// The last document of an epoch of this journal.
  private Optional<Bookmark> last(String epoch) throws SQLException {
    selectLast.setString(1, epoch);
    return first(selectLast);
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

  private Optional<Bookmark> byPosition(long position) throws SQLException {
    return JournalTables.at(journal, position).map(Outbox::bookmark);
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
