package till.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The few things one does with SQL.
record Sql(Connection connection) {

  /// Reads one row.
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Does something with one row.
  interface RowWork {
    void accept(ResultSet row) throws SQLException;
  }

  /// Does what belongs together.
  interface Work<T> {
    T run() throws SQLException;
  }

  /// Does the work and commits it, or does nothing. The write lock is taken at once: one that is
  /// taken in the middle cannot be waited for. The driver's own transactions would begin the next
  /// one, with its lock, at the end of the one before.
  <T> T inTransaction(Work<T> work) throws SQLException {
    script("BEGIN IMMEDIATE");
    try {
      T result = work.run();
      script("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        script("ROLLBACK");
      } catch (SQLException alreadyOver) {
        e.addSuppressed(alreadyOver);
      }
      throw e;
    }
  }

  void script(String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(statements);
    }
  }

  /// Changes rows; says how many.
  int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  void each(String sql, RowWork work, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        work.accept(rows);
      }
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
