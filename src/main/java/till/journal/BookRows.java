package till.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import till.sale.Item;

/// Writes the rows of a price book that is being made.
final class BookRows implements AutoCloseable {

  private final PreparedStatement insertItem;
  private final PreparedStatement insertCode;
  private final PreparedStatement insertDeposit;
  private final PreparedStatement selectOwner;
  private final ItemIndex index;

  BookRows(Connection connection) throws SQLException {
    insertItem =
        connection.prepareStatement(
            "INSERT INTO item (id, item_id, valid_from, plu, quick_key, body)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    insertCode = connection.prepareStatement("INSERT INTO code (code, item) VALUES (?, ?)");
    insertDeposit =
        connection.prepareStatement("INSERT OR IGNORE INTO deposit (item_id) VALUES (?)");
    selectOwner =
        connection.prepareStatement(
            "SELECT item_id FROM code JOIN item ON item.id = code.item WHERE code = ?");
    index = new ItemIndex(connection);
  }

  /// @param id the place in the book
  /// @param line the item as it came
  /// @throws IllegalArgumentException when it cannot stand beside an earlier one
  void add(long id, ItemReader.Row row, String line) throws SQLException {
    Item item = row.item();
    insertItem.setLong(1, id);
    insertItem.setString(2, item.itemId());
    insertItem.setLong(3, row.validFrom().toEpochDay());
    insertItem.setString(4, item.plu().map(ItemSearch::plu).orElse(null));
    insertItem.setObject(5, item.quickKey().isPresent() ? item.quickKey().getAsInt() : null);
    insertItem.setString(6, line);
    if (!takes(insertItem)) {
      throw new IllegalArgumentException("the item id " + item.itemId() + " stands there twice");
    }
    for (String code : row.codes()) {
      insertCode.setString(1, code);
      insertCode.setLong(2, id);
      if (!takes(insertCode) && !owner(code).equals(item.itemId())) {
        throw new IllegalArgumentException("the code " + code + " belongs to another item already");
      }
    }
    if (item.depositItem().isPresent()) {
      insertDeposit.setString(1, item.depositItem().get());
      insertDeposit.executeUpdate();
    }
    index.add(id, item);
  }

  /// @return false where there is one like it already
  private static boolean takes(PreparedStatement row) throws SQLException {
    try {
      row.executeUpdate();
      return true;
    } catch (SQLException e) {
      if (Sqlite.isConstraint(e)) {
        return false;
      }
      throw e;
    }
  }

  private String owner(String code) throws SQLException {
    selectOwner.setString(1, code);
    try (ResultSet rows = selectOwner.executeQuery()) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /// Called after the last item.
  void finish() throws SQLException {
    index.finish();
  }

  @Override
  public void close() throws SQLException {
    insertItem.close();
    insertCode.close();
    insertDeposit.close();
    selectOwner.close();
    index.close();
  }
}
