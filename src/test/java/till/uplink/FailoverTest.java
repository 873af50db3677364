package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.uplink.UplinkSettings.Acknowledgement;

/// One terminal between two brokers.
final class FailoverTest {

  private static final String STATE = TestJournal.TOPICS.state();
  private static final String JOURNAL = TestJournal.TOPICS.journal();
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;
  private FakeBroker home;
  private FakeBroker other;
  private List<UplinkSettings.Broker> brokers;

  @BeforeEach
  void openBrokers() throws IOException {
    FakeBroker a = FakeBroker.start();
    FakeBroker b = FakeBroker.start();
    brokers = List.of(a.broker("a"), b.broker("b"));
    var fleet = new BrokerFleet(brokers, TestJournal.TERMINAL, Patience.FIELD, new Random(1), 0);
    boolean isFirst = fleet.current().id().equals("a");
    home = isFirst ? a : b;
    other = isFirst ? b : a;
  }

  @AfterEach
  void closeBrokers() {
    home.close();
    other.close();
  }

  private TestUplink uplink(TestJournal journal, Duration untilHome, Duration steady) {
    Timing quick = TestUplink.QUICK;
    return new TestUplink(
        journal,
        TestUplink.settings(Acknowledgement.BROKER, brokers.toArray(UplinkSettings.Broker[]::new)),
        new Timing(
            quick.connect(),
            quick.keepAlive(),
            quick.puback(),
            TestUplink.patience(untilHome),
            steady,
            quick.firstWindow(),
            quick.resend(),
            quick.resendCap(),
            quick.probe(),
            quick.willDelay(),
            quick.headPause()));
  }

  private static StateMessage state(FakeBroker broker) throws InterruptedException {
    return StateMessage.read(broker.next(STATE).payload().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBrokerSendsATerminalToAnotherOfTheListOnly() throws Exception {
    try (TestJournal journal = TestJournal.open(directory);
        TestUplink terminal = uplink(journal, LONG, LONG)) {
      home.next(STATE);
      home.disconnect(0x9D, other.broker().url().getAuthority());
      other.next(STATE);
      other.disconnect(0x9C, "broker.of.somebody.else:1883");
      home.next(STATE);
      journal.sell(1);
      home.next(JOURNAL);
      terminal.awaitAcked(1);
    }
  }

  @Test
  void fromElsewhereATerminalGoesHomeWithAWordToThoseItLeaves() throws Exception {
    home.hangsUp = true;
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        TestUplink terminal = uplink(journal, Duration.ofSeconds(1), Duration.ofMillis(1))) {
      StateMessage last = state(other);
      assertTrue(last.online());
      home.hangsUp = false;
      while (last.online()) {
        last = state(other);
      }
      assertTrue(state(home).conn() > last.conn());
      journal.sell(1);
      home.next(JOURNAL);
      terminal.awaitAcked(2);
    }
  }

  @Test
  void aTerminalWhoseNameIsUsedByAnotherSaysSoAndComesBackToTheSameBroker() throws Exception {
    try (TestJournal journal = TestJournal.open(directory);
        TestUplink terminal = uplink(journal, LONG, LONG)) {
      home.next(STATE);
      home.disconnect(0x8E, "");
      String again = home.next(STATE).payload();
      assertTrue(again.contains("session-taken-over"), again);
      assertEquals(List.of("session-taken-over"), terminal.uplink.status().problems());
      assertTrue(other.connections.isEmpty(), "it did not go elsewhere");
    }
  }

  @Test
  void whenBothRefuseAccessItSaysSoUntilOneGrantsIt() throws Exception {
    home.connackCode = 0x87;
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        TestUplink terminal = uplink(journal, LONG, LONG)) {
      other.next(JOURNAL);
      terminal.awaitAcked(1);
      assertEquals(List.of(), terminal.uplink.status().problems());
      other.connackCode = 0x86;
      other.drop();
      Eventually.isSo(
          () -> terminal.uplink.status().problems().equals(List.of("broker-access-refused")),
          terminal.uplink::status);
      home.connackCode = 0;
      terminal.awaitConnected(true);
      Eventually.isSo(() -> terminal.uplink.status().problems().isEmpty(), terminal.uplink::status);
    }
  }

  /// Whatever failed because of the date need not fail any more.
  @ParameterizedTest
  @ValueSource(ints = {-400, 2, 20_000})
  void aClockThatIsSetEndsThePause(int days) throws Exception {
    home.hangsUp = true;
    Timing quick = TestUplink.QUICK;
    Patience quickest = quick.brokers();
    var patient =
        new Patience(
            LONG,
            LONG,
            quickest.spread(),
            quickest.held(),
            quickest.heldMost(),
            quickest.refused(),
            quickest.refusedMost(),
            quickest.home(),
            quickest.homeMost(),
            quickest.quiet());
    try (TestJournal journal = TestJournal.open(directory);
        TestUplink terminal =
            new TestUplink(
                journal,
                TestUplink.settings(Acknowledgement.BROKER, home.broker()),
                new Timing(
                    quick.connect(),
                    quick.keepAlive(),
                    quick.puback(),
                    patient,
                    quick.steady(),
                    quick.firstWindow(),
                    quick.resend(),
                    quick.resendCap(),
                    quick.probe(),
                    quick.willDelay(),
                    quick.headPause()))) {
      Eventually.isSo(
          () -> terminal.uplink.status().reason().contains("closed the connection"),
          terminal.uplink::status);
      home.hangsUp = false;
      terminal.now = terminal.now.plus(Duration.ofHours(23));
      assertNull(home.connections.poll(2_500, TimeUnit.MILLISECONDS), "an hour is no matter");
      terminal.now = TestUplink.NOON.plus(Duration.ofDays(days));
      home.next(STATE);
    }
  }
}
