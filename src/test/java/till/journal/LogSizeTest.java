package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Input;

/// The write-ahead log is emptied by the writer's own commits, and does not grow for ever beside
/// somebody who reads.
final class LogSizeTest {

  private static final Map<String, String> LONG_FACTS =
      IntStream.range(0, 40)
          .boxed()
          .collect(Collectors.toMap(n -> "why" + n, _ -> "x".repeat(4_000)));

  /// SQLite empties it when it has a thousand pages; a commit may be larger than what is left.
  private static final long LOG_BYTES_MAX = 6 * 1024 * 1024;

  @TempDir Path directory;

  private long log() throws IOException {
    return Files.size(directory.resolve(Journal.FILE + "-wal"));
  }

  /// Some 160 KB in one document.
  private static void write(JournalOnDisk disk, Journal journal) {
    append(journal, disk.till.does(new Input.RecordControl("config-refused", LONG_FACTS)));
  }

  @Test
  void aLongExportBesideABusyLaneLetsTheLogBeEmptied() throws Exception {
    var disk = new JournalOnDisk(directory);
    try (Journal journal = disk.open();
        JournalReader reader = JournalReader.open(disk.file());
        Outbox outbox = Outbox.open(directory)) {
      for (int i = 0; i < 25; i++) {
        write(disk, journal);
      }
      JournalReader.Salvage salvage =
          reader.salvage(
              0,
              document -> {
                outbox.after(document.position() - 1, 3);
                write(disk, journal);
                write(disk, journal);
                assertTrue(log() < LOG_BYTES_MAX, () -> "a log of " + size());
              });
      assertEquals(25, salvage.read());
      assertEquals(75, journal.head().number());
    }
  }

  private String size() {
    try {
      return log() + " bytes";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aLogThatGrewBesideALongViewIsCutAfterwards() throws Exception {
    var disk = new JournalOnDisk(directory);
    try (Journal journal = disk.open()) {
      write(disk, journal);
      try (Connection viewer = Sqlite.reader(disk.file());
          Statement statement = viewer.createStatement()) {
        viewer.setAutoCommit(false); // as the verifier does
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM document")) {
          assertEquals(1, rows.getInt(1));
          for (int i = 0; i < 80; i++) {
            write(disk, journal);
          }
        }
        assertTrue(log() > Sqlite.WAL_BYTES_KEPT, () -> "only " + size());
      }
      for (int i = 0; i < 3; i++) {
        write(disk, journal);
      }
      assertTrue(log() <= Sqlite.WAL_BYTES_KEPT, this::size);
    }
  }
}
