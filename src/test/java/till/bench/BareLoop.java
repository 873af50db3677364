package till.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What sqlite-jdbc does with the journal's tables and settings and nothing of ours: rows that are
/// there already are put into a copy of the journal.
final class BareLoop implements AutoCloseable {

  private static final int DOCUMENT_COLUMNS = 11;
  private static final int COMMAND_COLUMNS = 5;

  private final Connection connection;
  private final PreparedStatement insertDocument;
  private final PreparedStatement replaceSnapshot;
  private final PreparedStatement deleteEntries;
  private final PreparedStatement insertCommand;
  private final PreparedStatement deleteOldCommands;
  private final PreparedStatement insertEntry;
  private final PreparedStatement insertAlone;

  private BareLoop(Connection connection) throws SQLException {
    this.connection = connection;
    insertDocument = insert("document", DOCUMENT_COLUMNS);
    replaceSnapshot =
        connection.prepareStatement("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)");
    deleteEntries = connection.prepareStatement("DELETE FROM entry");
    insertCommand = insert("command", COMMAND_COLUMNS);
    deleteOldCommands =
        connection.prepareStatement(
            "DELETE FROM command WHERE id <= (SELECT max(id) FROM command) - 10000");
    insertEntry = connection.prepareStatement("INSERT INTO entry (body) VALUES (?)");
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE alone (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }
    insertAlone = connection.prepareStatement("INSERT INTO alone (body) VALUES (?)");
  }

  /// @param copy a copy of a journal's file
  static BareLoop open(Path copy) throws SQLException {
    return new BareLoop(connect(copy));
  }

  /// A connection as durable as the journal's.
  static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private PreparedStatement insert(String table, int columns) throws SQLException {
    String values = String.join(", ", Collections.nCopies(columns, "?"));
    return connection.prepareStatement("INSERT INTO " + table + " VALUES (" + values + ")");
  }

  /// What the journal wrote in one block of sales.
  ///
  /// @param documents with as many verdicts, in the same order
  /// @param snapshot the last one: the ones before it are as long
  record Rows(List<List<Object>> documents, List<Object> snapshot, List<List<Object>> commands) {}

  /// Reads what the journal has that this copy lacks.
  Rows missing(Path journal) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + journal)) {
      return new Rows(
          rows(other, "SELECT * FROM document WHERE position > " + last("document", "position")),
          rows(other, "SELECT * FROM snapshot").getFirst(),
          rows(other, "SELECT * FROM command WHERE id > " + last("command", "id")));
    }
  }

  /// The facts that are open in a journal.
  static List<List<Object>> entries(Path journal) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + journal)) {
      return rows(other, "SELECT body FROM entry ORDER BY id");
    }
  }

  private long last(String table, String key) throws SQLException {
    List<Object> row = rows(connection, "SELECT max(" + key + ") FROM " + table).getFirst();
    connection.commit();
    return row.getFirst() instanceof Number number ? number.longValue() : 0;
  }

  private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
    var all = new ArrayList<List<Object>>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var row = new ArrayList<Object>();
        for (int i = 1; i <= columns; i++) {
          row.add(rows.getObject(i));
        }
        all.add(row);
      }
    }
    return all;
  }

  /// Writes them as the journal did, with so many sales a commit.
  void sales(Rows rows, int salesPerCommit) throws SQLException {
    for (int from = 0; from < rows.documents.size(); from += salesPerCommit) {
      for (int i = from; i < from + salesPerCommit; i++) {
        execute(insertDocument, rows.documents.get(i));
      }
      execute(replaceSnapshot, rows.snapshot);
      deleteEntries.executeUpdate();
      for (int i = from; i < from + salesPerCommit; i++) {
        execute(insertCommand, rows.commands.get(i));
      }
      deleteOldCommands.executeUpdate();
      connection.commit();
    }
  }

  /// Facts of an open sale, one a commit.
  void entries(List<List<Object>> entries) throws SQLException {
    for (List<Object> entry : entries) {
      execute(insertEntry, entry);
      connection.commit();
    }
  }

  /// The least a commit can be: the document's bytes as one row, without anything else.
  void alone(Rows rows) throws SQLException {
    for (List<Object> document : rows.documents) {
      insertAlone.setObject(1, document.getLast());
      insertAlone.executeUpdate();
      connection.commit();
    }
  }

  private static void execute(PreparedStatement statement, List<Object> row) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      statement.setObject(i + 1, row.get(i));
    }
    statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
