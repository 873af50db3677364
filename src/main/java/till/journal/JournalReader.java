package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a journal file from outside, wherever it lies: that of a running daemon, or a copy.
/// Changes nothing.
public final class JournalReader implements AutoCloseable {

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

  /// The public keys its documents are signed with, 32 bytes each, by id.
  public Map<String, byte[]> publicKeys() {
    return read(() -> {
      var keys = new TreeMap<String, byte[]>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT key_id, public_key FROM device_key")) {
        while (rows.next()) {
          keys.put(rows.getString(1), rows.getBytes(2));
        }
      }
      return keys;
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
            documents.add(
                new Outbox.Outgoing(
                    rows.getString(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getBytes(4),
                    rows.getBytes(5),
                    rows.getString(6)));
          }
        }
        return documents;
      }
    });
  }

  /// Up to where everything is safe at the other end, as the file of bookmarks beside the journal
  /// says; nothing where there is none.
  public Optional<Outbox.Bookmark> bookmark() {
    try {
      return Outbox.lastKnown(database.toAbsolutePath().resolveSibling(""));
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
