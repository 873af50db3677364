package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.sale.Till.EUR;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A business day from its opening to its Z report, against sums that were worked out by hand.
final class DayTest {

  private static Money eur(long minor) {
    return new Money(minor, EUR);
  }

  private static Input.MoveCash cash(CashKind kind, long amount) {
    return new Input.MoveCash(kind, eur(amount), "because", List.of());
  }

  private static Input.MoveCash cash(CashKind kind, long amount, Denomination... of) {
    return new Input.MoveCash(kind, eur(amount), "because", List.of(of));
  }

  private static Denomination pieces(int pieces, long value) {
    return new Denomination(eur(value), pieces);
  }

  private static Till sellsForCash(Till till, Item item, String quantity, long given) {
    return till.does(Till.enter(item, new BigDecimal(quantity)))
        .does(new Input.TakeTotal())
        .does(new Input.TenderCash(Optional.of(eur(given))));
  }

  private static Till newDay() {
    return new Till(Till.SHOP).does(new Input.OpenBusinessDay(Till.DAY)).does(new Input.OpenLane());
  }

  /// | seq | what                           | total | cash  | card  | A 19 %       | B 7 %       |
  /// |-----|--------------------------------|-------|-------|-------|--------------|-------------|
  /// | 4   | 3 × 1.99 A, 10.00 given        | 5.97  | 5.97  |       | 5.02 + 0.95  |             |
  /// | 5   | 12.50 A and 3.49 B by card     | 15.99 |       | 15.99 | 10.50 + 2.00 | 3.26 + 0.23 |
  /// | 6   | 1.00 A, given up               |       |       |       |              |             |
  /// | 7   | 1.49 B, exact                  | 1.49  | 1.49  |       |              | 1.39 + 0.10 |
  /// |     | together                       | 23.45 | 7.46  | 15.99 | 15.52 + 2.95 | 4.65 + 0.33 |
  ///
  /// The drawer: 100.00 loan (3), 7.46 from sales, 50.00 pickup (8), 5.00 in (9), 3.00 out (10):
  /// 59.46 are due, 59.40 are counted (12). Once (11) it is opened for nothing.
  private static Till aDay() {
    Till till = newDay().does(cash(CashKind.LOAN, 10_000));
    sellsForCash(till, Till.item("1", 199, "A"), "3", 1_000);
    till.sells("2", 1_250).does(Till.enter(Till.item("3", 349, "B"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty()));
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.does(new Input.PaymentAnswered(attempt, till.settled()));
    till.sells("4", 100).does(new Input.CancelTransaction());
    sellsForCash(till, Till.item("5", 149, "B"), "1", 149);
    till.does(cash(CashKind.PICKUP, 5_000))
        .does(cash(CashKind.PAY_IN, 500))
        .does(cash(CashKind.PAY_OUT, 300))
        .does(new Input.OpenDrawer("change for a customer"))
        .does(
            cash(
                CashKind.COUNT,
                5_940,
                pieces(1, 5_000),
                pieces(4, 200),
                pieces(1, 100),
                pieces(2, 20)));
    return till;
  }

  private static void assertIsTheTable(DayTotals totals, int lastSequence) {
    var none = new CountedSum(0, eur(0));
    assertEquals(
        new DayTotals(
            Till.NOON,
            1,
            lastSequence,
            new DayTotals.TransactionCount(3, 1, 0, 0),
            1,
            eur(2_345),
            eur(0),
            eur(0),
            eur(0),
            List.of(
                new Tax("A", new BigDecimal("19"), true, eur(1_552), eur(295)),
                new Tax("B", new BigDecimal("7"), true, eur(465), eur(33))),
            List.of(
                new TenderSum(TenderType.CASH, 2, eur(746)),
                new TenderSum(TenderType.CREDIT_DEBIT, 1, eur(1_599))),
            new DrawerCash(
                eur(0),
                eur(10_000),
                eur(5_000),
                eur(500),
                eur(300),
                eur(746),
                Optional.of(eur(-6))),
            Optional.of(new Corrections(none, none, none, none, none, none, eur(100), eur(0), 0))),
        totals);
    assertEquals(eur(5_946), totals.cash().expected());
    assertEquals(Optional.of(eur(5_940)), totals.cash().counted());
    assertEquals(eur(2_345), totals.net());
  }

  @Test
  void aDayComesToWhatItsSalesAndItsDrawerCameTo() {
    assertIsTheTable(aDay().workstation().state().day().orElseThrow(), 12);
  }

  @Test
  void theReportThatClosesADayHoldsAllOfIt() {
    Till till = aDay().does(new Input.CloseBusinessDay());
    Transaction closed = till.lastTransaction();
    var closing = assertInstanceOf(Transaction.Closing.class, closed.body());
    assertEquals(1, closing.number());
    assertEquals(13, closed.sequence());
    assertEquals(Optional.of(Till.DAY), closed.businessDay());
    assertEquals(eur(2_345), closed.grandTotals().sales());
    assertIsTheTable(closing.totals(), 13);
    TillState after = till.workstation().state();
    assertEquals(LaneState.CLOSED, after.lane());
    assertEquals(Optional.empty(), after.businessDay());
    assertEquals(Optional.empty(), after.day());
    assertEquals(
        List.of(closed.transactionId()),
        after.printJobs().stream()
            .map(PrintJob::transactionId)
            .filter(closed.transactionId()::equals)
            .toList());
  }

  @Test
  void theNextDayBeginsWithTheCashThatIsLeftAndTheNextNumberAndFromTheFirstSequence() {
    Till till = aDay().does(new Input.CloseBusinessDay());
    till.does(new Input.OpenBusinessDay(Till.DAY.plusDays(1))).does(new Input.OpenLane());
    assertEquals(2, till.lastTransaction().sequence());
    DayTotals day = till.workstation().state().day().orElseThrow();
    assertEquals(eur(5_940), day.cash().expected());
    assertEquals(eur(0), day.sales());
    sellsForCash(till, Till.item("1", 100, "A"), "1", 100);
    till.does(new Input.CloseBusinessDay());
    var closing = assertInstanceOf(Transaction.Closing.class, till.lastTransaction().body());
    assertEquals(2, closing.number());
    assertEquals(eur(100), closing.totals().sales());
    assertEquals(eur(6_040), closing.totals().cash().expected());
    assertEquals(Optional.empty(), closing.totals().cash().counted());
    assertEquals(eur(2_445), till.lastTransaction().grandTotals().sales());
  }

  @Test
  void theFactsOfADayGiveItAgain() {
    Till till = aDay();
    Workstation again = new Workstation(Till.SHOP, TillState.initial(EUR));
    var states = new ArrayList<TillState>();
    for (Entry fact : till.facts) {
      again = again.apply(fact);
      states.add(again.state());
    }
    assertEquals(till.workstation().state(), states.getLast());
  }

  @Test
  void whatComesBackIsCountedApartAndNegativeTendersAreTenders() {
    Till till = aDay();
    TillState before = till.workstation().state();
    LineItem sold = line(LineItem.Kind.SALE, 500, List.of());
    LineItem back =
        line(
            LineItem.Kind.RETURN,
            -300,
            List.of(new Adjustment(Adjustment.Code.DISCOUNT, eur(20), "as sold", "17")));
    LineItem cheap =
        line(
            LineItem.Kind.SALE,
            100,
            List.of(
                new Adjustment(Adjustment.Code.DISCOUNT, eur(-50), "bruised", "17"),
                new Adjustment(Adjustment.Code.PRICE_OVERRIDE, eur(-5), "shelf", "17")));
    GrandTotals grand = before.grandTotals();
    var after =
        new GrandTotals(
            grand.sales().plus(eur(600)),
            grand.returns().plus(eur(300)),
            grand.byTaxGroup(),
            grand.byTender());
    Transaction mixed =
        new Transaction(
            "mixed",
            13,
            Optional.of(Till.DAY),
            "self",
            Till.NOON,
            Till.NOON,
            Moment.ClockState.SYNCHRONISED,
            new Transaction.Retail(
                Transaction.Status.POST_VOIDED,
                1,
                List.of(sold, back, cheap),
                List.of(
                    new Tender(1, TenderType.CASH, eur(600), eur(600), Optional.empty()),
                    new Tender(2, TenderType.CASH, eur(-300), eur(-300), Optional.empty())),
                new SaleTotals(
                    eur(300),
                    eur(300),
                    eur(0),
                    List.of(
                        new Tax("A", new BigDecimal("19.0"), true, eur(252), eur(48)),
                        new Tax("A", new BigDecimal("16"), true, eur(-9), eur(-1))),
                    eur(-2)),
                List.of(),
                List.of(),
                Optional.empty()),
            after);
    DayTotals day = before.with(new Entry.TransactionLogged(mixed)).day().orElseThrow();
    assertEquals(eur(2_945), day.sales());
    assertEquals(eur(300), day.returns());
    assertEquals(eur(2_645), day.net());
    assertEquals(eur(-30), day.discounts());
    assertEquals(eur(-2), day.rounding());
    assertEquals(new DayTotals.TransactionCount(3, 1, 0, 1), day.transactions());
    assertEquals(new TenderSum(TenderType.CASH, 4, eur(1_046)), day.tenders().getFirst());
    assertEquals(eur(1_046), day.cash().tenders());
    assertEquals(
        List.of("A 19 1804 343", "A 16 -9 -1", "B 7 465 33"),
        day.taxes().stream()
            .map(tax ->
                tax.group()
                    + " "
                    + tax.percent()
                    + " "
                    + tax.taxable().minor()
                    + " "
                    + tax.amount().minor())
            .toList());
  }

  private static LineItem line(LineItem.Kind kind, long amount, List<Adjustment> adjustments) {
    LineItem any = Till.open().sells("1", 100).sale().lines().getFirst();
    return new LineItem(
        any.n(),
        kind,
        any.itemId(),
        any.description(),
        any.quantity(),
        any.unitOfMeasure(),
        any.regularUnitPrice(),
        any.actualUnitPrice(),
        eur(amount),
        any.taxGroup(),
        any.entryMethod(),
        any.scan(),
        false,
        any.taxRate(),
        any.weight(),
        adjustments,
        any.belongsTo(),
        any.returned());
  }

  @Test
  void aCountSaysWhatWasExpectedAndWhatHasMovedSinceMovesIt() {
    Till till = newDay().does(cash(CashKind.COUNT, 15_000));
    var count = assertInstanceOf(Transaction.TenderControl.class, till.lastTransaction().body());
    assertEquals(Optional.of(new Transaction.CashCount(eur(0), eur(15_000))), count.count());
    till.does(cash(CashKind.PICKUP, 5_000));
    DrawerCash drawer = till.workstation().state().day().orElseThrow().cash();
    assertEquals(eur(-5_000), drawer.expected());
    assertEquals(Optional.of(eur(10_000)), drawer.counted());
    till.does(cash(CashKind.COUNT, 9_990));
    drawer = till.workstation().state().day().orElseThrow().cash();
    assertEquals(Optional.of(eur(14_990)), drawer.difference());
    assertEquals(eur(9_990), drawer.content());
  }

  @Test
  void eachActAtTheDrawerOpensItOnce() {
    for (Input act :
        List.of(
            cash(CashKind.LOAN, 1),
            cash(CashKind.PICKUP, 1),
            cash(CashKind.PAY_IN, 1),
            cash(CashKind.PAY_OUT, 1),
            cash(CashKind.COUNT, 0),
            new Input.OpenDrawer("why not"))) {
      Till till = newDay().does(cash(CashKind.LOAN, 100));
      till.effects.clear();
      till.does(act);
      assertEquals(List.of(new Effect.OpenDrawer()), till.effects, act::toString);
    }
  }

  @Test
  void theShopSaysNoToCashThatCannotBe() {
    Till till = newDay().does(cash(CashKind.LOAN, 1_000));
    Map<Input, Reason> refused =
        Map.ofEntries(
            Map.entry(cash(CashKind.PICKUP, 1_001), Reason.NOT_ENOUGH_CASH),
            Map.entry(cash(CashKind.PAY_OUT, 1_001), Reason.NOT_ENOUGH_CASH),
            Map.entry(cash(CashKind.LOAN, 0), Reason.CASH_AMOUNT_INVALID),
            Map.entry(cash(CashKind.PICKUP, -1), Reason.CASH_AMOUNT_INVALID),
            Map.entry(cash(CashKind.COUNT, -1), Reason.CASH_AMOUNT_INVALID),
            Map.entry(
                cash(CashKind.LOAN, Workstation.AMOUNT_MINOR_MAX), Reason.CASH_AMOUNT_INVALID),
            Map.entry(cash(CashKind.LOAN, Long.MAX_VALUE), Reason.CASH_AMOUNT_INVALID),
            Map.entry(
                new Input.MoveCash(CashKind.PAY_IN, eur(1), " ", List.of()), Reason.REASON_NEEDED),
            Map.entry(
                new Input.MoveCash(CashKind.PAY_OUT, eur(1), "", List.of()), Reason.REASON_NEEDED),
            Map.entry(new Input.OpenDrawer(""), Reason.REASON_NEEDED),
            Map.entry(cash(CashKind.LOAN, 500, pieces(2, 200)), Reason.DENOMINATIONS_WRONG),
            Map.entry(
                cash(CashKind.LOAN, 400, pieces(1, 200), pieces(1, 200)),
                Reason.DENOMINATIONS_WRONG),
            Map.entry(cash(CashKind.COUNT, 0, pieces(1, 0)), Reason.DENOMINATIONS_WRONG),
            Map.entry(
                cash(CashKind.COUNT, 0, pieces(1, 100), pieces(-1, 100)),
                Reason.DENOMINATIONS_WRONG),
            Map.entry(
                new Input.MoveCash(
                    CashKind.COUNT, eur(41), "", java.util.Collections.nCopies(41, pieces(1, 1))),
                Reason.DENOMINATIONS_WRONG));
    TillState before = till.workstation().state();
    refused.forEach((input, reason) -> assertRefused(reason, till.hears(input), input));
    assertEquals(before, till.workstation().state());
    till.does(new Input.MoveCash(CashKind.LOAN, eur(1), "", List.of()));
    till.does(cash(CashKind.PICKUP, 1_001));
  }

  @Test
  void theDrawerIsLeftAloneWhileASaleIsOpenAndCashIsOfADay() {
    Till busy = newDay().does(cash(CashKind.LOAN, 1_000)).sells("1", 100);
    assertRefused(Reason.LANE_BUSY, busy.hears(cash(CashKind.LOAN, 1)), "loan");
    assertRefused(Reason.LANE_BUSY, busy.hears(cash(CashKind.COUNT, 1)), "count");
    assertRefused(Reason.LANE_BUSY, busy.hears(new Input.OpenDrawer("why")), "no sale");
    var early = new Till(Till.SHOP);
    assertRefused(Reason.DAY_NOT_OPEN, early.hears(cash(CashKind.LOAN, 1)), "loan");
    early.does(new Input.OpenDrawer("the float"));
  }

  @Test
  void aDayIsNotClosedInTheMiddleOfSomething() {
    Till till = newDay().sells("1", 100);
    assertRefused(Reason.LANE_BUSY, till.hears(new Input.CloseBusinessDay()), "sale");
    till.does(new Input.TakeTotal()).does(new Input.TenderCard(Optional.empty()));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.CloseBusinessDay()), "payment");
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.does(new Input.PaymentAnswered(attempt, new PaymentOutcome.Unknown("silent")));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.CloseBusinessDay()), "unknown");
    till.does(new Input.PaymentAnswered(attempt, till.settled()));
    till.does(new Input.CloseBusinessDay());
    assertRefused(Reason.DAY_NOT_OPEN, till.hears(new Input.CloseBusinessDay()), "closed");
    assertRefused(Reason.DAY_NOT_OPEN, till.hears(new Input.OpenLane()), "lane");
  }

  @Test
  void salesCarryTheOperatorWhoHasSignedOn() {
    Till till = newDay();
    assertRefused(Reason.ATTENDANT_NEEDED, till.hears(new Input.SignOn()), "nobody");
    till.by("17").does(new Input.SignOn());
    assertEquals("17", till.lastTransaction().operator());
    assertRefused(Reason.ALREADY_SIGNED_ON, till.hears(new Input.SignOn()), "twice");
    till.by("18").sells("1", 100);
    assertEquals("17", till.sale().operator());
    assertRefused(Reason.LANE_BUSY, till.hears(new Input.SignOff()), "sale");
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    assertEquals("17", till.lastTransaction().operator());
    till.does(cash(CashKind.LOAN, 100));
    assertEquals("18", till.lastTransaction().operator(), "who did it");
    till.does(new Input.SignOff());
    assertRefused(Reason.NOT_SIGNED_ON, till.hears(new Input.SignOff()), "twice");
    till.sells("2", 100);
    assertEquals("self", till.sale().operator());
    assertRefused(Reason.LANE_BUSY, till.hears(new Input.SignOn()), "sale");
  }

  private static void assertRefused(Reason reason, Verdict verdict, Object what) {
    assertTrue(
        verdict instanceof Verdict.Refused refused && refused.reason() == reason,
        what + ": " + verdict);
  }
}
