package till.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import till.sale.Original;

/// Reads finished documents beside the writer, on a connection of its own. Any thread.
public final class Documents implements AutoCloseable {

  private final Connection connection;
  private final PosLog posLog = new PosLog();

  private Documents(Connection connection) {
    this.connection = connection;
  }

  /// Opens a journal that exists.
  ///
  /// @throws JournalException when it cannot be read
  public static Documents open(Path stateDirectory) {
    Path file = stateDirectory.resolve(Journal.FILE);
    try {
      Connection connection = Sqlite.reader(file);
      try {
        JournalTables.checkVersion(connection, file);
        return new Documents(connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal " + file, e);
    }
  }

  /// The document with this number in the epoch that is being written; in the one before it, while
  /// this one has not come so far.
  public Optional<Document> byNumber(long number) {
    return bytes(number).map(posLog::read);
  }

  /// The stored bytes of that document.
  public Optional<byte[]> bytes(long number) {
    return find(
        "epoch IN (SELECT value FROM meta WHERE key IN ('epoch', 'previous_epoch')) AND number = ?",
        statement -> statement.setLong(1, number));
  }

  /// The document of a transaction.
  public Optional<Document> byTransaction(String transactionId) {
    return find("transaction_id = ?", statement -> statement.setString(1, transactionId))
        .map(posLog::read);
  }

  /// The document that closed a business day.
  ///
  /// @param number of its Z report
  public Optional<Document> byReport(long number) {
    return find(
            "position = (SELECT position FROM z_report WHERE number = ?)",
            statement -> statement.setLong(1, number))
        .map(posLog::read);
  }

  /// A transaction that another one goes back to, with what has become of it since.
  public Optional<Original> original(String transactionId) {
    return byTransaction(transactionId).map(this::original);
  }

  /// The same, by the number of its document as `byNumber` has it.
  public Optional<Original> original(long number) {
    return byNumber(number).map(this::original);
  }

  private synchronized Original original(Document document) {
    try {
      return LinkTable.original(connection, document.transaction());
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read what became of a sale", e);
    }
  }

  /// The newest sale that was completed, or its undoing.
  public Optional<Document> lastSale() {
    return find("type = 'RetailTransaction' AND status IN ('completed', 'post-voided')", _ -> {})
        .map(posLog::read);
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private synchronized Optional<byte[]> find(String condition, Binding binding) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT document FROM document WHERE "
                + condition
                + " ORDER BY position DESC LIMIT 1")) {
      binding.bind(select);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read a document", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close the journal's reader", e);
    }
  }
}
