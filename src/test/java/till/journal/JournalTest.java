package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.beginEpoch;
import static till.journal.JournalOnDisk.refusal;
import static till.journal.JournalOnDisk.sale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Entry;
import till.sale.Input;
import till.sale.PaymentAttempt;
import till.sale.PaymentOutcome;
import till.sale.Reason;
import till.sale.Till;
import till.sale.TillState;
import till.sale.Transaction;
import till.sale.Workstation;

final class JournalTest {

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeDirectory() {
    disk = new JournalOnDisk(directory);
  }

  /// What the lane does at its start.
  private static TillState replayed(Journal journal) {
    Journal.Recovered recovered = journal.recover();
    var workstation = new Workstation(Till.SHOP, recovered.snapshot());
    for (Entry entry : recovered.entries()) {
      workstation = workstation.apply(entry);
    }
    return workstation.state();
  }

  @Test
  void aTillThatNeverOpenedStartsFromNothing() {
    try (Journal journal = disk.open()) {
      assertEquals(TillState.initial(Till.EUR), replayed(journal));
      assertEquals(0, journal.head().number());
    }
  }

  @Test
  void whateverIsOpenComesBackAfterEachStep() {
    var till = new Till(Till.SHOP);
    List<Input> day =
        List.of(
            new Input.OpenBusinessDay(Till.DAY),
            new Input.OpenLane(),
            Till.enter(Till.item("1", 199, "A")),
            Till.enter(Till.item("2", 50, "B")),
            new Input.VoidLine(1),
            new Input.RecordControl("config-adopted", Map.of("revision", "7")),
            Till.enter(Till.item("3", 950, "A")),
            new Input.TakeTotal(),
            new Input.ResumeEntry(),
            new Input.TakeTotal(),
            new Input.TenderCash(Optional.of(new till.sale.Money(500, Till.EUR))),
            new Input.TenderCard(Optional.empty()));
    for (Input input : day) {
      try (Journal journal = disk.open()) {
        assertEquals(till.workstation().state(), replayed(journal), () -> "before " + input);
        append(journal, till.does(input));
      }
    }
    PaymentAttempt attempt = till.sale().attempt().orElseThrow();
    List<Input> answers =
        List.of(
            new Input.PaymentAnswered(attempt.attemptId(), new PaymentOutcome.Unknown("timeout")),
            new Input.PaymentAnswered(attempt.attemptId(), till.settled()));
    for (Input input : answers) {
      try (Journal journal = disk.open()) {
        append(journal, till.does(input));
      }
      try (Journal journal = disk.open()) {
        assertEquals(till.workstation().state(), replayed(journal), () -> "after " + input);
      }
    }
    assertEquals(Optional.empty(), till.workstation().state().sale());
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void documentsAreNumberedWithoutGapsOverRestartsAndHangTogether() {
    Till till = Till.open();
    for (int run = 0; run < 3; run++) {
      try (Journal journal = disk.open()) {
        for (int i = 1; i <= 5; i++) {
          assertEquals(run * 5 + i, append(journal, sale(till, 100 + i)).getFirst().number());
          assertEquals(run * 5 + i, journal.head().number());
        }
      }
    }
    JournalVerifier.Report report = JournalVerifier.verify(disk.file());
    assertEquals(15, report.documents());
    assertEquals(List.of(), report.findings());
  }

  @Test
  void anotherEpochFollowsTheOldHeadAndGoesOnOverARestart() {
    disk.fill(3);
    Head old;
    try (Journal journal = disk.open()) {
      old = journal.head();
      disk.till.sells("open", 250);
      append(journal, disk.till);
      assertEquals(1, beginEpoch(journal, disk.till).getFirst().number());
      assertNotEquals(old.epoch(), journal.head().epoch());
      assertEquals(4, journal.head().position());
      assertEquals(disk.till.workstation().state(), replayed(journal));
    }
    try (Journal journal = disk.open();
        Documents documents = Documents.open(directory)) {
      assertEquals(1, journal.head().number());
      assertEquals(disk.till.workstation().state(), replayed(journal));
      disk.till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
      append(journal, disk.till);
      Document first = documents.byNumber(1).orElseThrow();
      assertEquals(
          Optional.of(new Head(old.epoch(), 0, old.number(), old.hash())), first.previousEpoch());
      assertEquals(Chain.genesis("acme", "0042-03", first.epoch()), first.prev());
      assertEquals(Optional.empty(), documents.byNumber(2).orElseThrow().previousEpoch());
      assertEquals(old.epoch(), documents.byNumber(3).orElseThrow().epoch());
      assertEquals(5, journal.head().position());
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void anEpochThatCannotBeWrittenHasNotBegun() {
    disk.fill(2);
    Head old;
    try (Journal journal = disk.open()) {
      old = journal.head();
      journal.growNoFurther();
      disk.till.does(
          new Input.RecordControl(
              "epoch-begun",
              IntStream.range(0, 40)
                  .boxed()
                  .collect(Collectors.toMap(n -> "fact" + n, _ -> "x".repeat(4_000)))));
      refusal(() ->
          journal.beginEpoch(
              new Turn(disk.till.facts, List.of(), disk.till.workstation().state()),
              Till.NOON,
              new Random(1)));
      assertEquals(old, journal.head());
    }
    try (Journal journal = disk.open()) {
      assertEquals(old, journal.head());
    }
  }

  @Test
  void anEpochWithoutADocumentHasNothingThatAnotherCouldFollow() {
    try (Journal journal = disk.open()) {
      assertThrows(IllegalStateException.class, () -> beginEpoch(journal, disk.till));
    }
  }

  @Test
  void severalDocumentsOfOneTurnGetNumbersInOrder() {
    Till till = Till.open();
    sale(till, 100);
    sale(till, 200);
    till.does(new Input.RecordControl("no-sale", Map.of()));
    try (Journal journal = disk.open()) {
      assertEquals(
          List.of(1L, 2L, 3L),
          append(journal, till).stream().map(Journal.Numbered::number).toList());
      assertEquals(till.workstation().state(), replayed(journal));
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void aDocumentReadsBackAsTheTransactionItWas() {
    Till till = Till.open().sells("4006381333931", 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty()));
    till.does(
        new Input.PaymentAnswered(till.sale().attempt().orElseThrow().attemptId(), till.settled()));
    Transaction transaction = till.lastTransaction();
    try (Journal journal = disk.open()) {
      append(journal, till);
      append(journal, till.does(new Input.RecordControl("no-sale", Map.of())));
      append(journal, till.sells("1", 100).does(new Input.CancelTransaction()));
      try (Documents documents = Documents.open(directory)) {
        Document document = documents.byNumber(1).orElseThrow();
        assertEquals(transaction, document.transaction());
        assertEquals(
            1, documents.byTransaction(transaction.transactionId()).orElseThrow().number());
        assertEquals(1, documents.lastSale().orElseThrow().number());
        assertEquals(
            Chain.hash(documents.bytes(2).orElseThrow()),
            documents.byNumber(3).orElseThrow().prev());
        assertEquals(Optional.empty(), documents.bytes(4));
        assertEquals(Optional.empty(), documents.byTransaction("nobody"));
      }
    }
  }

  @Test
  void aCommandsFirstVerdictIsKeptOverARestart() {
    var refused =
        new StoredVerdict("command-1", "digest", Optional.of(Reason.UNKNOWN_ITEM), "4711");
    var accepted = new StoredVerdict("command-2", "digest", Optional.empty(), "");
    TillState state = Till.open().workstation().state();
    try (Journal journal = disk.open()) {
      journal.append(new Turn(List.of(), List.of(refused, accepted), state));
    }
    try (Journal journal = disk.open()) {
      assertEquals(Optional.of(refused), journal.verdict("command-1"));
      assertEquals(Optional.of(accepted), journal.verdict("command-2"));
      assertEquals(Optional.empty(), journal.verdict("command-3"));
    }
  }

  @Test
  void verdictsAreKeptByCount() {
    TillState state = Till.open().workstation().state();
    var verdicts = new ArrayList<StoredVerdict>();
    for (int i = 0; i <= Journal.VERDICTS_MAX; i++) {
      verdicts.add(new StoredVerdict("command-" + i, "digest", Optional.empty(), ""));
    }
    try (Journal journal = disk.open()) {
      journal.append(new Turn(List.of(), verdicts, state));
      assertEquals(Optional.empty(), journal.verdict("command-0"));
      assertTrue(journal.verdict("command-1").isPresent());
    }
  }

  @Test
  void lookingACommandUpHoldsNoOldViewOfTheFile() throws SQLException {
    disk.fill(1);
    try (Journal journal = disk.open();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        Statement statement = other.createStatement()) {
      journal.recover();
      journal.verdict("command-1");
      statement.executeUpdate("CREATE TABLE beside (n INTEGER)");
      try (ResultSet rows = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        assertEquals(0, rows.getInt(1), "the -wal is held by a reader");
      }
    }
  }

  @Test
  void anEmptyTurnCostsNothingAndOnlyDocumentsWakeTheUplink() {
    var woken = new AtomicInteger();
    Till till = Till.open();
    try (Journal journal = disk.open()) {
      journal.onAppend(woken::incrementAndGet);
      assertEquals(List.of(), append(journal, till));
      assertEquals(List.of(), append(journal, till.sells("1", 100)));
      assertEquals(0, woken.get());
      till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
      append(journal, till);
      assertEquals(1, woken.get());
    }
  }

  @Test
  void documentsCannotBeChangedOrDeleted() throws SQLException {
    disk.fill(1);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        Statement statement = connection.createStatement()) {
      assertThrows(
          SQLException.class, () -> statement.executeUpdate("UPDATE document SET number = 9"));
      assertThrows(SQLException.class, () -> statement.executeUpdate("DELETE FROM document"));
    }
  }

  @Test
  void nobodyButTheOwnerMayReadWhatTheJournalWrites() throws Exception {
    Files.createFile(disk.file());
    Files.setPosixFilePermissions(disk.file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    try (Journal journal = disk.open();
        Outbox _ = Outbox.open(directory)) {
      append(journal, sale(Till.open(), 100));
      assertTrue(Files.exists(directory.resolve(Journal.FILE + "-wal")));
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          assertEquals(
              "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
              file.toString());
        }
      }
    }
  }

  @Test
  void everyConnectionIsCheckedForWal() throws SQLException {
    Path plain = directory.resolve("plain.db");
    JournalOnDisk.tamper(plain, "CREATE TABLE t (n INTEGER)");
    SQLException refusal = assertThrows(SQLException.class, () -> Sqlite.reader(plain));
    assertTrue(JournalOnDisk.message(refusal).contains("journal_mode=delete"), refusal::toString);
  }

  @Test
  void aFullDiskRefusesTheTurnAndKeepsWhatWasThere() {
    Till till = Till.open();
    TillState before;
    try (Journal journal = disk.open()) {
      append(journal, sale(till, 100));
      append(journal, till.sells("1", 100));
      before = till.workstation().state();
      journal.growNoFurther();
      Till full = till.sells("2".repeat(64), 200);
      for (int i = 0; i < 100; i++) {
        full.sells("3".repeat(64), 300);
      }
      String refusal = refusal(() -> append(journal, full));
      assertTrue(refusal.contains("the disk is full"), refusal);
      assertTrue(refusal.contains(directory.toString()), refusal);
      String again = refusal(() -> append(journal, full));
      assertTrue(again.contains("failed before"), again);
    }
    try (Journal journal = disk.open()) {
      assertEquals(before, replayed(journal));
      assertEquals(1, journal.head().number());
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void aJournalOfAnotherTerminalIsRefusedAndLeftAlone() {
    disk.fill(1);
    String refusal = refusal(() -> disk.open(JournalOnDisk.identity("04")));
    assertTrue(refusal.contains("acme/0042-03"), refusal);
    assertTrue(refusal.contains("acme/0042-04"), refusal);
    disk.open().close();
  }

  @Test
  void aJournalCannotChangeItsMoney() {
    disk.fill(1);
    var francs =
        new JournalIdentity(
            "acme",
            "0042-03",
            "0042",
            "03",
            Currency.getInstance("CHF"),
            JournalOnDisk.IDENTITY.timeZone());
    String refusal = refusal(() -> disk.open(francs));
    assertTrue(refusal.contains("counts in EUR, but CHF"), refusal);
  }

  @Test
  void aJournalOfANewerVersionIsRefused() {
    disk.fill(1);
    disk.tamper("PRAGMA user_version = 99");
    for (String refusal :
        List.of(
            refusal(disk::open),
            refusal(() -> Outbox.open(directory)),
            refusal(() -> Documents.open(directory)),
            refusal(() -> JournalVerifier.verify(disk.file())))) {
      assertTrue(refusal.contains("version 99"), refusal);
    }
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() {
    disk.tamper("CREATE TABLE recipes (name TEXT)");
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("not a journal of tilld"), refusal);
    disk.tamper("INSERT INTO recipes VALUES ('soup')");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Path nowhere = directory.resolve("nowhere");
    String refusal =
        refusal(() ->
            Journal.open(
                nowhere,
                JournalOnDisk.IDENTITY,
                disk.key,
                java.time.Instant.EPOCH,
                new java.util.Random(1)));
    assertTrue(refusal.contains("there is no directory " + nowhere), refusal);
  }

  @Test
  void aJournalWithoutItsEndIsRefused() {
    disk.fill(5);
    disk.tamper("DELETE FROM document WHERE number = 5");
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("4 documents up to position 4 where 5 are due"), refusal);
  }

  @Test
  void aJournalWithAHoleIsRefused() {
    disk.fill(5);
    disk.tamper("DELETE FROM document WHERE number = 3");
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("4 documents up to position 5 where 5 are due"), refusal);
  }

  @Test
  void aClosedJournalLeavesNoLog() {
    disk.open().close();
    assertFalse(Files.exists(directory.resolve(Journal.FILE + "-wal")), "closed without a -wal");
  }

  @Test
  void aTimeThatHasRottedIsUnknown() {
    disk.fill(3);
    disk.tamper("UPDATE document SET at = 'soup' || at");
    try (Journal journal = disk.open();
        Outbox outbox = Outbox.open(directory)) {
      assertEquals(Optional.empty(), journal.newestAt());
      assertEquals(Optional.empty(), outbox.oldest());
      append(journal, sale(disk.till, 100));
      assertTrue(journal.newestAt().isPresent());
      outbox.acknowledge(outbox.head().epoch(), 1, "0".repeat(64));
      beginEpoch(journal, disk.till);
      disk.tamper("UPDATE document SET at = 'soup' WHERE position = 5");
      assertEquals(Optional.empty(), outbox.begunInDispute(outbox.head()));
    }
  }
}
