package till.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;

/// Looks whether a journal can be read, before anything is written to it: a writer would bring what
/// is in the `-wal` into a file that is damaged.
final class StartCheck {

  /// How long the pages may be looked at. A card reads some 600 MB in it, years of a lane; what is
  /// not reached is believed.
  static final Duration TIME_MAX = Duration.ofSeconds(30);

  /// How much of the file is read in one go before its pages are looked at: what the smallest board
  /// can keep in memory, some 120,000 documents.
  private static final long READ_THROUGH_BYTES_MAX = 256L * 1024 * 1024;

  private static final int READ_BYTES = 128 * 1024;

  /// Steps of SQLite's machine between two looks at the clock.
  private static final int STEPS = 100;

  /// Documents at the end that are tried when the newest is not what was written.
  private static final int NEWEST_MAX = 100;

  /// Characters of a reason: it goes into a document and on a screen.
  private static final int REASON_MAX = 200;

  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  private StartCheck() {}

  /// What makes a journal unreadable.
  ///
  /// @param head its newest document, as far as it can be read
  record Damage(String reason, Optional<Head> head) {

    Damage {
      reason = reason.substring(0, Math.min(reason.length(), REASON_MAX));
    }
  }

  /// What is wrong with the file; nothing when it can be read, or is not there.
  ///
  /// @throws JournalException when it is another's, or of a newer version: then it is not damaged
  static Optional<Damage> look(Path file, JournalIdentity identity, Duration timeMax)
      throws IOException {
    if (Sqlite.hasLostItsStart(file)) {
      return Optional.of(new Damage("the file is empty, but its -wal is not", Optional.empty()));
    }
    if (!Files.exists(file) || Files.size(file) == 0) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + timeMax.toNanos();
    readThrough(file, deadline);
    try (Connection connection = Sqlite.reader(file)) {
      return reason(connection, file, identity, deadline)
          .map(reason -> new Damage(reason, newest(connection)));
    } catch (SQLException e) {
      // anything else is said by whoever opens it to write
      return Sqlite.isUnreadable(e)
          ? Optional.of(new Damage(Sqlite.words(e), Optional.empty()))
          : Optional.empty();
    }
  }

  /// Brings the file into the system's memory: the check asks for its pages one by one, in the
  /// order of the trees, and a disk gives them several times as fast in the order they lie in.
  ///
  /// Before SQLite has the file open: whoever closes a file ends all locks that his process has on
  /// it.
  private static void readThrough(Path file, long deadline) {
    ByteBuffer piece = ByteBuffer.allocate(READ_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece) >= 0
          && channel.position() < READ_THROUGH_BYTES_MAX
          && System.nanoTime() - deadline < 0) {
        piece.clear();
      }
    } catch (IOException e) {
      log.warn("{} cannot be read to its end: {}", file, e.getMessage());
    }
  }

  private static Optional<String> reason(
      Connection connection, Path file, JournalIdentity identity, long deadline)
      throws SQLException {
    try {
      if (JournalTables.isBlank(connection)) {
        return Optional.empty();
      }
      JournalTables.checkVersion(connection, file);
      JournalTables.checkOwner(connection, file, identity);
      Optional<String> reason = quickCheck(connection, file, deadline);
      if (reason.isEmpty() && !JournalTables.isLegible(connection)) {
        return Optional.of("what was open is not legible");
      }
      return reason;
    } catch (SQLException e) {
      if (!Sqlite.isUnreadable(e)) {
        throw e;
      }
      return Optional.of(Sqlite.words(e));
    }
  }

  /// Looks at every page that there is time for.
  private static Optional<String> quickCheck(Connection connection, Path file, long deadline)
      throws SQLException {
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = rows.next() ? rows.getString(1) : "nothing";
      return found.equals("ok")
          ? Optional.empty()
          : Optional.of(found.strip().replaceAll("\\s*\\R\\s*", "; "));
    } catch (SQLException e) {
      if (!Sqlite.isInterrupt(e)) {
        throw e;
      }
      log.info("{} is large: only a part of it was checked in the time there is", file);
      return Optional.empty();
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  /// The newest document that can still be read and is what was written.
  private static Optional<Head> newest(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT epoch, position, number, sha256, document FROM document"
                    + " ORDER BY position DESC LIMIT "
                    + NEWEST_MAX)) {
      while (rows.next()) {
        byte[] digest = rows.getBytes(4);
        if (Arrays.equals(digest, Chain.digest(rows.getBytes(5)))) {
          return Optional.of(
              new Head(
                  rows.getString(1),
                  rows.getLong(2),
                  rows.getLong(3),
                  HexFormat.of().formatHex(digest)));
        }
      }
      return Optional.empty();
    } catch (SQLException _) {
      return Optional.empty(); // as far as it is known
    }
  }
}
