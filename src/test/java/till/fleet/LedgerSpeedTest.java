package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.journal.Outbox;
import till.uplink.StateMessage;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// How many documents a second a ledger takes, in batches as a collector makes them of a fleet's.
/// It prints and judges nothing; `-Dtilld.long=true` makes it long enough to be worth reading.
final class LedgerSpeedTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");
  private static final int BATCH = 100;
  private static final int TERMINALS = 20;
  private static final int EACH = Boolean.getBoolean("tilld.long") ? 500 : 20;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void itIsMeasured(TestStore store) throws Exception {
    List<Delivery> states = new ArrayList<>();
    List<Delivery> documents = new ArrayList<>();
    makeFleet(states, documents);
    try (Ledger ledger = Ledger.open(store.in(directory))) {
      ledger.take(states, NOON);
      int half = documents.size() / 2;
      take(ledger, documents.subList(0, half));
      ProcessHandle self = ProcessHandle.current();
      Duration cpuBefore = self.info().totalCpuDuration().orElse(Duration.ZERO);
      long beganNanos = System.nanoTime();
      long through = take(ledger, documents.subList(half, documents.size()));
      double seconds = (System.nanoTime() - beganNanos) * 1e-9;
      Duration cpu = self.info().totalCpuDuration().orElse(Duration.ZERO).minus(cpuBefore);
      int count = documents.size() - half;
      System.out.printf(
          "ledger on %s: %.0f documents/s, %d us of this process's processors each, in batches of"
              + " %d (%d of them, %d terminals)%n",
          store, count / seconds, cpu.toNanos() / 1_000 / count, BATCH, count, TERMINALS);
      assertEquals(EACH, through);
    }
  }

  private static long take(Ledger ledger, List<Delivery> documents) {
    long through = 0;
    for (int i = 0; i < documents.size(); i += BATCH) {
      List<Delivery> batch = documents.subList(i, Math.min(i + BATCH, documents.size()));
      through = ledger.take(batch, NOON).owed().getLast().ack().through();
    }
    return through;
  }

  /// One terminal's sales, told by many.
  private void makeFleet(List<Delivery> states, List<Delivery> documents) throws Exception {
    try (TestJournal journal =
        TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(EACH)) {
      List<Outbox.Outgoing> sales = journal.documents();
      StateMessage birth = Sender.state(journal, 1, 1, EACH).message();
      for (int n = 0; n < TERMINALS; n++) {
        states.add(
            new Delivery.State(
                terminal(n), birth, new String(birth.bytes(), StandardCharsets.UTF_8)));
      }
      for (Outbox.Outgoing sale : sales) {
        for (int n = 0; n < TERMINALS; n++) {
          byte[] bytes = Sender.altered(sale, "\"0042-03\"", "\"" + terminal(n).terminal() + "\"");
          documents.add(
              new Delivery.Document(
                  terminal(n),
                  bytes,
                  Map.of(
                      "epoch",
                      sale.epoch(),
                      "number",
                      Long.toString(sale.number()),
                      "kid",
                      sale.keyId(),
                      "sig",
                      Base64.getUrlEncoder().encodeToString(journal.key().sign(bytes)))));
        }
      }
    }
  }

  private static Topics terminal(int n) {
    return new Topics(TestJournal.ORG, "0042-%02d".formatted(n + 10));
  }
}
