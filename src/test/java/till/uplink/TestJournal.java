package till.uplink;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import till.journal.Head;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Outbox;
import till.journal.Turn;
import till.sale.Input;
import till.sale.PrintJob;
import till.sale.Till;
import till.trust.DeviceKey;

/// A terminal's real journal, with sales made on the spot. The test's thread.
public final class TestJournal implements AutoCloseable {

  /// Sales that go to the disk together, so that a large backlog is made in no time.
  private static final int SALES_PER_TURN = 100;

  public static final String ORG = "acme";
  public static final String TERMINAL = "0042-03";
  public static final Topics TOPICS = new Topics(ORG, TERMINAL);

  private final Path directory;
  private final String terminal;
  private final DeviceKey key;
  private final Journal journal;
  private final Till till = Till.open();

  private TestJournal(Path directory, String terminal, DeviceKey key, Journal journal) {
    this.directory = directory;
    this.terminal = terminal;
    this.key = key;
    this.journal = journal;
  }

  public static TestJournal open(Path directory) {
    return open(directory, "0042", "03");
  }

  public static TestJournal open(Path directory, String store, String workstation) {
    String terminal = store + "-" + workstation;
    DeviceKey key = DeviceKey.open(directory);
    var identity =
        new JournalIdentity(
            ORG, terminal, store, workstation, Till.EUR, ZoneId.of("Europe/Berlin"));
    return new TestJournal(
        directory,
        terminal,
        key,
        Journal.open(
            directory,
            identity,
            key,
            Instant.parse("2026-11-24T09:00:00Z"),
            new Random(directory.hashCode())));
  }

  /// This many sales, a document each.
  public TestJournal sell(int sales) {
    return sell(sales, 100);
  }

  /// This many sales, for `price`, one cent more, ...
  public TestJournal sell(int sales, long price) {
    for (int i = 0; i < sales; i++) {
      till.sells("item-" + i, price + i).does(new Input.TakeTotal());
      till.does(new Input.TenderCash(Optional.empty()));
      printReceipts();
      if ((i + 1) % SALES_PER_TURN == 0 || i + 1 == sales) {
        append();
      }
    }
    return this;
  }

  /// Another epoch, as the lane begins it when the one before is disputed.
  public TestJournal beginEpoch() {
    till.does(new Input.RecordControl("epoch-begun", Map.of("epoch", epoch())));
    journal.beginEpoch(
        new Turn(till.facts, List.of(), till.workstation().state()),
        Till.NOON,
        new Random(journal.head().position()));
    till.facts.clear();
    return this;
  }

  /// One sale of many lines, which makes a document of some kilobytes.
  TestJournal sellLarge() {
    for (int i = 0; i < 20; i++) {
      till.sells("item-" + i, 100 + i);
    }
    till.does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    append();
    return this;
  }

  private void append() {
    journal.append(new Turn(till.facts, List.of(), till.workstation().state()));
    till.facts.clear();
  }

  private void printReceipts() {
    till.workstation()
        .state()
        .printJobs()
        .forEach(job -> till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.CONFIRMED)));
  }

  public void onAppend(Runnable listener) {
    journal.onAppend(listener);
  }

  public Outbox outbox() {
    return Outbox.open(directory);
  }

  /// The documents as they would leave.
  public List<Outbox.Outgoing> documents() {
    try (Outbox outbox = outbox()) {
      var all = new ArrayList<Outbox.Outgoing>();
      for (List<Outbox.Outgoing> next = outbox.after(0, 1_000);
          !next.isEmpty();
          next = outbox.after(next.getLast().position(), 1_000)) {
        all.addAll(next);
      }
      return all;
    }
  }

  public DeviceKey key() {
    return key;
  }

  public String epoch() {
    return journal.head().epoch();
  }

  public Head head() {
    return journal.head();
  }

  public Uplink.Origin origin() {
    return new Uplink.Origin(
        ORG,
        terminal,
        terminal.substring(0, terminal.indexOf('-')),
        "0.1.0-test",
        key.keyId(),
        key.publicKey());
  }

  @Override
  public void close() {
    journal.close();
  }
}
