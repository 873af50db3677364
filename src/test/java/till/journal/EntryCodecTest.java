package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.refusal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import till.sale.Entry;
import till.sale.EntryMethod;
import till.sale.GrandTotals;
import till.sale.LaneState;
import till.sale.LineItem;
import till.sale.Moment;
import till.sale.Money;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.TenderType;
import till.sale.Till;
import till.sale.TillState;
import till.sale.Transaction;

/// A field that is renamed in `sale` turns one of these red: an open sale of the day before would
/// be lost. Old lines stay in the golden files; new kinds get new lines.
final class EntryCodecTest {

  private static final LineItem LINE =
      new LineItem(
          1,
          LineItem.Kind.SALE,
          "4006381333931",
          "Käse \"mild\" 100 g",
          new BigDecimal("2"),
          "EA",
          eur(199),
          eur(199),
          eur(398),
          "A",
          EntryMethod.SCANNED,
          Optional.of(new Scan("EAN13", "4006381333931")),
          false);
  private static final LineItem KEYED =
      new LineItem(
          2,
          LineItem.Kind.SALE,
          "17",
          "Tüte",
          new BigDecimal("1E+1"),
          "EA",
          eur(10),
          eur(10),
          eur(100),
          "B",
          EntryMethod.KEYED,
          Optional.empty(),
          true);
  private static final LineItem WITH_BATCH =
      new LineItem(
          3,
          LineItem.Kind.SALE,
          "4006381333931",
          "Käse",
          BigDecimal.ONE,
          "EA",
          eur(199),
          eur(199),
          eur(199),
          "A",
          EntryMethod.SCANNED,
          Optional.of(
              new Scan(
                  "DATAMATRIX",
                  "010400638133393110A7\u001d17271231",
                  Optional.of("]d2"),
                  List.of(
                      new Scan.Element("01", "04006381333931"),
                      new Scan.Element("10", "A7"),
                      new Scan.Element("17", "271231")))),
          false);
  private static final Tender CASH =
      new Tender(1, TenderType.CASH, eur(98), eur(100), Optional.empty());
  private static final Tender CARD =
      new Tender(2, TenderType.CREDIT_DEBIT, eur(300), eur(300), Optional.of(Till.authorization()));
  private static final PaymentAttempt ATTEMPT =
      new PaymentAttempt("sale-1-1", 1, eur(300), PaymentAttempt.State.SENT);
  private static final PrintJob JOB =
      new PrintJob(
          "sale-1-receipt",
          "sale-1",
          PrintJob.State.QUEUED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final PrintJob COPY =
      new PrintJob(
          "boot-1-copy",
          "sale-1",
          PrintJob.State.HELD,
          Optional.of("sale-1-receipt"),
          Optional.of("the cover is open: close it"),
          Optional.of(Till.NOON));
  private static final GrandTotals TOTALS =
      new GrandTotals(
          eur(398),
          eur(0),
          Map.of("A", eur(398)),
          Map.of(TenderType.CASH, eur(98), TenderType.CREDIT_DEBIT, eur(300)));

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry.BusinessDayOpened(Till.DAY),
          new Entry.LaneStateChanged(LaneState.PAUSED),
          new Entry.TransactionStarted("sale-1", 17, Till.NOON.plusNanos(123_456_789), "self", 812),
          new Entry.LineAdded(LINE),
          new Entry.LineAdded(KEYED),
          new Entry.LineVoided(2),
          new Entry.TotalTaken(),
          new Entry.EntryResumed(),
          new Entry.TenderTaken(CASH),
          new Entry.PaymentStarted(ATTEMPT),
          new Entry.PaymentUnknown("sale-1-1", "no answer"),
          new Entry.PaymentFailed("sale-1-1", "declined"),
          new Entry.PaymentApproved("sale-1-1", CARD),
          new Entry.PrintJobQueued(JOB),
          new Entry.PrintJobMoved("sale-1-receipt", PrintJob.State.DOUBTFUL),
          new Entry.PrintJobQueued(COPY),
          new Entry.PrintJobMoved("boot-1-copy", PrintJob.State.HELD, Optional.of("no paper")),
          new Entry.TransactionLogged(
              new Transaction(
                  "sale-1",
                  17,
                  Optional.of(Till.DAY),
                  "self",
                  Till.NOON,
                  Till.NOON.plusSeconds(60),
                  Moment.ClockState.SYNCHRONISED,
                  new Transaction.Retail(
                      Transaction.Status.COMPLETED,
                      812,
                      List.of(LINE, KEYED),
                      List.of(CASH, CARD),
                      new SaleTotals(
                          eur(398),
                          eur(398),
                          eur(0),
                          List.of(new Tax("A", new BigDecimal("19"), true, eur(334), eur(64))))),
                  TOTALS)),
          new Entry.TransactionLogged(
              new Transaction(
                  "boot-1",
                  1,
                  Optional.empty(),
                  "self",
                  Till.NOON,
                  Till.NOON,
                  Moment.ClockState.UNSYNCHRONISED,
                  new Transaction.Control("boot", Map.of("version", "0.1.0")),
                  GrandTotals.zero(Till.EUR))),
          new Entry.LineAdded(WITH_BATCH));

  private static final TillState BUSY =
      new TillState(
          LaneState.READY,
          Optional.of(Till.DAY),
          17,
          Optional.of(
              new RetailTransaction(
                  "sale-1",
                  17,
                  Till.DAY,
                  "self",
                  Till.NOON,
                  812,
                  SaleStatus.PAYMENT_PENDING,
                  List.of(LINE, KEYED),
                  List.of(CASH),
                  Optional.of(ATTEMPT),
                  1)),
          List.of(JOB),
          TOTALS);

  private final EntryCodec codec = new EntryCodec();

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  @Test
  void everyKindOfFactIsAmongTheGoldenOnes() {
    assertEquals(
        Arrays.stream(Entry.class.getPermittedSubclasses()).collect(Collectors.toSet()),
        ENTRIES.stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  @Test
  void factsAreWrittenAsTheyAlwaysWere() {
    assertEquals(Golden.lines("entries-1.ndjson"), ENTRIES.stream().map(codec::write).toList());
  }

  @Test
  void oldFactsStillRead() {
    assertEquals(ENTRIES, Golden.lines("entries-1.ndjson").stream().map(codec::readEntry).toList());
  }

  @Test
  void snapshotsAreWrittenAsTheyAlwaysWereAndRead() {
    List<TillState> states = List.of(TillState.initial(Till.EUR), BUSY);
    assertEquals(Golden.lines("snapshots-1.ndjson"), states.stream().map(codec::write).toList());
    assertEquals(
        states, Golden.lines("snapshots-1.ndjson").stream().map(codec::readState).toList());
  }

  @Test
  void fieldsOfALaterVersionArePassedOver() {
    String later = codec.write(ENTRIES.getFirst()).replace("{", "{\"later\":[1],");
    assertEquals(ENTRIES.getFirst(), codec.readEntry(later));
  }

  @Test
  void whatIsNoFactIsRefused() {
    for (String text :
        List.of(
            "",
            "{}",
            "[]",
            "{\"is\":\"Nonsense\"}",
            "{\"is\":\"LineAdded\"",
            "{\"is\":\"LineAdded\"}",
            "{\"is\":\"LineAdded\",\"line\":null}")) {
      String refusal = refusal(() -> codec.readEntry(text));
      assertTrue(refusal.contains("Entry that cannot be read"), refusal);
    }
  }
}
