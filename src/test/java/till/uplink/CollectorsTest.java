package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.fleet.LedgerAddress;
import till.fleet.LedgerRows;
import till.fleet.TestStore;
import till.uplink.UplinkSettings.Acknowledgement;
import till.uplink.UplinkSettings.Broker;

/// Several collectors, and what they ask of a real terminal's uplink.
@ParameterizedClass
@EnumSource
final class CollectorsTest {

  private static final Topics TOPICS = TestJournal.TOPICS;
  private static final InstantSource CLOCK = InstantSource.fixed(TestUplink.NOON);

  /// A terminal that does not send again by itself while a test runs.
  private static final Timing STUBBORN =
      new Timing(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          TestUplink.patience(Duration.ofHours(1)),
          Duration.ofSeconds(60),
          200,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMillis(200),
          Duration.ZERO,
          Duration.ofMillis(200));

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;

  private Path room(String name) throws Exception {
    return Files.createDirectory(directory.resolve(name));
  }

  private static CollectorSettings settings(String id, OptionalInt drain, Broker... brokers) {
    return new CollectorSettings(
        id, TestJournal.ORG, List.of(brokers), Access.NONE, drain, Optional.empty());
  }

  private static Collector collector(CollectorSettings settings, Ledger ledger, InstantSource clock)
      throws InterruptedException {
    Collector collector = Collector.start(settings, ledger, clock, new Random(3));
    Eventually.isSo(collector::isListening, () -> settings.id() + " does not listen");
    return collector;
  }

  private static void assertLedgerHas(LedgerAddress address, int documents) {
    assertEquals(
        IntStream.rangeClosed(1, documents).mapToObj(n -> n + " good").toList(),
        LedgerRows.of(address, "SELECT number, verified FROM document ORDER BY number"));
    assertEquals(List.of(), LedgerRows.of(address, "SELECT * FROM conflict"));
  }

  /// It dies with a batch in its hands of which nothing is stored, and takes it along: the broker
  /// gives it to nobody else.
  @Test
  void whatAMemberTookToItsGraveIsSentAgain() throws Exception {
    LedgerAddress address = store.in(directory);
    try (TestJournal journal = TestJournal.open(room("state")).sell(1);
        Mosquitto broker = Mosquitto.start(room("broker"));
        Ledger ledger = Ledger.open(address);
        Ledger other = Ledger.open(address);
        Collector mortal =
            collector(
                settings("mortal", OptionalInt.empty(), broker.broker("a")),
                ledger,
                () -> {
                  throw new Died();
                });
        Collector _ =
            collector(settings("c-2", OptionalInt.empty(), broker.broker("a")), other, CLOCK);
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      journal.sell(99);
      String reason = mortal.death().get(60, TimeUnit.SECONDS);
      assertTrue(reason.contains("broker a has died"), reason);
      terminal.awaitAcked(100);
      assertLedgerHas(address, 100);
    }
  }

  private static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Each listens at both brokers, all write to one store; the ack comes by the broker where the
  /// document went, for the terminal is at no other.
  @Test
  void twoCollectorsAtTwoBrokersFillOneLedger() throws Exception {
    LedgerAddress address = store.in(directory);
    try (TestJournal journal = TestJournal.open(room("state")).sell(1);
        Mosquitto one = Mosquitto.start(room("one"));
        Mosquitto two = Mosquitto.start(room("two"));
        Ledger ledger = Ledger.open(address);
        Ledger other = Ledger.open(address);
        Collector _ =
            collector(
                settings("c-2", OptionalInt.empty(), one.broker("b0"), two.broker("b1")),
                other,
                CLOCK);
        TestUplink terminal = TestUplink.start(journal, one.broker("b0"), two.broker("b1"))) {
      try (Collector _ =
          collector(
              settings("c-1", OptionalInt.empty(), one.broker("b0"), two.broker("b1")),
              ledger,
              CLOCK)) {
        terminal.awaitAcked(1);
        journal.sell(99);
        terminal.awaitAcked(100);
        (terminal.uplink.status().broker().equals("b0") ? one : two).kill();
        journal.sell(50);
        terminal.awaitAcked(150);
      }
      journal.sell(50);
      terminal.awaitAcked(200);
      assertLedgerHas(address, 200);
    }
  }

  /// Somebody in the collectors' group takes two documents and throws them away.
  @Test
  void whatIsMissingIsAskedForAndComes() throws Exception {
    LedgerAddress address = store.in(directory);
    CollectorSettings settings;
    try (TestJournal journal = TestJournal.open(room("state")).sell(1);
        Mosquitto broker = Mosquitto.start(room("broker"));
        Ledger ledger = Ledger.open(address);
        TestUplink terminal =
            new TestUplink(
                journal,
                TestUplink.settings(Acknowledgement.COLLECTOR, broker.broker("a")),
                STUBBORN)) {
      settings = settings("c-1", OptionalInt.empty(), broker.broker("a"));
      try (Collector _ = collector(settings, ledger, CLOCK)) {
        terminal.awaitAcked(1);
      }
      try (Peer thief =
          Peer.join(broker.broker("a"), "thief", Topics.sharedJournals(TestJournal.ORG))) {
        journal.sell(2);
        thief.next();
        thief.next();
      }
      try (Collector _ = collector(settings, ledger, CLOCK);
          Peer watcher = Peer.join(broker.broker("a"), "watcher", TOPICS.ack())) {
        journal.sell(2);
        watcher.nextWith("\"missing\":[2,3]");
        terminal.awaitAcked(5);
        assertLedgerHas(address, 5);
        journal.sell(1);
        terminal.awaitAcked(6);
        Ack last = Ack.read(watcher.next().payload());
        while (last.through() < 6) {
          last = Ack.read(watcher.next().payload());
        }
        assertEquals(Optional.empty(), last.missing());
      }
    }
  }

  @Test
  void aTerminalWithABacklogIsAskedToTakeItsTimeUntilItHasNone() throws Exception {
    int sales = 600;
    LedgerAddress address = store.in(directory);
    try (TestJournal journal = TestJournal.open(room("state")).sell(sales);
        Mosquitto broker = Mosquitto.start(room("broker"));
        Ledger ledger = Ledger.open(address);
        Collector _ =
            collector(settings("c-1", OptionalInt.of(50), broker.broker("a")), ledger, CLOCK)) {
      long beganNanos = System.nanoTime();
      try (TestUplink terminal =
          startedUntilAsked(journal, broker.broker("a"), "\"drainPerSecond\":50")) {
        terminal.awaitAcked(sales);
      }
      // 200 may be on their way when the first ack comes, and 200 are no backlog: the 200 between
      // them take four seconds
      Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
      assertTrue(took.compareTo(Duration.ofSeconds(1)) > 0, took::toString);
      try (Peer later = Peer.join(broker.broker("a"), "later", TOPICS.ack())) {
        Ack last = Ack.read(later.next().payload());
        assertEquals(sales, last.through());
        assertEquals(OptionalInt.empty(), last.drainPerSecond());
      }
    }
  }

  /// An uplink whose terminal has been sent an ack with this in it.
  private static TestUplink startedUntilAsked(TestJournal journal, Broker broker, String part)
      throws Exception {
    try (Peer watcher = Peer.join(broker, "watcher", TOPICS.ack())) {
      TestUplink terminal = TestUplink.start(journal, broker);
      watcher.nextWith(part);
      return terminal;
    }
  }
}
