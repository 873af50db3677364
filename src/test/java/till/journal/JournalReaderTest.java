package till.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading a journal from outside.
final class JournalReaderTest {

  @TempDir private Path folder;

  @Test
  void whatTheJournalHasIsReadWhileItIsWritten() {
    var disk = new JournalOnDisk(folder);
    disk.fill(3);
    try (Journal journal = disk.open();
        JournalReader reader = JournalReader.open(disk.file())) {
      assertEquals("acme/0042-03", reader.owner());
      assertEquals(journal.head(), reader.head());
      assertEquals(List.of(disk.key.keyId()), List.copyOf(reader.publicKeys().keySet()));
      assertArrayEquals(disk.key.publicKey(), reader.publicKeys().get(disk.key.keyId()));
      List<Outbox.Outgoing> all = reader.after(0, 1_000);
      assertEquals(journal.head().position(), all.getLast().position());
      assertEquals(journal.head().hash(), Chain.hash(all.getLast().document()));
      assertEquals(1, reader.after(all.getLast().position() - 1, 1_000).size());
      assertEquals(2, reader.after(0, 2).size());
    }
  }

  @Test
  void theBookmarkIsThatOfTheUplink() {
    var disk = new JournalOnDisk(folder);
    disk.fill(2);
    try (JournalReader reader = JournalReader.open(disk.file())) {
      assertEquals(Optional.empty(), reader.bookmark());
      try (Outbox outbox = Outbox.open(folder)) {
        assertEquals(Optional.empty(), reader.bookmark());
        outbox.acknowledge(2);
        assertEquals(Optional.of(outbox.bookmark()), reader.bookmark());
      }
    }
  }

  @Test
  void anotherJournalsBookmarkSaysNothing(@TempDir Path elsewhere) throws Exception {
    var disk = new JournalOnDisk(folder);
    disk.fill(2);
    new JournalOnDisk(elsewhere).fill(2);
    try (Outbox outbox = Outbox.open(elsewhere)) {
      outbox.acknowledge(2);
    }
    Files.copy(elsewhere.resolve(Outbox.FILE), folder.resolve(Outbox.FILE));
    try (JournalReader reader = JournalReader.open(disk.file())) {
      assertEquals(Optional.empty(), reader.bookmark());
    }
  }

  @Test
  void aCopyIsReadWhereverItLies() throws Exception {
    var disk = new JournalOnDisk(folder);
    disk.fill(2);
    Path copy = Files.copy(disk.file(), folder.resolve("rescued"));
    try (JournalReader reader = JournalReader.open(copy)) {
      assertTrue(reader.head().position() > 0);
      assertEquals(1, Map.copyOf(reader.publicKeys()).size());
    }
  }

  @Test
  void whatIsNoJournalIsRefused() throws Exception {
    Path nothing = folder.resolve("nothing.db");
    assertEquals(
        "there is no journal at " + nothing,
        JournalOnDisk.refusal(() -> JournalReader.open(nothing)));
    Path text = Files.writeString(folder.resolve("text.db"), "not a database".repeat(100));
    assertTrue(
        JournalOnDisk.refusal(() -> JournalReader.open(text)).contains("no database of tilld"));
  }

  @Test
  void theNewestDocumentsAreVerifiedAlone() {
    var disk = new JournalOnDisk(folder);
    disk.fill(5);
    long head;
    try (Journal journal = disk.open()) {
      head = journal.head().position();
    }
    JournalVerifier.Report good = JournalVerifier.verifyLast(disk.file(), 3);
    assertEquals(List.of(), good.findings());
    assertEquals(3, good.documents());
    assertEquals(head, JournalVerifier.verifyLast(disk.file(), 1_000).documents());

    disk.tamper("UPDATE document SET document = replace(document, 'a', 'b') WHERE position = 1");
    assertEquals(List.of(), JournalVerifier.verifyLast(disk.file(), 3).findings());
    assertTrue(JournalVerifier.verify(disk.file()).findings().size() > 0);

    disk.tamper("UPDATE document SET sha256 = zeroblob(32) WHERE position = " + head);
    assertEquals(
        List.of(JournalVerifier.Rule.HASH),
        JournalVerifier.verifyLast(disk.file(), 3).findings().stream()
            .map(JournalVerifier.Finding::rule)
            .toList());
  }
}
