package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.fleet.LedgerAddress;
import till.fleet.LedgerRows;
import till.fleet.Postgres;

/// A store that goes away, as a server does and a file does not.
final class StoreAwayTest {

  @TempDir Path directory;

  @Test
  void aStoreThatGoesAwayAndComesBackHasEverything() throws Exception {
    try (Postgres server = Postgres.start();
        TestJournal journal =
            TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(3);
        Mosquitto broker = Mosquitto.start(Files.createDirectory(directory.resolve("broker")))) {
      LedgerAddress address = server.database();
      try (Ledger ledger = Ledger.open(address);
          Collector collector =
              Collector.start(
                  new CollectorSettings(
                      "c-1",
                      TestJournal.ORG,
                      List.of(broker.broker("a")),
                      Access.NONE,
                      OptionalInt.empty(),
                      Optional.empty()),
                  ledger,
                  InstantSource.fixed(TestUplink.NOON),
                  new Random(3));
          TestUplink terminal = TestUplink.start(journal, broker.broker("a"))) {
        terminal.awaitAcked(3);
        server.kill();
        journal.sell(40);
        Eventually.isSo(() -> !collector.isListening(), () -> "it still takes documents");
        server.restart();
        terminal.awaitAcked(43);
        assertEquals(
            List.of("43 1 43"),
            LedgerRows.of(address, "SELECT count(*), min(number), max(number) FROM document"));
      }
    }
  }
}
