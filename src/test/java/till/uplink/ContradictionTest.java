package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.fleet.LedgerRows;
import till.journal.Chain;
import till.journal.Head;
import till.journal.Outbox;

/// A journal that was put back, on its way to a fleet that knows more than it does.
final class ContradictionTest {

  private static final Topics TOPICS = TestJournal.TOPICS;

  @TempDir Path directory;
  private Path ledgerFile;

  @BeforeEach
  void makeRooms() throws IOException {
    ledgerFile = directory.resolve("ledger.db");
    Files.createDirectory(directory.resolve("broker"));
    Files.createDirectory(directory.resolve("state"));
  }

  private Mosquitto mosquitto() throws Exception {
    return Mosquitto.start(directory.resolve("broker"));
  }

  private static Collector collector(Ledger ledger, Mosquitto broker) {
    return Collector.start(
        new CollectorSettings("c-1", TestJournal.ORG, List.of(broker.broker("b")), Access.NONE),
        ledger,
        InstantSource.fixed(TestUplink.NOON),
        new Random(3));
  }

  private static TestUplink start(TestJournal journal, Mosquitto broker, Instant now) {
    return new TestUplink(
        journal,
        TestUplink.settings(UplinkSettings.Acknowledgement.COLLECTOR, broker.broker("a")),
        TestUplink.QUICK,
        now);
  }

  private static TestUplink start(TestJournal journal, Mosquitto broker) {
    return start(journal, broker, TestUplink.NOON);
  }

  private static Contradiction next(TestUplink terminal) throws InterruptedException {
    Contradiction next = terminal.contradictions.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing of fleet and journal: " + terminal.uplink.status());
    }
    return next;
  }

  private static String askedFor(TestUplink terminal) throws InterruptedException {
    assertEquals(new Contradiction.Found(), next(terminal));
    return next(terminal) instanceof Contradiction.EpochDue due ? due.epoch() : "none";
  }

  /// A journal of five sales that the fleet has, put back after it had sold three more.
  private TestJournal putBack(Mosquitto broker) throws Exception {
    Path state = directory.resolve("state");
    try (TestJournal journal = TestJournal.open(state).sell(5)) {
      try (TestUplink terminal = start(journal, broker)) {
        terminal.awaitAcked(5);
      }
    }
    Path backup = Files.createDirectory(directory.resolve("backup"));
    copy(state, backup);
    try (TestJournal journal = TestJournal.open(state).sell(3);
        TestUplink terminal = start(journal, broker)) {
      terminal.awaitAcked(8);
    }
    return TestJournal.open(backup);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static String ack(String epoch, long through, String hash) {
    return "{\"epoch\":\"%s\",\"through\":%d,\"hash\":\"%s\",\"rejected\":[]}"
        .formatted(epoch, through, hash);
  }

  @Test
  void whatWasSoldTwiceLiesInConflictAndTheNextEpochInTheLedger() throws Exception {
    try (Mosquitto broker = mosquitto();
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = collector(ledger, broker);
        TestJournal journal = putBack(broker).sell(2, 900)) {
      Head old = journal.head();
      List<Outbox.Outgoing> documents = journal.documents();
      try (TestUplink terminal = start(journal, broker)) {
        assertEquals(old.epoch(), askedFor(terminal));
        Eventually.isSo(
            () -> terminal.uplink.status().problems().equals(List.of(Problems.CONTRADICTION)),
            terminal.uplink::status);
        journal.beginEpoch().sell(1);
        terminal.awaitAcked(2);
        assertEquals(new Contradiction.Settled(), next(terminal));
        Eventually.isSo(
            () -> terminal.uplink.status().problems().isEmpty(), terminal.uplink::status);
        assertEquals(0, terminal.uplink.status().backlog());
      }
      assertEquals(
          documents.subList(5, 7).stream()
              .map(document -> HexFormat.of().withUpperCase().formatHex(document.document()))
              .toList(),
          LedgerRows.of(ledgerFile, "SELECT hex(document) FROM conflict ORDER BY number"));
      assertEquals(
          List.of(old.epoch() + " 8", journal.epoch() + " 2"),
          LedgerRows.of(
              ledgerFile, "SELECT epoch, max(number) FROM document GROUP BY epoch ORDER BY id"));
      assertEquals(
          List.of("8"),
          LedgerRows.of(
              ledgerFile, "SELECT through FROM watermark WHERE epoch = '" + old.epoch() + "'"));
      try (Outbox outbox = journal.outbox()) {
        assertEquals(5, outbox.provenPosition());
        assertEquals(9, outbox.bookmark().position());
      }
    }
  }

  @Test
  void aTerminalThatIsKilledBetweenTheStepsFinishesThem() throws Exception {
    try (Mosquitto broker = mosquitto();
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = collector(ledger, broker);
        TestJournal journal = putBack(broker).sell(1, 900)) {
      String old = journal.epoch();
      try (TestUplink terminal = start(journal, broker)) {
        assertEquals(old, askedFor(terminal));
      }
      broker.kill();
      for (int killed = 0; killed < 2; killed++) {
        try (TestUplink terminal = start(journal, broker)) {
          assertEquals(old, askedFor(terminal));
        }
      }
      journal.beginEpoch();
      String next = journal.epoch();
      try (TestUplink terminal = start(journal, broker)) {
        assertEquals(new Contradiction.Found(), next(terminal));
      }
      broker.restart();
      try (TestUplink terminal = start(journal, broker)) {
        assertEquals(new Contradiction.Found(), next(terminal));
        terminal.awaitAcked(1);
        assertEquals(new Contradiction.Settled(), next(terminal));
      }
      try (TestUplink terminal = start(journal, broker)) {
        terminal.awaitConnected(true);
        assertTrue(terminal.contradictions.isEmpty(), terminal.contradictions::toString);
      }
      assertEquals(next, journal.epoch());
    }
  }

  @Test
  void aFleetThatContradictsEverythingGetsNoMoreEpochsThanAreGoodForAnybody() throws Exception {
    String wrong = Chain.hash(new byte[] {1});
    try (TestJournal journal = TestJournal.open(directory.resolve("state")).sell(2);
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.journal())) {
      String second;
      try (TestUplink terminal = start(journal, broker)) {
        fleet.retain(TOPICS.ack(), ack(journal.epoch(), 1, wrong));
        assertEquals(journal.epoch(), askedFor(terminal));
        second = journal.beginEpoch().epoch();
        for (long number = 1; number <= 3; number++) {
          fleet.retain(TOPICS.ack(), ack(second, number, wrong));
          journal.sell(1);
        }
        // of a disputed epoch the broker's word counts: this one is disputed, too
        Eventually.isSo(() -> terminal.uplink.status().backlog() == 0, terminal.uplink::status);
        assertTrue(terminal.contradictions.isEmpty(), terminal.contradictions::toString);
        assertEquals(List.of(Problems.CONTRADICTION), terminal.uplink.status().problems());
      }
      Duration almost = Contradictions.EPOCH_LEAST.minusMinutes(2);
      try (TestUplink terminal = start(journal, broker, TestUplink.NOON.plus(almost))) {
        terminal.awaitConnected(true);
        assertEquals(List.of(new Contradiction.Found()), List.copyOf(terminal.contradictions));
      }
      try (TestUplink terminal = start(journal, broker, Instant.EPOCH)) {
        terminal.awaitConnected(true);
        assertEquals(List.of(new Contradiction.Found()), List.copyOf(terminal.contradictions));
      }
      Instant later = TestUplink.NOON.plus(Contradictions.EPOCH_LEAST);
      try (TestUplink terminal = start(journal, broker, later)) {
        assertEquals(second, askedFor(terminal));
      }
    }
  }

  @Test
  void anAckOfALaterEpochSkipsNothingOfAnEarlierOne() throws Exception {
    try (TestJournal journal = TestJournal.open(directory.resolve("state")).sell(3);
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.journal())) {
      Head old = journal.head();
      journal.beginEpoch();
      Head head = journal.head();
      try (TestUplink terminal = start(journal, broker)) {
        var seen = new ArrayList<String>();
        while (!seen.contains(head.epoch())) {
          seen.add(fleet.next().properties().get("epoch"));
        }
        fleet.retain(TOPICS.ack(), ack(head.epoch(), 1, head.hash()));
        fleet.next(); // it comes again: nothing was acknowledged by that
        assertEquals(4, terminal.uplink.status().backlog());
        fleet.retain(TOPICS.ack(), ack(old.epoch(), 3, old.hash()));
        Eventually.isSo(() -> terminal.uplink.status().backlog() == 1, terminal.uplink::status);
        fleet.retain(TOPICS.ack(), ack(head.epoch(), 1, head.hash()));
        Eventually.isSo(() -> terminal.uplink.status().backlog() == 0, terminal.uplink::status);
        assertFalse(terminal.uplink.status().problems().contains(Problems.CONTRADICTION));
      }
    }
  }
}
