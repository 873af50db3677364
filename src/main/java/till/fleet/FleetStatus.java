package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who is there, as far as the terminals have said.
public final class FleetStatus {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// One terminal.
  ///
  /// @param at by the terminal's own clock, when it last said more than goodbye
  /// @param head number of its newest document, as it said
  /// @param through number up to which the ledger has all of them
  /// @param completeTo when document `through` was made, by the terminal's clock: what is missing
  ///   is younger
  /// @param receivedAt when it was last heard; of one that is offline, when that was noticed
  /// @param problems as it last said
  /// @param revisions of what it was told, by scope, as it last said
  public record Terminal(
      String org,
      String terminal,
      boolean online,
      Optional<String> at,
      Optional<String> version,
      Optional<String> epoch,
      long head,
      long through,
      Optional<String> completeTo,
      Optional<String> lane,
      String receivedAt,
      List<String> problems,
      Map<String, Long> revisions) {

    public Terminal {
      problems = List.copyOf(problems);
    }

    /// How many documents it has that the ledger lacks.
    public long backlog() {
      return Math.max(0, head - through);
    }
  }

  private FleetStatus() {}

  /// Reads a ledger beside its collectors.
  ///
  /// @return by name
  /// @throws LedgerException when it cannot be read
  public static List<Terminal> read(LedgerAddress ledger) {
    try (Sql sql = LedgerStore.at(ledger).reader()) {
      return sql.list(
          """
          SELECT s.org, s.terminal, s.online, s.at, s.version, s.epoch, s.head, s.lane, s.received_at,
            s.body, w.through, d.at AS complete_to
          FROM state s LEFT JOIN watermark w
            ON w.org = s.org AND w.terminal = s.terminal AND w.epoch = s.epoch
          LEFT JOIN document d
            ON d.org = w.org AND d.terminal = w.terminal AND d.epoch = w.epoch AND d.number = w.through
          ORDER BY s.org, s.terminal\
          """,
          row -> {
            JsonNode body = body(Optional.ofNullable(row.getString("body")));
            return new Terminal(
                row.getString("org"),
                row.getString("terminal"),
                row.getInt("online") != 0,
                Optional.ofNullable(row.getString("at")),
                Optional.ofNullable(row.getString("version")),
                Optional.ofNullable(row.getString("epoch")),
                row.getLong("head"),
                row.getLong("through"),
                Optional.ofNullable(row.getString("complete_to")),
                Optional.ofNullable(row.getString("lane")),
                row.getString("received_at"),
                body.path("problems").valueStream().map(each -> each.asString("")).toList(),
                revisions(body.path("revisions")));
          });
    } catch (SQLException e) {
      throw new LedgerException("cannot read the ledger " + ledger, e);
    }
  }

  /// The same of a ledger in a file of SQLite.
  ///
  /// @throws LedgerException as above
  public static List<Terminal> read(Path ledger) {
    return read(new LedgerAddress.Sqlite(ledger));
  }

  /// The last message whole; it was legible when it came.
  private static JsonNode body(Optional<String> text) {
    try {
      return text.isPresent() ? JSON.readTree(text.get()) : JSON.missingNode();
    } catch (JacksonException _) {
      return JSON.missingNode();
    }
  }

  private static Map<String, Long> revisions(JsonNode said) {
    var revisions = new TreeMap<String, Long>();
    said.propertyStream().forEach(each -> revisions.put(each.getKey(), each.getValue().asLong(0)));
    return revisions;
  }
}
