package till.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// A message store as Eclipse Kura's gateways have it: a message is counted in, marked when it is
/// published, and deleted when it is confirmed; three commits, as durable as the journal's.
final class KuraLikeStore implements AutoCloseable {

  private static final String SCHEMA =
      """
      CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT, qos INTEGER,
        retain INTEGER, created_on INTEGER, published_on INTEGER, published_message_id INTEGER,
        confirmed_on INTEGER, payload BLOB, priority INTEGER, session_id TEXT, dropped_on INTEGER);
      CREATE INDEX message_next ON message (published_on, priority, created_on, qos);
      """;

  private static final String COLUMNS = "(topic, qos, retain, created_on, payload, priority)";

  private final Connection connection;
  private final PreparedStatement count;
  private final PreparedStatement insert;
  private final PreparedStatement publish;
  private final PreparedStatement delete;
  private final byte[] payload;

  private KuraLikeStore(Connection connection, byte[] payload) throws SQLException {
    this.connection = connection;
    this.payload = payload;
    count = connection.prepareStatement("SELECT count(*) FROM message");
    insert =
        connection.prepareStatement(
            "INSERT INTO message " + COLUMNS + " VALUES (?, 1, 0, ?, ?, 5) RETURNING id");
    publish = connection.prepareStatement("UPDATE message SET published_on = ? WHERE id = ?");
    delete = connection.prepareStatement("DELETE FROM message WHERE id = ?");
  }

  /// A store with so many messages that wait.
  static KuraLikeStore open(Path file, int messages, byte[] payload) throws SQLException {
    try (Connection filler = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = filler.createStatement()) {
      statement.executeUpdate(SCHEMA);
      try (PreparedStatement fill =
          filler.prepareStatement(
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) INSERT INTO"
                  + " message "
                  + COLUMNS
                  + " SELECT 'up/journal', 1, 0, i, ?, 5 FROM n")) {
        fill.setInt(1, messages);
        fill.setBytes(2, payload);
        fill.executeUpdate();
      }
    }
    return new KuraLikeStore(BareLoop.connect(file), payload);
  }

  /// Takes messages in and gets rid of them, one after the other.
  void pass(int messages) throws SQLException {
    for (int i = 0; i < messages; i++) {
      long id = store();
      publish.setLong(1, System.nanoTime());
      publish.setLong(2, id);
      publish.executeUpdate();
      connection.commit();
      delete.setLong(1, id);
      delete.executeUpdate();
      connection.commit();
    }
  }

  private long store() throws SQLException {
    try (ResultSet rows = count.executeQuery()) {
      if (rows.getLong(1) == Long.MAX_VALUE) {
        throw new IllegalStateException("the store is full");
      }
    }
    insert.setString(1, "up/journal");
    insert.setLong(2, System.nanoTime());
    insert.setBytes(3, payload);
    long id;
    try (ResultSet rows = insert.executeQuery()) {
      rows.next();
      id = rows.getLong(1);
    }
    connection.commit();
    return id;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
