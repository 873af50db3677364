package till.journal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.sale.Link;
import till.sale.Money;
import till.sale.Original;
import till.sale.Returned;
import till.sale.Transaction;

/// What has become of each sale since: which of its lines came back, and whether it was undone. It
/// says nothing that the documents do not, and is written with them; without it, each return would
/// have to read them all.
final class LinkTable {

  /// The line of a row that is about the whole sale: it was undone.
  private static final int WHOLE = 0;

  /// `position` is that of the document that goes back to the sale.
  private static final String SCHEMA =
      """
      CREATE TABLE link (
        position INTEGER NOT NULL, transaction_id TEXT NOT NULL, line INTEGER NOT NULL,
        quantity TEXT NOT NULL, amount INTEGER NOT NULL, tax INTEGER NOT NULL);
      CREATE INDEX link_transaction ON link (transaction_id);
      CREATE INDEX link_position ON link (position);
      """;

  /// Documents that may go back to others: words that occur in no others, or do no harm there.
  private static final String LINKING =
      """
      SELECT position, document FROM document
      WHERE type = 'RetailTransaction' AND status IN ('completed', 'post-voided')
        AND (instr(document, CAST('"returned":' AS BLOB)) > 0
          OR instr(document, CAST('"post-void"' AS BLOB)) > 0)
      ORDER BY position\
      """;

  private static final Logger log = LoggerFactory.getLogger(LinkTable.class);

  private final PreparedStatement insert;

  /// @param connection the journal's writer
  LinkTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO link (position, transaction_id, line, quantity, amount, tax)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
  }

  /// Makes the table where the file has none, from its documents. The caller commits.
  static void complete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'link'")) {
        if (rows.next()) {
          return;
        }
      }
      statement.executeUpdate(SCHEMA);
    }
    var table = new LinkTable(connection);
    var posLog = new PosLog();
    try (table.insert;
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LINKING)) {
      while (rows.next()) {
        try {
          table.add(rows.getLong(1), posLog.read(rows.getBytes(2)).transaction());
        } catch (JournalException e) {
          log.warn("what document {} went back to is not known", rows.getLong(1), e);
        }
      }
    }
  }

  /// A document has come. The caller commits.
  void add(long position, Transaction transaction) throws SQLException {
    if (!(transaction.body() instanceof Transaction.Retail retail) || !retail.status().counts()) {
      return;
    }
    for (Returned part : Returned.by(retail)) {
      insert(
          position,
          part.transactionId(),
          part.line(),
          part.quantity(),
          part.amount().minor(),
          part.tax().minor());
    }
    for (Link link : retail.links()) {
      if (link.kind() == Link.Kind.POST_VOID) {
        insert(position, link.transactionId(), WHOLE, BigDecimal.ONE, 0, 0);
      }
    }
  }

  private void insert(
      long position, String transactionId, int line, BigDecimal quantity, long amount, long tax)
      throws SQLException {
    insert.setLong(1, position);
    insert.setString(2, transactionId);
    insert.setInt(3, line);
    insert.setString(4, quantity.toPlainString());
    insert.setLong(5, amount);
    insert.setLong(6, tax);
    insert.executeUpdate();
  }

  /// A document's transaction with all that has become of it.
  static Original original(Connection connection, Transaction transaction) throws SQLException {
    Currency currency = transaction.grandTotals().sales().currency();
    List<Returned> returned = new ArrayList<>();
    boolean postVoided = false;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, quantity, amount, tax FROM link WHERE transaction_id = ?")) {
      select.setString(1, transaction.transactionId());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int line = rows.getInt(1);
          if (line == WHOLE) {
            postVoided = true;
          } else {
            returned.add(
                new Returned(
                    transaction.transactionId(),
                    line,
                    new BigDecimal(rows.getString(2)),
                    new Money(rows.getLong(3), currency),
                    new Money(rows.getLong(4), currency)));
          }
        }
      }
    }
    return new Original(transaction, returned, postVoided, isClosed(connection, transaction));
  }

  private static boolean isClosed(Connection connection, Transaction transaction)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT 1 FROM z_report WHERE position >
              (SELECT max(position) FROM document WHERE transaction_id = ?)\
            """)) {
      select.setString(1, transaction.transactionId());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Documents leave, and the sales that they go back to have left before.
  static void prune(Connection connection, long position) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM link WHERE position <= ?")) {
      delete.setLong(1, position);
      delete.executeUpdate();
    }
  }
}
