package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import till.Tools;
import till.uplink.TestJournal;

/// Stores that go away and come back, and collectors that get into each other's way.
final class LedgerAwayTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

  @TempDir Path directory;
  private TestJournal journal;
  private List<Delivery.Document> documents;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @BeforeEach
  void begin() throws Exception {
    journal = TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(40);
    documents = journal.documents().stream().map(Sender::document).toList();
    appender.start();
    logger().addAppender(appender);
  }

  @AfterEach
  void end() {
    logger().detachAppender(appender);
    journal.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Ledger.class);
  }

  /// Other tests' ledgers write to the same log.
  private List<String> log(LedgerAddress address) {
    return List.copyOf(appender.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(address.toString()))
        .toList();
  }

  private static long take(Ledger ledger, List<? extends Delivery> batch) {
    return ledger.take(batch, NOON).owed().getFirst().ack().through();
  }

  @Test
  void aServerThatRestartsIsAStateAndALineOfTheLogEachWay() throws Exception {
    try (Postgres server = Postgres.start()) {
      LedgerAddress address = server.database();
      try (Ledger ledger = Ledger.open(address)) {
        assertEquals(2, take(ledger, documents.subList(0, 2)));
        server.kill();
        for (int i = 0; i < 3; i++) {
          assertThrows(LedgerException.class, () -> take(ledger, documents.subList(2, 4)));
        }
        assertEquals(1, log(address).size(), () -> log(address).toString());
        server.restart();
        ledger.check();
        assertEquals(4, take(ledger, documents.subList(2, 4)));
        assertEquals(2, log(address).size(), () -> log(address).toString());
        assertTrue(log(address).getLast().endsWith("is back"));
      }
    }
  }

  @Test
  void aConnectionThatWasCutIsReplacedUnseen() throws Exception {
    LedgerAddress.Postgres address = Postgres.shared().database();
    try (Ledger ledger = Ledger.open(address)) {
      assertEquals(2, take(ledger, documents.subList(0, 2)));
      assertEquals(
          List.of("t"),
          LedgerRows.of(
              address,
              "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid != pg_backend_pid()"));
      assertEquals(4, take(ledger, documents.subList(2, 4)));
      assertEquals(List.of(), log(address));
    }
  }

  /// Two collectors, the same terminals, in opposite orders: a deadlock, if each took its locks as
  /// the documents come, and a watermark too low, if one did not see what the other has.
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void collectorsWithTheSameTerminalsDoNotGetIntoEachOthersWay(TestStore store) throws Exception {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var chance = new Random(seed);
    LedgerAddress address = store.in(directory);
    try (var pool = Executors.newFixedThreadPool(2)) {
      List<Boolean> coins = documents.stream().map(_ -> chance.nextBoolean()).toList();
      Future<?> one = pool.submit(() -> fill(address, coins, true));
      Future<?> other = pool.submit(() -> fill(address, coins, false));
      one.get(60, TimeUnit.SECONDS);
      other.get(60, TimeUnit.SECONDS);
    }
    assertEquals(
        List.of("40", "40", "40"), LedgerRows.of(address, "SELECT through FROM watermark"));
    assertEquals(List.of("120"), LedgerRows.of(address, "SELECT count(*) FROM document"));
    assertEquals(
        List.of("120 120"),
        LedgerRows.of(address, "SELECT count(*), count(DISTINCT document_id) FROM released"));
  }

  /// Takes every other document, more or less, of three terminals.
  private void fill(LedgerAddress address, List<Boolean> coins, boolean heads) {
    List<String> terminals = List.of("0042-11", "0042-12", "0042-13");
    List<String> order = heads ? terminals : terminals.reversed();
    try (Ledger ledger = Ledger.open(address)) {
      for (int i = 0; i < documents.size(); i++) {
        if (coins.get(i) == heads) {
          Delivery.Document document = documents.get(i);
          ledger.take(order.stream().map(terminal -> Sender.as(terminal, document)).toList(), NOON);
        }
      }
    }
  }

  /// A small file system that is full, and then is not.
  @Test
  void aFullDiskIsAStateToo() throws Exception {
    Path mount = Tools.needRoot("mount");
    Path folder = Files.createDirectory(directory.resolve("disk"));
    run(mount.toString(), "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
    try {
      var address = new LedgerAddress.Sqlite(folder.resolve("ledger.db"));
      try (Ledger ledger = Ledger.open(address)) {
        assertEquals(2, take(ledger, documents.subList(0, 2)));
        Path filler = folder.resolve("filler");
        fill(filler);
        for (int i = 0; i < 3; i++) {
          assertThrows(LedgerException.class, () -> take(ledger, documents));
        }
        assertEquals(1, log(address).size(), () -> log(address).toString());
        Files.delete(filler);
        assertEquals(40, take(ledger, documents));
        assertEquals(2, log(address).size(), () -> log(address).toString());
      }
    } finally {
      run("umount", folder.toString());
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      assertTrue(String.valueOf(full.getMessage()).contains("space"), full::toString);
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /// A ledger whose file is gone, with the disk it was on, is not begun anew elsewhere.
  @Test
  void aFileThatIsGoneIsNotReplacedByAnEmptyOne() throws Exception {
    var address = new LedgerAddress.Sqlite(directory.resolve("ledger.db"));
    Ledger.open(address).close();
    Files.delete(address.file());
    LedgerException failure =
        assertThrows(LedgerException.class, () -> LedgerStore.at(address).writer(false));
    assertTrue(String.valueOf(failure.getMessage()).contains("no ledger at"));
    assertTrue(Files.notExists(address.file()));
  }
}
