package till.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Documents for other systems, one JSON object a line.
///
/// The cursor is the ledger's own count: it grows in the order of commits, so who comes again with
/// the last one misses nothing and gets nothing twice.
public final class Export {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Export() {}

  /// Writes what came after a cursor.
  ///
  /// @param after 0 for everything
  /// @return the cursor to come again with
  /// @throws IOException when the other side does not take it
  /// @throws LedgerException when the ledger cannot be read
  public static long run(Path ledger, long after, OutputStream out) throws IOException {
    long cursor = after;
    try (Connection connection = LedgerFile.reader(ledger);
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, org, terminal, epoch, number, received_at, sha256, verified, document
                FROM document WHERE id > ? ORDER BY id\
                """)) {
      select.setLong(1, after);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          cursor = rows.getLong("id");
          out.write(JSON.writeValueAsBytes(line(rows)));
          out.write('\n');
        }
      }
      out.flush();
      return cursor;
    } catch (SQLException e) {
      throw new LedgerException("cannot export from the ledger " + ledger, e);
    }
  }

  private static ObjectNode line(ResultSet row) throws SQLException {
    ObjectNode line = JSON.createObjectNode();
    line.put("cursor", row.getLong("id"));
    for (String column : new String[] {"org", "terminal", "epoch"}) {
      line.put(column, row.getString(column));
    }
    line.put("number", row.getLong("number"));
    line.put("receivedAt", row.getString("received_at"));
    line.put("sha256", row.getString("sha256"));
    line.put("verified", row.getString("verified"));
    line.set("document", JSON.readTree(row.getBytes("document")));
    return line;
  }
}
