package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Chain;
import till.uplink.FakeBroker.Published;
import till.uplink.UplinkSettings.Acknowledgement;

/// What a terminal says of itself: born with each connection, gone as the one that was born, and in
/// between where its chain hangs.
final class StateTest {

  private static final String STATE = TestJournal.TOPICS.state();

  @TempDir Path directory;

  private static StateMessage state(String text) {
    return StateMessage.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A terminal that is a process, until it is killed.
  static final class KilledTerminal {

    public static void main(String[] arguments) throws Exception {
      try (TestJournal journal = TestJournal.open(Path.of(arguments[0])).sell(1);
          TestUplink _ =
              TestUplink.start(
                  journal, new UplinkSettings.Broker("a", URI.create(arguments[1]), 1))) {
        System.in.transferTo(System.out); // until the test has gone
      }
    }
  }

  private Process terminal(Mosquitto broker) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledTerminal.class.getName(),
            directory.toString(),
            broker.url().toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("terminal.log").toFile())
        .start();
  }

  @Test
  void aTerminalThatIsKilledLeavesTheWillOfItsLastBirth() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("broker"));
    try (Mosquitto broker = Mosquitto.start(folder);
        Peer fleet = Peer.join(broker.broker("a"), "fleet", STATE)) {
      long last = 0;
      for (int life = 0; life < 2; life++) {
        Process terminal = terminal(broker);
        try {
          StateMessage birth = state(fleet.nextWith("\"online\":true"));
          assertTrue(birth.conn() > last, "born as " + birth.conn() + " after " + last);
          assertEquals(life + 1, birth.standing().orElseThrow().head());
          terminal.destroyForcibly();
          StateMessage will = state(fleet.nextWith("\"online\":false"));
          assertEquals(StateMessage.offline(birth.conn()), will);
          last = birth.conn();
        } finally {
          terminal.destroyForcibly().waitFor();
        }
      }
    }
  }

  @Test
  void eachConnectionBeginsWithABirthOfItsOwn() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start();
        TestUplink _ = TestUplink.start(journal, broker.broker())) {
      long last = 0;
      for (int connection = 1; connection <= 3; connection++) {
        Published birth = broker.next(STATE);
        while (birth.connection() < connection) {
          birth = broker.next(STATE);
        }
        StateMessage said = state(birth.payload());
        assertTrue(said.online());
        assertTrue(said.conn() > last, "conn " + said.conn() + " after " + last);
        last = said.conn();
        broker.drop();
      }
    }
  }

  @Test
  void asTheHeadMovesItIsSaidOnceInAWhileAndTheLastWordIsTheHead() throws Exception {
    Timing quick = TestUplink.QUICK;
    var pause = Duration.ofSeconds(1);
    var timing =
        new Timing(
            quick.connect(),
            quick.keepAlive(),
            quick.puback(),
            quick.brokers(),
            quick.steady(),
            quick.firstWindow(),
            quick.resend(),
            quick.resendCap(),
            quick.probe(),
            quick.willDelay(),
            pause);
    try (TestJournal journal = TestJournal.open(directory);
        FakeBroker broker = FakeBroker.start();
        TestUplink _ =
            new TestUplink(
                journal, TestUplink.settings(Acknowledgement.BROKER, broker.broker()), timing)) {
      broker.next(STATE);
      long beganNanos = System.nanoTime();
      journal.sell(50);
      String hash = Chain.hash(journal.documents().getLast().document());
      int said = 0;
      StateMessage.Standing standing;
      do {
        standing = state(broker.next(STATE).payload()).standing().orElseThrow();
        said++;
      } while (standing.acked() < 50);
      long took = System.nanoTime() - beganNanos;
      assertTrue(said <= 1 + took / pause.toNanos(), said + " states in " + took + " ns");
      assertEquals(List.of(50L, hash), List.of(standing.head(), standing.headHash()));
    }
  }
}
