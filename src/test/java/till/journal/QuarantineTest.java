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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import till.sale.Till;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Journals that cannot be read are put away whole, and the till sells on; those that can be read
/// are not.
final class QuarantineTest {

  private static final int SALES = 60;
  private static final int PAGE = 4096;

  @TempDir Path directory;
  private JournalOnDisk disk;
  private final JsonMapper json = JsonMapper.builder().build();

  @BeforeEach
  void makeJournal() {
    disk = new JournalOnDisk(directory);
    disk.fill(SALES);
  }

  private Path file(String suffix) {
    return directory.resolve(Journal.FILE + suffix);
  }

  /// The daemon's files as they lie when it is killed: with what is not in the database yet.
  private void killInTheMiddle(int moreSales) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (Journal journal = disk.open()) {
      for (int i = 1; i <= moreSales; i++) {
        append(journal, sale(disk.till, i));
      }
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.copy(file(suffix), copy.resolve(Journal.FILE + suffix));
      }
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file(suffix));
      Files.move(copy.resolve(Journal.FILE + suffix), file(suffix));
    }
    Files.delete(copy);
  }

  private static void overwrite(Path file, long from, int bytes) throws IOException {
    byte[] noise = new byte[bytes];
    new Random(3).nextBytes(noise);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(from);
      access.write(noise);
    }
  }

  private void damageTheMiddle() throws IOException {
    overwrite(file(""), Files.size(file("")) / 2 / PAGE * PAGE, 4 * PAGE);
  }

  private static void truncate(Path file, long size) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
  }

  private String epoch() {
    try (Journal journal = disk.open()) {
      return journal.head().epoch();
    }
  }

  private List<Path> folders() throws IOException {
    Path shelf = directory.resolve(Journal.QUARANTINE);
    if (!Files.exists(shelf)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(shelf)) {
      return folders.sorted().toList();
    }
  }

  /// The only kept journal.
  private Path kept() throws IOException {
    assertEquals(1, folders().size(), () -> "not one folder");
    return folders().getFirst();
  }

  private static Path in(Path folder, String suffix) {
    return folder.resolve(Journal.FILE + suffix);
  }

  /// Opens the journal, sells once and gives the first document of its epoch.
  private JsonNode sellsOn() {
    try (Journal journal = disk.open()) {
      Till fresh = Till.open();
      append(journal, sale(fresh, 500));
      assertTrue(journal.head().number() > 0);
    }
    assertEquals(List.of(), JournalVerifier.verify(file("")).findings());
    try (Documents documents = Documents.open(directory)) {
      return json.readTree(documents.bytes(1).orElseThrow());
    }
  }

  @Test
  void aDamagedPageInTheMiddleBeginsANewEpochThatNamesTheOldHead() throws Exception {
    Head head;
    try (Journal journal = disk.open()) {
      head = journal.head();
    }
    damageTheMiddle();
    byte[] before = Files.readAllBytes(file(""));
    JsonNode first = sellsOn();
    assertArrayEquals(before, Files.readAllBytes(in(kept(), "")));
    assertFalse(first.path("epoch").asString().equals(head.epoch()));
    assertEquals(1, first.path("number").asInt());
    assertEquals(head.epoch(), first.path("previousEpoch").path("epoch").asString());
    assertEquals(SALES, first.path("previousEpoch").path("number").asInt());
    assertEquals(head.hash(), first.path("previousEpoch").path("hash").asString());
    try (Journal journal = disk.open()) {
      Journal.Quarantined seen = journal.quarantined().orElseThrow();
      assertEquals(kept(), seen.folder());
      assertTrue(seen.isPredecessor());
      assertFalse(seen.reason().isEmpty());
    }
  }

  @Test
  void theWholeSetIsMovedAsItLies() throws Exception {
    killInTheMiddle(5);
    damageTheMiddle();
    byte[] database = Files.readAllBytes(file(""));
    byte[] log = Files.readAllBytes(file("-wal"));
    assertTrue(log.length > 0);
    JsonNode first = sellsOn();
    assertArrayEquals(database, Files.readAllBytes(in(kept(), "")));
    assertArrayEquals(log, Files.readAllBytes(in(kept(), "-wal")));
    assertTrue(Files.exists(in(kept(), "-shm")));
    // the newest document lies in the -wal
    assertEquals(SALES + 5, first.path("previousEpoch").path("number").asInt());
  }

  @Test
  void ofATruncatedFileTheFleetsAcknowledgementIsKnown() throws Exception {
    String epoch = epoch();
    try (Outbox outbox = Outbox.open(directory)) {
      outbox.acknowledge(40);
    }
    truncate(file(""), Files.size(file("")) / 2 / PAGE * PAGE + 17);
    JsonNode previous = sellsOn().path("previousEpoch");
    assertEquals(epoch, previous.path("epoch").asString());
    assertEquals(40, previous.path("number").asInt());
    assertEquals(64, previous.path("hash").asString().length());
  }

  @Test
  void garbageIsKeptAndNothingIsSaidOfWhatIsNotKnown() throws Exception {
    Files.writeString(file(""), "garbage ".repeat(2_000));
    assertTrue(sellsOn().path("previousEpoch").isMissingNode());
    assertTrue(Files.readString(in(kept(), "")).startsWith("garbage garbage"));
  }

  @Test
  void anEmptyFileBesideItsLogIsPutAwayBeforeSqliteDeletesTheLog() throws Exception {
    killInTheMiddle(5);
    truncate(file(""), 0);
    byte[] log = Files.readAllBytes(file("-wal"));
    sellsOn();
    assertArrayEquals(log, Files.readAllBytes(in(kept(), "-wal")));
    assertTrue(refusal(() -> JournalReader.open(in(kept(), ""))).contains("its -wal is not"));
    assertArrayEquals(log, Files.readAllBytes(in(kept(), "-wal")));
  }

  @Test
  void aLogWhoseFileIsGoneIsPutAway() throws Exception {
    killInTheMiddle(5);
    Files.delete(file(""));
    byte[] log = Files.readAllBytes(file("-wal"));
    sellsOn();
    assertArrayEquals(log, Files.readAllBytes(in(kept(), "-wal")));
    assertFalse(Files.exists(in(kept(), "")));
  }

  @Test
  void aMissingIndexOfTheLogIsNoDamage() throws Exception {
    killInTheMiddle(5);
    Files.delete(file("-shm"));
    try (Journal journal = disk.open()) {
      assertEquals(SALES + 5, journal.head().number());
      assertEquals(Optional.empty(), journal.quarantined());
    }
    assertEquals(List.of(), folders());
  }

  /// As after a power cut that a card has lied about: what was committed before the cut is there.
  @Test
  void aTruncatedLogIsTheJournalUpToThere() throws Exception {
    killInTheMiddle(5);
    truncate(file("-wal"), Files.size(file("-wal")) - PAGE);
    try (Journal journal = disk.open()) {
      assertEquals(SALES + 4, journal.head().number());
    }
    assertEquals(List.of(), folders());
    assertEquals(List.of(), JournalVerifier.verify(file("")).findings());
  }

  @Test
  void anOpenSaleThatIsNotLegibleIsDamage() throws Exception {
    try (Journal journal = disk.open()) {
      append(journal, disk.till.sells("pencil", 100));
    }
    disk.tamper("UPDATE entry SET body = substr(body, 1, 20)");
    assertEquals(SALES, sellsOn().path("previousEpoch").path("number").asInt());
    assertTrue(Files.exists(in(kept(), "")));
  }

  @Test
  void theCheckOfALargeJournalEndsInTime() throws Exception {
    disk.fill(3_000);
    overwrite(file(""), Files.size(file("")) / 4 / PAGE * PAGE, PAGE);
    assertTrue(StartCheck.look(file(""), JournalOnDisk.IDENTITY, StartCheck.TIME_MAX).isPresent());
    assertEquals(
        Optional.empty(), StartCheck.look(file(""), JournalOnDisk.IDENTITY, Duration.ZERO));
  }

  @Test
  void aReadableJournalWithAHoleStaysAndIsRefused() throws Exception {
    disk.tamper("DELETE FROM document WHERE position = 7");
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("some are missing"), refusal);
    assertTrue(refusal.contains("move the file"), refusal);
    assertEquals(List.of(), folders());
    assertTrue(Files.exists(file("")));
  }

  @Test
  void anothersJournalIsNotPutAwayEvenWhenItIsDamaged() throws Exception {
    damageTheMiddle();
    String refusal = refusal(() -> disk.open(JournalOnDisk.identity("04")));
    assertTrue(refusal.contains("belongs to terminal acme/0042-03"), refusal);
    assertEquals(List.of(), folders());
  }

  @Test
  void aNewerJournalIsNotPutAway() throws Exception {
    disk.tamper("PRAGMA user_version = 99");
    assertTrue(refusal(disk::open).contains("version 99"));
    assertEquals(List.of(), folders());
  }

  @Test
  void aPowerCutAtAnyStepOfTheMoveIsFinishedAtTheNextStart() throws Exception {
    killInTheMiddle(5);
    damageTheMiddle();
    List<String> order = List.of("-shm", "-wal", "");
    for (int moved = 0; moved <= order.size(); moved++) {
      Path other = Files.createDirectory(directory.resolve("cut-" + moved));
      var cut = new JournalOnDisk(other);
      for (String suffix : order) {
        Files.copy(file(suffix), other.resolve(Journal.FILE + suffix));
      }
      Path folder = Files.createDirectories(other.resolve("quarantine/1-19700101T000000Z.moving"));
      Files.writeString(
          folder.resolve("quarantine.json"),
          "{\"v\":1,\"at\":\"1970-01-01T00:00:00Z\",\"reason\":\"a bad page\",\"head\":"
              + "{\"epoch\":\"E1\",\"position\":65,\"number\":65,\"hash\":\""
              + "ab".repeat(32)
              + "\"}}");
      for (String suffix : order.subList(0, moved)) {
        Files.move(other.resolve(Journal.FILE + suffix), in(folder, suffix));
      }
      try (Journal journal = cut.open()) {
        assertEquals(0, journal.head().number());
        append(journal, sale(Till.open(), 100));
        assertEquals("a bad page", journal.quarantined().orElseThrow().reason());
      }
      Path whole = other.resolve("quarantine/1-19700101T000000Z");
      for (String suffix : order) {
        assertArrayEquals(Files.readAllBytes(file(suffix)), Files.readAllBytes(in(whole, suffix)));
      }
      assertFalse(Files.exists(folder));
      try (Documents documents = Documents.open(other)) {
        JsonNode first = json.readTree(documents.bytes(1).orElseThrow());
        assertEquals("E1", first.path("previousEpoch").path("epoch").asString());
        assertEquals(65, first.path("previousEpoch").path("number").asInt());
      }
    }
  }

  @Test
  void aPowerCutBeforeTheReasonWasWrittenHasMovedNothing() throws Exception {
    damageTheMiddle();
    Path folder =
        Files.createDirectories(directory.resolve("quarantine/1-19700101T000000Z.moving"));
    Files.writeString(folder.resolve("quarantine.json.new"), "{\"v\":1,");
    sellsOn();
    assertTrue(Files.exists(in(kept(), "")));
    assertTrue(Files.exists(kept().resolve("quarantine.json")));
  }

  @Test
  void aPowerCutBeforeTheNewJournalBeganStillNamesTheOldHead() throws Exception {
    String epoch = epoch();
    damageTheMiddle();
    disk.open().close();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file(suffix));
    }
    Files.delete(kept().resolve("next-epoch"));
    Files.createFile(file("")); // made, but not yet filled
    JsonNode first = sellsOn();
    assertEquals(epoch, first.path("previousEpoch").path("epoch").asString());
    assertEquals(first.path("epoch").asString(), Files.readString(kept().resolve("next-epoch")));
  }

  @Test
  void aSecondDamageIsKeptBesideTheFirst() throws Exception {
    damageTheMiddle();
    String second = sellsOn().path("epoch").asString();
    overwrite(file(""), 0, PAGE);
    JsonNode first = sellsOn();
    assertEquals(2, folders().size());
    assertFalse(first.path("epoch").asString().equals(second));
    try (Journal journal = disk.open()) {
      assertTrue(
          journal.quarantined().orElseThrow().folder().getFileName().toString().startsWith("2-"));
    }
  }

  @Test
  void onceTheFolderIsTakenAwayNobodySpeaksOfIt() throws Exception {
    damageTheMiddle();
    sellsOn();
    Files.move(kept(), directory.resolve("saved"));
    try (Journal journal = disk.open()) {
      assertEquals(Optional.empty(), journal.quarantined());
    }
  }

  @Test
  void aJournalThatWasTakenAwayIsNamedByWhatTheFleetHadOfIt() throws Exception {
    String epoch = epoch();
    try (Outbox outbox = Outbox.open(directory)) {
      outbox.acknowledge(7);
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file(suffix));
    }
    JsonNode previous = sellsOn().path("previousEpoch");
    assertEquals(epoch, previous.path("epoch").asString());
    assertEquals(7, previous.path("number").asInt());
  }

  /// Root may write anywhere, except on what is mounted to be read.
  @Test
  void whereNothingCanBeWrittenNothingIsMoved() throws Exception {
    damageTheMiddle();
    byte[] before = Files.readAllBytes(file(""));
    Tools.needRoot("mount");
    run("mount", "--bind", directory.toString(), directory.toString());
    try {
      run("mount", "-o", "remount,bind,ro", directory.toString());
      String refusal = refusal(disk::open);
      assertTrue(refusal.contains("owner and mode"), refusal);
    } finally {
      run("umount", directory.toString());
    }
    assertEquals(List.of(), folders());
    assertTrue(Arrays.equals(before, Files.readAllBytes(file(""))));
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), said);
  }
}
