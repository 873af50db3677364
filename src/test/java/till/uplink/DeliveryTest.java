package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.fleet.LedgerAddress;
import till.fleet.LedgerRows;
import till.fleet.TestStore;
import till.journal.Chain;
import till.journal.Outbox;
import till.uplink.UplinkSettings.Acknowledgement;

/// The line from a terminal's journal to the fleet's ledger, over a real broker.
final class DeliveryTest {

  private static final Topics TOPICS = TestJournal.TOPICS;

  @TempDir Path directory;
  private LedgerAddress address;

  @BeforeEach
  void makeRooms() throws Exception {
    address = TestStore.SQLITE.in(directory);
    Files.createDirectory(directory.resolve("state"));
    Files.createDirectory(directory.resolve("broker"));
  }

  private TestJournal journal() {
    return TestJournal.open(directory.resolve("state"));
  }

  private Mosquitto mosquitto() throws Exception {
    return Mosquitto.start(directory.resolve("broker"));
  }

  private Ledger ledger(TestStore store) throws Exception {
    address = store.in(directory);
    return Ledger.open(address);
  }

  private static Collector collector(Ledger ledger, Mosquitto... brokers) {
    var list = new ArrayList<UplinkSettings.Broker>();
    for (Mosquitto broker : brokers) {
      list.add(broker.broker("b" + list.size()));
    }
    return Collector.start(
        new CollectorSettings("c-1", TestJournal.ORG, list, Access.NONE),
        ledger,
        InstantSource.fixed(TestUplink.NOON),
        new Random(3));
  }

  private List<String> ledgerRows(String sql) {
    return LedgerRows.of(address, sql);
  }

  private void assertLedgerHas(int documents) {
    assertEquals(
        IntStream.rangeClosed(1, documents).mapToObj(n -> n + " good").toList(),
        ledgerRows("SELECT number, verified FROM document ORDER BY number"));
    assertEquals(List.of(Integer.toString(documents)), ledgerRows("SELECT through FROM watermark"));
    assertEquals(List.of(), ledgerRows("SELECT * FROM conflict"));
    assertEquals(List.of(), ledgerRows("SELECT * FROM rejected"));
  }

  @ParameterizedTest
  @EnumSource
  void everyDocumentArrivesOnceAndTheBookmarkMoves(TestStore store) throws Exception {
    try (TestJournal journal = journal().sell(30);
        Mosquitto broker = mosquitto();
        Ledger ledger = ledger(store);
        Collector _ = collector(ledger, broker);
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      terminal.awaitAcked(30);
      UplinkStatus before = terminal.uplink.status();
      journal.sell(3);
      assertEquals(3, before.backlogAt(journal.head())); // though the uplink may not have looked
      terminal.awaitAcked(33);
      assertEquals(0, terminal.uplink.status().backlog());
      assertLedgerHas(33);
      assertEquals(
          journal.documents().stream().map(sent -> Chain.hash(sent.document())).toList(),
          ledgerRows("SELECT sha256 FROM document ORDER BY number"));
      assertEquals(List.of(), Audit.run(address, Audit.Scope.ALL).findings());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerThatIsAwayAtStartIsFoundWhenItComes(TestStore store) throws Exception {
    try (TestJournal journal = journal().sell(2);
        Mosquitto broker = Mosquitto.away(directory.resolve("broker"));
        Ledger ledger = ledger(store);
        Collector _ = collector(ledger, broker);
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      Eventually.isSo(
          () -> terminal.uplink.status().reason().contains("Connection refused"),
          terminal.uplink::status);
      journal.sell(1);
      Eventually.isSo(() -> terminal.uplink.status().backlog() == 3, terminal.uplink::status);
      broker.restart();
      terminal.awaitAcked(3);
      assertLedgerHas(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerThatDiesInTheMiddleLosesNothing(TestStore store) throws Exception {
    try (TestJournal journal = journal().sell(1);
        Mosquitto broker = mosquitto();
        Ledger ledger = ledger(store);
        Collector _ = collector(ledger, broker);
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      terminal.awaitAcked(1);
      journal.sell(200);
      broker.kill();
      terminal.awaitConnected(false);
      journal.sell(5);
      broker.restart();
      terminal.awaitAcked(206);
      assertLedgerHas(206);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextBrokerServesWhenTheFirstIsGone(TestStore store) throws Exception {
    Files.createDirectory(directory.resolve("other"));
    try (TestJournal journal = journal().sell(1);
        Mosquitto one = mosquitto();
        Mosquitto two = Mosquitto.start(directory.resolve("other"));
        Ledger ledger = ledger(store);
        Collector collector = collector(ledger, one, two);
        TestUplink terminal = TestUplink.start(journal, one.broker("b0"), two.broker("b1"))) {
      Eventually.isSo(collector::isListening, () -> "not listening");
      terminal.awaitAcked(1);
      (terminal.uplink.status().broker().equals("b0") ? one : two).kill();
      journal.sell(2);
      terminal.awaitAcked(3);
      assertLedgerHas(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutACollectorDocumentsWaitAndGoWhenOneComes(TestStore store) throws Exception {
    try (TestJournal journal = journal().sell(40);
        Mosquitto broker = mosquitto();
        Ledger ledger = ledger(store);
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"));
        Peer watcher = Peer.join(broker.broker("a"), "watcher", TOPICS.state())) {
      watcher.nextWith("\"online\":true");
      assertEquals(40, terminal.uplink.status().backlog());
      try (Collector _ = collector(ledger, broker)) {
        terminal.awaitAcked(40);
        assertLedgerHas(40);
      }
    }
  }

  @Test
  void withAckByTheBrokerItsWordMovesTheBookmarkButNotWhenNobodyListens() throws Exception {
    UplinkSettings.Broker place;
    try (TestJournal journal = journal().sell(5);
        Mosquitto broker = mosquitto()) {
      place = broker.broker("a");
      try (var terminal =
          new TestUplink(
              journal, TestUplink.settings(Acknowledgement.BROKER, place), TestUplink.QUICK)) {
        terminal.awaitConnected(true);
        try (Peer reader = Peer.join(place, "reader", TOPICS.journal())) {
          for (int n = 1; n <= 5; n++) {
            assertEquals(Integer.toString(n), reader.next().properties().get("number"));
          }
          terminal.awaitAcked(5);
        }
        journal.sell(1);
        Eventually.isSo(() -> terminal.uplink.status().backlog() == 1, terminal.uplink::status);
        try (Peer reader = Peer.join(place, "reader", TOPICS.journal())) {
          assertEquals("6", reader.next().properties().get("number"));
          terminal.awaitAcked(6);
        }
      }
    }
  }

  @Test
  void aDocumentTravelsWithWhatIsNeededToFileAndVerifyIt() throws Exception {
    try (TestJournal journal = journal().sell(1);
        Mosquitto broker = mosquitto();
        Peer reader = Peer.join(broker.broker("a"), "reader", TOPICS.journal());
        TestUplink _ = TestUplink.start(journal, broker.broker("a"))) {
      Link.Arrived document = reader.next();
      Outbox.Outgoing stored = journal.documents().getFirst();
      assertEquals(
          new String(stored.document(), StandardCharsets.UTF_8),
          new String(document.payload(), StandardCharsets.UTF_8));
      assertEquals(
          Map.of(
              "epoch", stored.epoch(),
              "number", "1",
              "sig",
                  java.util.Base64.getUrlEncoder()
                      .withoutPadding()
                      .encodeToString(stored.signature()),
              "kid", journal.key().keyId()),
          document.properties());
    }
  }

  @Test
  void anAckThatIsNoneOrHasAnotherHashMovesNothing() throws Exception {
    try (TestJournal journal = journal().sell(3);
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.journal());
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      fleet.next();
      fleet.retain(TOPICS.ack(), "this is no acknowledgement");
      byte[] first = journal.documents().getFirst().document();
      fleet.retain(TOPICS.ack(), ack(journal.epoch(), 1, Chain.hash(first)));
      terminal.awaitAcked(1);
      assertEquals(List.of(), terminal.uplink.status().problems());
      fleet.retain(TOPICS.ack(), ack(journal.epoch(), 2, Chain.hash(first)));
      Eventually.isSo(
          () -> terminal.uplink.status().problems().equals(List.of(Problems.CONTRADICTION)),
          terminal.uplink::status);
      assertEquals(1, terminal.uplink.status().acked());
    }
  }

  private static String ack(String epoch, long through, String hash) {
    return "{\"epoch\":\"%s\",\"through\":%d,\"hash\":\"%s\",\"rejected\":[]}"
        .formatted(epoch, through, hash);
  }

  @Test
  void whatIsNotAcknowledgedComesAgainAndWhatIsMissedIsSentWhenAskedFor() throws Exception {
    try (TestJournal journal = journal().sell(3);
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.journal());
        TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
      for (int round = 0; round < 3; round++) {
        for (int n = 1; n <= 3; n++) {
          assertEquals(Integer.toString(n), fleet.next().properties().get("number"));
        }
      }
      byte[] third = journal.documents().get(2).document();
      fleet.retain(
          TOPICS.ack(),
          """
          {"epoch":"%s","through":3,"hash":"%s","missing":[2,2],\
          "rejected":[{"number":2,"code":"not-json"}]}\
          """
              .formatted(journal.epoch(), Chain.hash(third)));
      terminal.awaitAcked(3);
      assertEquals(1, terminal.uplink.status().rejected());
      journal.sell(1);
      var numbers = new ArrayList<String>();
      while (!numbers.contains("4")) {
        numbers.add(fleet.next().properties().get("number"));
      }
      assertEquals(List.of("2", "4"), numbers.subList(numbers.size() - 2, numbers.size()));
    }
  }

  /// Complaint: iotedge #2757 and #7148.
  @Test
  void whatTheFleetWantsIsNotLostWhileTheTerminalIsAway() throws Exception {
    try (TestJournal journal = journal();
        Mosquitto broker = mosquitto()) {
      try (Peer fleet = Peer.join(broker.broker("a"), "fleet")) {
        fleet.retain(TOPICS.config(), "one");
        try (TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
          assertEquals(TOPICS.config() + " one", terminal.nextLetter());
          fleet.retain(Topics.storeConfig("acme", "0042"), "two");
          assertEquals("till/v1/acme/cfg/store/0042 two", terminal.nextLetter());
          fleet.retain(TOPICS.config(), "");
          fleet.retain(Topics.fleetConfig("acme"), "three");
          assertEquals("till/v1/acme/cfg/fleet three", terminal.nextLetter());
          broker.kill();
          terminal.awaitConnected(false);
          broker.restart();
          try (Peer again = Peer.join(broker.broker("a"), "again")) {
            terminal.awaitConnected(true);
            again.retain(TOPICS.command(), "four");
            assertEquals(TOPICS.command() + " four", terminal.nextLetter());
          }
        }
        try (Peer again = Peer.join(broker.broker("a"), "again")) {
          again.retain(TOPICS.config(), "five");
        }
        try (TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
          // a letter may come twice: as what the session missed, and as what is retained
          var letters = new HashSet<String>();
          while (!letters.contains(TOPICS.command() + " four")
              || !letters.contains(TOPICS.config() + " five")) {
            letters.add(terminal.nextLetter());
          }
        }
      }
    }
  }

  @Test
  void aTerminalSaysThatItIsThereWhatChangesAndThatItLeaves() throws Exception {
    try (TestJournal journal = journal().sell(2);
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.state(), TOPICS.reported())) {
      StateMessage goodbye;
      StateMessage birth;
      try (TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
        birth = state(fleet.nextWith("\"online\":true"));
        StateMessage.Standing standing = birth.standing().orElseThrow();
        assertEquals("2026-11-24T11:00:00Z", standing.at());
        assertEquals(2, standing.head());
        assertEquals(Chain.hash(journal.documents().get(1).document()), standing.headHash());
        assertEquals(terminal.view, standing.view());
        assertEquals(journal.key().keyId(), standing.key().orElseThrow().kid());
        terminal.view = new StateView("READY", List.of("printer-away"), Map.of("fleet", 8L));
        assertEquals(
            terminal.view, state(fleet.nextWith("printer-away")).standing().orElseThrow().view());
        terminal.uplink.report("{\"first\":1}".getBytes(StandardCharsets.UTF_8));
        terminal.uplink.report("{\"second\":2}".getBytes(StandardCharsets.UTF_8));
        assertEquals("{\"second\":2}", fleet.nextWith("second"));
      }
      goodbye = state(fleet.nextWith("\"online\":false"));
      assertEquals(StateMessage.offline(birth.conn()), goodbye);
      try (TestUplink _ = TestUplink.start(journal, broker.broker("a"))) {
        assertTrue(state(fleet.nextWith("\"online\":true")).conn() > birth.conn());
      }
    }
  }

  private static StateMessage state(String text) {
    return StateMessage.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTerminalThatIsTornAwayLeavesItsWill() throws Exception {
    try (TestJournal journal = journal();
        Mosquitto broker = mosquitto();
        Peer fleet = Peer.join(broker.broker("a"), "fleet", TOPICS.state());
        TestUplink _ = TestUplink.start(journal, broker.broker("a"))) {
      StateMessage birth = state(fleet.nextWith("\"online\":true"));
      // another one with its name: the broker throws the first out, without a goodbye
      try (Peer _ = Peer.join(broker.broker("a"), "acme.0042-03")) {
        assertEquals(StateMessage.offline(birth.conn()), state(fleet.nextWith("\"online\":false")));
      }
    }
  }
}
