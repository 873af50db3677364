package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.journal.JournalReader;
import till.journal.JournalVerifier;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// A card that has lost pages of the journal: the lane sells on, and the fleet has both lives of
/// it.
final class DamagedJournalTest {

  private static final int SALES = 25;
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @Test
  void theLaneSellsOnAndTheFleetHasBothEpochs() throws Exception {
    Path ledgerFile = folder.resolve("ledger.db");
    Path state = folder.resolve("state");
    String first;
    try (Mosquitto broker = Mosquitto.start(folder);
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = Shift.collector(broker, ledger);
        var floor = new ShopFloor(folder).with(Shift.uplink(broker))) {
      var shift = Shift.at(floor);
      try (DaemonProcess daemon = floor.startDaemon()) {
        shift.sell(SALES);
        shift.awaitSent();
        assertEquals(0, daemon.stop(), daemon::output); // what is in the -wal goes into the file
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        shift.sell(2);
        shift.openSale(3);
        first = shift.awaitSent().path("epoch").asString();
        daemon.kill();
      }
      overwriteTheMiddle(state.resolve("journal.db"));

      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode lane = shift.awaitReady();
        assertEquals(
            "journal-quarantined",
            lane.path("problems").get(0).path("code").asString(),
            lane::toString);
        shift.sell(2);
        assertNotEquals(first, shift.awaitSent().path("epoch").asString());
        assertEquals(0, daemon.stop(), daemon::output);
        assertEquals(
            1, daemon.output().lines().filter(line -> line.contains("cannot be read")).count());
      }
      assertTrue(stateMessage(ledgerFile).contains("journal-quarantined"));
    }
    assertEquals(List.of(), Audit.run(ledgerFile).findings());
    assertEquals(List.of(), JournalVerifier.verify(state.resolve("journal.db")).findings());

    List<JsonNode> documents = Stored.documents(ledgerFile, "id");
    List<JsonNode> before = ofEpoch(documents, first, true);
    List<JsonNode> after = ofEpoch(documents, first, false);
    assertGapless(before);
    assertGapless(after);
    JsonNode birth = after.getFirst();
    assertEquals("boot", birth.path("control").asString());
    assertTrue(birth.toString().contains("quarantine/1-"), birth::toString);
    assertEquals(first, birth.path("previousEpoch").path("epoch").asString());
    assertEquals(before.size(), birth.path("previousEpoch").path("number").asInt());

    try (Stream<Path> kept = Files.list(state.resolve("quarantine"))) {
      Path set = kept.findFirst().orElseThrow();
      assertTrue(Files.size(set.resolve("journal.db-wal")) > 0);
    }
  }

  @Test
  void whatWasNotSentIsFoundByTheAuditAndCanBeSaved() throws Exception {
    Path ledgerFile = folder.resolve("ledger.db");
    Path state = folder.resolve("state");
    long sent;
    try (Mosquitto broker = Mosquitto.start(folder);
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = Shift.collector(broker, ledger);
        var floor = new ShopFloor(folder).with(Shift.uplink(broker))) {
      var shift = Shift.at(floor);
      try (DaemonProcess daemon = floor.startDaemon()) {
        shift.sell(SALES);
        sent = shift.awaitSent().path("acked").asLong();
        assertEquals(0, daemon.stop(), daemon::output);
      }
      broker.kill();
      try (DaemonProcess daemon = floor.startDaemon()) {
        shift.sell(2);
        daemon.kill();
      }
      overwriteTheMiddle(state.resolve("journal.db"));
      broker.restart();
      try (DaemonProcess daemon = floor.startDaemon()) {
        shift.sell(1);
        shift.awaitSent();
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
    List<Audit.Finding> findings = Audit.run(ledgerFile).findings();
    assertEquals(1, findings.size(), findings::toString);
    long head = sent + 3; // the start, and two sales
    assertTrue(
        findings.getFirst().text().contains("/" + head + ", and the ledger ends at " + sent),
        findings::toString);

    try (Stream<Path> kept = Files.list(state.resolve("quarantine"));
        JournalReader reader =
            JournalReader.open(kept.findFirst().orElseThrow().resolve("journal.db"))) {
      var saved = new ArrayList<Long>();
      reader.salvage(sent, document -> saved.add(document.number()));
      assertEquals(List.of(sent + 1, sent + 2, head), saved);
    }
  }

  private static void overwriteTheMiddle(Path database) throws IOException {
    byte[] noise = new byte[6 * PAGE];
    new Random(1).nextBytes(noise);
    try (var file = new RandomAccessFile(database.toFile(), "rw")) {
      file.seek(file.length() / 2 / PAGE * PAGE);
      file.write(noise);
    }
  }

  private static String stateMessage(Path ledger) {
    return Stored.texts(ledger, "SELECT body FROM state").getFirst();
  }

  private static List<JsonNode> ofEpoch(List<JsonNode> documents, String epoch, boolean same) {
    return documents.stream()
        .filter(document -> document.path("epoch").asString().equals(epoch) == same)
        .toList();
  }

  private static void assertGapless(List<JsonNode> documents) {
    assertEquals(
        LongStream.rangeClosed(1, documents.size()).boxed().toList(),
        documents.stream().map(document -> document.path("number").asLong()).sorted().toList());
  }
}
