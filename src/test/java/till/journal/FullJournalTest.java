package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.message;
import static till.journal.JournalOnDisk.sale;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import till.sale.Moment.ClockState;
import till.sale.Till;

/// A journal on a file system of its own that runs full between two looks at it. Needs root, for
/// mount.
final class FullJournalTest {

  private static final int DISK_MEBIBYTES = 12;
  private static final int RESERVE_BYTES = 2 * 1024 * 1024;

  /// More than the log that is there already has room for.
  private static final int DOCUMENTS = 200;

  @TempDir Path folder;
  private Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void mount() throws Exception {
    Tools.needRoot("mount");
    directory = Files.createDirectory(folder.resolve("state"));
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=" + DISK_MEBIBYTES + "m",
        "tmpfs",
        directory.toString());
    disk = new JournalOnDisk(directory);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /// Takes all there is, so fast that nobody has looked.
  private void fill() throws IOException {
    try (var file = new FileOutputStream(filler().toFile(), true)) {
      byte[] page = new byte[4096];
      while (true) {
        file.write(page);
      }
    } catch (IOException e) {
      assertEquals(0, Files.getFileStore(directory).getUsableSpace(), e::toString);
    }
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  @Test
  void whatCouldNotBeWrittenHasTheReserveAtTheNextStart() throws Exception {
    Path reserve = directory.resolve(Space.RESERVE);
    Files.write(reserve, new byte[RESERVE_BYTES]);
    long written = 0;
    try (Journal journal = disk.open()) {
      disk.remember(journal, 10, Till.NOON, ClockState.SYNCHRONISED);
      written = journal.head().number();
      fill();
      assertTrue(Files.exists(reserve));
      while (written < DOCUMENTS) {
        disk.remember(journal, 1, Till.NOON, ClockState.SYNCHRONISED);
        written = journal.head().number();
      }
      throw new AssertionError("the disk was not full");
    } catch (JournalException e) {
      assertTrue(message(e).contains("full"), e::toString);
    }
    assertFalse(Files.exists(reserve));
    try (Journal journal = disk.open()) {
      assertEquals(written, journal.head().number());
      disk.remember(journal, 10, Till.NOON, ClockState.SYNCHRONISED);
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void aFullDiskStopsPruningAndNothingElse() throws Exception {
    var limits = new Pruner.Limits(20, DOCUMENTS);
    try (Journal journal = disk.open()) {
      disk.remember(journal, DOCUMENTS, PruningTest.LONG_AGO, ClockState.SYNCHRONISED);
    }
    try (Outbox outbox = Outbox.open(directory)) {
      outbox.acknowledge(DOCUMENTS);
    }
    try (Journal journal = disk.open();
        Documents documents = Documents.open(directory)) {
      fill();
      assertFalse(journal.prune(Till.NOON, true, PruningTest.RETENTION, limits));
      assertTrue(documents.byNumber(1).isPresent(), "the disk was not full");
      Files.delete(filler());
      append(journal, sale(disk.till, 100));
      assertFalse(journal.prune(Till.NOON, true, PruningTest.RETENTION, limits));
      assertTrue(documents.byNumber(1).isEmpty(), "nothing was pruned once there was room");
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  @Test
  void theReserveIsHeldUntilTheDiskIsNearlyFull() throws Exception {
    Path reserve = directory.resolve(Space.RESERVE);
    Files.write(reserve, new byte[RESERVE_BYTES]);
    Space space = Space.of(directory);
    assertEquals(Space.Room.CLOSED, space.look());
    assertTrue(Files.exists(reserve), "given back although there is room");
    Files.write(filler(), new byte[(int) (space.free() - Space.NEARLY_GONE_BYTES + 8192)]);
    assertEquals(Space.Room.CLOSED, space.look());
    assertFalse(Files.exists(reserve));
  }
}
