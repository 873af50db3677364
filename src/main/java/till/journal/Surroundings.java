package till.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import till.sale.Entry;
import till.sale.Transaction;

/// What a journal remembers of the board it lies in and of the key that signs it, so that another
/// one is noticed. It is news until the document that says so is on disk: in the same commit the
/// new one becomes the remembered one.
final class Surroundings {

  private static final String BOARD = "board-changed";
  private static final String KEY = "device-key-changed";

  private final Connection connection;

  /// @param connection the journal's writer
  Surroundings(Connection connection) {
    this.connection = connection;
  }

  /// Compares with what is remembered; remembers what is seen for the first time. The caller
  /// commits.
  ///
  /// @param board names this board; nothing where it has no name
  List<Journal.Change> look(Optional<String> board, String keyId) throws SQLException {
    var changes = new ArrayList<Journal.Change>();
    if (board.isPresent()) {
      look(BOARD, board.get(), Optional.empty()).ifPresent(changes::add);
    }
    look(KEY, keyId, JournalTables.newestKeyId(connection)).ifPresent(changes::add);
    return changes;
  }

  private Optional<Journal.Change> look(String control, String now, Optional<String> first)
      throws SQLException {
    String known = JournalTables.remembered(connection, control, first.orElse(now));
    return known.equals(now)
        ? Optional.empty()
        : Optional.of(new Journal.Change(control, Map.of("from", known, "to", now)));
  }

  /// A fact is about to be stored.
  void note(Entry entry) throws SQLException {
    if (entry instanceof Entry.TransactionLogged logged
        && logged.transaction().body() instanceof Transaction.Control control
        && (control.control().equals(BOARD) || control.control().equals(KEY))) {
      JournalTables.remember(connection, control.control(), control.facts().getOrDefault("to", ""));
    }
  }
}
