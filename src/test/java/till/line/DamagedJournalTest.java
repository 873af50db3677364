package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.cli.Shell;
import till.cli.TillCommand;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.Ledger;
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

    Path kept;
    try (Stream<Path> sets = Files.list(state.resolve("quarantine"))) {
      kept = sets.findFirst().orElseThrow().resolve("journal.db");
    }
    Path export = folder.resolve("rescue.ndjson");
    till(74, "journal", "export", "--db", kept.toString(), "--out", export.toString());
    String store = "sqlite:" + ledgerFile;
    String out = till(0, "fleet", "import", export.toString(), "--store", store);
    assertTrue(out.contains(": 3 new, "), out);
    assertTrue(!out.contains("gap"), out);
    assertTrue(
        till(0, "fleet", "import", export.toString(), "--store", store).contains(" 0 new, "));
    till(0, "fleet", "audit", "--store", store);
  }

  /// Runs a command as in a shell; what it prints.
  private static String till(int exitCode, String... arguments) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var shell =
        new Shell(
            Map.of(),
            InputStream.nullInputStream(),
            print,
            print,
            () -> false,
            _ -> Optional.empty(),
            InstantSource.system(),
            () -> true,
            new SecureRandom(),
            "test",
            _ -> 0);
    assertEquals(exitCode, TillCommand.run(shell, arguments), out::toString);
    return out.toString(StandardCharsets.UTF_8);
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
