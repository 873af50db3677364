package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import till.journal.Journal;
import till.uplink.Mosquitto;
import till.uplink.TestJournal;
import till.uplink.TestUplink;
import till.uplink.UplinkSettings;

/// Terminals of one store in this JVM: real journals and real uplinks, which are less patient than
/// in the field, and a sale here and there.
final class ManyTerminals implements AutoCloseable {

  private static final String STORE = "0042";
  private static final int FIRST_WORKSTATION = 10;
  private static final int PAUSE_MILLIS_MAX = 60;

  /// What a terminal at its broker may need to get rid of what is left.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final class Terminal {
    private final String workstation;
    private final Path state;
    private final TestJournal journal;
    private final TestUplink uplink;
    private int sales;

    Terminal(Path state, String workstation, UplinkSettings.Broker... brokers) {
      this.state = state;
      this.workstation = workstation;
      journal = TestJournal.open(state, STORE, workstation);
      uplink = TestUplink.start(journal, brokers);
    }
  }

  private final RandomGenerator chance;
  private final List<Terminal> terminals = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CompletableFuture<Void> work;

  /// Starts them; they sell until `stop`.
  ManyTerminals(Path folder, int count, RandomGenerator chance, Mosquitto... brokers)
      throws IOException {
    this.chance = chance;
    var fleet = new UplinkSettings.Broker[brokers.length];
    for (int i = 0; i < fleet.length; i++) {
      fleet[i] = brokers[i].broker("b" + i);
    }
    for (int n = FIRST_WORKSTATION; n < FIRST_WORKSTATION + count; n++) {
      Path state = Files.createDirectory(folder.resolve("terminal-" + n));
      terminals.add(new Terminal(state, Integer.toString(n), fleet));
    }
    work = Torture.start(this::sell);
  }

  private void sell() {
    try {
      while (!stopped.await(chance.nextInt(PAUSE_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
        Terminal terminal = terminals.get(chance.nextInt(terminals.size()));
        terminal.journal.sell(1);
        terminal.sales++;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends the selling, and waits until each has the fleet's word for everything.
  void finish() throws InterruptedException {
    stopped.countDown();
    work.join();
    for (Terminal terminal : terminals) {
      terminal.uplink.awaitAcked(terminal.sales, PATIENCE);
    }
  }

  int sales() {
    return terminals.stream().mapToInt(terminal -> terminal.sales).sum();
  }

  /// The books have what they sold, each sale once.
  void assertIn(Books books) {
    for (Terminal terminal : terminals) {
      String name = STORE + "-" + terminal.workstation;
      books.assertHas(name, terminal.state.resolve(Journal.FILE));
      assertEquals(terminal.sales, books.sales(name).size());
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    work.join();
    for (Terminal terminal : terminals) {
      terminal.uplink.close();
      terminal.journal.close();
    }
  }
}
