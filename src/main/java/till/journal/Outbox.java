package till.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way out of the journal: a reader with a bookmark. The documents are the journal's own;
/// nothing is copied, nothing is deleted. The bookmark is at or behind the last document that was
/// pruned: only what was acknowledged ever is.
///
/// The bookmark has a database of its own, so that the lane's commit never waits for the network
/// side. A power cut may set it back, and then documents are sent again, which number and epoch
/// make harmless. What becomes of an epoch about which the fleet contradicts the journal, say the
/// `Disputes`.
///
/// Owned by the uplink's thread.
public final class Outbox implements AutoCloseable {

  /// The file's name in the state directory.
  public static final String FILE = "outbox.db";

  /// Most bytes of documents in one batch, unless a single one is larger: bounds memory, not the
  /// wire.
  static final int BATCH_BYTES_MAX = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final Connection journal;
  private final OutboxFile own;
  private final Disputes disputes;
  private final PreparedStatement selectAfter;
  private final PreparedStatement selectNumber;
  private final PreparedStatement selectNext;
  private final PreparedStatement selectLast;
  private final PreparedStatement selectOldest;
  private Bookmark bookmark;
  private Optional<Instant> oldest = Optional.empty();

  private Outbox(Connection journal, OutboxFile own) throws SQLException {
    this.journal = journal;
    this.own = own;
    disputes = new Disputes(journal, own);
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
    // what was pruned had been acknowledged, whatever became of the bookmark since
    bookmark = pruned().orElse(new Bookmark(JournalTables.head(journal).epoch(), 0, 0, ""));
    Optional<Bookmark> stored = own.bookmark();
    if (stored.isPresent()) {
      believe(stored.get());
    }
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
        OutboxFile own = OutboxFile.open(stateDirectory, JournalTables.head(journal));
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
  public record Bookmark(String epoch, long position, long number, String hash) {

    static Bookmark of(Head document) {
      return new Bookmark(
          document.epoch(), document.position(), document.number(), document.hash());
    }
  }

  /// Up to where everything is done with.
  public Bookmark bookmark() {
    return bookmark;
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
    if (disputes.of(epoch).isPresent()) {
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
        disputes.begin(epoch, Math.min(bookmark.position(), ours.get().position() - 1), reason);
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
    disputes.begin(epoch, bookmark.position(), reason);
    return new Receipt.Contradiction(reason);
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
    own.move(next);
    bookmark = next;
    oldest = Optional.empty();
    disputes.settle(next.epoch());
    return new Receipt.Moved(next);
  }

  /// When the first document behind the bookmark was made, by the terminal's clock; nothing when
  /// there is none, or that is unknown.
  public Optional<Instant> oldest() {
    if (oldest.isEmpty()) {
      try {
        selectOldest.setLong(1, bookmark.position());
        try (ResultSet rows = selectOldest.executeQuery()) {
          oldest = rows.next() ? JournalTables.time(rows.getString(1)) : Optional.empty();
        }
      } catch (SQLException e) {
        throw Sqlite.failure("cannot read the first document behind the bookmark", e);
      }
    }
    return oldest;
  }

  /// All epochs that were ever disputed, in no order.
  public List<Dispute> disputes() {
    return disputes.all();
  }

  /// The dispute about the epoch that is being written, which therefore should end.
  public Optional<Dispute> disputeOf(Head head) {
    return disputes.of(head.epoch());
  }

  /// Why the fleet and this journal disagree; nothing as long as they do not, and nothing any more
  /// once the fleet has taken something of the epoch that followed.
  public Optional<String> contradiction() {
    return disputes.contradiction();
  }

  /// Whether the document at this position is of a disputed epoch, so that a broker's word is all
  /// there will ever be.
  public boolean isDisputed(long position) {
    try {
      return !disputes.isEmpty()
          && byPosition(position).flatMap(found -> disputes.of(found.epoch())).isPresent();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot look up position " + position, e);
    }
  }

  /// The position up to which the fleet proved to have every document. Behind the first one that
  /// never will be proven it stands still; what may go there says `disputes`.
  public long provenPosition() {
    try {
      return disputes.provenPosition(bookmark.position());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot tell what the fleet has", e);
    }
  }

  /// When the epoch that is being written began, by the clock of then; nothing as long as no other
  /// one was ever disputed, or when that is unknown.
  public Optional<Instant> begunInDispute(Head head) {
    try {
      return disputes.begunAfterOne(head.epoch());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot tell when epoch " + head.epoch() + " began", e);
    }
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
    try {
      return own.nextConnection(now.getEpochSecond());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot count a connection", e);
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
    return JournalTables.pruned(journal).map(Bookmark::of);
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
      return rows.next() ? Optional.of(Bookmark.of(JournalTables.place(rows))) : Optional.empty();
    }
  }

  private Optional<Bookmark> byPosition(long position) throws SQLException {
    return JournalTables.at(journal, position).map(Bookmark::of);
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
