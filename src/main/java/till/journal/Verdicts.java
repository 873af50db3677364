package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.sale.Reason;

/// The verdicts of a journal that nobody writes at the moment, for the one that stands beside it.
/// What cannot be read knows of no command: an exercise that was damaged keeps nobody from selling.
///
/// Owned by the thread of the journal that asks.
public final class Verdicts implements AutoCloseable {

  private static final String SELECT =
      "SELECT digest, refusal, detail FROM command WHERE command_id = ?";

  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  private final Path file;
  private final Connection connection;
  private final PreparedStatement select;
  private final long documents;

  private Verdicts(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.select = prepare(connection);
    this.documents = JournalTables.head(connection).position();
  }

  /// Opens the journal in a folder; nothing where there is none, or none that can be read.
  public static Optional<Verdicts> open(Path directory) {
    Path file = directory.resolve(Journal.FILE);
    try {
      if (!Files.exists(file) || Sqlite.hasLostItsStart(file)) {
        return Optional.empty();
      }
      Connection connection = Sqlite.reader(file);
      try {
        JournalTables.checkVersion(connection, file);
        return Optional.of(new Verdicts(file, connection));
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | IOException | JournalException e) {
      log.warn("what was commanded in {} is not known any more: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /// How many documents it holds or has held.
  public long documents() {
    return documents;
  }

  /// The first verdict on this command.
  public Optional<StoredVerdict> find(String commandId) {
    try {
      return find(select, commandId);
    } catch (SQLException e) {
      log.warn("cannot look command {} up in {}: {}", commandId, file, Sqlite.words(e));
      return Optional.empty();
    }
  }

  static PreparedStatement prepare(Connection connection) throws SQLException {
    return connection.prepareStatement(SELECT);
  }

  static Optional<StoredVerdict> find(PreparedStatement select, String commandId)
      throws SQLException {
    select.setString(1, commandId);
    try (ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(
              new StoredVerdict(
                  commandId,
                  rows.getString(1),
                  Optional.ofNullable(rows.getString(2)).map(Reason::valueOf),
                  rows.getString(3)))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close " + file, e);
    }
  }
}
