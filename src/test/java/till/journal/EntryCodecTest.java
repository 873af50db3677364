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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import till.sale.Actor;
import till.sale.Adjustment;
import till.sale.Authorization;
import till.sale.Corrections;
import till.sale.CountedSum;
import till.sale.DayTotals;
import till.sale.DrawerCash;
import till.sale.Entry;
import till.sale.EntryMethod;
import till.sale.FiscalRecord;
import till.sale.GrandTotals;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.LastClosing;
import till.sale.Leaving;
import till.sale.LineItem;
import till.sale.LineRate;
import till.sale.Link;
import till.sale.Moment;
import till.sale.Money;
import till.sale.PaymentAttempt;
import till.sale.PaymentOutcome;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.RetailTransaction;
import till.sale.ReturnedLine;
import till.sale.SaleStatus;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.Suspended;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.TenderSum;
import till.sale.TenderType;
import till.sale.Till;
import till.sale.TillState;
import till.sale.Training;
import till.sale.Transaction;
import till.sale.Undoing;
import till.sale.Unweighed;
import till.sale.Weight;

/// A field that is renamed in `sale` turns one of these red: an open sale of the day before would
/// be lost. Old lines stay in the golden files; new kinds get new lines.
final class EntryCodecTest {

  private static final Training TRAINING =
      new Training("training-1", Till.NOON, new Actor("17", "pin"), Optional.empty());
  private static final Training TRAINED =
      new Training(
          "training-1",
          Till.NOON,
          new Actor("17", "pin"),
          Optional.of(
              new Training.End(Till.NOON.plusSeconds(600), new Actor("attendant", "token"))));
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
          false,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());
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
          true,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());
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
          false,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());
  private static final LineItem RETURNED =
      new LineItem(
          4,
          LineItem.Kind.RETURN,
          "4711",
          "Äpfel",
          new BigDecimal("1.204"),
          "kg",
          eur(299),
          eur(249),
          eur(-280),
          "B",
          EntryMethod.KEYED,
          Optional.empty(),
          false,
          Optional.of(new LineRate(new BigDecimal("7"), true)),
          Optional.of(new Weight(new BigDecimal("1.214"), new BigDecimal("0.010"))),
          List.of(
              new Adjustment(Adjustment.Code.PRICE_OVERRIDE, eur(60), "price on the shelf", "17"),
              new Adjustment(Adjustment.Code.DISCOUNT, eur(20), "bruised", "17")),
          Optional.of(1),
          Optional.of(new ReturnedLine("sale-0", 3)),
          Optional.of(18));
  private static final LineItem RETURNED_WITH_TAX =
      new LineItem(
          5,
          LineItem.Kind.DEPOSIT_REFUND,
          "crate",
          "Kasten",
          BigDecimal.ONE,
          "EA",
          eur(150),
          eur(150),
          eur(-150),
          "A",
          EntryMethod.KEYED,
          Optional.empty(),
          false,
          Optional.of(new LineRate(new BigDecimal("19"), true)),
          Optional.empty(),
          List.of(),
          Optional.of(4),
          Optional.of(new ReturnedLine("sale-0", 4, Optional.of(eur(-24)))));
  private static final Authorization APPROVED = Till.authorization();
  private static final PaymentAttempt REVERSAL =
      new PaymentAttempt(
          "sale-1-2",
          2,
          eur(300),
          PaymentAttempt.State.APPROVED,
          Optional.of(PaymentAttempt.Kind.REVERSAL),
          Optional.of(2),
          Optional.of("0007"),
          Optional.of(new PaymentOutcome.Booking(eur(300), APPROVED)));
  private static final Problem AGE =
      new Problem("p1", Problem.Code.AGE_RESTRICTED, Optional.of(1), Optional.empty());
  private static final Problem COUPON =
      new Problem(
          "p2",
          Problem.Code.COUPON_CHECK,
          Optional.empty(),
          Optional.empty(),
          Optional.of("9900000001230"));
  private static final Problem.Clearing CLEARED =
      new Problem.Clearing(
          Problem.Decision.APPROVED, "17", "pin", "looks well over 40", Till.NOON.plusSeconds(5));
  private static final Tender CASH =
      new Tender(1, TenderType.CASH, eur(98), eur(100), Optional.empty());
  private static final Tender CARD =
      new Tender(2, TenderType.CREDIT_DEBIT, eur(300), eur(300), Optional.of(Till.authorization()));
  private static final PaymentAttempt ATTEMPT =
      new PaymentAttempt(
          "sale-1-1",
          1,
          eur(300),
          PaymentAttempt.State.SENT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
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
                          List.of(new Tax("A", new BigDecimal("19"), true, eur(334), eur(64))),
                          eur(0)),
                      List.of(),
                      List.of(),
                      Optional.empty()),
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

  /// What later versions brought.
  private static final List<Entry> NEWER =
      List.of(
          new Entry.LineAdded(RETURNED),
          new Entry.LineChanged(RETURNED),
          new Entry.LineAdded(RETURNED_WITH_TAX),
          new Entry.LinkAdded(new Link(Link.Kind.RETURN, "sale-0")),
          new Entry.PostVoidStarted(new Undoing("sale-1", List.of(CASH, CARD))),
          new Entry.TransactionRetrieved("sale-1"),
          new Entry.WeighingStarted(
              new Unweighed(
                  Till.item("apple", 299, "B"),
                  "Äpfel",
                  EntryMethod.KEYED,
                  Optional.empty(),
                  new BigDecimal("0.010"),
                  Optional.of(Till.item("crate", 150, "A")))),
          new Entry.WeighingEnded(),
          new Entry.ProblemRaised(AGE),
          new Entry.ProblemCleared("p1", CLEARED),
          new Entry.PaymentStarted(REVERSAL),
          new Entry.PaymentBooked("sale-1-2", new PaymentOutcome.Booking(eur(300), APPROVED)),
          new Entry.LeavingStarted(Leaving.VOIDED),
          new Entry.LeavingStopped(),
          new Entry.CashRounded(eur(-2)),
          new Entry.FiscalisingStarted(),
          new Entry.Fiscalised(new FiscalRecord("tse", false, Map.of("signature", "MEUCIQ"))),
          new Entry.OperatorChanged(Optional.of("17")),
          new Entry.OperatorChanged(Optional.empty()),
          new Entry.LanguageChosen("en"),
          new Entry.ReceiptChosen(ReceiptChoice.NONE),
          new Entry.TrainingChanged(TRAINING),
          new Entry.TrainingChanged(TRAINED),
          new Entry.ProblemRaised(COUPON));

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
                  1,
                  List.of(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())),
          List.of(JOB),
          TOTALS,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());
  private static final TillState WELL_ON =
      new TillState(
          LaneState.READY,
          Optional.of(Till.DAY),
          17,
          Optional.empty(),
          List.of(),
          TOTALS,
          Optional.of("17"),
          Optional.of(
              new DayTotals(
                  Till.NOON,
                  1,
                  17,
                  new DayTotals.TransactionCount(3, 1, 2, 1),
                  4,
                  eur(398),
                  eur(10),
                  eur(-20),
                  eur(1),
                  List.of(new Tax("A", new BigDecimal("19"), true, eur(334), eur(64))),
                  List.of(new TenderSum(TenderType.CASH, 2, eur(98))),
                  new DrawerCash(
                      eur(100), eur(200), eur(50), eur(5), eur(3), eur(98), Optional.of(eur(-1))),
                  Optional.of(
                      new Corrections(
                          new CountedSum(1, eur(-5)),
                          new CountedSum(2, eur(-11)),
                          new CountedSum(1, eur(-5)),
                          new CountedSum(1, eur(-4)),
                          new CountedSum(3, eur(700)),
                          new CountedSum(1, eur(10)),
                          eur(55),
                          eur(-20),
                          2)))),
          Optional.of(new LastClosing(12, Till.DAY.minusDays(1), eur(100))),
          List.of(new Suspended(BUSY.sale().orElseThrow(), Till.NOON)),
          Optional.of(TRAINED));

  private final EntryCodec codec = new EntryCodec();

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  @Test
  void everyKindOfFactIsAmongTheGoldenOnes() {
    assertEquals(
        Arrays.stream(Entry.class.getPermittedSubclasses()).collect(Collectors.toSet()),
        all().stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  private static List<Entry> all() {
    return Stream.concat(ENTRIES.stream(), NEWER.stream()).toList();
  }

  @Test
  void factsAreWrittenAsTheyAlwaysWere() {
    assertEquals(Golden.lines("entries-2.ndjson"), all().stream().map(codec::write).toList());
  }

  @Test
  void whatIsWrittenReads() {
    assertEquals(all(), Golden.lines("entries-2.ndjson").stream().map(codec::readEntry).toList());
  }

  /// But for documents in the making, which no disk has ever held.
  @Test
  void oldFactsStillRead() {
    assertEquals(
        ENTRIES.stream().filter(entry -> !(entry instanceof Entry.TransactionLogged)).toList(),
        Golden.lines("entries-1.ndjson").stream().map(codec::readEntry).toList());
  }

  @Test
  void snapshotsAreWrittenAsTheyAlwaysWereAndRead() {
    List<TillState> states = List.of(TillState.initial(Till.EUR), BUSY, WELL_ON);
    assertEquals(Golden.lines("snapshots-2.ndjson"), states.stream().map(codec::write).toList());
    assertEquals(
        states, Golden.lines("snapshots-2.ndjson").stream().map(codec::readState).toList());
    assertEquals(
        states.subList(0, 2),
        Golden.lines("snapshots-1.ndjson").stream().map(codec::readState).toList());
  }

  @Test
  void aSaleThatWaitsIsInTheSnapshot() {
    Till till = Till.open().sells("1", 199).does(new Input.SuspendTransaction());
    TillState state = till.workstation().state();
    assertEquals(1, state.suspended().size());
    assertEquals(state, codec.readState(codec.write(state)));
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
