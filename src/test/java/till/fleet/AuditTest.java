package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import till.journal.Chain;
import till.journal.Journal;
import till.journal.Outbox;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// What the fleet finds in its ledger.
@ParameterizedClass
@EnumSource
final class AuditTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;
  private LedgerAddress ledger;
  private TestJournal journal;
  private List<Outbox.Outgoing> documents;

  @BeforeEach
  void sell() throws Exception {
    journal = TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(5);
    documents = journal.documents();
    ledger = store.in(directory);
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

  private void storeAllBut(int number, long head) {
    var deliveries = new ArrayList<Delivery>();
    deliveries.add(Sender.state(journal, 1, 1, head));
    documents.stream()
        .filter(document -> document.number() != number)
        .map(Sender::document)
        .forEach(deliveries::add);
    store(deliveries.toArray(Delivery[]::new));
  }

  private Audit.Report audit() {
    return Audit.run(ledger, Audit.Scope.ALL);
  }

  /// What nobody should do to a ledger.
  private void edit(String sql, Object... values) throws SQLException {
    try (Connection connection = LedgerRows.connect(ledger);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      assertEquals(1, statement.executeUpdate());
    }
  }

  private List<String> findings() {
    return audit().findings().stream()
        .map(finding -> finding.rule() + " " + finding.number())
        .toList();
  }

  @Test
  void aWholeLedgerHasNoFindings() {
    storeAllBut(0, 0);
    Audit.Report report = audit();
    assertEquals(List.of(), report.findings());
    assertEquals(5, report.documents());
  }

  @Test
  void aGapIsFoundAndSaidToBeForEverWhenItIs() {
    storeAllBut(3, 5);
    assertTrue(findings().contains("gap 3"), findings()::toString);
    assertFalse(audit().findings().getFirst().text().contains("never"));
    store(Sender.state(journal, 2, 4, 5));
    assertTrue(audit().findings().getFirst().text().contains("never"));
  }

  @Test
  void anEditedDocumentIsFoundByHashSignatureAndTheOneAfterIt() throws Exception {
    storeAllBut(0, 0);
    byte[] edited = Sender.altered(documents.get(1), "\"03\"", "\"07\"");
    edit("UPDATE document SET document = ? WHERE number = 2", edited);
    assertEquals(List.of("hash 2", "signature 2", "chain 3"), findings());
  }

  @Test
  void anEditedDocumentWithItsHashSetRightIsStillFound() throws Exception {
    storeAllBut(0, 0);
    byte[] forged =
        Sender.altered(documents.get(1), "\"workstation\":\"03\"", "\"workstation\":\"07\"");
    edit(
        "UPDATE document SET document = ?, sha256 = ? WHERE number = 2",
        forged,
        Chain.hash(forged));
    assertEquals(List.of("signature 2", "chain 3"), findings());
  }

  @Test
  void aHeadBehindWhatTheTerminalHadIsFound() {
    storeAllBut(5, 5);
    assertEquals(List.of("anchor 5"), findings());
  }

  @Test
  void aHeadThatIsAnotherDocumentThanTheTerminalSaidIsFound() {
    storeAllBut(0, 5);
    assertEquals(List.of("anchor 5"), findings());
  }

  /// What the terminal sends when it has lost its journal after as many sales as the ledger has.
  private void loseTheJournal(UnaryOperator<String> change) throws Exception {
    loseTheJournalAnd(after -> {
      for (Outbox.Outgoing document : after) {
        String text = change.apply(new String(document.document(), StandardCharsets.UTF_8));
        store(Sender.document(document, text.getBytes(StandardCharsets.UTF_8)));
      }
    });
  }

  private void loseTheJournalAnd(Consumer<List<Outbox.Outgoing>> send) throws Exception {
    storeAllBut(0, 0);
    journal.close();
    Path state = directory.resolve("state");
    try (Outbox outbox = Outbox.open(state)) {
      outbox.acknowledge(5);
    }
    Files.writeString(state.resolve(Journal.FILE), "garbage ".repeat(1_000));
    journal = TestJournal.open(state).sell(2);
    send.accept(journal.documents());
  }

  private List<Audit.Finding> epochFindings() {
    return audit().findings().stream().filter(finding -> finding.rule().equals("epoch")).toList();
  }

  @Test
  void anEpochThatFollowsTheOldHeadIsNoFinding() throws Exception {
    loseTheJournal(UnaryOperator.identity());
    Audit.Report report = audit();
    assertEquals(List.of(), report.findings());
    assertEquals(7, report.documents());
  }

  @Test
  void anEpochThatFollowsAnotherDocumentIsFound() throws Exception {
    String hash = Chain.hash(documents.get(4).document());
    loseTheJournal(text -> text.replace(hash, "0".repeat(64)));
    assertEquals(1, epochFindings().size());
    assertTrue(epochFindings().getFirst().text().contains("another document"));
  }

  @Test
  void anEpochThatFollowsADocumentInConflictIsSaidToBeOfARestoredDisk() throws Exception {
    byte[] other = Sender.altered(documents.get(4), "\"total\":104", "\"total\":105");
    String hash = Chain.hash(documents.get(4).document());
    loseTheJournal(text -> text.replace(hash, Chain.hash(other)));
    store(Sender.document(documents.get(4), other));
    assertEquals(1, epochFindings().size());
    String text = epochFindings().getFirst().text();
    assertTrue(text.contains("is in conflict"), text);
  }

  @Test
  void anEpochThatKnowsMoreOfTheOldOneThanTheLedgerIsFound() throws Exception {
    loseTheJournal(text -> text.replace("\"number\":5,", "\"number\":9,"));
    assertEquals(1, epochFindings().size());
    String text = epochFindings().getFirst().text();
    assertTrue(text.contains("/9, and the ledger ends at 5"), text);
  }

  @Test
  void anEpochThatFollowsNoneWhereThereWasOneIsFound() throws Exception {
    loseTheJournal(text -> text.replaceFirst("\"previousEpoch\":\\{[^}]*},", ""));
    assertEquals(1, epochFindings().size());
    String text = epochFindings().getFirst().text();
    assertTrue(text.contains("there was epoch " + documents.getFirst().epoch()), text);
  }

  @Test
  void conflictsAndRejectedDocumentsAreFindings() {
    storeAllBut(3, 0);
    byte[] other =
        Sender.altered(documents.getFirst(), "\"workstation\":\"03\"", "\"workstation\":\"07\"");
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    store(Sender.document(documents.getFirst(), other), Sender.document(documents.get(2), poison));
    assertEquals(List.of("chain 4", "conflict 1", "rejected 3"), findings());
    store(Sender.document(documents.get(2)));
    assertEquals(List.of("conflict 1"), findings(), "the real one came in the end");
  }

  /// Documents that were changed from one of them on by who has the device's key.
  private Delivery[] rewritten(List<Outbox.Outgoing> from, UnaryOperator<String> change) {
    var deliveries = new ArrayList<Delivery>();
    Optional<String> before = Optional.empty();
    for (Outbox.Outgoing document : from) {
      String text = change.apply(new String(document.document(), StandardCharsets.UTF_8));
      if (before.isPresent()) {
        text = text.replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"" + before.get());
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      before = Optional.of(Chain.hash(bytes));
      deliveries.add(
          Sender.document(
              new Outbox.Outgoing(
                  document.epoch(),
                  document.position(),
                  document.number(),
                  bytes,
                  journal.key().sign(bytes),
                  document.keyId())));
    }
    return deliveries.toArray(Delivery[]::new);
  }

  @Test
  void totalsThatDoNotAddUpAreFoundThoughTheDeviceSignedThem() {
    store(Sender.state(journal, 1, 1, 0));
    store(
        rewritten(
            documents,
            text ->
                text.replace("\"grandTotals\":{\"sales\":303", "\"grandTotals\":{\"sales\":203")));
    assertEquals(List.of("totals 3", "totals 4"), findings());
  }

  @Test
  void aMissingDocumentDoesNotMakeTheTotalsBehindItWrong() {
    storeAllBut(3, 0);
    assertEquals(List.of("gap 3"), findings());
  }

  @Test
  void anEpochMayGoOnWithTheTotalsOfTheOneItFollowsAndNoOthers() throws Exception {
    loseTheJournalAnd(documents -> {
      store(rewritten(documents, text -> continued(text, 510)));
    });
    assertEquals(List.of(), audit().findings());
  }

  @Test
  void anEpochThatBeginsWithTotalsOfNobodyIsFound() throws Exception {
    loseTheJournalAnd(documents -> {
      store(rewritten(documents, text -> continued(text, 410)));
    });
    assertEquals(List.of("totals 1"), findings());
  }

  /// Lets a document's totals go on from an earlier sum.
  private static String continued(String text, long earlier) {
    Matcher sums =
        Pattern.compile("(?<=\"sales\":|\"byTaxGroup\":\\{\"A\":|\"Cash\":)[0-9]+").matcher(text);
    return sums.replaceAll(sum -> Long.toString(Long.parseLong(sum.group()) + earlier));
  }

  @Test
  void aTerminalThatWentBackToACopyIsFound() throws Exception {
    String hash = Chain.hash(documents.get(2).document());
    loseTheJournal(text ->
        text.replaceFirst(
            "\"number\":5,\"hash\":\"[0-9a-f]{64}", "\"number\":3,\"hash\":\"" + hash));
    assertEquals(1, epochFindings().size());
    String text = epochFindings().getFirst().text();
    assertTrue(text.contains("has that epoch up to 5"), text);
  }

  @Test
  void anEpochThatCameBackFromAnExportAfterItsFollowerIsNoFinding() throws Exception {
    LedgerAddress other = store.in(Files.createDirectory(directory.resolve("other")));
    loseTheJournal(UnaryOperator.identity());
    try (Ledger open = Ledger.open(other)) {
      open.take(List.of(Sender.state(journal, 1, 1, 0)), NOON);
      open.take(journal.documents().stream().map(Sender::document).toList(), NOON);
      assertEquals(
          1, Audit.run(other, Audit.Scope.ALL).findings().size(), "the old epoch is not there");
      open.take(documents.stream().map(Sender::document).toList(), NOON);
    }
    assertEquals(List.of(), Audit.run(other, Audit.Scope.ALL).findings());
  }

  @Test
  void aDocumentOfAKindThatIsNotKnownHangsInTheChain() {
    store(Sender.state(journal, 1, 1, 0));
    store(
        rewritten(
            documents,
            text ->
                text.contains("\"number\":3,")
                    ? text.replace(
                        "\"type\":\"RetailTransaction\"", "\"type\":\"TenderControlTransaction\"")
                    : text));
    assertEquals(List.of(), findings());
  }

  @Test
  void whatTheLedgerHasOfEachTerminalIsReported() {
    store(Sender.state(journal, 1, 2, 5));
    storeAllBut(4, 0);
    byte[] theirs =
        Sender.altered(
            documents.getFirst(), "\"terminal\":\"0042-03\"", "\"terminal\":\"0042-04\"");
    store(
        new Delivery.Document(
            new Topics("acme", "0042-04"),
            theirs,
            Sender.document(documents.getFirst()).properties()));
    Audit.Report report = audit();
    Audit.Terminal terminal = report.terminals().getFirst();
    assertEquals(
        new Audit.Terminal(
            "acme",
            "0042-03",
            4,
            1,
            journal.epoch(),
            5,
            1,
            0,
            Map.of("EUR", 100L + 101 + 102 + 104),
            1 + 1),
        terminal);
    assertEquals(2, report.terminals().size());
    assertEquals(5, report.documents());
    assertEquals(
        List.of("0042-04"),
        Audit.run(ledger, new Audit.Scope(Optional.of("acme"), Optional.of("0042-04")))
            .terminals()
            .stream()
            .map(Audit.Terminal::terminal)
            .toList());
  }
}
