package till.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.refusal;
import static till.journal.JournalOnDisk.sale;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Till;

/// What becomes of a journal that lies oddly on its disk, beside what `QuarantineTest` and
/// `JournalTest` show.
///
/// | what lies there | what happens |
/// |---|---|
/// | a bad page in a table, an index, the list of free pages | put away whole, a new epoch, sold on |
/// | a `-wal` of another terminal's journal | refused, or put away whole; nothing is written |
/// | a directory in place of the file | put away whole, a new epoch, sold on |
/// | a directory in place of the bookmark | refused |
/// | a file without a byte | a new epoch that names what the fleet had |
final class OddDiskTest {

  private static final int SALES = 60;
  private static final int PAGE = 4096;

  /// Where a database's header names the first page of the list of free pages.
  private static final int FIRST_FREE_PAGE = 32;

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeJournal() {
    disk = new JournalOnDisk(directory);
    disk.fill(SALES);
  }

  private Path file(String suffix) {
    return directory.resolve(Journal.FILE + suffix);
  }

  private void overwritePage(long page) throws IOException {
    byte[] noise = new byte[PAGE];
    new Random(3).nextBytes(noise);
    try (var access = new RandomAccessFile(disk.file().toFile(), "rw")) {
      access.seek((page - 1) * PAGE);
      access.write(noise);
    }
  }

  private List<Path> kept() throws IOException {
    Path shelf = directory.resolve(Journal.QUARANTINE);
    if (!Files.exists(shelf)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(shelf)) {
      return folders.toList();
    }
  }

  /// The till sells on, and what was there lies in quarantine as it was, with every document.
  private void assertPutAwayWithEveryDocument(byte[] before) throws IOException {
    String old;
    try (Journal journal = disk.open()) {
      append(journal, sale(Till.open(), 500));
      assertEquals(1, journal.head().number());
      old = journal.quarantined().orElseThrow().reason();
    }
    assertFalse(old.isEmpty());
    Path copy = kept().getFirst().resolve(Journal.FILE);
    assertArrayEquals(before, Files.readAllBytes(copy));
    try (JournalReader reader = JournalReader.open(copy)) {
      var numbers = new ArrayList<Long>();
      reader.salvage(0, document -> numbers.add(document.number()));
      assertEquals(SALES, numbers.size());
    }
  }

  @Test
  void aBadPageOfAnIndexPutsTheJournalAwayAndEveryDocumentCanBeSaved() throws Exception {
    overwritePage(number("SELECT rootpage FROM sqlite_schema WHERE name = 'document_transaction'"));
    assertPutAwayWithEveryDocument(Files.readAllBytes(disk.file()));
  }

  @Test
  void aBadListOfFreePagesPutsTheJournalAwayAndEveryDocumentCanBeSaved() throws Exception {
    disk.tamper(
        "CREATE TABLE filler (x BLOB)",
        "INSERT INTO filler VALUES (zeroblob(100000))",
        "DROP TABLE filler");
    byte[] header = new byte[100];
    try (var access = new RandomAccessFile(disk.file().toFile(), "r")) {
      access.readFully(header);
    }
    int free = ByteBuffer.wrap(header).getInt(FIRST_FREE_PAGE);
    assertTrue(free > 0, "no free page");
    overwritePage(free);
    assertPutAwayWithEveryDocument(Files.readAllBytes(disk.file()));
  }

  private long number(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }

  /// Lays the log of another terminal's journal, as it is while that one sells, beside this one.
  private void layAnothersLogHere(Path elsewhere, int before, int since) throws IOException {
    var other = new JournalOnDisk(elsewhere);
    var identity = JournalOnDisk.identity("04");
    if (before > 0) {
      try (Journal journal = other.open(identity)) {
        for (int i = 0; i < before; i++) {
          append(journal, sale(other.till, 100));
        }
      }
    }
    try (Journal journal = other.open(identity)) {
      for (int i = 0; i < since; i++) {
        append(journal, sale(other.till, 100));
      }
      Files.copy(elsewhere.resolve(Journal.FILE + "-wal"), file("-wal"));
    }
  }

  @Test
  void aWholeLogOfAnotherTerminalIsRefusedAndTheFileIsAsItWas(@TempDir Path elsewhere)
      throws Exception {
    byte[] before = Files.readAllBytes(disk.file());
    layAnothersLogHere(elsewhere, 0, 3);
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("belongs to terminal acme/0042-04"), refusal);
    assertArrayEquals(before, Files.readAllBytes(disk.file()));
    assertEquals(List.of(), kept());
    Files.delete(file("-wal"));
    Files.deleteIfExists(file("-shm"));
    assertEquals(SALES, JournalVerifier.verify(disk.file()).documents());
    disk.open().close();
  }

  @Test
  void aPartOfAnothersLogIsNeverMixedIn(@TempDir Path elsewhere) throws Exception {
    byte[] before = Files.readAllBytes(disk.file());
    layAnothersLogHere(elsewhere, 100, 3);
    byte[] log = Files.readAllBytes(file("-wal"));
    disk.open().close();
    assertArrayEquals(before, Files.readAllBytes(kept().getFirst().resolve(Journal.FILE)));
    assertArrayEquals(log, Files.readAllBytes(kept().getFirst().resolve(Journal.FILE + "-wal")));
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsPutAwayWithWhatIsInIt() throws Exception {
    Path moved = Files.move(disk.file(), directory.resolve("moved.db"));
    Files.createDirectory(disk.file());
    Files.move(moved, disk.file().resolve("journal.db"));
    try (Journal journal = disk.open()) {
      append(journal, sale(Till.open(), 100));
      assertEquals(1, journal.head().number());
    }
    Path inside = kept().getFirst().resolve(Journal.FILE).resolve("journal.db");
    assertEquals(SALES, JournalVerifier.verify(inside).documents());
  }

  @Test
  void aDirectoryInPlaceOfTheBookmarkIsNamedAndLeftAlone() throws Exception {
    Path bookmark = Files.createDirectory(directory.resolve(Outbox.FILE));
    var mode = Files.getPosixFilePermissions(bookmark);
    String refusal = refusal(() -> Outbox.open(directory));
    assertTrue(refusal.contains(bookmark + ": is not a file: move it away"), refusal);
    assertEquals(mode, Files.getPosixFilePermissions(bookmark));
  }

  @Test
  void aFileWithoutAByteBeginsAnEpochThatNamesWhatTheFleetHad() throws Exception {
    Outbox.Bookmark acknowledged;
    try (Outbox outbox = Outbox.open(directory)) {
      outbox.acknowledge(SALES - 5);
      acknowledged = outbox.bookmark();
    }
    try (var access = new RandomAccessFile(disk.file().toFile(), "rw")) {
      access.setLength(0);
    }
    try (Journal journal = disk.open()) {
      assertFalse(journal.head().epoch().equals(acknowledged.epoch()));
      append(journal, sale(Till.open(), 100));
    }
    try (JournalReader reader = JournalReader.open(disk.file())) {
      String first = new String(reader.after(0, 1).getFirst().document(), StandardCharsets.UTF_8);
      assertTrue(
          first.contains(
              "\"previousEpoch\":{\"epoch\":\"%s\",\"number\":%d"
                  .formatted(acknowledged.epoch(), SALES - 5)),
          first);
    }
  }
}
