package till.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection to a ledger and the few things one does with it. Statements are prepared once. One
/// thread.
final class Sql implements AutoCloseable {

  /// Rows that are fetched at once: a large result is never whole in memory.
  private static final int FETCH_ROWS = 500;

  /// Most keys in one query. What a shorter list does not fill repeats its last key, up to a power
  /// of two, so that there are few different queries.
  private static final int KEYS_MAX = 128;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Reads one row.
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Does something with one row. It may ask something else meanwhile, but not the same again.
  interface RowWork {
    void accept(ResultSet row) throws SQLException;
  }

  /// Does something with one row that was found for a key.
  interface Found {
    void accept(int key, ResultSet row) throws SQLException;
  }

  /// Does what belongs together.
  interface Work<T> {
    T run() throws SQLException;
  }

  /// Does the work and commits it, or does nothing, whatever happens: the next transaction must not
  /// carry half of this one with it.
  <T> T inTransaction(Work<T> work) throws SQLException {
    begin();
    try {
      T result = work.run();
      commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      try {
        rollback();
      } catch (SQLException alreadyOver) {
        e.addSuppressed(alreadyOver);
      }
      throw e;
    }
  }

  /// SQLite's write lock is taken at once: one that is taken in the middle cannot be waited for.
  /// Its driver's own transactions would begin the next one, with its lock, at the end of the one
  /// before; PostgreSQL's begin with the first statement.
  private void begin() throws SQLException {
    if (connection.getAutoCommit()) {
      script("BEGIN IMMEDIATE");
    }
  }

  private void commit() throws SQLException {
    if (connection.getAutoCommit()) {
      script("COMMIT");
    } else {
      connection.commit();
    }
  }

  private void rollback() throws SQLException {
    if (connection.getAutoCommit()) {
      script("ROLLBACK");
    } else {
      connection.rollback();
    }
  }

  void script(String commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(commands);
    }
  }

  /// Changes rows; says how many.
  int update(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /// Does the same with each of these rows of values.
  void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement statement = prepared(sql);
    try {
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } finally {
      statement.clearBatch();
    }
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    var list = new ArrayList<T>();
    each(sql, found -> list.add(row.read(found)), values);
    return list;
  }

  void each(String sql, RowWork work, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        work.accept(rows);
      }
    }
  }

  /// Asks the same about many keys at once. In the query `k` is the table of the keys; the first
  /// column to select is `k.n`, their place in the list. A row may come more than once.
  ///
  /// @param columns the names of a key's parts in `k`
  void lookup(String columns, List<Object[]> keys, String query, Found found) throws SQLException {
    for (int from = 0; from < keys.size(); from += KEYS_MAX) {
      int offset = from;
      List<Object[]> part = keys.subList(from, Math.min(from + KEYS_MAX, keys.size()));
      int rows = part.size() == 1 ? 1 : 2 * Integer.highestOneBit(part.size() - 1);
      String row = "(?" + ", ?".repeat(part.getFirst().length) + ")";
      String table = row + (", " + row).repeat(rows - 1);
      var values = new ArrayList<Object>();
      for (int i = 0; i < rows; i++) {
        int n = Math.min(i, part.size() - 1);
        values.add(n);
        values.addAll(List.of(part.get(n)));
      }
      each(
          "WITH k (n, " + columns + ") AS (VALUES " + table + ") " + query,
          result -> found.accept(offset + result.getInt(1), result),
          values.toArray());
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, values);
    return statement;
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statement.setFetchSize(FETCH_ROWS);
      statements.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /// Ends an open transaction without effect, too.
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
