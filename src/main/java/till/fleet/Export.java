package till.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    long[] cursor = {after};
    try (Sql sql = new SqliteStore(new LedgerAddress.Sqlite(ledger)).reader()) {
      sql.each(
          """
          SELECT id, org, terminal, epoch, number, received_at, sha256, verified, document
          FROM document WHERE id > ? ORDER BY id\
          """,
          row -> {
            cursor[0] = row.getLong("id");
            write(line(row), out);
          },
          after);
      out.flush();
      return cursor[0];
    } catch (SQLException e) {
      throw new LedgerException("cannot export from the ledger " + ledger, e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(ObjectNode line, OutputStream out) {
    try {
      out.write(JSON.writeValueAsBytes(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
