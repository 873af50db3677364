package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Ledger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Thirty terminals at a quarter past nine, and how they look.
final class FleetStatusCommandTest {

  private static final String EPOCH = "01KB8Q3F9T5C1VTS9GZQ2Q4M7D";

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();

  @BeforeEach
  void aFleet() throws SQLException {
    Path file = folder.resolve("ledger.db");
    Ledger.open(file).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (int i = 1; i <= 30; i++) {
        add(connection, i);
      }
    }
  }

  /// The fifth is offline since a quarter to eight; the seventh has a backlog of 200.
  private static void add(Connection connection, int i) throws SQLException {
    String terminal = "0042-%02d".formatted(i);
    boolean online = i != 5;
    long head = 1_000L * i;
    long through = i == 7 ? head - 200 : head;
    String body =
        """
        {"problems":%s,"revisions":{"config":7,"prices":812}}\
        """
            .formatted(i == 5 ? "[\"printer-paper\",\"payment-away\"]" : "[]");
    run(
        connection,
        "INSERT INTO state (org, terminal, conn, online, at, version, epoch, head, acked, lane,"
            + " received_at, body) VALUES ('acme', ?, 1, ?, '2026-11-24T09:10:00Z', '0.1.0', ?, ?,"
            + " ?, ?, ?, ?)",
        terminal,
        online ? 1 : 0,
        EPOCH,
        head,
        through,
        i % 3 == 0 ? "IN_TRANSACTION" : "READY",
        online ? "2026-11-24T09:14:%02dZ".formatted(i) : "2026-11-24T07:45:00Z",
        body);
    run(
        connection,
        "INSERT INTO watermark (org, terminal, epoch, through, sha256, first)"
            + " VALUES ('acme', ?, ?, ?, '', 1)",
        terminal,
        EPOCH,
        through);
    run(
        connection,
        "INSERT INTO document (org, terminal, epoch, number, type, at, received_at, sha256,"
            + " verified, document) VALUES ('acme', ?, ?, ?, 'RetailTransaction',"
            + " '2026-11-24T06:15:00Z', '2026-11-24T06:15:01Z', '', 'good', '')",
        terminal,
        EPOCH,
        through);
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private Prompt.Result status(Object... more) {
    var words =
        new ArrayList<Object>(
            List.of("fleet", "status", "--store", "sqlite:" + folder.resolve("ledger.db")));
    words.addAll(List.of(more));
    return prompt.run(words.toArray());
  }

  @Test
  void everyTerminalHasALineThatFitsAScreen() {
    List<String> lines = status().succeeds().out().lines().toList();
    assertEquals(1 + 30 + 2, lines.size());
    assertTrue(
        lines.get(7).matches("acme/0042-07 +online +53 s +READY +7000 +200 +3 h"), lines.get(7));
    assertTrue(
        lines.get(5).matches("acme/0042-05 +offline +90 min .* printer-paper, payment-away"),
        lines.get(5));
    assertEquals("30 terminals: 29 online, 1 offline, 1 behind", lines.getLast());
    lines.stream()
        .filter(line -> !line.contains("printer-paper"))
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void theWideFormHasMore() {
    List<String> lines = status("--wide").succeeds().out().lines().toList();
    assertTrue(lines.get(1).contains("0.1.0    " + EPOCH + "  config=7 prices=812"), lines.get(1));
  }

  @Test
  void theFormForProgramsHasEverything() {
    JsonNode terminals =
        JsonMapper.builder().build().readTree(status("--json").succeeds().out()).path("terminals");
    assertEquals(30, terminals.size());
    JsonNode seventh = terminals.get(6);
    assertEquals(200, seventh.path("backlog").asLong());
    assertEquals("2026-11-24T06:15:00Z", seventh.path("completeTo").asString());
    assertEquals(812, seventh.path("revisions").path("prices").asLong());
    assertEquals("printer-paper", terminals.get(4).path("problems").get(0).asString());
  }

  @Test
  void thoseThatAreAskedForAreShownAndCounted() {
    List<String> lines =
        status("--org", "acme", "--terminal", "0042-07").succeeds().out().lines().toList();
    assertEquals(1 + 1 + 2, lines.size());
    assertTrue(lines.get(1).startsWith("acme/0042-07 "), lines.get(1));
    assertEquals("1 terminal: 1 online, 0 offline, 1 behind", lines.getLast());
    status("--terminal", "0042-06", "--behind", 199).succeeds();
    assertTrue(status("--org", "other").succeeds().out().contains("0 terminals"));
  }

  @Test
  void whoIsBeyondALimitIsNamedAndEndsItWith1() {
    status("--behind", 200, "--offline-for", 90).succeeds();
    assertTrue(status("--behind", 199).fails(1).endsWith("for too long: acme/0042-07"));
    assertTrue(status("--offline-for", 89).fails(1).endsWith("for too long: acme/0042-05"));
    assertTrue(status("--behind", "many").fails(64).contains("many"));
  }
}
