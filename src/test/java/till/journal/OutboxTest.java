package till.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.beginEpoch;
import static till.journal.JournalOnDisk.refusal;
import static till.journal.JournalOnDisk.sale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Outbox.Outgoing;
import till.journal.Outbox.Receipt;
import till.sale.Input;
import till.sale.Till;
import till.trust.Signatures;

final class OutboxTest {

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeDirectory() {
    disk = new JournalOnDisk(directory);
  }

  private Outbox open() {
    return Outbox.open(directory);
  }

  private static List<Long> numbers(List<Outgoing> documents) {
    return documents.stream().map(Outgoing::number).toList();
  }

  private static String hash(Outbox outbox, long number) {
    return Chain.hash(outbox.after(number - 1, 1).getFirst().document());
  }

  private Receipt acknowledge(Outbox outbox, long through) {
    return outbox.acknowledge(outbox.head().epoch(), through, hash(outbox, through));
  }

  @Test
  void documentsLeaveInOrderAsTheyWereStored() {
    disk.fill(5);
    try (Outbox outbox = open();
        Documents documents = Documents.open(directory)) {
      assertEquals(List.of(1L, 2L, 3L), numbers(outbox.after(0, 3)));
      assertEquals(List.of(4L, 5L), numbers(outbox.after(3, 100)));
      assertEquals(List.of(), outbox.after(5, 100));
      Outgoing second = outbox.after(1, 1).getFirst();
      assertArrayEquals(documents.bytes(2).orElseThrow(), second.document());
      assertEquals(disk.key.keyId(), second.keyId());
      assertTrue(Signatures.verify(disk.key.publicKey(), second.document(), second.signature()));
    }
  }

  @Test
  void aBatchIsBoundedByBytesAndNeverEmpty() {
    Till till = Till.open();
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      Map<String, String> facts =
          IntStream.range(0, 45)
              .boxed()
              .collect(Collectors.toMap(n -> "why" + n, _ -> "x".repeat(4_000)));
      for (int i = 0; i < 10; i++) {
        append(journal, till.does(new Input.RecordControl("config-refused", facts)));
      }
      List<Outgoing> batch = outbox.after(0, 100);
      long bytes = batch.stream().mapToLong(document -> document.document().length).sum();
      assertTrue(bytes <= Outbox.BATCH_BYTES_MAX, () -> bytes + " bytes");
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), numbers(batch));
      assertEquals(5, outbox.after(5, 100).size());
    }
  }

  @Test
  void whatTheLaneAppendsIsThereAtOnce() {
    Till till = Till.open();
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      assertEquals(journal.head(), outbox.head());
      for (int i = 1; i <= 3; i++) {
        append(journal, sale(till, 100));
        assertEquals(journal.head(), outbox.head());
        assertEquals(i, outbox.after(i - 1, 10).getFirst().number());
      }
    }
  }

  @Test
  void theBookmarkMovesWithAnAcknowledgementAndSurvivesARestart() {
    disk.fill(5);
    try (Outbox outbox = open()) {
      assertEquals(0, outbox.bookmark().position());
      assertEquals(outbox.head().epoch(), outbox.bookmark().epoch());
      var moved = assertInstanceOf(Receipt.Moved.class, acknowledge(outbox, 3));
      assertEquals(3, moved.bookmark().number());
      assertEquals(moved.bookmark(), outbox.bookmark());
    }
    try (Outbox outbox = open()) {
      assertEquals(3, outbox.bookmark().position());
      assertEquals(hash(outbox, 3), outbox.bookmark().hash());
      assertEquals(List.of(4L, 5L), numbers(outbox.after(outbox.bookmark().position(), 10)));
    }
  }

  @Test
  void anOldAcknowledgementIsOldNews() {
    disk.fill(5);
    try (Outbox outbox = open()) {
      acknowledge(outbox, 3);
      assertEquals(new Receipt.Nothing(), acknowledge(outbox, 3));
      assertEquals(new Receipt.Nothing(), acknowledge(outbox, 2));
      assertEquals(3, outbox.bookmark().number());
    }
  }

  @Test
  void anAcknowledgementWithAnotherHashIsAContradiction() {
    disk.fill(5);
    try (Outbox outbox = open()) {
      acknowledge(outbox, 3);
      String epoch = outbox.head().epoch();
      Receipt receipt = outbox.acknowledge(epoch, 4, "0".repeat(64));
      String reason = assertInstanceOf(Receipt.Contradiction.class, receipt).reason();
      for (String part : List.of(epoch + "/4", "0".repeat(64), hash(outbox, 4))) {
        assertTrue(reason.contains(part), reason);
      }
      assertEquals(3, outbox.bookmark().number());
    }
  }

  @Test
  void anAcknowledgementBeyondTheHeadIsAContradiction() {
    disk.fill(2);
    try (Outbox outbox = open()) {
      Receipt receipt = outbox.acknowledge(outbox.head().epoch(), 3, hash(outbox, 2));
      String reason = assertInstanceOf(Receipt.Contradiction.class, receipt).reason();
      assertTrue(reason.contains("ends at 2 (" + hash(outbox, 2)), reason);
      assertInstanceOf(Receipt.Contradiction.class, outbox.acknowledge(3));
      assertEquals(0, outbox.bookmark().number());
    }
  }

  @Test
  void anAcknowledgementOfAnEpochThatIsNoMoreIsOldNews() {
    disk.fill(2);
    try (Outbox outbox = open()) {
      assertEquals(
          new Receipt.Nothing(), outbox.acknowledge("01ARZ3NDEKTSV4RRFFQ69G5FAV", 900, "0"));
      assertEquals(new Receipt.Nothing(), outbox.acknowledge(outbox.head().epoch(), 0, ""));
    }
  }

  @Test
  void whereNoCollectorAnswersTheBrokersWordCounts() {
    disk.fill(4);
    try (Outbox outbox = open()) {
      assertInstanceOf(Receipt.Moved.class, outbox.acknowledge(2));
      assertEquals(new Receipt.Nothing(), outbox.acknowledge(1));
      assertEquals(hash(outbox, 2), outbox.bookmark().hash());
    }
  }

  @Test
  void aLostBookmarkOnlyRepeatsDocuments() throws Exception {
    disk.fill(3);
    long connections;
    try (Outbox outbox = open()) {
      acknowledge(outbox, 3);
      connections = outbox.nextConnection(Instant.EPOCH);
    }
    Files.delete(directory.resolve(Outbox.FILE));
    try (Outbox outbox = open()) {
      assertEquals(0, outbox.bookmark().position());
      assertEquals(List.of(1L, 2L, 3L), numbers(outbox.after(0, 10)));
      assertTrue(outbox.nextConnection(Instant.EPOCH) >= connections);
    }
  }

  @Test
  void aDamagedBookmarkIsPutAside() throws Exception {
    disk.fill(3);
    Files.writeString(directory.resolve(Outbox.FILE), "no database ".repeat(1000));
    try (Outbox outbox = open()) {
      assertEquals(0, outbox.bookmark().position());
      acknowledge(outbox, 2);
    }
    assertTrue(Files.exists(directory.resolve(Outbox.FILE + ".damaged")));
    try (Outbox outbox = open()) {
      assertEquals(2, outbox.bookmark().position());
    }
  }

  @Test
  void aBookmarkOfAnotherJournalIsIgnored(@TempDir Path elsewhere) throws Exception {
    disk.fill(3);
    try (Outbox outbox = open()) {
      acknowledge(outbox, 2);
    }
    new JournalOnDisk(elsewhere).fill(4);
    Files.copy(directory.resolve(Outbox.FILE), elsewhere.resolve(Outbox.FILE));
    try (Outbox outbox = Outbox.open(elsewhere)) {
      assertEquals(0, outbox.bookmark().position());
      assertEquals(outbox.head().epoch(), outbox.bookmark().epoch());
    }
  }

  @Test
  void aBookmarkBeyondARestoredJournalSaysWhatAnAckWouldSay() throws Exception {
    disk.fill(1);
    byte[] backup = Files.readAllBytes(disk.file());
    try (Journal journal = disk.open()) {
      append(journal, sale(disk.till, 500));
    }
    try (Outbox outbox = open()) {
      acknowledge(outbox, 2);
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(Journal.FILE)) {
          Files.delete(file);
        }
      }
    }
    Files.write(disk.file(), backup);
    try (Outbox outbox = open()) {
      assertEquals(0, outbox.bookmark().position());
      assertEquals(
          List.of(outbox.head().epoch()), outbox.disputes().stream().map(Dispute::epoch).toList());
      assertEquals(0, outbox.provenPosition());
    }
  }

  private static String hashAt(Outbox outbox, long position) {
    return Chain.hash(outbox.after(position - 1, 1).getFirst().document());
  }

  @Test
  void aDisputeIsThereAfterARestartAndNoAckCanUndoIt() {
    disk.fill(5);
    Head head;
    try (Outbox outbox = open()) {
      acknowledge(outbox, 3);
      head = outbox.head();
      outbox.acknowledge(head.epoch(), 4, "0".repeat(64));
    }
    try (Outbox outbox = open()) {
      Dispute dispute = outbox.disputeOf(head).orElseThrow();
      assertEquals(3, dispute.proven());
      assertFalse(dispute.isSettled());
      assertEquals(outbox.contradiction(), Optional.of(dispute.reason()));
      assertEquals(new Receipt.Nothing(), acknowledge(outbox, 5));
      assertEquals(new Receipt.Nothing(), outbox.acknowledge(head.epoch(), 9, "1".repeat(64)));
      assertEquals(3, outbox.bookmark().number());
      assertEquals(1, outbox.disputes().size());
    }
  }

  @Test
  void whatTheFleetContradictsIsNotProvenAlthoughItWasAcknowledged() {
    disk.fill(5);
    try (Outbox outbox = open()) {
      acknowledge(outbox, 4);
      outbox.acknowledge(outbox.head().epoch(), 2, "0".repeat(64));
      assertEquals(1, outbox.provenPosition());
      assertEquals(4, outbox.bookmark().number());
    }
  }

  @Test
  void anAckOfALaterEpochWaitsForTheDocumentsOfAnEarlierOne() {
    disk.fill(3);
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      String first = journal.head().epoch();
      acknowledge(outbox, 1);
      beginEpoch(journal, disk.till);
      String second = journal.head().epoch();
      assertEquals(new Receipt.Nothing(), outbox.acknowledge(second, 1, journal.head().hash()));
      assertEquals(1, outbox.bookmark().position());
      assertInstanceOf(Receipt.Moved.class, outbox.acknowledge(first, 3, hashAt(outbox, 3)));
      assertInstanceOf(Receipt.Moved.class, outbox.acknowledge(second, 1, journal.head().hash()));
      assertEquals(4, outbox.bookmark().position());
      assertEquals(4, outbox.provenPosition());
    }
  }

  @Test
  void ofADisputedEpochTheBrokersWordCountsButProvesNothing() {
    disk.fill(4);
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      acknowledge(outbox, 2);
      assertFalse(outbox.isDisputed(3));
      outbox.acknowledge(outbox.head().epoch(), 3, "0".repeat(64));
      assertTrue(outbox.isDisputed(3));
      beginEpoch(journal, disk.till);
      assertFalse(outbox.isDisputed(5));
      assertEquals(
          new Receipt.Nothing(),
          outbox.acknowledge(journal.head().epoch(), 1, journal.head().hash()));
      assertInstanceOf(Receipt.Moved.class, outbox.acknowledge(4));
      assertTrue(outbox.contradiction().isPresent());
      assertInstanceOf(
          Receipt.Moved.class,
          outbox.acknowledge(journal.head().epoch(), 1, journal.head().hash()));
      assertEquals(Optional.empty(), outbox.contradiction());
      assertEquals(5, outbox.bookmark().position());
      assertEquals(2, outbox.provenPosition());
    }
    try (Outbox outbox = open()) {
      assertEquals(2, outbox.provenPosition());
      assertEquals(5, outbox.bookmark().position());
      assertEquals(Optional.empty(), outbox.contradiction());
    }
  }

  @Test
  void aDisputeOfWhatTheFleetHasAnywayHoldsNothingBack() {
    disk.fill(2);
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      acknowledge(outbox, 2);
      outbox.acknowledge(outbox.head().epoch(), 7, "0".repeat(64));
      beginEpoch(journal, disk.till);
      outbox.acknowledge(journal.head().epoch(), 1, journal.head().hash());
      assertEquals(3, outbox.provenPosition());
    }
  }

  @Test
  void aFileOfBookmarksOfVersion1IsBroughtUpToDate() {
    disk.fill(2);
    try (Outbox outbox = open()) {
      acknowledge(outbox, 2);
    }
    JournalOnDisk.tamper(
        directory.resolve(Outbox.FILE), "DROP TABLE dispute", "PRAGMA user_version = 1");
    try (Outbox outbox = open()) {
      assertEquals(2, outbox.bookmark().number());
      assertEquals(List.of(), outbox.disputes());
    }
  }

  @Test
  void theCountOfConnectionsGrowsOverADiskThatWasPutBackAndWithAnyClock() throws Exception {
    disk.fill(1);
    try (Outbox outbox = open()) {
      outbox.nextConnection(Till.NOON);
    }
    byte[] backup = Files.readAllBytes(directory.resolve(Outbox.FILE));
    long last;
    try (Outbox outbox = open()) {
      outbox.nextConnection(Till.NOON.plusSeconds(1));
      last = outbox.nextConnection(Till.NOON.plusSeconds(60));
    }
    Files.write(directory.resolve(Outbox.FILE), backup);
    try (Outbox outbox = open()) {
      for (Instant now :
          List.of(
              Till.NOON.plusSeconds(120),
              Instant.EPOCH,
              Instant.parse("1969-01-01T00:00:00Z"),
              Instant.parse("2099-12-31T00:00:00Z"),
              Till.NOON,
              Instant.EPOCH)) {
        long next = outbox.nextConnection(now);
        assertTrue(next > last, next + " after " + last + " at " + now);
        last = next;
      }
    }
  }

  @Test
  void theCountOfConnectionsGrowsOverRestarts() {
    disk.fill(1);
    long last = 0;
    for (int run = 0; run < 3; run++) {
      try (Outbox outbox = open()) {
        for (int i = 0; i < 3; i++) {
          long next = outbox.nextConnection(Instant.EPOCH);
          assertTrue(next > last, next + " after " + last);
          last = next;
        }
      }
    }
  }

  @Test
  void aReaderBesideABusyLaneSeesEachDocumentOnce() throws Exception {
    int documents = 200;
    var done = new CountDownLatch(1);
    try (Journal journal = disk.open();
        Outbox outbox = open()) {
      Thread lane =
          Thread.ofPlatform()
              .start(() -> {
                Till till = Till.open();
                for (int i = 0; i < documents; i++) {
                  append(journal, sale(till, 100));
                }
                done.countDown();
              });
      var seen = new ArrayList<Long>();
      long position = 0;
      while (done.getCount() > 0 || position < documents) {
        for (Outgoing document : outbox.after(position, 7)) {
          seen.add(document.number());
          position = document.position();
          outbox.acknowledge(position);
        }
      }
      lane.join();
      assertEquals(
          IntStream.rangeClosed(1, documents).mapToObj(Long::valueOf).collect(Collectors.toList()),
          seen);
      assertEquals(documents, outbox.bookmark().number());
    }
  }

  @Test
  void withoutAJournalThereIsNoWayOut() {
    String refusal = refusal(this::open);
    assertTrue(refusal.contains(disk.file().toString()), refusal);
    assertTrue(refusal.contains("check that it is there"), refusal);
  }

  @Test
  void aBookmarkOfANewerVersionIsRefused() {
    disk.fill(1);
    open().close();
    JournalOnDisk.tamper(directory.resolve(Outbox.FILE), "PRAGMA user_version = 9");
    String refusal = refusal(this::open);
    assertTrue(refusal.contains("version 9"), refusal);
  }
}
