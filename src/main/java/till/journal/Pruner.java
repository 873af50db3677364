package till.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.journal.Outbox.Bookmark;

/// Lets the oldest documents leave the device.
///
/// One leaves only when all of this holds: the fleet has proven that it has it; it is older than
/// the retention; it is not among the newest 1,000; all before it have left. The age of a document
/// is that of the first one, from it on, that was written by a synchronised clock: what a board
/// that woke up in 1970 has written counts as young as what came after it, and so does one whose
/// bytes, or whose time, have rotted.
///
/// Works in steps that are small enough not to be noticed. The lane's thread.
final class Pruner {

  /// How much stays, and how much is done at once.
  ///
  /// @param kept the newest documents stay, whatever their age: receipts are copied from them
  /// @param step most documents that are looked at, and that leave, in one step
  record Limits(int kept, int step) {}

  static final Limits LIMITS = new Limits(1_000, 200);

  private static final Logger log = LoggerFactory.getLogger(Pruner.class);

  private final Path directory;
  private final Connection connection;

  // positions: everything up to `old` has outlived the retention; from there up to `seen` nothing
  // was written by a synchronised clock
  private long old;
  private long seen;
  private Optional<Head> untold = Optional.empty();

  /// @param connection the journal's writer
  Pruner(Path directory, Connection connection) {
    this.directory = directory;
    this.connection = connection;
  }

  /// Looks at some documents, deletes some, and commits.
  ///
  /// @param before what is older than this has outlived the retention
  /// @return whether there is more to do at once
  boolean step(Head head, Instant before, Limits limits) throws SQLException {
    long gone = JournalTables.pruned(connection).map(Head::position).orElse(0L);
    long bound = Math.min(head.position() - limits.kept(), provenPosition());
    boolean undecided = bound > gone && old <= gone && look(gone, before, limits.step());
    long due = Math.min(old, bound);
    long next = Math.min(due, gone + limits.step());
    Optional<Head> last = next > gone ? Optional.of(delete(next)) : Optional.empty();
    connection.commit();
    untold = last.or(() -> untold);
    boolean more = next < due || (undecided && old < bound);
    if (!more) {
      tell();
    }
    return more;
  }

  /// Up to which position the fleet has proven that it has everything; 0 when nobody knows. The
  /// bookmark may be one of another journal.
  private long provenPosition() {
    try {
      Optional<Bookmark> bookmark = OutboxFile.bookmark(directory);
      if (bookmark.isEmpty()
          || !bookmark.equals(
              JournalTables.at(connection, bookmark.get().position()).map(Bookmark::of))) {
        return 0;
      }
      return Disputes.provenPosition(
          connection, bookmark.get().position(), OutboxFile.disputes(directory));
    } catch (SQLException | IOException _) {
      return 0; // damaged, or being made: the uplink says so
    }
  }

  /// Looks for documents that are old enough.
  ///
  /// @return whether those behind have to be looked at to tell
  private boolean look(long gone, Instant before, int rows) throws SQLException {
    seen = Math.max(seen, gone);
    int rest = rows;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT position, at, CASE WHEN json_valid(CAST(document AS TEXT))
              THEN json_extract(CAST(document AS TEXT), '$.clock') = 'synchronised' END
            FROM document WHERE position > ? ORDER BY position LIMIT ?\
            """)) {
      select.setLong(1, seen);
      select.setInt(2, rows);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rest--;
          Optional<Instant> at =
              found.getBoolean(3) ? JournalTables.time(found.getString(2)) : Optional.empty();
          if (at.isPresent()) {
            if (!at.get().isBefore(before)) {
              return false;
            }
            old = found.getLong(1);
          }
          seen = found.getLong(1);
        }
      }
    }
    return rest == 0;
  }

  private Head delete(long position) throws SQLException {
    Head last =
        JournalTables.at(connection, position)
            .orElseThrow(() -> new IllegalStateException("no document at " + position));
    JournalTables.prune(connection, last);
    return last;
  }

  private void tell() {
    untold.ifPresent(last ->
        log.info(
            "pruned: documents up to {}/{}, which the fleet has", last.epoch(), last.number()));
    untold = Optional.empty();
  }
}
