package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.CashKind;
import till.sale.Denomination;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Money;
import till.sale.Till;
import till.sale.Transaction;

/// The documents of a business day: cash in the drawer, people who sign on, and the day's end.
final class DayDocumentsTest {

  private static final Head BEFORE =
      new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32));

  @TempDir Path folder;

  private final PosLog posLog = new PosLog();

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static Input cash(CashKind kind, long amount, String reason, Denomination... of) {
    return new Input.MoveCash(kind, eur(amount), reason, List.of(of));
  }

  /// One document of each kind, as a day brings them, by the name of its golden file.
  static Map<String, Transaction> aDay() {
    var documents = new LinkedHashMap<String, Transaction>();
    Till till = Till.open().by("17");
    var acts = new LinkedHashMap<String, Input>();
    acts.put("sign-on", new Input.SignOn());
    acts.put(
        "loan",
        cash(
            CashKind.LOAN,
            10_000,
            "",
            new Denomination(eur(2_000), 4),
            new Denomination(eur(100), 20)));
    acts.put("pay-in", cash(CashKind.PAY_IN, 500, "coins from the \"wishing well\""));
    acts.put("pay-out", cash(CashKind.PAY_OUT, 1_290, "Blumen für Frau Öztürk"));
    acts.put("no-sale", new Input.OpenDrawer("change for a customer"));
    acts.put("count", cash(CashKind.COUNT, 9_400, "", new Denomination(eur(100), 94)));
    acts.put("pickup", cash(CashKind.PICKUP, 5_000, "to the safe"));
    acts.forEach((name, act) -> documents.put(name, till.does(act).lastTransaction()));
    JournalOnDisk.sale(till, 199);
    till.does(Till.enter(Till.item("20123451", 350, "B"))).does(new Input.CancelTransaction());
    documents.put("business-day-close", till.does(new Input.CloseBusinessDay()).lastTransaction());
    documents.put("sign-off", till.does(new Input.SignOff()).lastTransaction());
    return documents;
  }

  byte[] write(Transaction transaction) {
    return posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), transaction);
  }

  @Test
  void eachIsWrittenAsItAlwaysWasAndReads() {
    aDay()
        .forEach((name, transaction) -> {
          byte[] golden =
              Golden.bytes(name + (name.equals("business-day-close") ? "-2" : "-1") + ".json");
          assertEquals(
              new String(golden, StandardCharsets.UTF_8),
              new String(write(transaction), StandardCharsets.UTF_8) + "\n",
              name);
          assertEquals(transaction, posLog.read(golden).transaction(), name);
        });
  }

  @Test
  void theLongestCountFitsItsDocument() {
    Till till = Till.open();
    List<Denomination> all =
        IntStream.rangeClosed(1, Denomination.KINDS_MAX)
            .mapToObj(i -> new Denomination(eur(1_000_000 + i), i))
            .toList();
    long sum = all.stream().mapToLong(each -> each.value().minor() * each.pieces()).sum();
    till.does(new Input.MoveCash(CashKind.COUNT, eur(sum), "\u0001".repeat(9_999), all));
    byte[] bytes = write(till.lastTransaction());
    assertTrue(bytes.length < PosLog.DOCUMENT_BYTES_MAX / 10, bytes.length + " bytes");
    assertEquals(till.lastTransaction(), posLog.read(bytes).transaction());
  }

  @Test
  void aZReportIsFoundByItsNumber() {
    var disk = new JournalOnDisk(folder);
    Till till = disk.till;
    var closed = new ArrayList<Transaction>();
    try (Journal journal = disk.open()) {
      for (int day = 0; day < 3; day++) {
        JournalOnDisk.append(journal, JournalOnDisk.sale(till, 100 + day));
        JournalOnDisk.append(journal, till.does(new Input.CloseBusinessDay()));
        closed.add(closing(journal));
        till.does(new Input.OpenBusinessDay(Till.DAY.plusDays(day + 1))).does(new Input.OpenLane());
        JournalOnDisk.append(journal, till);
      }
      JournalOnDisk.beginEpoch(journal, till);
      JournalOnDisk.append(journal, till.does(new Input.CloseBusinessDay()));
      closed.add(closing(journal));
    }
    try (Documents documents = Documents.open(folder)) {
      for (int n = 1; n <= closed.size(); n++) {
        assertEquals(closed.get(n - 1), documents.byReport(n).orElseThrow().transaction());
      }
      assertEquals(Optional.empty(), documents.byReport(0));
      assertEquals(Optional.empty(), documents.byReport(5));
    }
    assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
  }

  private Transaction closing(Journal journal) {
    try (Documents documents = Documents.open(folder)) {
      return documents.byNumber(journal.head().number()).orElseThrow().transaction();
    }
  }

  /// Documents of two days, as somebody else reads them.
  private static List<String> audited(UnaryOperator<String> forgery) {
    Till till = new Till(Till.SHOP);
    for (int day = 0; day < 2; day++) {
      till.does(new Input.OpenBusinessDay(Till.DAY.plusDays(day))).does(new Input.OpenLane());
      till.does(cash(CashKind.LOAN, 5_000, ""));
      JournalOnDisk.sale(till, 199);
      JournalOnDisk.sale(till, 350);
      till.does(new Input.CloseBusinessDay());
    }
    var posLog = new PosLog();
    var check = new TotalsCheck();
    check.begin();
    var faults = new ArrayList<String>();
    for (Entry fact : till.facts) {
      if (fact instanceof Entry.TransactionLogged logged) {
        byte[] bytes =
            posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), logged.transaction());
        String text = forgery.apply(new String(bytes, StandardCharsets.UTF_8));
        faults.addAll(check.add(posLog.read(text.getBytes(StandardCharsets.UTF_8))));
      }
    }
    return faults;
  }

  @Test
  void aReportThatIsNotWhatItsDaySoldIsNoticedAndSoIsOneThatIsMissing() {
    assertEquals(List.of(), audited(text -> text));
    assertEquals(
        List.of(
            "the day sold 5.49 EUR and took 0.00 EUR back, Z report 1 says 5.39 EUR and 0.00 EUR",
            "the day sold 5.49 EUR and took 0.00 EUR back, Z report 2 says 5.39 EUR and 0.00 EUR"),
        audited(
            text -> text.replace("\"noSales\":0,\"sales\":549", "\"noSales\":0,\"sales\":539")));
    assertEquals(
        List.of("with Z report 2 the tenders are {CASH=10.97 EUR}, they are {CASH=10.98 EUR}"),
        audited(text ->
            text.contains("\"number\":2,\"openedAt\"")
                ? text.replace("\"count\":2,\"amount\":549", "\"count\":2,\"amount\":548")
                : text));
    assertEquals(
        List.of("Z report 3 comes after 1"),
        audited(text -> text.replace("\"number\":2,\"openedAt\"", "\"number\":3,\"openedAt\"")));
  }

  @Test
  void aJournalOfAnOlderVersionGetsItsListOfReports() {
    var disk = new JournalOnDisk(folder);
    disk.open().close();
    disk.tamper("DROP TABLE z_report");
    try (Journal journal = disk.open()) {
      JournalOnDisk.append(journal, disk.till.does(new Input.CloseBusinessDay()));
    }
    try (Documents documents = Documents.open(folder)) {
      assertTrue(documents.byReport(1).isPresent());
    }
  }
}
