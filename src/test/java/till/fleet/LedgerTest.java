package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.journal.Chain;
import till.journal.Outbox;
import till.trust.DeviceKey;
import till.uplink.Ack;
import till.uplink.StateMessage;
import till.uplink.TestJournal;
import till.uplink.Topics;

@ParameterizedClass
@EnumSource
final class LedgerTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;
  private LedgerAddress address;
  private TestJournal journal;
  private List<Outbox.Outgoing> documents;
  private Ledger ledger;

  @BeforeEach
  void sell() throws Exception {
    journal = TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(5);
    documents = journal.documents();
    address = store.in(directory);
    ledger = Ledger.open(address);
  }

  @AfterEach
  void close() {
    ledger.close();
    journal.close();
  }

  private List<String> rows(String sql) {
    return LedgerRows.of(address, sql);
  }

  private List<Intake.Owed> take(Delivery... deliveries) {
    return ledger.take(List.of(deliveries), NOON).owed();
  }

  private Delivery.Document document(int number) {
    return Sender.document(documents.get(number - 1));
  }

  private long through(Delivery... deliveries) {
    List<Intake.Owed> owed = take(deliveries);
    return owed.isEmpty() ? 0 : owed.getLast().ack().through();
  }

  @Test
  void aDocumentIsFiledWithWhatReportsNeed() {
    take(Sender.state(journal, 1, 1, 5), document(1));
    assertEquals(
        List.of(
            "1 acme 0042-03 "
                + journal.epoch()
                + " 1 RetailTransaction completed 2026-11-24 100 EUR 2026-11-24T11:00:00Z"
                + " 2026-11-24T11:00:00Z good"),
        rows(
            """
            SELECT id, org, terminal, epoch, number, type, status, business_day, total, currency, at,
              received_at, verified FROM document\
            """));
    assertEquals(
        List.of(Chain.hash(documents.getFirst().document())), rows("SELECT sha256 FROM document"));
  }

  @Test
  void theAckNamesTheLastDocumentOfTheUnbrokenRow() {
    assertEquals(List.of(), take(document(2), document(4)), "there is nothing to prove yet");
    Intake.Owed owed = take(document(1)).getFirst();
    assertEquals(TestJournal.TOPICS, owed.terminal());
    assertEquals(2, owed.ack().through());
    assertEquals(Chain.hash(documents.get(1).document()), owed.ack().hash());
    assertEquals(5, through(document(5), document(3)));
  }

  @Test
  void arrivingTwiceIsArrivingOnceAndIsAcknowledgedAgain() {
    assertEquals(1, through(document(1), document(1)));
    assertEquals(1, through(document(1)));
    assertEquals(List.of("1"), rows("SELECT count(*) FROM document"));
    assertEquals(List.of(), rows("SELECT * FROM conflict"));
  }

  @Test
  void theFirstOfTwoDocumentsWithOneNumberStaysAndTheOtherIsKeptInConflict() {
    byte[] other =
        Sender.altered(documents.getFirst(), "\"workstation\":\"03\"", "\"workstation\":\"07\"");
    take(Sender.state(journal, 1, 1, 5), document(1));
    Ack ack = take(Sender.document(documents.getFirst(), other)).getFirst().ack();
    take(Sender.document(documents.getFirst(), other));
    assertEquals(Chain.hash(documents.getFirst().document()), ack.hash());
    assertEquals(
        List.of(Chain.hash(documents.getFirst().document()) + " good"),
        rows("SELECT sha256, verified FROM document"));
    assertEquals(List.of("1 " + Chain.hash(other)), rows("SELECT number, sha256 FROM conflict"));
  }

  @ParameterizedTest
  @CsvSource({"not-json, this is no document", "not-json, []", "incomplete, {\"v\":1}"})
  void whatCannotBeReadIsKeptTakesItsNumberAndHoldsNobodyUp(String code, String payload) {
    byte[] poison = payload.getBytes(StandardCharsets.UTF_8);
    Ack ack =
        take(document(1), Sender.document(documents.get(1), poison), document(3)).getFirst().ack();
    assertEquals(3, ack.through());
    assertEquals(List.of(new Ack.Rejection(2, code)), ack.rejected());
    assertEquals(
        List.of("2 " + code + " " + Chain.hash(poison)),
        rows("SELECT number, code, sha256 FROM rejected"));
    assertEquals(3, through(Sender.document(documents.get(1), poison)));
    assertEquals(List.of("1"), rows("SELECT count(*) FROM rejected"), "each only once");
  }

  @Test
  void aDocumentThatComesAfterItsPoisonIsWhatTheAckVouchesFor() {
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    assertEquals(1, through(Sender.document(documents.getFirst(), poison)));
    Ack ack = take(document(1)).getFirst().ack();
    assertEquals(Chain.hash(documents.getFirst().document()), ack.hash());
  }

  @Test
  void aDocumentOfALaterVersionIsKeptUntilSomebodyCanReadIt() {
    byte[] later = Sender.altered(documents.getFirst(), "\"v\":1", "\"v\":2");
    Ack ack = take(Sender.document(documents.getFirst(), later)).getFirst().ack();
    assertEquals(List.of(new Ack.Rejection(1, "version")), ack.rejected());
    assertEquals(Chain.hash(later), ack.hash());
  }

  @Test
  void aDocumentThatIsTooLargeIsRejectedUnread() {
    byte[] huge = new byte[200 * 1024];
    Arrays.fill(huge, (byte) '[');
    Ack ack = take(Sender.document(documents.getFirst(), huge)).getFirst().ack();
    assertEquals(List.of(new Ack.Rejection(1, "too-large")), ack.rejected());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"terminal\":\"0042-03\"', '\"terminal\":\"0042-04\"'",
    "'\"org\":\"acme\"', '\"org\":\"other\"'",
    "'\"number\":1,', '\"number\":9,'"
  })
  void whoSpeaksForAnotherIsRejectedAndTakesNobodysNumber(String from, String to) {
    byte[] forged = Sender.altered(documents.getFirst(), from, to);
    assertEquals(List.of(), take(Sender.document(documents.getFirst(), forged)));
    assertEquals(
        List.of("0042-03 null identity"), rows("SELECT terminal, number, code FROM rejected"));
    assertEquals(1, through(document(1)), "the real one has its place");
  }

  @Test
  void aBridgeMayStripTheUserProperties() {
    assertEquals(1, through(Sender.without(document(1), "epoch", "number", "sig", "kid")));
    assertEquals(List.of("unsigned"), rows("SELECT verified FROM document"));
  }

  @Test
  void aDocumentThatComesBeforeItsKeyIsVerifiedWhenTheKeyIsKnown() {
    byte[] forged =
        Sender.altered(documents.get(1), "\"workstation\":\"03\"", "\"workstation\":\"07\"");
    take(document(1), Sender.document(documents.get(1), forged));
    assertEquals(
        List.of("unknown-key", "unknown-key"),
        rows("SELECT verified FROM document ORDER BY number"));
    take(Sender.state(journal, 1, 1, 5));
    assertEquals(List.of("good", "bad"), rows("SELECT verified FROM document ORDER BY number"));
    assertEquals(
        List.of(journal.key().keyId() + " first-use"),
        rows("SELECT key_id, pinned FROM device_key"));
  }

  @Test
  void aSecondKeyIsNotBelieved() throws Exception {
    DeviceKey thief = DeviceKey.open(Files.createDirectory(directory.resolve("thief")));
    take(Sender.state(journal, 1, 1, 5));
    take(
        Sender.state(
            2,
            journal.epoch(),
            1,
            5,
            Optional.of(
                new StateMessage.Key(
                    thief.keyId(), Base64.getEncoder().encodeToString(thief.publicKey())))));
    byte[] document = documents.getFirst().document();
    take(
        new Delivery.Document(
            TestJournal.TOPICS,
            document,
            Map.of(
                "kid",
                thief.keyId(),
                "sig",
                Base64.getUrlEncoder().encodeToString(thief.sign(document)))));
    assertEquals(List.of("unknown-key"), rows("SELECT verified FROM document"));
    assertEquals(
        List.of("announced", "first-use"), rows("SELECT pinned FROM device_key ORDER BY pinned"));
  }

  @Test
  void aKeyThatIsNotWhatItsNameSaysIsIgnored() {
    take(
        Sender.state(
            1, journal.epoch(), 1, 5, Optional.of(new StateMessage.Key("00".repeat(8), "AAAA"))));
    take(
        Sender.state(
            2, journal.epoch(), 1, 5, Optional.of(new StateMessage.Key("00".repeat(8), "%%%"))));
    assertEquals(List.of(), rows("SELECT * FROM device_key"));
  }

  @Test
  void numbersTheTerminalNoLongerHasAreNotWaitedFor() {
    assertEquals(0, through(document(3), document(4)));
    assertEquals(4, through(Sender.state(journal, 1, 3, 5)));
    assertEquals(5, through(document(5)));
  }

  @Test
  void aDeathThatIsOlderThanTheLastBirthIsNoNews() {
    String sql = "SELECT conn, online, version, head FROM state";
    take(Sender.will(4));
    assertEquals(List.of("4 0 null null"), rows(sql));
    take(Sender.state(journal, 6, 1, 5));
    assertEquals(List.of("6 1 0.1.0 5"), rows(sql));
    take(Sender.will(5));
    assertEquals(List.of("6 1 0.1.0 5"), rows(sql));
    take(Sender.will(6));
    assertEquals(List.of("6 0 0.1.0 5"), rows(sql), "what it last said is kept");
    take(Sender.state(journal, 6, 1, 3));
    assertEquals(List.of("5"), rows("SELECT number FROM anchor"), "the highest head");
  }

  @Test
  void onlyTheNewestStatesAreHandedOn() {
    Delivery.State birth = Sender.state(journal, 6, 1, 5);
    Delivery.State before = Sender.state(journal, 5, 1, 4);
    assertEquals(
        List.of(birth), ledger.take(List.of(birth, before, Sender.will(5)), NOON).newest());
    assertEquals(List.of(), ledger.take(List.of(before), NOON).newest());
    assertEquals(
        List.of(birth), ledger.take(List.of(birth), NOON).newest(), "as every collector hears it");
  }

  @Test
  void terminalsDoNotGetIntoEachOthersWay() {
    Delivery.Document mine = document(1);
    var neighbour = new Topics("acme", "0042-04");
    byte[] theirs =
        Sender.altered(
            documents.getFirst(), "\"terminal\":\"0042-03\"", "\"terminal\":\"0042-04\"");
    List<Intake.Owed> owed =
        take(mine, new Delivery.Document(neighbour, theirs, mine.properties()));
    assertEquals(
        List.of(TestJournal.TOPICS, neighbour), owed.stream().map(Intake.Owed::terminal).toList());
    assertEquals(List.of(), rows("SELECT * FROM conflict"));
  }

  @Test
  void everythingIsThereAfterItIsOpenedAgain() {
    take(document(1), document(2));
    ledger.close();
    ledger = Ledger.open(address);
    assertEquals(3, through(document(3)));
  }

  @Test
  void twoCollectorsMayShareALedger() {
    var acks = new ArrayList<Long>();
    try (Ledger other = Ledger.open(address)) {
      for (int n = 1; n <= 5; n++) {
        Ledger one = n % 2 == 0 ? ledger : other;
        acks.add(one.take(List.of(document(n)), NOON).owed().getFirst().ack().through());
      }
    }
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), acks);
  }

  @Test
  void theWatermarkMovesOverWhatTheTerminalNoLongerHasAndTheLedgerRemembersTheGap() {
    take(Sender.state(journal, 1, 4, 5), document(4));
    assertEquals(
        List.of("acme 0042-03 " + journal.epoch() + " 1 3 2026-11-24T11:00:00Z"),
        rows("SELECT * FROM gap"));
    assertEquals(5, through(document(5)));
    assertEquals(5, through(document(2)), "it came after all");
    assertEquals(List.of("1 3"), rows("SELECT from_number, to_number FROM gap"));
  }

  @Test
  void aTerminalCannotSayThatItsDocumentsBeginWhereItHasNone() {
    take(document(1));
    take(Sender.state(journal, 1, 5_000, 5), document(4));
    assertEquals(List.of("1 1"), rows("SELECT through, first FROM watermark"));
    take(Sender.state(journal, 1, 6, 5));
    take(Sender.state(journal, 1, 2, 5));
    assertEquals(List.of("4 6"), rows("SELECT through, first FROM watermark"), "never back");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 4_102_444_801L, Long.MIN_VALUE})
  void anAbsurdConnectionNumberShutsNobodyOut(long absurd) {
    take(Sender.state(journal, 7, 1, 5));
    take(Sender.state(journal, absurd, 1, 6));
    assertEquals(List.of("6"), rows("SELECT head FROM state"));
    take(Sender.state(journal, 8, 1, 7));
    take(Sender.state(journal, 7, 1, 6));
    assertEquals(List.of("8 7"), rows("SELECT conn, head FROM state"));
  }

  @Test
  void whatJsonCanSayAndADatabaseCannotIsFiledAllTheSame() {
    byte[] odd =
        Sender.altered(
            documents.getFirst(), "\"status\":\"completed\"", "\"status\":\"a\\u0000b\\ud800c\"");
    assertEquals(1, through(Sender.document(documents.getFirst(), odd)));
    assertEquals(List.of("a?b?c " + Chain.hash(odd)), rows("SELECT status, sha256 FROM document"));
  }

  @Test
  void aKeyOrSignatureThatIsNoneMakesADocumentAnUnsignedOne() {
    Delivery.Document document = document(1);
    for (Map<String, String> properties :
        List.of(
            Map.of("kid", "\0", "sig", "AAAA"),
            Map.of("kid", "00".repeat(8), "sig", "%%%"),
            Map.of("kid", "00".repeat(8)))) {
      assertEquals(
          1, through(new Delivery.Document(document.from(), document.payload(), properties)));
    }
    assertEquals(List.of("unsigned"), rows("SELECT verified FROM document"));
  }

  @Test
  void anEpochIsReleasedInItsOrderAndEachDocumentOnce() {
    take(document(3), document(1));
    take(document(4));
    take(document(2), document(1));
    take(Sender.document(documents.get(4), "poison".getBytes(StandardCharsets.UTF_8)));
    take(document(5));
    assertEquals(
        List.of("1", "2", "3", "4", "5"),
        rows(
            "SELECT d.number FROM released r JOIN document d ON d.id = r.document_id ORDER BY"
                + " r.id"));
  }

  @Test
  void aGapIsNamedFromItsFirstNumberToItsLast() {
    assertEquals(Optional.empty(), take(document(1)).getFirst().gap());
    Optional<Ack.Range> gap = Optional.of(new Ack.Range(2, 3));
    assertEquals(gap, take(document(4), document(5)).getFirst().gap());
    assertEquals(gap, ledger.remind(List.of(chapter()), NOON).getFirst().gap());
    assertEquals(
        Optional.of(new Ack.Range(3, 3)),
        take(Sender.state(journal, 1, 3, 5)).getFirst().gap(),
        "the other will not come");
    assertEquals(Optional.empty(), take(document(3)).getFirst().gap());
    assertEquals(List.of(), ledger.remind(List.of(new Chapter(TestJournal.TOPICS, "none")), NOON));
  }

  private Chapter chapter() {
    return new Chapter(TestJournal.TOPICS, journal.epoch());
  }

  /// A database refuses one document, for a reason that nobody has thought of.
  @Test
  void aDocumentThatTheDatabaseDoesNotTakeIsRejectedAndHoldsNobodyUp() {
    refuseNumber(2);
    Ack ack = take(document(1), document(2), document(3)).getLast().ack();
    assertEquals(3, ack.through());
    assertEquals(List.of(new Ack.Rejection(2, "unstorable")), ack.rejected());
    assertEquals(List.of("1", "3"), rows("SELECT number FROM document ORDER BY number"));
    assertEquals(
        List.of(Chain.hash(documents.get(1).document())), rows("SELECT sha256 FROM rejected"));
  }

  private void refuseNumber(int number) {
    switch (store) {
      case SQLITE ->
          LedgerRows.tamper(
              address,
              "CREATE TRIGGER refuse BEFORE INSERT ON document WHEN new.number = "
                  + number
                  + " BEGIN SELECT RAISE(ABORT, 'no'); END");
      case POSTGRESQL ->
          LedgerRows.tamper(
              address,
              "ALTER TABLE document ADD CONSTRAINT refuse CHECK (number != " + number + ")");
    }
  }

  /// More keys than one query asks about.
  @Test
  void aLargeBatchIsABatch() {
    journal.sell(495);
    documents = journal.documents();
    var batch = new ArrayList<Delivery>();
    documents.reversed().forEach(document -> batch.add(Sender.document(document)));
    assertEquals(documents.size(), through(batch.toArray(Delivery[]::new)));
    assertTrue(documents.size() > 256, documents::toString);
    assertEquals(List.of("" + documents.size()), rows("SELECT count(*) FROM document"));
    assertFalse(rows("SELECT id FROM released").isEmpty());
  }
}
