package till.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import till.journal.Journal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Documents read from a database by plain SQL: what a stranger would find there.
final class Stored {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Stored() {}

  /// The completed sales of a terminal's journal, in order.
  static List<JsonNode> sales(Path state) {
    return documents(state.resolve("journal.db"), "position").stream()
        .filter(document -> document.path("status").asString("").equals("completed"))
        .toList();
  }

  /// All documents of a journal or of a ledger.
  static List<JsonNode> documents(Path database, String order) {
    return texts(database, "SELECT CAST(document AS TEXT) FROM document ORDER BY " + order).stream()
        .map(MAPPER::readTree)
        .toList();
  }

  /// The first column of what a query finds in a copy of a journal as it lies on disk: whoever
  /// opens the journal next finds it as it was.
  static List<String> onDisk(Path state, String query) {
    try {
      Path copy = Files.createTempDirectory(state.resolveSibling("."), "journal-copy-");
      for (String part : List.of(Journal.FILE, Journal.FILE + "-wal")) {
        if (Files.exists(state.resolve(part))) {
          Files.copy(state.resolve(part), copy.resolve(part));
        }
      }
      return texts(copy.resolve(Journal.FILE), query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first column of what a query finds.
  static List<String> texts(Path database, String query) {
    var texts = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
