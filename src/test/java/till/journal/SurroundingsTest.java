package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Input;
import till.trust.DeviceKey;

/// Another board, another key: news until it is told, and told once.
final class SurroundingsTest {

  private static final Optional<String> HERE = Optional.of("b0a2d");
  private static final Optional<String> THERE = Optional.of("b0a2e");

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeJournal() {
    disk = new JournalOnDisk(directory);
    disk.fill(2);
  }

  private List<Journal.Change> changes(Optional<String> board) {
    try (Journal journal = disk.open()) {
      return journal.changes(board);
    }
  }

  /// What the lane does with it.
  private void tell(Optional<String> board) {
    try (Journal journal = disk.open()) {
      for (Journal.Change change : journal.changes(board)) {
        JournalOnDisk.append(
            journal, disk.till.does(new Input.RecordControl(change.control(), change.facts())));
      }
    }
  }

  @Test
  void anotherBoardIsNewsUntilItIsTold() {
    assertEquals(List.of(), changes(HERE), "the first board");
    assertEquals(List.of(), changes(HERE));
    var moved = new Journal.Change("board-changed", Map.of("from", HERE.get(), "to", THERE.get()));
    assertEquals(List.of(moved), changes(THERE));
    assertEquals(List.of(moved), changes(THERE), "a power cut before it was told");
    tell(THERE);
    assertEquals(List.of(), changes(THERE));
    assertEquals(1, changes(HERE).size(), "and back");
    assertEquals(3, JournalVerifier.verify(disk.file()).documents());
  }

  @Test
  void aBoardWithoutANameIsNoNews() {
    assertEquals(List.of(), changes(Optional.empty()));
    assertEquals(List.of(), changes(HERE));
    assertEquals(List.of(), changes(Optional.empty()));
    assertEquals(List.of(), changes(HERE));
  }

  @Test
  void anotherKeyIsNewsAndBothAreKnown() throws Exception {
    assertEquals(List.of(), changes(HERE));
    String before = disk.key.keyId();
    Files.delete(directory.resolve(DeviceKey.FILE));
    disk = new JournalOnDisk(directory);
    var change =
        new Journal.Change("device-key-changed", Map.of("from", before, "to", disk.key.keyId()));
    assertEquals(List.of(change), changes(HERE));
    disk.fill(1);
    assertEquals(List.of(change), changes(HERE), "a power cut before it was told");
    tell(HERE);
    assertEquals(List.of(), changes(HERE));
    disk.fill(1);
    assertEquals(
        List.of(),
        JournalVerifier.verify(disk.file()).findings().stream()
            .filter(finding -> finding.rule() != JournalVerifier.Rule.TOTALS)
            .toList(),
        "a till of its own began with zero totals");
    try (JournalReader reader = JournalReader.open(disk.file())) {
      assertEquals(2, reader.publicKeys().size());
    }
  }
}
