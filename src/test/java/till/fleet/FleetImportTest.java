package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import till.journal.Chain;
import till.journal.Journal;
import till.journal.JournalExport;
import till.journal.JournalReader;
import till.journal.Outbox;
import till.trust.DeviceKey;
import till.uplink.TestJournal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an export brings back into a ledger.
@ParameterizedClass
@EnumSource
final class FleetImportTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;
  private LedgerAddress ledger;
  private TestJournal journal;
  private List<Outbox.Outgoing> documents;
  private List<String> lines;
  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void sell() throws Exception {
    Path state = Files.createDirectory(directory.resolve("state"));
    journal = TestJournal.open(state).sell(5);
    documents = journal.documents();
    ledger = store.in(directory);
    var out = new ByteArrayOutputStream();
    try (JournalReader reader = JournalReader.open(state.resolve(Journal.FILE))) {
      JournalExport.write(reader, 0, out);
    }
    lines = new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void store(Delivery... deliveries) {
    try (Ledger open = Ledger.open(ledger)) {
      open.take(List.of(deliveries), NOON);
    }
  }

  private FleetImport.Report take(boolean giveUp) throws Exception {
    Path export = Files.write(directory.resolve("export.ndjson"), lines);
    refused.clear();
    return FleetImport.run(
        ledger, export, giveUp, NOON, line -> refused.add(line.line() + " " + line.why()));
  }

  private static String counts(FleetImport.Report report) {
    return "%d new, %d known, %d conflicting, %d rejected, %d refused"
        .formatted(
            report.fresh(),
            report.known(),
            report.conflicting(),
            report.rejected(),
            report.refused());
  }

  @Test
  void whatIsMissingIsAddedAndTheAuditHasNoGapAnyMore() throws Exception {
    store(
        Sender.state(journal, 1, 1, 0),
        Sender.document(documents.get(0)),
        Sender.document(documents.get(3)));
    assertFalse(Audit.run(ledger, Audit.Scope.ALL).findings().isEmpty());
    FleetImport.Report report = take(false);
    assertEquals("3 new, 2 known, 0 conflicting, 0 rejected, 0 refused", counts(report));
    assertEquals("acme/0042-03", report.terminal());
    assertTrue(report.isComplete());
    assertEquals(0, report.unverified());
    assertEquals(List.of(), report.gaps());
    assertEquals(List.of(), Audit.run(ledger, Audit.Scope.ALL).findings());
  }

  @Test
  void twiceIsOnce() throws Exception {
    take(false);
    FleetImport.Report again = take(false);
    assertEquals("0 new, 5 known, 0 conflicting, 0 rejected, 0 refused", counts(again));
    assertEquals(List.of("5"), LedgerRows.of(ledger, "SELECT count(*) FROM document"));
  }

  @Test
  void theKeysOfAnExportAreNotBelieved() throws Exception {
    FleetImport.Report report = take(false);
    assertEquals(5, report.unverified());
    assertEquals(
        List.of("unknown-key"), LedgerRows.of(ledger, "SELECT DISTINCT verified FROM document"));
    assertEquals(List.of(), LedgerRows.of(ledger, "SELECT * FROM device_key"));
  }

  /// An export's line with another document in it, signed by somebody.
  private void put(int number, byte[] bytes, DeviceKey key) {
    var line = (ObjectNode) JSON.readTree(lines.get(number));
    line.put("document", new String(bytes, StandardCharsets.UTF_8))
        .put("hash", Chain.hash(bytes))
        .put("kid", key.keyId())
        .put("sig", Base64.getUrlEncoder().encodeToString(key.sign(bytes)));
    lines.set(number, line.toString());
  }

  @Test
  void anotherDocumentThanTheLedgerHasGoesIntoConflict() throws Exception {
    store(Sender.document(documents.get(1)));
    put(2, Sender.altered(documents.get(1), "item-1", "goods"), journal.key());
    FleetImport.Report report = take(false);
    assertEquals("4 new, 0 known, 1 conflicting, 0 rejected, 0 refused", counts(report));
    assertFalse(report.isComplete());
    assertEquals(List.of("2"), LedgerRows.of(ledger, "SELECT number FROM conflict"));
  }

  @Test
  void whatCannotBeFiledIsKeptAndCounted() throws Exception {
    put(3, "poison".getBytes(StandardCharsets.UTF_8), journal.key());
    FleetImport.Report report = take(false);
    assertEquals("4 new, 0 known, 0 conflicting, 1 rejected, 0 refused", counts(report));
    assertEquals(List.of("3 not-json"), LedgerRows.of(ledger, "SELECT number, code FROM rejected"));
  }

  @Test
  void linesOfAnotherTerminalAndTornOnesAreNamedAndNotTaken() throws Exception {
    put(
        2,
        Sender.altered(documents.get(1), "\"terminal\":\"0042-03\"", "\"terminal\":\"0042-04\""),
        journal.key());
    lines.set(3, lines.get(3).substring(0, 200));
    lines.set(4, lines.get(4).replace("item-3", "goods!"));
    FleetImport.Report report = take(false);
    assertEquals("2 new, 0 known, 0 conflicting, 0 rejected, 3 refused", counts(report));
    assertEquals(
        List.of(
            "3 it is no document %s/2 of acme/0042-03".formatted(journal.epoch()),
            "4 no JSON, or only a part of it",
            "5 the document is not the one whose hash stands beside it"),
        refused);
    assertEquals(List.of(new FleetImport.Gap(journal.epoch(), 2, 4)), report.gaps());
    assertEquals(List.of(), LedgerRows.of(ledger, "SELECT * FROM rejected"));
  }

  @Test
  void anExportThatIsCutOffIsTakenAsFarAsItGoesAndCompletedByAWholeOne() throws Exception {
    List<String> whole = List.copyOf(lines);
    lines = new ArrayList<>(lines.subList(0, 4));
    FleetImport.Report cut = take(false);
    assertEquals("3 new, 0 known, 0 conflicting, 0 rejected, 0 refused", counts(cut));
    assertFalse(cut.isWhole());
    lines = new ArrayList<>(whole);
    FleetImport.Report rest = take(false);
    assertEquals("2 new, 3 known, 0 conflicting, 0 rejected, 0 refused", counts(rest));
    assertTrue(rest.isComplete());
  }

  @Test
  void anExportThatDoesNotSayWhoseItIsIsTakenByWhatItsDocumentsSay() throws Exception {
    lines.set(0, "{\"v\":1,\"unknown\":\"the first page is damaged\"}");
    assertEquals("acme/0042-03", take(false).terminal());
    assertEquals(List.of("5"), LedgerRows.of(ledger, "SELECT count(*) FROM document"));
  }

  @Test
  void moreThanOneBatchIsTaken() throws Exception {
    journal.sell(700);
    var out = new ByteArrayOutputStream();
    try (JournalReader reader =
        JournalReader.open(directory.resolve("state").resolve(Journal.FILE))) {
      JournalExport.write(reader, 0, out);
    }
    lines = new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
    assertEquals(705, take(false).fresh());
    assertEquals("705", LedgerRows.of(ledger, "SELECT through FROM watermark").getFirst());
  }

  @Test
  void whatIsGivenUpIsWaitedForNoLongerAndTheAuditSaysSo() throws Exception {
    String torn = lines.remove(2).substring(0, 100);
    assertEquals(1, take(false).gaps().size());
    lines.add(2, torn);
    assertFalse(take(true).gaveUp(), "a better export may have it");
    lines.remove(2);
    assertEquals(List.of("1"), LedgerRows.of(ledger, "SELECT through FROM watermark"));
    assertTrue(take(true).gaveUp());
    assertEquals(List.of("5"), LedgerRows.of(ledger, "SELECT through FROM watermark"));
    Audit.Terminal terminal = Audit.run(ledger, Audit.Scope.ALL).terminals().getFirst();
    assertEquals(1, terminal.gone());
    assertEquals(0, terminal.missing());
  }
}
