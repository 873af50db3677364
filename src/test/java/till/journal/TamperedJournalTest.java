package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.journal.JournalVerifier.Anchor;
import till.journal.JournalVerifier.Finding;
import till.journal.JournalVerifier.Known;
import till.journal.JournalVerifier.Rule;
import till.trust.DeviceKey;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What somebody may do to a journal, done to the database and to an export of it.
final class TamperedJournalTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;
  private JournalOnDisk disk;
  private DeviceKey stranger;
  private Head head;
  private List<Doc> documents;

  /// What the verifier is given.
  enum Form {
    DATABASE,
    EXPORT
  }

  /// A document with what stands beside it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Doc(
      long position, long number, byte[] bytes, byte[] hash, String keyId, byte[] signature) {

    static Doc signed(long position, byte[] bytes, DeviceKey key) {
      return new Doc(position, position, bytes, Chain.digest(bytes), key.keyId(), key.sign(bytes));
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void makeJournal(@TempDir Path other) {
    disk = new JournalOnDisk(directory);
    disk.fill(5);
    stranger = DeviceKey.open(other);
    documents = new ArrayList<>();
    try (JournalReader journal = JournalReader.open(disk.file())) {
      head = journal.head();
      for (Outbox.Outgoing out : journal.after(0, 100)) {
        documents.add(
            new Doc(
                out.position(),
                out.number(),
                out.document(),
                Chain.digest(out.document()),
                out.keyId(),
                out.signature()));
      }
    }
  }

  /// The rules that failed, by the number of the document.
  private Map<Long, Set<Rule>> failed(Form form, Known known) throws Exception {
    return rules(JournalVerifier.verify(write(form), known).findings());
  }

  private Map<Long, Set<Rule>> failed(Form form) throws Exception {
    return failed(form, Known.NOTHING);
  }

  private static Map<Long, Set<Rule>> rules(List<Finding> findings) {
    var rules = new TreeMap<Long, Set<Rule>>();
    for (Finding finding : findings) {
      rules.computeIfAbsent(finding.number(), _ -> EnumSet.noneOf(Rule.class)).add(finding.rule());
    }
    return rules;
  }

  private Path write(Form form) throws SQLException, IOException {
    return switch (form) {
      case DATABASE -> writeDatabase();
      case EXPORT -> write(exportLines());
    };
  }

  private Path writeDatabase() throws SQLException {
    disk.tamper("DELETE FROM document");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO document (position, epoch, number, at, type, status, transaction_id, sha256,
                  key_id, signature, document)
                VALUES (?, ?, ?, '', 'RetailTransaction', 'completed', ?, ?, ?, ?, ?)\
                """)) {
      for (Doc document : documents) {
        insert.setLong(1, document.position());
        insert.setString(2, head.epoch());
        insert.setLong(3, document.number());
        insert.setString(4, JSON.readTree(document.bytes()).path("transactionId").asString("none"));
        insert.setBytes(5, document.hash());
        insert.setString(6, document.keyId());
        insert.setBytes(7, document.signature());
        insert.setBytes(8, document.bytes());
        insert.executeUpdate();
      }
    }
    return disk.file();
  }

  /// The export of the journal as it was, with other documents in it.
  private List<String> exportLines() throws IOException {
    var genuine = new ByteArrayOutputStream();
    try (JournalReader journal = JournalReader.open(disk.file())) {
      JournalExport.write(journal, 0, genuine);
    }
    List<String> lines = genuine.toString(StandardCharsets.UTF_8).lines().toList();
    var changed = new ArrayList<String>();
    changed.add(lines.getFirst());
    for (Doc document : documents) {
      changed.add(
          JSON.createObjectNode()
              .put("position", document.position())
              .put("epoch", head.epoch())
              .put("number", document.number())
              .put("hash", HexFormat.of().formatHex(document.hash()))
              .put("kid", document.keyId())
              .put("sig", Base64.getUrlEncoder().encodeToString(document.signature()))
              .put("document", document.text())
              .toString());
    }
    changed.add(lines.getLast());
    return changed;
  }

  private Path write(List<String> lines) throws IOException {
    return Files.write(directory.resolve("export.ndjson"), lines);
  }

  /// Puts the key of a stranger beside the documents.
  private void trustStranger() {
    disk.tamper(
        "INSERT OR REPLACE INTO device_key (key_id, public_key) VALUES ('%s', x'%s')"
            .formatted(stranger.keyId(), HexFormat.of().formatHex(stranger.publicKey())));
  }

  /// Writes the journal anew from a document on, as who has a key could.
  private void rewrite(int from, DeviceKey key, UnaryOperator<String> change) {
    String before = Chain.hash(documents.get(from - 1).bytes());
    for (int i = from; i < documents.size(); i++) {
      Doc document = documents.get(i);
      String text = document.text().replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"" + before);
      byte[] bytes = change.apply(text).getBytes(StandardCharsets.UTF_8);
      documents.set(i, Doc.signed(document.position(), bytes, key));
      before = Chain.hash(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenIsGenuine(Form form) throws Exception {
    JournalVerifier.Report report =
        JournalVerifier.verify(
            write(form),
            new Known(List.of(new Anchor(head.epoch(), 5, head.hash())), Set.of(disk.key.keyId())));
    assertEquals(List.of(), report.findings());
    assertEquals(5, report.documents());
    assertEquals(head, report.head());
    assertEquals("acme/0042-03", report.owner());
  }

  @ParameterizedTest
  @EnumSource
  void anEditedDocumentIsFound(Form form) throws Exception {
    Doc old = documents.get(1);
    byte[] edited = old.text().replace("item-102", "item-999").getBytes(StandardCharsets.UTF_8);
    documents.set(1, new Doc(2, 2, edited, old.hash(), old.keyId(), old.signature()));
    assertEquals(
        Map.of(2L, EnumSet.of(Rule.HASH, Rule.SIGNATURE), 3L, EnumSet.of(Rule.PREV)), failed(form));
  }

  /// The last line of an export counts, too.
  private static Map<Long, Set<Rule>> asTheEndSays(Form form, Map<Long, Set<Rule>> found) {
    var all = new TreeMap<>(found);
    if (form == Form.EXPORT) {
      all.put(5L, EnumSet.of(Rule.HEAD));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedDocumentIsFound(Form form) throws Exception {
    documents.remove(2);
    assertEquals(
        asTheEndSays(form, Map.of(4L, EnumSet.of(Rule.NUMBER, Rule.PREV, Rule.TOTALS))),
        failed(form));
  }

  @ParameterizedTest
  @EnumSource
  void documentsInAnotherOrderAreFound(Form form) throws Exception {
    Doc two = documents.get(1);
    Doc three = documents.get(2);
    documents.set(1, new Doc(2, 3, three.bytes(), three.hash(), three.keyId(), three.signature()));
    documents.set(2, new Doc(3, 2, two.bytes(), two.hash(), two.keyId(), two.signature()));
    Map<Long, Set<Rule>> failed = failed(form);
    assertEquals(Set.of(2L, 3L, 4L), failed.keySet());
    failed.values().forEach(rules -> assertTrue(rules.contains(Rule.NUMBER), failed::toString));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingEndIsFound(Form form) throws Exception {
    documents.removeLast();
    assertEquals(Map.of(4L, EnumSet.of(Rule.HEAD)), failed(form));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingBeginningIsFound(Form form) throws Exception {
    documents.removeFirst();
    assertEquals(
        asTheEndSays(form, Map.of(2L, EnumSet.of(Rule.NUMBER, Rule.GENESIS, Rule.TOTALS))),
        failed(form));
  }

  @ParameterizedTest
  @EnumSource
  void anotherKeyUnderTheDevicesNameIsFound(Form form) throws Exception {
    Doc old = documents.get(4);
    documents.set(
        4, new Doc(5, 5, old.bytes(), old.hash(), old.keyId(), stranger.sign(old.bytes())));
    assertEquals(Map.of(5L, EnumSet.of(Rule.SIGNATURE)), failed(form));
  }

  @ParameterizedTest
  @EnumSource
  void aJournalWrittenAnewWithAStrangersKeyIsFoundByWhoKnowsTheKey(Form form) throws Exception {
    rewrite(3, stranger, text -> text.replace("item-", "goods-"));
    trustHead();
    assertEquals(
        Map.of(4L, EnumSet.of(Rule.SIGNATURE), 5L, EnumSet.of(Rule.SIGNATURE)), failed(form));
    trustStranger();
    assertEquals(Map.of(), failed(form), "its key lies beside it");
    assertEquals(
        Map.of(4L, EnumSet.of(Rule.SIGNATURE), 5L, EnumSet.of(Rule.SIGNATURE)),
        failed(form, new Known(List.of(), Set.of(disk.key.keyId()))));
  }

  @ParameterizedTest
  @EnumSource
  void totalsThatDoNotAddUpAreFoundThoughTheDevicesOwnKeyHasSignedThem(Form form) throws Exception {
    rewrite(2, disk.key, text -> text.replace("\"sales\":306", "\"sales\":206"));
    trustHead();
    assertEquals(Map.of(3L, EnumSet.of(Rule.TOTALS), 4L, EnumSet.of(Rule.TOTALS)), failed(form));
  }

  @ParameterizedTest
  @EnumSource
  void aJournalWrittenAnewWithTheDevicesOwnKeyIsFoundByItsAnchor(Form form) throws Exception {
    rewrite(2, disk.key, text -> text.replace("item-", "goods-"));
    trustHead();
    assertEquals(Map.of(), failed(form), "there is nothing to compare it with");
    var anchored = new Known(List.of(new Anchor(head.epoch(), 5, head.hash())), Set.of());
    assertEquals(Map.of(5L, EnumSet.of(Rule.ANCHOR)), failed(form, anchored));
  }

  @ParameterizedTest
  @EnumSource
  void aJournalCutBackWithWhatNamesItsEndIsFoundByItsAnchor(Form form) throws Exception {
    documents.removeLast();
    documents.removeLast();
    trustHead();
    assertEquals(Map.of(), failed(form), "there is nothing to compare it with");
    var anchored =
        new Known(
            List.of(
                new Anchor(head.epoch(), 3, Chain.hash(documents.get(2).bytes())),
                new Anchor(head.epoch(), 5, head.hash())),
            Set.of());
    assertEquals(Map.of(5L, EnumSet.of(Rule.ANCHOR)), failed(form, anchored));
  }

  /// Lets what names the end name the one that is there now: the snapshot, and through it the last
  /// line of an export.
  private void trustHead() throws SQLException {
    disk.tamper("UPDATE snapshot SET position = " + documents.getLast().position());
    writeDatabase();
  }

  private List<Finding> findings(List<String> lines) throws IOException {
    return JournalVerifier.verify(write(lines)).findings();
  }

  @Test
  void anExportThatIsCutOffShowsWhereverItIsCut() throws Exception {
    String whole = String.join("\n", exportLines()) + "\n";
    Path file = directory.resolve("cut.ndjson");
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), JournalVerifier.verify(Files.write(file, bytes)).findings());
    for (int cut = bytes.length - 2; cut > 0; cut -= 97) {
      Files.write(file, Arrays.copyOf(bytes, cut));
      assertFalse(JournalVerifier.verify(file).findings().isEmpty(), "cut at " + cut);
    }
  }

  @Test
  void aFindingInAnExportNamesItsLine() throws Exception {
    List<String> lines = exportLines();
    lines.set(3, "garbage");
    assertEquals(
        "readable: line 4 (%s/3): no JSON, or only a part of it".formatted(head.epoch()),
        findings(lines).getFirst().toString());
  }

  @Test
  void anExportWithoutItsLastLineOrMoreBehindItIsFound() throws Exception {
    List<String> lines = exportLines();
    String document = lines.get(5);
    lines.add(document);
    assertEquals(Map.of(6L, EnumSet.of(Rule.READABLE)), rules(findings(lines)));
    lines.removeLast();
    lines.removeLast();
    assertEquals(Map.of(5L, EnumSet.of(Rule.HEAD)), rules(findings(lines)));
  }

  @Test
  void anExportWithoutItsFirstLineOrOfALaterVersionIsFound() throws Exception {
    List<String> lines = exportLines();
    assertEquals(
        "it does not say whose documents these are",
        findings(lines.subList(1, lines.size())).getFirst().text());
    lines.set(0, lines.getFirst().replace("\"v\":1", "\"v\":2"));
    assertEquals("an export of version 2, this tilld knows 1", findings(lines).getFirst().text());
  }

  @Test
  void anExportOfTheNewestAloneHangsOnTheOneBeforeThem() throws Exception {
    var out = new ByteArrayOutputStream();
    try (JournalReader journal = JournalReader.open(disk.file())) {
      JournalExport.write(journal, 3, out);
    }
    List<String> lines = new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
    assertEquals(4, lines.size());
    assertEquals(List.of(), findings(lines));
    var early = new Anchor(head.epoch(), 1, "0".repeat(64));
    var wrong = new Anchor(head.epoch(), 3, "0".repeat(64));
    var known = new Known(List.of(early, wrong), Set.of());
    assertEquals(
        Map.of(3L, EnumSet.of(Rule.ANCHOR)),
        rules(JournalVerifier.verify(write(lines), known).findings()),
        "what was left out cannot be seen, what it hangs on can");
    var first = (ObjectNode) JSON.readTree(lines.getFirst());
    ((ObjectNode) first.path("before")).put("hash", "0".repeat(64));
    lines.set(0, first.toString());
    assertEquals(Map.of(4L, EnumSet.of(Rule.PREV)), rules(findings(lines)));
  }

  @Test
  void aPackedExportIsVerifiedAndATornOneFound() throws Exception {
    Path file = directory.resolve("export.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        JournalReader journal = JournalReader.open(disk.file())) {
      JournalExport.write(journal, 0, out);
    }
    assertEquals(List.of(), JournalVerifier.verify(file).findings());
    byte[] packed = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(packed, packed.length / 2));
    assertEquals(Rule.READABLE, JournalVerifier.verify(file).findings().getLast().rule());
  }
}
