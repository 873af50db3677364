package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Chain;
import till.journal.Journal;
import till.journal.Outbox;
import till.trust.Signatures;
import till.uplink.TestJournal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JournalCommandsTest {

  private static final int SALES = 5;

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();
  private final JsonMapper json = JsonMapper.builder().build();
  private Path database;

  @BeforeEach
  void aJournalWithSales() {
    try (TestJournal journal = TestJournal.open(folder)) {
      journal.sell(SALES);
    }
    database = folder.resolve(Journal.FILE);
  }

  private void tamper(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = connection.createStatement()) {
      sql.executeUpdate("DROP TRIGGER document_is_never_changed");
      sql.executeUpdate(statement);
    }
  }

  @Test
  void aWholeJournalIsWhole() {
    String out = prompt.run("journal", "verify", "--db", database).succeeds().out();
    assertTrue(out.startsWith(database + ": 5 documents of acme/0042-03, whole; head "), out);
  }

  @Test
  void anEditedJournalIsNamedByRuleAndRow() throws SQLException {
    tamper(
        "UPDATE document SET document = CAST(replace(document, '\"total\":102', '\"total\":1') AS"
            + " BLOB) WHERE position = 3");
    Prompt.Result result = prompt.run("journal", "verify", "--db", database);
    assertTrue(result.fails(74).contains("is not what was written"));
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.get(0).startsWith("hash: row 3 ("), result::out);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("signature: row 3 (")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("prev: row 4 (")));
  }

  @Test
  void whatIsNoJournalIsSaidInOneLine() throws IOException {
    Path nothing = folder.resolve("nothing.db");
    for (String command : List.of("verify", "head", "export", "tail")) {
      assertEquals(
          "till: there is no journal at " + nothing,
          prompt.run("journal", command, "--db", nothing).fails(74));
    }
    Path text = Files.writeString(folder.resolve("text.db"), "text ".repeat(1_000));
    assertTrue(
        prompt.run("journal", "verify", "--db", text).fails(74).contains("no database of tilld"));
  }

  @Test
  void theHeadNamesTheLastDocumentAndWhatTheFleetHas() {
    JsonNode head = json.readTree(prompt.run("journal", "head", "--db", database).succeeds().out());
    assertEquals("acme/0042-03", head.path("owner").asString());
    assertEquals(SALES, head.path("number").asInt());
    assertTrue(head.path("acknowledged").isMissingNode());
    try (Outbox outbox = Outbox.open(folder)) {
      outbox.acknowledge(2);
    }
    JsonNode later =
        json.readTree(prompt.run("journal", "head", "--db", database).succeeds().out());
    assertEquals(2, later.path("acknowledged").path("number").asInt());
  }

  @Test
  void whatWasPrunedIsSaidAndMissesNowhere() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(
          """
          INSERT INTO meta SELECT 'pruned_epoch', epoch FROM document WHERE position = 2
          UNION SELECT 'pruned_position', position FROM document WHERE position = 2
          UNION SELECT 'pruned_number', number FROM document WHERE position = 2
          UNION SELECT 'pruned_hash', lower(hex(sha256)) FROM document WHERE position = 2\
          """);
      sql.executeUpdate("DELETE FROM document WHERE position <= 2");
    }
    JsonNode head = json.readTree(prompt.run("journal", "head", "--db", database).succeeds().out());
    assertEquals(SALES, head.path("number").asInt());
    assertEquals(2, head.path("pruned").path("documents").asInt());
    prompt.run("journal", "verify", "--db", database).succeeds();
    List<JsonNode> export =
        prompt
            .run("journal", "export", "--db", database)
            .succeeds()
            .out()
            .lines()
            .map(json::readTree)
            .toList();
    assertEquals(head.path("pruned").path("hash"), export.getFirst().path("before").path("hash"));
    assertEquals(3, export.get(1).path("number").asInt());
    assertEquals(SALES, export.getLast().path("head").path("number").asInt());
  }

  @Test
  void anExportCanBeCheckedByItself() throws IOException {
    Path file = folder.resolve("export.ndjson");
    prompt.run("journal", "export", "--db", database, "--out", file).succeeds();
    assertEquals(
        Files.readString(file), prompt.run("journal", "export", "--db", database).succeeds().out());

    List<JsonNode> lines = Files.readAllLines(file).stream().map(json::readTree).toList();
    JsonNode first = lines.getFirst();
    assertEquals("acme/0042-03", first.path("owner").asString());
    String hash = "";
    for (JsonNode line : lines.subList(1, lines.size() - 1)) {
      byte[] document = line.path("document").asString().getBytes(StandardCharsets.UTF_8);
      hash = Chain.hash(document);
      assertEquals(hash, line.path("hash").asString());
      byte[] key =
          Base64.getDecoder()
              .decode(first.path("keys").path(line.path("kid").asString()).asString());
      assertTrue(
          Signatures.verify(
              key, document, Base64.getUrlDecoder().decode(line.path("sig").asString())));
    }
    JsonNode last = lines.getLast().path("head");
    assertEquals(hash, last.path("hash").asString());
    assertEquals(SALES, last.path("number").asInt());
    assertEquals(SALES + 2, lines.size());
  }

  @Test
  void anExportOverwritesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("export.ndjson"), "precious");
    assertTrue(
        prompt
            .run("journal", "export", "--db", database, "--out", file)
            .fails(73)
            .contains("export.ndjson"));
    assertEquals("precious", Files.readString(file));
  }

  @Test
  void anExportIntoAFullDiskFailsAndATailThatNobodyReadsEnds() {
    prompt.toFullDisk();
    assertTrue(prompt.run("journal", "export", "--db", database).fails(74).contains("output"));
    assertTrue(prompt.run("journal", "tail", "--db", database).fails(74).contains("output"));
  }

  @Test
  void theTailShowsTheLastOnes() {
    List<String> lines =
        prompt
            .run("journal", "tail", "--db", database, "-n", 2, "--once")
            .succeeds()
            .out()
            .lines()
            .toList();
    assertEquals(2, lines.size());
    assertTrue(
        lines.get(1).matches(" +5  2026-11-24T11:00:00Z  sale completed, 1.04 EUR"), lines.get(1));
    String whole =
        prompt
            .run("journal", "tail", "--db", database, "-n", 1, "--once", "--json")
            .succeeds()
            .out();
    assertEquals(SALES, json.readTree(whole).path("number").asInt());
  }

  /// A journal of many pages, some of them in the middle of it overwritten.
  private Path damaged(long page, int pages) throws IOException {
    Path other = Files.createDirectory(folder.resolve("damaged"));
    try (TestJournal journal = TestJournal.open(other)) {
      journal.sell(60);
    }
    Path file = other.resolve(Journal.FILE);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      long from = (page < 0 ? access.length() / 4096 / 2 : page) * 4096;
      access.seek(from);
      byte[] noise = new byte[pages * 4096];
      new Random(5).nextBytes(noise);
      access.write(noise);
    }
    return file;
  }

  @Test
  void ofADamagedJournalWhatCanBeReadIsExportedAndTheFirstLostRowNamed() throws IOException {
    Path file = damaged(-1, 4);
    Prompt.Result result = prompt.run("journal", "export", "--db", file);
    String message = result.fails(74);
    List<JsonNode> lines = result.out().lines().map(json::readTree).toList();
    List<Long> positions =
        lines.subList(1, lines.size() - 1).stream()
            .map(line -> line.path("position").asLong())
            .toList();
    JsonNode damage = lines.getLast().path("damage");
    long lost = damage.path("lost").asLong();
    assertTrue(lost > 0 && lost < 40, damage::toString);
    assertEquals(60 - lost, positions.size());
    assertEquals(1, positions.getFirst());
    assertEquals(60, positions.getLast());
    long firstLost = damage.path("firstLost").asLong();
    assertEquals(firstLost - 1, positions.get((int) firstLost - 2));
    assertTrue(message.contains("row " + firstLost + " is the first"), message);
  }

  @Test
  void aDamagedJournalIsVerifiedUpToTheFirstRowThatCannotBeRead() throws IOException {
    Path file = damaged(-1, 4);
    Prompt.Result result = prompt.run("journal", "verify", "--db", file);
    result.fails(74);
    List<String> lines = result.out().lines().toList();
    assertEquals(1, lines.size(), result::out);
    assertTrue(lines.getFirst().matches("readable: row \\d+ .* cannot be read.*"), result::out);
    assertEquals(
        60,
        json.readTree(prompt.run("journal", "head", "--db", file).succeeds().out())
            .path("number")
            .asInt());
  }

  @Test
  void ofAJournalWithoutItsFirstPageNothingCanBeReadWhichIsSaidInOneLine() throws IOException {
    Path file = damaged(0, 1);
    for (String command : List.of("verify", "head", "export")) {
      String message = prompt.run("journal", command, "--db", file).fails(74);
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.contains("damaged, or no database"), message);
    }
  }
}
