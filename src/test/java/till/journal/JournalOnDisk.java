package till.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Moment;
import till.sale.Till;
import till.sale.Transaction;
import till.trust.DeviceKey;

/// A state directory with a journal, for tests: opened as often as they like, and tampered with.
final class JournalOnDisk {

  static final JournalIdentity IDENTITY = identity("03");

  final Path directory;
  final DeviceKey key;
  final Till till = Till.open();
  private int ids;

  JournalOnDisk(Path directory) {
    this.directory = directory;
    this.key = DeviceKey.open(directory);
  }

  static JournalIdentity identity(String workstation) {
    return new JournalIdentity(
        "acme", "0042-" + workstation, "0042", workstation, Till.EUR, ZoneId.of("Europe/Berlin"));
  }

  Path file() {
    return directory.resolve(Journal.FILE);
  }

  Journal open() {
    return open(IDENTITY);
  }

  Journal open(JournalIdentity identity) {
    return Journal.open(directory, identity, key, Instant.EPOCH, new Random(directory.hashCode()));
  }

  /// Puts what the till has decided since on disk.
  static List<Journal.Numbered> append(Journal journal, Till till) {
    List<Journal.Numbered> numbered =
        journal.append(new Turn(till.facts, List.of(), till.workstation().state()));
    till.facts.clear();
    return numbered;
  }

  /// This many control documents, written by a clock that says this.
  void remember(Journal journal, int documents, Instant at, Moment.ClockState clock) {
    List<Entry> facts =
        IntStream.range(0, documents)
            .mapToObj(_ ->
                (Entry)
                    new Entry.TransactionLogged(
                        new Transaction(
                            "control-" + ids++,
                            1,
                            Optional.empty(),
                            "self",
                            at,
                            at,
                            clock,
                            new Transaction.Control("no-sale", Map.of()),
                            till.workstation().state().grandTotals())))
            .toList();
    journal.append(new Turn(facts, List.of(), till.workstation().state()));
  }

  /// Another epoch, as the lane begins it when the one before is disputed.
  static List<Journal.Numbered> beginEpoch(Journal journal, Till till) {
    till.does(new Input.RecordControl("epoch-begun", Map.of("epoch", journal.head().epoch())));
    List<Journal.Numbered> numbered =
        journal.beginEpoch(
            new Turn(till.facts, List.of(), till.workstation().state()),
            Till.NOON,
            new Random(journal.head().position()));
    till.facts.clear();
    return numbered;
  }

  /// A sale of one item, paid in cash.
  static Till sale(Till till, long price) {
    till.sells("item-" + price, price).does(new Input.TakeTotal());
    return till.does(new Input.TenderCash(Optional.empty()));
  }

  /// This many more sales of this directory's till, for 1.01, 1.02, ...
  void fill(int sales) {
    try (Journal journal = open()) {
      for (int i = 1; i <= sales; i++) {
        append(journal, sale(till, 100 + i));
      }
    }
  }

  /// Does to the file what nobody should.
  void tamper(String... statements) {
    tamper(file(), statements);
  }

  static void tamper(Path file, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TRIGGER IF EXISTS document_is_never_changed");
      statement.executeUpdate("DROP TRIGGER IF EXISTS document_is_never_deleted");
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    } catch (SQLException e) {
      throw new AssertionError("cannot tamper with " + file, e);
    }
  }

  /// The message of the refusal that this has to end in.
  static String refusal(Executable attempt) {
    return message(assertThrows(JournalException.class, attempt));
  }

  static String message(Throwable thrown) {
    return Objects.requireNonNull(thrown.getMessage());
  }
}
