package till.fleet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Looks into a ledger from outside, as a report would.
public final class LedgerRows {

  private LedgerRows() {}

  /// The rows of a query, the columns of each joined by a blank.
  public static List<String> of(LedgerAddress ledger, String sql) {
    try (Connection connection = connect(ledger);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        var row = new StringJoiner(" ");
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(row.toString());
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  public static List<String> of(Path ledger, String sql) {
    return of(new LedgerAddress.Sqlite(ledger), sql);
  }

  /// Does to it what nobody should.
  static void tamper(LedgerAddress ledger, String sql) {
    try (Connection connection = connect(ledger);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  static void tamper(Path ledger, String sql) {
    tamper(new LedgerAddress.Sqlite(ledger), sql);
  }

  static Connection connect(LedgerAddress ledger) throws SQLException {
    return switch (ledger) {
      case LedgerAddress.Sqlite sqlite ->
          DriverManager.getConnection("jdbc:sqlite:" + sqlite.file());
      case LedgerAddress.Postgres postgres ->
          DriverManager.getConnection(
              "jdbc:postgresql://%s:%d/%s"
                  .formatted(postgres.host(), postgres.port(), postgres.database()),
              postgres.user().orElseThrow(),
              postgres.password().orElseThrow());
    };
  }
}
