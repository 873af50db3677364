package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import till.journal.Chain;
import till.journal.Outbox;
import till.uplink.Access;
import till.uplink.Ack;
import till.uplink.Eventually;
import till.uplink.Link;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.TestJournal;
import till.uplink.Topics;
import till.uplink.UplinkSettings;

/// Collectors at a real broker; the terminal is played by the test.
@ParameterizedClass
@EnumSource
final class CollectorTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");
  private static final Topics TOPICS = TestJournal.TOPICS;

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;
  private LedgerAddress address;
  private TestJournal journal;
  private List<Outbox.Outgoing> documents;
  private Mosquitto mosquitto;
  private UplinkSettings.Broker broker;
  private Ledger ledger;

  @BeforeEach
  void begin() throws Exception {
    journal = TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(3);
    documents = journal.documents();
    mosquitto = Mosquitto.start(Files.createDirectory(directory.resolve("broker")));
    broker = mosquitto.broker("a");
    address = store.in(directory);
    ledger = Ledger.open(address);
  }

  @AfterEach
  void end() {
    ledger.close();
    mosquitto.close();
    journal.close();
  }

  private Collector collector(String id, Runnable committed) throws InterruptedException {
    return collector(
        new CollectorSettings(id, TestJournal.ORG, List.of(broker), Access.NONE), committed);
  }

  private Collector collector(CollectorSettings settings, Runnable committed)
      throws InterruptedException {
    Collector collector =
        Collector.start(
            settings,
            ledger,
            InstantSource.fixed(NOON),
            new Random(5),
            Duration.ofMillis(50),
            committed);
    Eventually.isSo(collector::isListening, () -> "the collector does not listen");
    return collector;
  }

  private Link.Letter letter(int number) {
    Delivery.Document document = Sender.document(documents.get(number - 1));
    return new Link.Letter(
        TOPICS.journal(),
        document.payload(),
        false,
        Optional.of("application/vnd.till.journal+json"),
        document.properties());
  }

  private List<String> rows(String sql) {
    return LedgerRows.of(address, sql);
  }

  private static Link.Letter retained(Delivery.State state) {
    return Link.Letter.retained(TOPICS.state(), state.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aStateThatComesTooLateIsNoBacklogToShareOutABudgetFor() throws Exception {
    var settings =
        new CollectorSettings(
            "c-1",
            TestJournal.ORG,
            List.of(broker),
            Access.NONE,
            OptionalInt.of(1_000),
            Optional.empty());
    try (Collector _ = collector(settings, () -> {});
        Peer terminal = Peer.join(broker, "terminal", TOPICS.ack())) {
      terminal.publish(retained(Sender.state(journal, 5, 1, 5_000)));
      terminal.publish(letter(1));
      assertEquals(OptionalInt.of(1_000), Ack.read(terminal.next().payload()).drainPerSecond());
      terminal.publish(retained(Sender.state(journal, 6, 1, 3)));
      terminal.publish(retained(Sender.state(journal, 5, 1, 5_000)));
      terminal.publish(letter(2));
      assertEquals(OptionalInt.empty(), Ack.read(terminal.next().payload()).drainPerSecond());
    }
  }

  @Test
  void aDocumentIsStoredAndItsTerminalHearsOfItEvenLater() throws Exception {
    try (Collector _ = collector("c-1", () -> {});
        Peer terminal = Peer.join(broker, "terminal", TOPICS.ack())) {
      assertEquals(0, terminal.publish(letter(1)));
      Ack ack = Ack.read(terminal.next().payload());
      assertEquals(1, ack.through());
      assertEquals(Chain.hash(documents.getFirst().document()), ack.hash());
      try (Peer later = Peer.join(broker, "later", TOPICS.ack())) {
        assertEquals(ack, Ack.read(later.next().payload()));
      }
    }
  }

  /// It dies without a word when the batch is in the ledger and nobody knows it yet.
  @Test
  void aCollectorThatDiesBetweenCommitAndAckMakesNothingCountTwice() throws Exception {
    var died = new CountDownLatch(1);
    String presence = Topics.collector(TestJournal.ORG, "c-1");
    try (Peer terminal = Peer.join(broker, "terminal", TOPICS.ack());
        Peer watcher = Peer.join(broker, "watcher", presence)) {
      try (Collector _ =
          collector(
              "c-1",
              () -> {
                died.countDown();
                throw new Died();
              })) {
        watcher.nextWith("\"online\":true");
        terminal.publish(letter(1));
        terminal.publish(letter(2));
        assertTrue(died.await(60, TimeUnit.SECONDS));
        watcher.nextWith("\"online\":false");
      }
      assertTrue(Integer.parseInt(rows("SELECT count(*) FROM document").getFirst()) > 0);
      try (Collector _ = collector("c-2", () -> {})) {
        for (int number = 1; number <= 3; number++) {
          terminal.publish(letter(number));
        }
        while (Ack.read(terminal.next().payload()).through() < 3) {
          // as many acks as batches
        }
      }
      assertEquals(List.of("1", "2", "3"), rows("SELECT number FROM document ORDER BY number"));
      assertEquals(List.of(), rows("SELECT * FROM conflict"));
    }
  }

  private static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void poisonIsAcknowledgedAsRejectedAndTheNextDocumentIsStored() throws Exception {
    try (Collector _ = collector("c-1", () -> {});
        Peer terminal = Peer.join(broker, "terminal", TOPICS.ack())) {
      var poison =
          new Link.Letter(
              TOPICS.journal(),
              "poison".getBytes(StandardCharsets.UTF_8),
              false,
              Optional.empty(),
              letter(1).properties());
      terminal.publish(poison);
      terminal.publish(Link.Letter.retained(TOPICS.state(), new byte[] {1, 2, 3}));
      terminal.publish(letter(2));
      Ack ack = Ack.read(terminal.next().payload());
      while (ack.through() < 2) {
        ack = Ack.read(terminal.next().payload());
      }
      assertEquals(List.of(new Ack.Rejection(1, "not-json")), ack.rejected());
      assertEquals(List.of("2"), rows("SELECT number FROM document"));
    }
  }

  @Test
  void aCollectorSaysThatItIsThereAndThatItLeaves() throws Exception {
    String presence = Topics.collector(TestJournal.ORG, "c-1");
    try (Peer watcher = Peer.join(broker, "watcher", presence)) {
      try (Collector _ = collector("c-1", () -> {})) {
        watcher.nextWith("\"online\":true");
      }
      watcher.nextWith("\"online\":false");
      try (Collector _ = collector("c-1", () -> {});
          Peer _ = Peer.join(broker, "acme.collector-c-1")) {
        watcher.nextWith("\"online\":true");
        watcher.nextWith("\"online\":false");
      }
    }
  }

  @Test
  void aSignedDocumentIsPutOnEveryBrokerThatCanBeReached() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    byte[] document = "header.payload.signature".getBytes(StandardCharsets.UTF_8);
    String topic = FleetPush.configTopic("acme", "terminal/0042-03");
    try (Mosquitto away = Mosquitto.away(other)) {
      List<FleetPush.Outcome> outcomes =
          FleetPush.push(List.of(away.broker("away"), broker), Access.NONE, topic, document);
      assertEquals(List.of("away", "a"), outcomes.stream().map(FleetPush.Outcome::broker).toList());
      assertTrue(outcomes.getFirst().reason().contains("Connection refused"), outcomes::toString);
      assertEquals(new FleetPush.Outcome("a", true, ""), outcomes.getLast());
      try (Peer terminal = Peer.join(broker, "terminal", TOPICS.config())) {
        assertEquals(
            "header.payload.signature",
            new String(terminal.next().payload(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aScopeNamesItsTopic() {
    assertEquals(
        "till/v1/acme/0042-03/dn/config", FleetPush.configTopic("acme", "terminal/0042-03"));
    assertEquals("till/v1/acme/cfg/store/0042", FleetPush.configTopic("acme", "store/0042"));
    assertEquals("till/v1/acme/cfg/fleet", FleetPush.configTopic("acme", "fleet"));
    assertThrows(IllegalArgumentException.class, () -> FleetPush.configTopic("acme", "shop/1"));
    assertThrows(IllegalArgumentException.class, () -> FleetPush.configTopic("acme", "store/#"));
  }
}
