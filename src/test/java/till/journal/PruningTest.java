package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.refusal;
import static till.journal.JournalOnDisk.sale;

import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier.Rule;
import till.journal.Outbox.Receipt;
import till.sale.Moment.ClockState;
import till.sale.Till;

/// What leaves the device, what does not, and what is left of it.
final class PruningTest {

  static final Duration RETENTION = Duration.ofDays(90);
  static final Instant LONG_AGO = Till.NOON.minus(Duration.ofDays(91));
  private static final Instant LATELY = Till.NOON.minus(Duration.ofDays(89));

  /// As the real ones, only smaller: a document costs a signature.
  private static final Pruner.Limits LIMITS = new Pruner.Limits(20, 10);

  private static final int KEPT = LIMITS.kept();

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeDirectory() {
    disk = new JournalOnDisk(directory);
  }

  /// Prunes all there is to prune, now.
  private static void prune(Journal journal) {
    prune(journal, Till.NOON, true);
  }

  private static void prune(Journal journal, Instant now, boolean synchronised) {
    int steps = 0;
    while (journal.prune(now, synchronised, RETENTION, LIMITS)) {
      steps++;
      assertTrue(steps < 1_000, "it never ends");
    }
  }

  private void acknowledge(long position) {
    try (Outbox outbox = Outbox.open(directory)) {
      assertInstanceOf(Receipt.Moved.class, outbox.acknowledge(position));
    }
  }

  /// The position of the oldest document that is still here.
  private long oldest() {
    try (JournalReader reader = JournalReader.open(disk.file())) {
      return reader.after(0, 1).getFirst().position();
    }
  }

  private void assertGenuine() {
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
    assertEquals(List.of(), JournalVerifier.verifyLast(disk.file(), 10).findings());
    assertEquals(List.of(), JournalVerifier.verifyLast(disk.file(), 100_000).findings());
  }

  @Test
  void whatIsOldAndAcknowledgedLeavesAndTheChainGoesOn() throws Exception {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 50, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(40);
      Head head = journal.head();
      prune(journal);
      assertEquals(head, journal.head());
      assertEquals(41, oldest());
      assertGenuine();
    }
    try (Journal journal = disk.open()) {
      assertEquals(KEPT + 51, append(journal, sale(disk.till, 100)).getFirst().number());
      assertGenuine();
    }
    try (JournalReader reader = JournalReader.open(disk.file())) {
      assertEquals(40, reader.pruned().orElseThrow().number());
      JournalReader.Salvage salvage = reader.salvage(0, _ -> {});
      assertTrue(salvage.isWhole(), salvage::toString);
      assertEquals(KEPT + 11, salvage.read());
    }
  }

  @Test
  void theNewestStayWhateverTheirAge() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 25, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(KEPT + 25);
      prune(journal);
      assertEquals(26, oldest());
      assertGenuine();
    }
    assertEquals(new Pruner.Limits(1_000, 200), Pruner.LIMITS);
  }

  @Test
  void onlyAFewLeaveAtOnce() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 50, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(25);
      for (long oldest : new long[] {11, 21}) {
        assertTrue(journal.prune(Till.NOON, true, RETENTION, LIMITS));
        assertEquals(oldest, oldest());
      }
      assertFalse(journal.prune(Till.NOON, true, RETENTION, LIMITS));
      assertEquals(26, oldest());
    }
  }

  @Test
  void whatIsYoungerThanTheRetentionStays() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, 30, LONG_AGO, ClockState.SYNCHRONISED);
      disk.remember(journal, KEPT + 10, LATELY, ClockState.SYNCHRONISED);
      acknowledge(KEPT + 40);
      prune(journal);
      assertEquals(31, oldest());
      prune(journal, Till.NOON.plus(Duration.ofDays(2)), true);
      assertEquals(41, oldest());
      assertGenuine();
    }
  }

  @Test
  void aClockThatNobodyHasSetPrunesNothing() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(KEPT + 30);
      prune(journal, Till.NOON, false);
      prune(journal, Instant.parse("2099-01-01T00:00:00Z"), false);
      prune(journal, Instant.EPOCH, false);
      prune(journal, Instant.EPOCH, true);
      assertEquals(1, oldest());
    }
  }

  @Test
  void whatAnUntrustedClockWroteIsAsYoungAsWhatCameAfterIt() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, 45, Instant.EPOCH, ClockState.UNSYNCHRONISED);
      disk.remember(journal, 1, LATELY, ClockState.SYNCHRONISED);
      disk.remember(journal, KEPT + 30, Instant.EPOCH, ClockState.UNSYNCHRONISED);
      acknowledge(KEPT + 76);
      prune(journal);
      prune(journal);
      assertEquals(1, oldest());
      prune(journal, Till.NOON.plus(Duration.ofDays(2)), true);
      assertEquals(47, oldest(), "nobody knows when those behind were written");
      disk.remember(journal, 1, Till.NOON, ClockState.SYNCHRONISED);
      prune(journal, Till.NOON.plus(Duration.ofDays(91)), true);
      assertEquals(78, oldest());
      assertGenuine();
    }
  }

  @Test
  void withoutAProofThatTheFleetHasThemNoneLeaves(@TempDir Path elsewhere) throws Exception {
    Path bookmark = directory.resolve(Outbox.FILE);
    var other = new JournalOnDisk(elsewhere);
    try (Journal journal = disk.open();
        Journal others = other.open()) {
      disk.remember(journal, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
      other.remember(others, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
      prune(journal);
      assertEquals(1, oldest(), "no bookmark");
      Outbox.open(directory).close();
      prune(journal);
      assertEquals(1, oldest(), "nothing acknowledged");
      Files.writeString(bookmark, "no database ".repeat(1_000));
      prune(journal);
      assertEquals(1, oldest(), "a damaged bookmark");
      try (Outbox outbox = Outbox.open(elsewhere)) {
        outbox.acknowledge(KEPT + 30);
      }
      Files.delete(bookmark);
      Files.copy(elsewhere.resolve(Outbox.FILE), bookmark);
      prune(journal);
      assertEquals(1, oldest(), "another journal's bookmark");
    }
  }

  @Test
  void nobodyElseCanDeleteDocuments() throws SQLException {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 20, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(20);
      prune(journal);
      assertEquals(21, oldest());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        Statement statement = connection.createStatement()) {
      for (String delete :
          List.of(
              "DELETE FROM document",
              "DELETE FROM document WHERE position = 21",
              "DELETE FROM document WHERE position = (SELECT max(position) FROM document)")) {
        assertThrows(SQLException.class, () -> statement.executeUpdate(delete), delete);
      }
    }
    assertGenuine();
  }

  @Test
  void aForgedPruningIsFound() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(20);
      prune(journal);
    }
    disk.tamper("DELETE FROM document WHERE position <= 22");
    assertEquals(Set.of(Rule.NUMBER, Rule.PREV), rules());
    String refusal = refusal(disk::open);
    assertTrue(refusal.contains("(and 20 pruned)"), refusal);
    disk.tamper(
        "UPDATE meta SET value = value + 2 WHERE key IN ('pruned_position', 'pruned_number')");
    assertEquals(Set.of(Rule.PREV), rules());
  }

  private Set<Rule> rules() {
    return JournalVerifier.verify(disk.file()).findings().stream()
        .map(JournalVerifier.Finding::rule)
        .collect(Collectors.toSet());
  }

  @Test
  void theWayOutKnowsWhereTheJournalBegins() throws Exception {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
      try (Outbox outbox = Outbox.open(directory)) {
        assertEquals(1, outbox.firstNumber());
        String epoch = outbox.head().epoch();
        outbox.acknowledge(25);
        String hash = outbox.bookmark().hash();
        prune(journal);
        assertEquals(26, outbox.firstNumber());
        assertEquals(new Receipt.Nothing(), outbox.acknowledge(17));
        assertEquals(new Receipt.Nothing(), outbox.acknowledge(epoch, 17, "0".repeat(64)));
        assertEquals(new Receipt.Nothing(), outbox.acknowledge(epoch, 25, hash));
        assertInstanceOf(
            Receipt.Contradiction.class, outbox.acknowledge(epoch, 25, "0".repeat(64)));
        assertEquals(25, outbox.bookmark().number());
      }
      try (Outbox outbox = Outbox.open(directory)) {
        assertEquals(25, outbox.bookmark().number(), "the bookmark's document has left");
      }
      Files.delete(directory.resolve(Outbox.FILE));
      try (Outbox outbox = Outbox.open(directory)) {
        assertEquals(25, outbox.bookmark().number(), "what has left was acknowledged");
        try (JournalReader reader = JournalReader.open(disk.file())) {
          assertEquals(outbox.bookmark(), reader.bookmark().orElseThrow());
        }
        assertEquals(26, outbox.after(outbox.bookmark().position(), 1).getFirst().number());
      }
    }
  }

  @Test
  void anEpochWithoutADocumentBeginsWithOne() {
    disk.open().close();
    try (Outbox outbox = Outbox.open(directory)) {
      assertEquals(1, outbox.firstNumber());
    }
  }

  @Test
  void aKillInTheMiddleOfPruningLosesNothingElse() throws Exception {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 260, LONG_AGO, ClockState.SYNCHRONISED);
    }
    acknowledge(KEPT + 260);
    for (int lines : new int[] {1, 2, 4}) {
      long said = pruneAndKill(lines);
      long before = oldest();
      assertTrue(before > said, "said " + said + ", the oldest is " + before);
      assertEquals(1, before % LIMITS.step(), "half a step: the oldest is " + before);
      assertGenuine();
      disk.open().close();
    }
    assertTrue(oldest() <= 260, "it was done before it was killed");
    try (Journal journal = disk.open()) {
      prune(journal);
    }
    assertEquals(261, oldest());
    assertGenuine();
  }

  /// @return up to where it said that it had pruned
  private long pruneAndKill(int lines) throws Exception {
    Process daemon = KillTest.start(PruningDaemon.class, directory);
    try (var out =
        new BufferedReader(
            new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))) {
      long said = 0;
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said = Long.parseLong(line);
        if (++seen == lines) {
          daemon.toHandle().destroyForcibly();
        }
      }
      return said;
    } finally {
      daemon.destroyForcibly().waitFor();
    }
  }

  /// A process that prunes until somebody kills it, and says how far it is.
  static final class PruningDaemon {

    private PruningDaemon() {}

    public static void main(String[] arguments) {
      var disk = new JournalOnDisk(Path.of(arguments[0]));
      try (Journal journal = disk.open();
          JournalReader reader = JournalReader.open(disk.file())) {
        while (journal.prune(Till.NOON, true, RETENTION, LIMITS)) {
          System.out.println(reader.pruned().map(Head::position).orElse(0L));
        }
      }
    }
  }

  @Test
  void whatLeavesMakesRoomForWhatComes() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 30, LONG_AGO, ClockState.SYNCHRONISED);
    }
    acknowledge(30);
    try (Journal journal = disk.open()) {
      journal.growNoFurther();
      prune(journal);
      for (int i = 0; i < 10; i++) {
        append(journal, sale(disk.till, 100));
      }
    }
    assertGenuine();
  }

  @Test
  void anExportThatIsOvertakenByPruningIsWhole() throws Exception {
    try (Journal journal = disk.open();
        JournalReader reader = JournalReader.open(disk.file())) {
      disk.remember(journal, KEPT + 50, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(40);
      Path export = directory.resolve("export");
      try (OutputStream file = Files.newOutputStream(export)) {
        var pruning =
            new FilterOutputStream(file) {
              private int lines;

              @Override
              public void write(byte[] bytes) throws IOException {
                if (++lines == 3) {
                  prune(journal);
                }
                out.write(bytes);
              }
            };
        JournalReader.Salvage salvage = JournalExport.write(reader, 0, pruning);
        assertTrue(salvage.isWhole(), salvage::toString);
        assertEquals(KEPT + 50, salvage.read());
      }
      assertEquals(41, oldest());
      assertEquals(List.of(), JournalVerifier.verify(export).findings());
    }
  }

  @Test
  void aDocumentWhoseBytesHaveRottedLeavesWithItsNeighbours() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 20, LONG_AGO, ClockState.SYNCHRONISED);
    }
    acknowledge(20);
    disk.tamper(
        "UPDATE document SET document = CAST('{\"clock\": \"synchr' AS BLOB) WHERE position = 5");
    try (Journal journal = disk.open()) {
      prune(journal);
    }
    assertEquals(21, oldest());
    assertGenuine();
  }

  @Test
  void aDocumentWhoseTimeHasRottedLeavesWithItsNeighbours() {
    try (Journal journal = disk.open()) {
      disk.remember(journal, 20, LONG_AGO, ClockState.SYNCHRONISED);
      disk.remember(journal, KEPT + 20, LATELY, ClockState.SYNCHRONISED);
    }
    acknowledge(40);
    disk.tamper("UPDATE document SET at = substr(at, 1, 9) WHERE position IN (5, 20)");
    try (Journal journal = disk.open()) {
      prune(journal);
    }
    assertEquals(20, oldest(), "as young as the one behind it");
  }

  @Test
  void aPrunedJournalThatIsPutAwayIsNamedAndItsDocumentsAreSaved() throws Exception {
    Head head;
    try (Journal journal = disk.open()) {
      disk.remember(journal, KEPT + 60, LONG_AGO, ClockState.SYNCHRONISED);
      acknowledge(50);
      prune(journal);
      head = journal.head();
    }
    overwritePageOf("meta");
    try (Journal journal = disk.open()) {
      Path kept = journal.quarantined().orElseThrow().folder().resolve(Journal.FILE);
      append(journal, sale(Till.open(), 100));
      try (Documents documents = Documents.open(directory)) {
        Head named = documents.byNumber(1).orElseThrow().previousEpoch().orElseThrow();
        assertEquals(head.epoch(), named.epoch());
        assertEquals(head.number(), named.number());
        assertEquals(head.hash(), named.hash());
      }
      try (JournalReader reader = JournalReader.open(kept)) {
        JournalReader.Salvage salvage = reader.salvage(0, _ -> {});
        assertEquals(KEPT + 10, salvage.read());
        assertEquals(0, salvage.lost(), "what was pruned is not lost");
      }
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  private void overwritePageOf(String table) throws Exception {
    long page;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT (rootpage - 1) * (SELECT page_size FROM pragma_page_size) FROM"
                    + " sqlite_schema WHERE name = '"
                    + table
                    + "'")) {
      page = rows.getLong(1);
    }
    try (var file = new RandomAccessFile(disk.file().toFile(), "rw")) {
      file.seek(page);
      file.write(new byte[512]);
    }
  }

  @Test
  void whatIsDisputedStaysAndWhatWasProvenBeforeLeaves() throws Exception {
    try (Journal journal = disk.open()) {
      disk.remember(journal, 40, LONG_AGO, ClockState.SYNCHRONISED);
      String disputed = journal.head().epoch();
      try (Outbox outbox = Outbox.open(directory)) {
        outbox.acknowledge(30);
        outbox.acknowledge(disputed, 35, "0".repeat(64));
        JournalOnDisk.beginEpoch(journal, disk.till);
        disk.remember(journal, KEPT + 20, LONG_AGO, ClockState.SYNCHRONISED);
        outbox.acknowledge(40);
        outbox.acknowledge(journal.head().epoch(), KEPT + 21, journal.head().hash());
        assertEquals(KEPT + 61, outbox.bookmark().position());
        prune(journal);
        assertEquals(31, oldest());
        assertEquals(1, outbox.firstNumber());
        assertGenuine();
      }
      Files.delete(directory.resolve(Outbox.FILE));
      try (Outbox outbox = Outbox.open(directory)) {
        assertEquals(30, outbox.bookmark().position(), "what is left is sent again");
        outbox.acknowledge(disputed, 35, "0".repeat(64));
        assertEquals(30, outbox.provenPosition());
      }
    }
    disk.open().close();
  }

  @Test
  void theFirstNumberIsThatOfTheEpochThatIsWritten() {
    try (Journal journal = disk.open();
        Outbox outbox = Outbox.open(directory)) {
      disk.remember(journal, 40, LONG_AGO, ClockState.SYNCHRONISED);
      outbox.acknowledge(40);
      outbox.acknowledge(journal.head().epoch(), 41, "0".repeat(64));
      JournalOnDisk.beginEpoch(journal, disk.till);
      disk.remember(journal, KEPT + 20, LONG_AGO, ClockState.SYNCHRONISED);
      outbox.acknowledge(KEPT + 61);
      prune(journal, Till.NOON.plus(RETENTION).plusSeconds(1), true);
      assertEquals(62, oldest(), "the epoch before has left, and the beginning of this one");
      assertEquals(22, outbox.firstNumber());
      assertGenuine();
    }
  }
}
