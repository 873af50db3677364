package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.journal.Chain;
import till.journal.Outbox;
import till.sale.Till;
import till.uplink.UplinkSettings.Acknowledgement;

/// How documents leave after a while without a connection: a few at first, and as fast as the
/// collector wants them.
final class DrainTest {

  /// Documents that wait for a real broker.
  private static final int BACKLOG = Boolean.getBoolean("tilld.long") ? 100_000 : 2_000;

  /// What must arrive within one patience.
  private static final int STEP = 500;

  private static final String JOURNAL = TestJournal.TOPICS.journal();
  private static final String ACK = TestJournal.TOPICS.ack();

  @TempDir Path directory;
  private int letters;

  /// The window of the field, and never anything sent again.
  private static final Timing TIMING =
      new Timing(
          TestUplink.QUICK.connect(),
          TestUplink.QUICK.keepAlive(),
          TestUplink.QUICK.puback(),
          TestUplink.QUICK.brokers(),
          TestUplink.QUICK.steady(),
          Timing.FIELD.firstWindow(),
          Duration.ofHours(1),
          Duration.ofHours(1),
          TestUplink.QUICK.probe(),
          Duration.ZERO,
          Duration.ofHours(1));

  private static TestUplink uplink(TestJournal journal, FakeBroker broker) {
    return uplink(journal, broker, TIMING);
  }

  private static TestUplink uplink(TestJournal journal, FakeBroker broker, Timing timing) {
    return new TestUplink(
        journal, TestUplink.settings(Acknowledgement.COLLECTOR, broker.broker()), timing);
  }

  private void acknowledge(FakeBroker broker, List<Outbox.Outgoing> documents, int number)
      throws Exception {
    acknowledge(broker, documents, number, OptionalInt.empty());
  }

  private void acknowledge(
      FakeBroker broker, List<Outbox.Outgoing> documents, int number, OptionalInt rate)
      throws Exception {
    Outbox.Outgoing document = documents.get(number - 1);
    var ack =
        new Ack(
            document.epoch(),
            number,
            Chain.hash(document.document()),
            List.of(),
            Optional.empty(),
            rate);
    letters++;
    broker.deliver(ACK, letters, false, new String(ack.bytes(), StandardCharsets.UTF_8));
  }

  private static void assertNext(FakeBroker broker, int from, int to) throws Exception {
    for (int n = from; n <= to; n++) {
      String document = broker.next(JOURNAL).payload();
      assertEquals(n, Integer.parseInt(document.replaceAll(".*\"number\":(\\d+),.*", "$1")));
    }
    // more of them would come at once
    assertNull(broker.published.poll(300, TimeUnit.MILLISECONDS));
  }

  @Test
  void afterAnOutageTwoDocumentsLeaveAndTwiceAsManyWithEachAck() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(60);
        FakeBroker broker = FakeBroker.start();
        TestUplink _ = uplink(journal, broker)) {
      List<Outbox.Outgoing> documents = journal.documents();
      assertNext(broker, 1, 2);
      acknowledge(broker, documents, 2);
      assertNext(broker, 3, 6);
      acknowledge(broker, documents, 6);
      assertNext(broker, 7, 14);
      acknowledge(broker, documents, 6);
      assertNext(broker, 15, 14);
      broker.drop();
      assertNext(broker, 7, 8);
      acknowledge(broker, documents, 8);
      assertNext(broker, 9, 12);
    }
  }

  @Test
  void whatIsNotAcknowledgedIsSentAgainWithASmallWindowThatGrowsAnew() throws Exception {
    Timing hasty =
        new Timing(
            TIMING.connect(),
            TIMING.keepAlive(),
            TIMING.puback(),
            TIMING.brokers(),
            TIMING.steady(),
            TIMING.firstWindow(),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            TIMING.probe(),
            Duration.ZERO,
            TIMING.headPause());
    try (TestJournal journal = TestJournal.open(directory).sell(60);
        FakeBroker broker = FakeBroker.start();
        TestUplink _ = uplink(journal, broker, hasty)) {
      List<Outbox.Outgoing> documents = journal.documents();
      assertNext(broker, 1, 2);
      acknowledge(broker, documents, 2);
      assertNext(broker, 3, 6);
      acknowledge(broker, documents, 6);
      assertNext(broker, 7, 14);
      // no ack: only two of the eight come again
      assertNext(broker, 7, 8);
      acknowledge(broker, documents, 8);
      assertNext(broker, 9, 12);
      acknowledge(broker, documents, 14);
      assertNext(broker, 15, 22);
    }
  }

  @Test
  void theStatusTellsHowMuchWaitsAndSinceWhen() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(10);
        FakeBroker broker = FakeBroker.start();
        TestUplink terminal = uplink(journal, broker)) {
      List<Outbox.Outgoing> documents = journal.documents();
      assertNext(broker, 1, 2);
      Eventually.isSo(() -> terminal.uplink.status().window() == 2, terminal.uplink::status);
      assertEquals(10, terminal.uplink.status().backlog());
      assertEquals(Optional.of(Till.NOON), terminal.uplink.status().oldestUnacked());
      acknowledge(broker, documents, 2);
      Eventually.isSo(() -> terminal.uplink.status().window() == 4, terminal.uplink::status);
      assertEquals(8, terminal.uplink.status().backlog());
      acknowledge(broker, documents, 10);
      terminal.awaitAcked(10);
      assertEquals(0, terminal.uplink.status().backlog());
      assertEquals(Optional.empty(), terminal.uplink.status().oldestUnacked());
    }
  }

  @Test
  void theWindowGrowsUpToItsLimit() throws Exception {
    int limit = DocumentPump.UNACKED_MAX;
    int acknowledged = 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256 + 512;
    try (TestJournal journal = TestJournal.open(directory).sell(acknowledged + limit + 20);
        FakeBroker broker = FakeBroker.start();
        TestUplink _ = uplink(journal, broker)) {
      List<Outbox.Outgoing> documents = journal.documents();
      int through = 0;
      for (int window = 2; window <= 512; window *= 2) {
        assertNext(broker, through + 1, through + window);
        through += window;
        acknowledge(broker, documents, through);
      }
      assertNext(broker, through + 1, through + limit);
    }
  }

  @Test
  void aCollectorThatAsksForLessIsSparedUntilAnAckOfItsDoesNotAsk() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(40);
        FakeBroker broker = FakeBroker.start();
        TestUplink terminal = uplink(journal, broker)) {
      List<Outbox.Outgoing> documents = journal.documents();
      assertNext(broker, 1, 2);
      acknowledge(broker, documents, 1, OptionalInt.of(1));
      terminal.awaitAcked(1);
      long beganNanos = System.nanoTime();
      for (int n = 3; n <= 5; n++) {
        broker.next(JOURNAL);
      }
      long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
      // three, of which one may have been saved
      assertTrue(tookMillis >= 1_500, "three documents at one a second took " + tookMillis + " ms");
      acknowledge(broker, documents, 5);
      assertNext(broker, 6, 13);
    }
  }

  /// Nothing is sent twice here: what anybody drops on the way is missing in the end.
  ///
  /// Complaint: kura, whose usual rate is one a second.
  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aBrokerThatWasAwayForThousandsOfDocumentsGetsThemAllOnce() throws Exception {
    Path state = Files.createDirectory(directory.resolve("state"));
    Path file = directory.resolve("ledger.db");
    try (TestJournal journal = TestJournal.open(state).sell(3);
        Mosquitto broker = Mosquitto.start(Files.createDirectory(directory.resolve("broker")));
        Ledger ledger = Ledger.open(file);
        Collector _ =
            Collector.start(
                new CollectorSettings(
                    "c-1", TestJournal.ORG, List.of(broker.broker("a")), Access.NONE),
                ledger,
                InstantSource.fixed(TestUplink.NOON),
                new Random(3));
        TestUplink terminal =
            new TestUplink(
                journal,
                TestUplink.settings(Acknowledgement.COLLECTOR, broker.broker("a")),
                TIMING)) {
      terminal.awaitAcked(3);
      broker.kill();
      terminal.awaitConnected(false);
      journal.sell(BACKLOG);
      broker.restart();
      for (int step = STEP; step <= BACKLOG; step += STEP) {
        int least = step;
        Eventually.isSo(() -> terminal.uplink.status().acked() >= least, terminal.uplink::status);
      }
      terminal.awaitAcked(BACKLOG + 3);
      Audit.Report report = Audit.run(file);
      assertEquals(List.of(), report.findings());
      assertEquals(BACKLOG + 3, report.documents());
    }
  }
}
