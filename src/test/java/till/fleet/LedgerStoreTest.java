package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How ledgers are found, opened and refused, and what may be read of one that is written to.
final class LedgerStoreTest {

  @TempDir Path directory;

  private static String refusal(Executable attempt) {
    return Objects.requireNonNull(assertThrows(LedgerException.class, attempt).getMessage());
  }

  @Test
  void anAddressSaysWhereAndNeverThePassword() {
    LedgerAddress address =
        LedgerAddress.of("postgresql://till:s%40cret@db.example.com/fleet?sslmode=require");
    assertEquals(
        new LedgerAddress.Postgres(
            "db.example.com",
            5432,
            "fleet",
            Optional.of("till"),
            Optional.of("s@cret"),
            Map.of("sslmode", "require")),
        address);
    assertEquals("postgresql://till@db.example.com:5432/fleet", address.toString());
    assertEquals(new LedgerAddress.Sqlite(Path.of("a/b.db")), LedgerAddress.of("sqlite:a/b.db"));
    assertEquals(
        "postgresql://127.0.0.1:6000/x",
        LedgerAddress.of("postgres://127.0.0.1:6000/x").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sqlite:",
        "fleet.db",
        "mysql://till:secret@db/fleet",
        "postgresql://till:secret@db",
        "postgresql://till:secret@db/a/b",
        "postgresql://till:sec ret@db/fleet",
        "postgresql://till:secret@/fleet",
        "postgresql://till:secret@db/fleet?loggerFile=x"
      })
  void whatIsNoAddressIsRefusedWithoutThePassword(String text) {
    String refusal =
        Objects.requireNonNull(
            assertThrows(IllegalArgumentException.class, () -> LedgerAddress.of(text))
                .getMessage());
    assertFalse(refusal.contains("sec"), refusal);
  }

  @ParameterizedTest
  @EnumSource
  void aLedgerOfANewerVersionIsRefused(TestStore store) throws Exception {
    LedgerAddress address = store.in(directory);
    Ledger.open(address).close();
    LedgerRows.tamper(
        address,
        store == TestStore.SQLITE ? "PRAGMA user_version = 99" : "UPDATE ledger SET version = 99");
    assertTrue(refusal(() -> Ledger.open(address)).contains("version 99"));
    assertTrue(refusal(() -> LedgerStore.at(address).reader()).contains("version 99"));
  }

  @Test
  void whatIsNoLedgerIsRefused() throws Exception {
    var none = new LedgerAddress.Sqlite(directory.resolve("none.db"));
    assertTrue(refusal(() -> LedgerStore.at(none).reader()).contains("no ledger at"));
    Path letter = Files.writeString(directory.resolve("letter.db"), "Dear ledger, how are you?");
    assertTrue(refusal(() -> Ledger.open(letter)).contains(letter.toString()));
    LedgerAddress empty = TestStore.POSTGRESQL.in(directory);
    assertTrue(refusal(() -> LedgerStore.at(empty).reader()).contains("is no ledger"));
  }

  @Test
  void aServerThatIsAwayOrDoesNotKnowUsIsSaidWithoutThePassword() throws Exception {
    LedgerAddress.Postgres there = Postgres.shared().database();
    for (LedgerAddress address :
        List.of(
            there.withPassword("wrong secret"),
            new LedgerAddress.Postgres(
                "127.0.0.1", 1, "x", Optional.of("u"), Optional.of("wrong secret"), Map.of()))) {
      LedgerException failure = assertThrows(LedgerException.class, () -> Ledger.open(address));
      assertTrue(failure.isAway(), failure::toString);
      assertTrue(String.valueOf(failure.getMessage()).contains(address.toString()));
      assertFalse(String.valueOf(failure.getMessage()).contains("secret"));
    }
  }

  /// As the first version left it.
  @Test
  void aLedgerOfTheFirstVersionIsBroughtUpToDate() throws Exception {
    LedgerAddress address = TestStore.SQLITE.in(directory);
    Ledger.open(address).close();
    LedgerRows.tamper(
        address,
        """
        DROP TABLE released; DROP TABLE gap; PRAGMA user_version = 1;
        INSERT INTO watermark VALUES ('acme', 't', 'e', 2, 'x', 1);
        INSERT INTO document (org, terminal, epoch, number, type, at, received_at, sha256, verified, document)
          VALUES ('acme', 't', 'e', 2, '', '', '', '', 'good', ''), ('acme', 't', 'e', 4, '', '', '', '', 'good', ''),
            ('acme', 't', 'e', 1, '', '', '', '', 'good', '')\
        """);
    assertTrue(refusal(() -> LedgerStore.at(address).reader()).contains("version 1"));
    Ledger.open(address).close();
    assertEquals(List.of("1 1", "3 3"), LedgerRows.of(address, "SELECT * FROM released"));
    assertEquals(3, LedgerStore.at(address).settled());
  }

  @ParameterizedTest
  @EnumSource
  void aReaderSeesOneMomentHoweverLongItReads(TestStore store) throws Exception {
    LedgerAddress address = store.in(directory);
    try (Sql writer = LedgerStore.at(address).writer(true)) {
      release(writer, 1);
      try (Sql reader = LedgerStore.at(address).reader()) {
        assertEquals(List.of(1L), released(reader));
        release(writer, 2);
        assertEquals(List.of(1L), released(reader));
      }
      try (Sql reader = LedgerStore.at(address).reader()) {
        assertEquals(List.of(1L, 2L), released(reader));
      }
    }
  }

  /// Another broker's listener goes on with the same connection.
  @ParameterizedTest
  @EnumSource
  void whatEndsInAnErrorLeavesNothingForTheNextTransaction(TestStore store) throws Exception {
    LedgerAddress address = store.in(directory);
    try (Sql writer = LedgerStore.at(address).writer(true)) {
      assertThrows(
          StackOverflowError.class,
          () ->
              writer.inTransaction(() -> {
                writer.update("INSERT INTO released (document_id) VALUES (1)");
                throw new StackOverflowError();
              }));
      release(writer, 2);
    }
    assertEquals(List.of("2"), LedgerRows.of(address, "SELECT document_id FROM released"));
  }

  /// Two write at once, and the one with the lower id commits later: whoever exported what he saw
  /// in between, and went on behind the highest id, would miss it for ever.
  @Test
  void nothingIsSettledAboveAnIdThatIsStillOnItsWay() throws Exception {
    LedgerAddress address = TestStore.POSTGRESQL.in(directory);
    LedgerStore store = LedgerStore.at(address);
    var hasLower = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor();
        Sql slow = store.writer(true);
        Sql quick = store.writer(true)) {
      Future<?> lower =
          pool.submit(() ->
              slow.inTransaction(() -> {
                store.lock(slow, List.of());
                slow.update("INSERT INTO released (document_id) VALUES (1)");
                hasLower.countDown();
                return await(mayCommit);
              }));
      assertTrue(hasLower.await(60, TimeUnit.SECONDS));
      quick.inTransaction(() -> {
        store.lock(quick, List.of());
        return quick.update("INSERT INTO released (document_id) VALUES (2)");
      });
      try (Sql reader = store.reader()) {
        assertEquals(List.of(2L), reader.list("SELECT id FROM released", row -> row.getLong(1)));
      }
      Future<Long> settled = pool.submit(store::settled);
      awaitWaiting(address);
      mayCommit.countDown();
      lower.get(60, TimeUnit.SECONDS);
      long end = settled.get(60, TimeUnit.SECONDS);
      try (Sql reader = store.reader()) {
        assertEquals(
            List.of(1L, 2L),
            reader.list("SELECT id FROM released WHERE id <= ?", row -> row.getLong(1), end));
      }
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitWaiting(LedgerAddress address) throws InterruptedException {
    till.uplink.Eventually.isSo(
        () ->
            LedgerRows.of(
                    address,
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND"
                        + " database = (SELECT oid FROM pg_database WHERE datname ="
                        + " current_database())")
                .equals(List.of("1")),
        () -> "nobody waits");
  }

  private static void release(Sql sql, long document) throws Exception {
    sql.inTransaction(() -> sql.update("INSERT INTO released (document_id) VALUES (?)", document));
  }

  private static List<Long> released(Sql sql) throws Exception {
    return sql.list("SELECT document_id FROM released ORDER BY id", row -> row.getLong(1));
  }
}
