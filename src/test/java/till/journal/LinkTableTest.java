package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;
import till.sale.Input;
import till.sale.Money;
import till.sale.Original;
import till.sale.Returned;
import till.sale.Till;
import till.sale.Transaction;

/// What has become of a sale is found without reading what came after it.
final class LinkTableTest {

  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());

  @TempDir private Path directory;
  private JournalOnDisk disk;

  @BeforeEach
  void makeDisk() {
    disk = new JournalOnDisk(directory);
  }

  private Transaction sells(Journal journal, String quantity) {
    disk.till.does(Till.enter(Till.item("1", 100, "A"), new BigDecimal(quantity)));
    return ends(journal);
  }

  private Transaction ends(Journal journal) {
    disk.till.does(new Input.TakeTotal()).does(CASH);
    Transaction ended = disk.till.lastTransaction();
    JournalOnDisk.append(journal, disk.till);
    return ended;
  }

  private Original original(Transaction sale) {
    try (Documents documents = Documents.open(directory)) {
      return documents.original(sale.transactionId()).orElseThrow();
    }
  }

  private Transaction takesBack(Journal journal, Transaction sale, String quantity) {
    disk.till.does(
        new Input.ReturnLines(
            original(sale), List.of(new Input.ReturnLines.Part(1, new BigDecimal(quantity))), 7));
    return ends(journal);
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static BigDecimal returned(Original original) {
    return original.returned().stream()
        .map(Returned::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void whatCameBackIsKnownAlsoAfterARestart() {
    disk.till.by("17");
    Transaction sale;
    Transaction back;
    try (Journal journal = disk.open()) {
      sale = sells(journal, "3");
      assertEquals(List.of(), original(sale).returned());
      back = takesBack(journal, sale, "2");
    }
    try (Journal journal = disk.open()) {
      assertEquals(
          List.of(new Returned(sale.transactionId(), 1, new BigDecimal("2"), eur(200), eur(32))),
          original(sale).returned());
      disk.till.does(new Input.PostVoid(original(back)));
      JournalOnDisk.append(journal, disk.till);
      assertTrue(original(back).postVoided());
      assertFalse(original(sale).postVoided());
      assertEquals(0, returned(original(sale)).signum());
    }
  }

  @Test
  void whatTheZReportHasIsOfAClosedDay() {
    try (Journal journal = disk.open()) {
      Transaction before = sells(journal, "1");
      assertFalse(original(before).closed());
      disk.till.does(new Input.CloseBusinessDay());
      disk.till.does(new Input.OpenBusinessDay(Till.DAY)).does(new Input.OpenLane());
      JournalOnDisk.append(journal, disk.till);
      Transaction after = sells(journal, "1");
      assertTrue(original(before).closed());
      assertFalse(original(after).closed());
    }
  }

  @Test
  void aSaleIsFoundByItsNumberToo() {
    try (Journal journal = disk.open()) {
      Transaction sale = sells(journal, "1");
      long number = journal.head().number();
      try (Documents documents = Documents.open(directory)) {
        assertEquals(
            sale.transactionId(),
            documents.original(number).orElseThrow().transaction().transactionId());
        assertTrue(documents.original(number + 1).isEmpty());
        assertTrue(documents.original("elsewhere").isEmpty());
      }
    }
  }

  @Test
  void aJournalWithoutTheTableGetsItFromItsDocuments() {
    disk.till.by("17");
    Transaction sale;
    Transaction undone;
    try (Journal journal = disk.open()) {
      sale = sells(journal, "3");
      takesBack(journal, sale, "1");
      undone = sells(journal, "1");
      disk.till.does(new Input.PostVoid(original(undone)));
      JournalOnDisk.append(journal, disk.till);
    }
    Original before = new Original(sale, original(sale).returned(), false, false);
    disk.tamper("DROP TABLE link");
    try (Journal journal = disk.open()) {
      assertEquals(before.returned(), original(sale).returned());
      assertTrue(original(undone).postVoided());
      takesBack(journal, sale, "2");
      assertEquals(new BigDecimal("3"), returned(original(sale)));
    }
  }

  @Test
  void whatIsPrunedIsForgottenHere() throws SQLException {
    disk.till.by("17");
    Transaction sale;
    long position;
    try (Journal journal = disk.open()) {
      sale = sells(journal, "3");
      takesBack(journal, sale, "1");
      position = journal.head().position();
      takesBack(journal, sale, "1");
    }
    try (Connection connection = Sqlite.writer(disk.file(), SynchronousMode.FULL)) {
      JournalTables.prune(connection, JournalTables.at(connection, position).orElseThrow());
      assertEquals(
          BigDecimal.ONE, returned(LinkTable.original(connection, sale)), "the last one stays");
    }
  }
}
