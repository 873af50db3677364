package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.journal.Chain;
import till.journal.JournalVerifier;
import till.uplink.Eventually;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// A disk that was put back, cut short, or copied into a second board: the fleet notices, every
/// sale of every life of it reaches the ledger, and the lane sells on.
final class RestoredDiskTest {

  /// Takeovers in a row double their pauses: this many in a test would be a loop.
  private static final int CONNECTIONS_MAX = 20;

  /// Sales that the backup has.
  private static final int KEPT = 1;

  @TempDir Path folder;
  private Path ledgerFile;
  private Mosquitto broker;
  private Ledger ledger;
  private Collector collector;
  private ShopFloor floor;
  private Shift shift;

  @BeforeEach
  void open() throws Exception {
    ledgerFile = folder.resolve("ledger.db");
    broker = Mosquitto.start(folder);
    ledger = Ledger.open(ledgerFile);
    collector = Shift.collector(broker, ledger);
    floor = floor("one");
    shift = Shift.at(floor);
  }

  @AfterEach
  void close() {
    floor.close();
    collector.close();
    ledger.close();
    broker.close();
  }

  private ShopFloor floor(String name) throws IOException {
    return new ShopFloor(Files.createDirectory(folder.resolve(name))).with(Shift.uplink(broker));
  }

  /// Sells while everything is well.
  ///
  /// @return how the way out stands at the end
  private JsonNode sellAndStop(int sales) {
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.sell(sales);
      JsonNode uplink = shift.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
      return uplink;
    }
  }

  /// A day, its backup, and another day that the backup knows nothing of.
  ///
  /// @return the epoch of both days
  private String sellAndPutTheBackupBack(int lostSales) throws IOException {
    sellAndStop(KEPT);
    Path backup = folder.resolve("backup");
    copy(floor.state(), backup);
    String epoch = sellAndStop(lostSales).path("epoch").asString();
    delete(floor.state());
    copy(backup, floor.state());
    return epoch;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList().reversed()) {
        Files.delete(path);
      }
    }
  }

  private static List<JsonNode> ofEpoch(List<JsonNode> documents, String epoch) {
    return documents.stream()
        .filter(document -> document.path("epoch").asString().equals(epoch))
        .toList();
  }

  private static List<String> epochs(List<JsonNode> documents) {
    return documents.stream()
        .map(document -> document.path("epoch").asString())
        .distinct()
        .toList();
  }

  private static List<String> texts(Path database, String table) {
    return Stored.texts(database, "SELECT CAST(document AS TEXT) FROM " + table);
  }

  private static String hash(String document) {
    return Chain.hash(document.getBytes(StandardCharsets.UTF_8));
  }

  /// Every document of this journal is in the ledger: as a document, or in conflict.
  private void assertAllIsInTheLedger(ShopFloor of) {
    Set<String> known = new HashSet<>(texts(ledgerFile, "document"));
    known.addAll(texts(ledgerFile, "conflict"));
    List<String> lost =
        texts(of.state().resolve("journal.db"), "document").stream()
            .filter(document -> !known.contains(document))
            .toList();
    assertEquals(List.of(), lost);
    assertEquals(List.of(), JournalVerifier.verify(of.state().resolve("journal.db")).findings());
  }

  /// The journal has one more epoch, which says that it follows the last document of the one
  /// before.
  ///
  /// @return the documents of the epoch before
  private List<JsonNode> assertOneEpochFollows(String old) {
    List<JsonNode> documents = floor.documents();
    List<String> epochs = epochs(documents);
    assertEquals(2, epochs.size(), epochs::toString);
    assertEquals(old, epochs.getFirst());
    List<JsonNode> before = ofEpoch(documents, old);
    JsonNode first = ofEpoch(documents, epochs.getLast()).getFirst();
    assertEquals("epoch-begun", first.path("control").asString());
    assertEquals(1, first.path("number").asInt());
    assertEquals(old, first.path("previousEpoch").path("epoch").asString());
    assertEquals(before.size(), first.path("previousEpoch").path("number").asInt());
    assertEquals(
        hash(texts(floor.state().resolve("journal.db"), "document").get(before.size() - 1)),
        first.path("previousEpoch").path("hash").asString());
    return before;
  }

  private Set<String> auditRules() {
    var rules = new TreeSet<String>();
    Audit.run(ledgerFile).findings().forEach(finding -> rules.add(finding.rule()));
    return rules;
  }

  @Test
  void yesterdaysBackupIsNoticedAndItsNextSalesReachTheFleet() throws Exception {
    String old = sellAndPutTheBackupBack(2);
    long connBefore = conn();
    List<String> backup = texts(floor.state().resolve("journal.db"), "document");
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.awaitReady();
      shift.awaitOtherEpoch(old);
      shift.sell(2);
      shift.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
      List<String> alarms =
          daemon.output().lines().filter(line -> line.contains("journal-contradiction:")).toList();
      assertEquals(1, alarms.size(), daemon::output);
      assertTrue(
          alarms.getFirst().matches(".* ERROR .*[0-9a-f]{64}.*[0-9a-f]{64}.*"), alarms::toString);
    }
    List<JsonNode> before = assertOneEpochFollows(old);
    assertEquals(
        backup, texts(floor.state().resolve("journal.db"), "document").subList(0, backup.size()));
    assertAllIsInTheLedger(floor);
    assertEquals(2, Stored.sales(floor.state()).size() - KEPT);
    assertTrue(conn() > connBefore, "the fleet does not hear of the restored one");

    // what a person has to know: which documents there are twice, and why
    int doubled = before.size() - backup.size();
    List<Audit.Finding> findings = Audit.run(ledgerFile).findings();
    assertEquals(Set.of("conflict", "epoch"), auditRules(), findings::toString);
    assertEquals(
        doubled, findings.stream().filter(finding -> finding.rule().equals("conflict")).count());
    String text =
        findings.stream()
            .filter(finding -> finding.rule().equals("epoch"))
            .map(Audit.Finding::text)
            .findFirst()
            .orElseThrow();
    assertTrue(text.contains("restored or copied"), text);
  }

  private long conn() {
    return Long.parseLong(Stored.texts(ledgerFile, "SELECT conn FROM state").getFirst());
  }

  @Test
  void whatWasSoldBeforeTheFleetCouldSayLiesInConflictAndTheOpenSaleGoesOn() throws Exception {
    String old = sellAndPutTheBackupBack(3);
    broker.kill(); // with it goes the ack that it had retained
    Eventually.isSo(() -> !collector.isListening(), () -> "it listens to a broker that is gone");
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.sell(2);
      shift.awaitReady();
      shift.openSale(7);
      assertEquals(0, daemon.stop(), daemon::output);
    }
    broker.restart();
    Eventually.isSo(collector::isListening, () -> "the collector does not come back");
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.awaitOtherEpoch(old);
      shift.pay();
      shift.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
    }
    List<JsonNode> before = assertOneEpochFollows(old);
    assertAllIsInTheLedger(floor);
    List<String> doubled = texts(ledgerFile, "conflict");
    assertEquals(4, doubled.size(), "two starts and two sales"); // as many as the first time
    assertTrue(
        texts(floor.state().resolve("journal.db"), "document")
            .subList(before.size() - 4, before.size())
            .containsAll(doubled));
    assertEquals(KEPT + 3, Stored.sales(floor.state()).size());
  }

  @Test
  void killedInTheMiddleOfTheAnswerItIsFinishedAndGivenOnce() throws Exception {
    String old = sellAndPutTheBackupBack(2);
    try (DaemonProcess daemon = floor.startDaemon()) {
      Eventually.isSo(
          () -> daemon.output().contains("journal-contradiction"), daemon::output); // it is noted
      daemon.kill();
    }
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.awaitOtherEpoch(old);
      daemon.kill();
    }
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.sell(1);
      shift.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
    }
    assertOneEpochFollows(old);
    assertAllIsInTheLedger(floor);
  }

  @Test
  void aJournalThatLostItsEndIsNoticedByTheAck() throws Exception {
    loseTheEnd(true);
  }

  @Test
  void aJournalThatLostItsEndIsNoticedByItsOwnBookmark() throws Exception {
    loseTheEnd(false);
  }

  /// The end of the log of changes is lost, as on a card that had not written what it said.
  private void loseTheEnd(boolean andTheBookmark) throws Exception {
    String old = sellAndStop(1).path("epoch").asString();
    long documents;
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.sell(4);
      documents = shift.awaitSent().path("head").asLong();
      daemon.kill();
    }
    try (var log = new RandomAccessFile(floor.state().resolve("journal.db-wal").toFile(), "rw")) {
      log.setLength(log.length() / 2);
    }
    Files.deleteIfExists(floor.state().resolve("journal.db-shm"));
    if (andTheBookmark) {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(floor.state().resolve("outbox.db" + suffix));
      }
    }
    try (DaemonProcess daemon = floor.startDaemon()) {
      shift.awaitOtherEpoch(old);
      shift.giveUpOpenSale();
      shift.sell(1);
      shift.awaitSent();
      assertEquals(0, daemon.stop(), daemon::output);
    }
    List<JsonNode> before = assertOneEpochFollows(old);
    assertTrue(before.size() < documents, before.size() + " of " + documents);
    assertAllIsInTheLedger(floor);
  }

  @Test
  void theSameDiskInTwoBoardsLosesNoSaleOfEither() throws Exception {
    String old = sellAndStop(1).path("epoch").asString();
    try (ShopFloor second = floor("two")) {
      copy(floor.state(), second.state());
      var other = Shift.at(second);
      try (DaemonProcess one = floor.startDaemon();
          DaemonProcess two = second.startDaemon()) {
        shift.sell(2);
        other.sell(3);
        shift.sell(1);
        shift.awaitSent();
        other.awaitSent();
        shift.sell(1);
        other.sell(1);
        other.awaitSent();
        shift.awaitSent();
        shift.awaitReady();
        other.awaitReady();
        for (DaemonProcess board : List.of(one, two)) {
          assertEquals(0, board.stop(), board::output);
          long connections =
              board.output().lines().filter(line -> line.contains("connected to broker")).count();
          assertTrue(connections <= CONNECTIONS_MAX, connections + " connections");
        }
      }
      assertAllIsInTheLedger(floor);
      assertAllIsInTheLedger(second);
      var epochs = new ArrayList<>(epochs(floor.documents()));
      epochs.addAll(epochs(second.documents()));
      assertTrue(Set.copyOf(epochs).size() > 1, () -> "only " + old);
    }
  }
}
