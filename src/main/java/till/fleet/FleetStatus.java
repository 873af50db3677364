package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is there, as far as the terminals have said.
public final class FleetStatus {

  /// One terminal.
  ///
  /// @param at by the terminal's own clock, when it last said more than goodbye
  /// @param head number of its newest document, as it said
  /// @param through number up to which the ledger has all of them
  /// @param body its last state message, as it came
  public record Terminal(
      String org,
      String terminal,
      boolean online,
      Optional<String> at,
      Optional<String> version,
      Optional<String> epoch,
      long head,
      long through,
      Optional<String> lane,
      String receivedAt,
      Optional<String> body) {}

  private FleetStatus() {}

  /// Reads a ledger beside its collectors.
  ///
  /// @throws LedgerException when it cannot be read
  public static List<Terminal> read(Path ledger) {
    var terminals = new ArrayList<Terminal>();
    try (Sql sql = new SqliteStore(new LedgerAddress.Sqlite(ledger)).reader()) {
      sql.each(
          """
          SELECT s.org, s.terminal, s.online, s.at, s.version, s.epoch, s.head, s.lane, s.received_at,
            s.body, w.through
          FROM state s LEFT JOIN watermark w
            ON w.org = s.org AND w.terminal = s.terminal AND w.epoch = s.epoch
          ORDER BY s.org, s.terminal\
          """,
          row ->
              terminals.add(
                  new Terminal(
                      row.getString("org"),
                      row.getString("terminal"),
                      row.getBoolean("online"),
                      Optional.ofNullable(row.getString("at")),
                      Optional.ofNullable(row.getString("version")),
                      Optional.ofNullable(row.getString("epoch")),
                      row.getLong("head"),
                      row.getLong("through"),
                      Optional.ofNullable(row.getString("lane")),
                      row.getString("received_at"),
                      Optional.ofNullable(row.getString("body")))));
    } catch (SQLException e) {
      throw new LedgerException("cannot read the ledger " + ledger, e);
    }
    return terminals;
  }
}
