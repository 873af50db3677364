package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.append;
import static till.journal.JournalOnDisk.beginEpoch;
import static till.journal.JournalOnDisk.refusal;
import static till.journal.JournalOnDisk.sale;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier.Finding;
import till.journal.JournalVerifier.Rule;
import till.trust.DeviceKey;

final class JournalVerifierTest {

  @TempDir Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeJournal() {
    disk = new JournalOnDisk(directory);
    disk.fill(5);
  }

  private List<Finding> findings() {
    return JournalVerifier.verify(disk.file()).findings();
  }

  /// The rules that failed, by row.
  private Map<Long, Set<Rule>> failed() {
    return findings().stream()
        .collect(
            Collectors.groupingBy(
                Finding::position,
                Collectors.mapping(
                    Finding::rule, Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)))));
  }

  /// Changes a document as its owner could: with a fitting hash and signature.
  private void forge(long number, UnaryOperator<String> change) throws Exception {
    byte[] bytes;
    try (Documents documents = Documents.open(directory)) {
      String text = new String(documents.bytes(number).orElseThrow(), StandardCharsets.UTF_8);
      String changed = change.apply(text);
      assertTrue(!changed.equals(text), "nothing was changed in " + text);
      bytes = changed.getBytes(StandardCharsets.UTF_8);
    }
    disk.tamper();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + disk.file());
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE document SET document = ?, sha256 = ?, signature = ? WHERE number = ? AND"
                    + " epoch = (SELECT value FROM meta WHERE key = 'epoch')")) {
      update.setBytes(1, bytes);
      update.setBytes(2, Chain.digest(bytes));
      update.setBytes(3, disk.key.sign(bytes));
      update.setLong(4, number);
      update.executeUpdate();
    }
  }

  @Test
  void whatWasWrittenIsGenuine() {
    JournalVerifier.Report report = JournalVerifier.verify(disk.file());
    assertEquals(List.of(), report.findings());
    assertEquals(5, report.documents());
    assertEquals(5, report.head().number());
    assertEquals("acme/0042-03", report.owner());
  }

  @Test
  void anEmptyJournalIsGenuine(@TempDir Path other) {
    var empty = new JournalOnDisk(other);
    empty.open().close();
    JournalVerifier.Report report = JournalVerifier.verify(empty.file());
    assertEquals(0, report.documents());
    assertEquals(List.of(), report.findings());
  }

  @Test
  void anEditedDocumentBreaksHashSignatureAndTheNextOnesPrev() {
    disk.tamper(
        "UPDATE document SET document = CAST(replace(document, '\"clock\":\"synchronised\"',"
            + " '\"clock\":\"unsynchronised\"') AS BLOB) WHERE number = 2");
    assertEquals(
        Map.of(2L, EnumSet.of(Rule.HASH, Rule.SIGNATURE), 3L, EnumSet.of(Rule.PREV)), failed());
  }

  @Test
  void aFindingNamesRuleAndRow() {
    disk.tamper("UPDATE document SET sha256 = zeroblob(32) WHERE number = 2");
    String finding = findings().getFirst().toString();
    assertTrue(finding.startsWith("hash: row 2 ("), finding);
    assertTrue(finding.contains("/2): "), finding);
  }

  @Test
  void aForgedPrevIsFound() throws Exception {
    forge(4, text -> text.replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"" + "0".repeat(64)));
    assertEquals(Map.of(4L, EnumSet.of(Rule.PREV), 5L, EnumSet.of(Rule.PREV)), failed());
  }

  @Test
  void anEpochThatDoesNotHangOnItsNameIsFound() throws Exception {
    forge(1, text -> text.replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"" + "0".repeat(64)));
    assertEquals(Map.of(1L, EnumSet.of(Rule.GENESIS), 2L, EnumSet.of(Rule.PREV)), failed());
  }

  /// Two more documents, in an epoch that follows the first: rows 6 and 7.
  private void beginAnotherEpoch() {
    try (Journal journal = disk.open()) {
      beginEpoch(journal, disk.till);
      append(journal, sale(disk.till, 106));
    }
  }

  @Test
  void totalsGoOnOverAnEpochThatFollowsTheRowBefore() {
    beginAnotherEpoch();
    assertEquals(List.of(), findings());
    assertEquals(List.of(), JournalVerifier.verifyLast(disk.file(), 2).findings());
    assertEquals(2, JournalVerifier.verify(disk.file()).head().number());
  }

  @Test
  void anEpochThatNamesAnotherEndOfTheOneBeforeIsFound() throws Exception {
    beginAnotherEpoch();
    forge(1, text -> text.replaceFirst("\"number\":5,", "\"number\":4,"));
    assertEquals(
        Map.of(6L, EnumSet.of(Rule.EPOCH, Rule.TOTALS), 7L, EnumSet.of(Rule.PREV)), failed());
  }

  @Test
  void totalsThatGoOnOverAnEpochThatFollowsNothingAreFound() throws Exception {
    beginAnotherEpoch();
    forge(1, text -> text.replaceFirst("\"previousEpoch\":\\{[^}]*},", ""));
    assertEquals(Map.of(6L, EnumSet.of(Rule.TOTALS), 7L, EnumSet.of(Rule.PREV)), failed());
  }

  @Test
  void aSignatureByAnotherKeyIsFound(@TempDir Path other) throws Exception {
    DeviceKey stranger = DeviceKey.open(other);
    disk.tamper(
        "UPDATE document SET key_id = '" + stranger.keyId() + "' WHERE number = 2",
        "UPDATE document SET signature = zeroblob(64) WHERE number = 3");
    assertEquals(Map.of(2L, EnumSet.of(Rule.SIGNATURE), 3L, EnumSet.of(Rule.SIGNATURE)), failed());
  }

  @Test
  void anExchangedKeyIsFound() {
    disk.tamper("UPDATE device_key SET public_key = zeroblob(32)");
    assertEquals(5, findings().size());
    assertTrue(findings().stream().allMatch(finding -> finding.rule() == Rule.SIGNATURE));
  }

  @Test
  void aMissingRowIsFound() {
    disk.tamper("DELETE FROM document WHERE number = 3");
    assertEquals(Map.of(4L, EnumSet.of(Rule.NUMBER, Rule.PREV, Rule.TOTALS)), failed());
  }

  @Test
  void aMissingBeginningIsFound() {
    disk.tamper("DELETE FROM document WHERE number = 1");
    assertEquals(Map.of(2L, EnumSet.of(Rule.NUMBER, Rule.GENESIS, Rule.TOTALS)), failed());
  }

  @Test
  void aMissingEndIsFound() {
    disk.tamper("DELETE FROM document WHERE number > 3");
    assertEquals(Map.of(3L, EnumSet.of(Rule.HEAD)), failed());
  }

  @Test
  void aRowThatSaysOtherThanItsDocumentIsFound() {
    disk.tamper(
        "UPDATE document SET transaction_id = 'other' WHERE number = 2",
        "UPDATE document SET type = 'ControlTransaction' WHERE number = 4");
    assertEquals(Map.of(2L, EnumSet.of(Rule.FORMAT), 4L, EnumSet.of(Rule.FORMAT)), failed());
  }

  @Test
  void aDocumentOfAnotherTerminalIsFound() throws Exception {
    forge(5, text -> text.replace("\"terminal\":\"0042-03\"", "\"terminal\":\"0042-04\""));
    assertEquals(Map.of(5L, EnumSet.of(Rule.FORMAT)), failed());
  }

  @Test
  void aDocumentThatIsNoneIsFound() throws Exception {
    forge(5, text -> text.substring(1));
    assertEquals(Map.of(5L, EnumSet.of(Rule.FORMAT)), failed());
    forge(5, _ -> "{\"v\":1,\"org\":\"acme\"}");
    assertEquals(Map.of(5L, EnumSet.of(Rule.FORMAT)), failed());
  }

  @Test
  void totalsThatDoNotAddUpAreFound() throws Exception {
    forge(5, text -> text.replace("\"total\":105", "\"total\":1"));
    assertEquals(Map.of(5L, EnumSet.of(Rule.TOTALS)), failed());
  }

  @Test
  void grandTotalsThatDoNotFollowAreFound() throws Exception {
    forge(5, text -> text.replace("\"sales\":515", "\"sales\":15"));
    assertEquals(Map.of(5L, EnumSet.of(Rule.TOTALS)), failed());
  }

  @Test
  void amountsThatOverflowAreFoundAndDoNotStopTheCheck() throws Exception {
    forge(
        2, text -> text.replace("\"extendedAmount\":102", "\"extendedAmount\":" + Long.MAX_VALUE));
    forge(3, text -> text.replace("\"sales\":306", "\"sales\":" + Long.MAX_VALUE));
    Map<Long, Set<Rule>> failed = failed();
    assertEquals(
        Map.of(
            2L, EnumSet.of(Rule.TOTALS),
            3L, EnumSet.of(Rule.TOTALS, Rule.PREV),
            4L, EnumSet.of(Rule.TOTALS, Rule.PREV)),
        failed);
  }

  @Test
  void thereIsAnEndToWhatIsNamed(@TempDir Path other) {
    var long_ = new JournalOnDisk(other);
    long_.fill(JournalVerifier.FINDINGS_MAX + 50);
    long_.tamper("UPDATE document SET sha256 = zeroblob(32)");
    int found = JournalVerifier.verify(long_.file()).findings().size();
    assertEquals(JournalVerifier.FINDINGS_MAX, found);
  }

  @Test
  void aJournalInUseIsVerifiedAsItStands() {
    try (Journal journal = disk.open()) {
      append(journal, sale(disk.till, 106));
      assertEquals(List.of(), findings());
      assertEquals(6, JournalVerifier.verify(disk.file()).documents());
    }
  }

  @Test
  void verifyingLeavesNothingBehind() throws Exception {
    byte[] before = Files.readAllBytes(disk.file());
    assertEquals(List.of(), findings());
    assertTrue(Arrays.equals(before, Files.readAllBytes(disk.file())));
    assertTrue(Files.notExists(directory.resolve(Journal.FILE + "-wal")));
    assertTrue(Files.notExists(directory.resolve(Journal.FILE + "-shm")));
  }

  @Test
  void aCopyWhereNothingCanBeWrittenIsVerified(@TempDir Path shelf) throws Exception {
    Path copy =
        Files.copy(disk.file(), Files.createDirectory(shelf.resolve("a %41?b")).resolve("j"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
    Files.setPosixFilePermissions(copy.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertEquals(5, JournalVerifier.verify(copy).documents());
    } finally {
      Files.setPosixFilePermissions(copy.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void whatIsNoJournalIsNamed() throws Exception {
    Path nothing = directory.resolve("nothing.db");
    assertTrue(refusal(() -> JournalVerifier.verify(nothing)).contains("no journal at " + nothing));
    Files.writeString(nothing, "a letter ".repeat(1000));
    assertTrue(refusal(() -> JournalVerifier.verify(nothing)).contains("damaged, or no database"));
  }
}
