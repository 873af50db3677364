package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A completed sale is undone whole. What a card terminal says is handed in.
final class PostVoidingTest {

  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static Till selling(long price) {
    return Till.open().sells("1", price).does(new Input.TakeTotal());
  }

  private static Input.PostVoid undo(Till till, Transaction sale) {
    return new Input.PostVoid(till.original(sale));
  }

  private static Transaction.Retail document(Till till) {
    return (Transaction.Retail) till.lastTransaction().body();
  }

  private static List<Money> amounts(Till till) {
    return document(till).tenders().stream().map(Tender::amount).toList();
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private static PaymentOutcome settled(long minor) {
    return new PaymentOutcome.Settled(new PaymentOutcome.Booking(eur(minor), Till.authorization()));
  }

  @Test
  void cashAndVouchersGoBackAtOnceAndAllAmountsAreTheOtherWayRound() {
    Till till = selling(500).does(new Input.TenderVoucher(Optional.of(eur(100))));
    till.does(new Input.TenderCash(Optional.of(eur(1_000))));
    Transaction sale = till.lastTransaction();
    GrandTotals before = GrandTotals.zero(Till.EUR);
    till.effects.clear();
    till.by("17").does(undo(till, sale));
    assertTrue(till.workstation().state().sale().isEmpty());
    Transaction.Retail undone = document(till);
    assertEquals(Transaction.Status.POST_VOIDED, undone.status());
    assertEquals(List.of(new Link(Link.Kind.POST_VOID, sale.transactionId())), undone.links());
    assertEquals(eur(-500), undone.totals().total());
    assertEquals(eur(-80), undone.totals().taxes().getFirst().amount());
    assertEquals(eur(-500), undone.lines().getFirst().extendedAmount());
    assertEquals(eur(0), undone.change());
    assertEquals(List.of(eur(-400), eur(-100)), amounts(till));
    assertEquals(List.of(new Effect.OpenDrawer()), till.effects);
    assertEquals("17", till.lastTransaction().operator());
    assertEquals(before.sales(), till.lastTransaction().grandTotals().sales());
    assertEquals(before.returns(), till.lastTransaction().grandTotals().returns());
    assertEquals(2, till.workstation().state().printJobs().size());
  }

  @Test
  void theDayCountsItLikeThePerpetualTotals() {
    Till till = selling(500).does(CASH);
    Transaction sale = till.lastTransaction();
    till.by("17").does(undo(till, sale));
    DayTotals day = till.workstation().state().day().orElseThrow();
    assertEquals(new DayTotals.TransactionCount(1, 0, 0, 1), day.transactions());
    assertEquals(eur(0), day.sales());
    assertEquals(eur(0), day.returns());
    assertEquals(eur(0), day.taxes().getFirst().amount());
    assertEquals(List.of(new TenderSum(TenderType.CASH, 2, eur(0))), day.tenders());
    assertEquals(eur(0), day.cash().expected());
  }

  @Test
  void aCardIsReversedBeforeTheSaleIsUndone() {
    Till till = selling(500).does(new Input.TenderCash(Optional.of(eur(200))));
    till.does(new Input.TenderCard(Optional.empty())).answers(settled(300));
    Transaction sale = till.lastTransaction();
    till.by("17").does(undo(till, sale));
    PaymentAttempt reversal = till.sale().attempt().orElseThrow();
    assertEquals(PaymentAttempt.Kind.REVERSAL, reversal.purpose());
    assertEquals(eur(300), reversal.amount());
    assertEquals(Optional.of("0007"), reversal.receiptNumber());
    assertEquals(List.of(), till.sale().tenders(), "the drawer waits for the terminal");
    till.answers(till.settled());
    assertEquals(Transaction.Status.POST_VOIDED, document(till).status());
    assertEquals(List.of(eur(-300), eur(-200)), amounts(till));
    assertEquals(Optional.of(2), document(till).tenders().getFirst().reverses());
  }

  @Test
  void afterAPowerCutTheReversalIsAskedFor() {
    Till till = selling(500).does(new Input.TenderCard(Optional.empty())).answers(settled(500));
    till.by("17").does(undo(till, till.lastTransaction()));
    till.effects.clear();
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(SaleStatus.PAYMENT_UNKNOWN, till.sale().status());
    assertInstanceOf(Effect.QueryPayment.class, till.effects.getFirst());
    till.answers(till.settled());
    assertEquals(Transaction.Status.POST_VOIDED, document(till).status());
  }

  @Test
  void whatTheTerminalRefusesIsTriedAgainOrPaidOut() {
    for (boolean again : List.of(true, false)) {
      Till till = selling(500).does(new Input.TenderCard(Optional.of(eur(200))));
      till.answers(settled(200)).does(new Input.TenderCard(Optional.empty()));
      till.answers(settled(300));
      Transaction sale = till.lastTransaction();
      till.by("17").does(undo(till, sale)).answers(till.settled());
      assertEquals(List.of(eur(-300)), till.sale().tenders().stream().map(Tender::amount).toList());
      till.answers(new PaymentOutcome.Declined("too late"));
      assertRefused(Reason.PROBLEM_OPEN, till.hears(undo(till, sale)));
      Problem problem = till.sale().openProblems().getFirst();
      till.does(new Input.ClearProblem(problem.id(), Problem.Decision.APPROVED, "seen"));
      assertRefused(Reason.REFUND_IS_FINAL, till.hears(new Input.CancelTransaction()));
      assertRefused(Reason.LINES_LOCKED, till.hears(new Input.ResumeEntry()));
      assertRefused(Reason.LINES_LOCKED, till.hears(new Input.SuspendTransaction()));
      assertRefused(Reason.NO_TRANSACTION, till.hears(new Input.TimeOut()));
      if (again) {
        till.does(undo(till, sale)).answers(till.settled());
      } else {
        till.does(CASH);
      }
      assertEquals(List.of(eur(-300), eur(-200)), amounts(till));
      assertEquals(Transaction.Status.POST_VOIDED, document(till).status());
    }
  }

  @Test
  void aRefundByCardIsNotFollowedByTheReversalToo() {
    Till till = selling(500).does(new Input.TenderCard(Optional.empty())).answers(settled(500));
    Transaction sale = till.lastTransaction();
    till.by("17").does(undo(till, sale)).answers(new PaymentOutcome.Declined("too late"));
    Problem problem = till.sale().openProblems().getFirst();
    till.does(new Input.ClearProblem(problem.id(), Problem.Decision.APPROVED, "seen"));
    till.does(new Input.TenderCard(Optional.of(eur(100))));
    assertEquals(PaymentAttempt.Kind.REFUND, till.sale().attempt().orElseThrow().purpose());
    till.answers(till.settled());
    assertTrue(till.sale().attempt().isEmpty(), "the 500 are more than is due");
    till.does(CASH);
    assertEquals(List.of(eur(-100), eur(-400)), amounts(till));
  }

  @Test
  void untilMoneyHasGoneBackItCanBeGivenUp() {
    Till till = selling(500).does(new Input.TenderCard(Optional.empty())).answers(settled(500));
    Transaction sale = till.lastTransaction();
    till.by("17").does(undo(till, sale)).answers(new PaymentOutcome.Declined("too late"));
    till.does(new Input.CancelTransaction());
    assertEquals(Transaction.Status.VOIDED, document(till).status());
    assertTrue(!till.original(sale).postVoided());
  }

  @Test
  void aDayThatIsOpenedAgainOnItsDateDoesNotUndoWhatItsReportHas() {
    Till till = selling(500).does(CASH);
    Transaction sale = till.lastTransaction();
    till.by("17").does(new Input.CloseBusinessDay());
    till.does(new Input.OpenBusinessDay(Till.DAY)).does(new Input.OpenLane());
    assertRefused(Reason.NOT_OF_TODAY, till.hears(undo(till, sale)));
    till.sells("2", 100).does(new Input.TakeTotal()).does(CASH);
    till.does(undo(till, till.lastTransaction()));
    assertEquals(Transaction.Status.POST_VOIDED, document(till).status());
  }

  @Test
  void onlyAWholeSaleOfTodayIsUndoneAndOnlyOnce() {
    Till till = selling(500).does(CASH);
    Transaction sale = till.lastTransaction();
    assertRefused(Reason.ATTENDANT_NEEDED, till.hears(undo(till, sale)));
    till.by("17");
    assertRefused(
        Reason.NOT_OF_TODAY,
        till.hears(
            new Input.PostVoid(
                new Original(of(sale, Till.DAY.minusDays(1)), List.of(), false, false))));
    till.sells("2", 100);
    assertRefused(Reason.LANE_BUSY, till.hears(undo(till, sale)));
    till.does(new Input.CancelTransaction());
    assertRefused(Reason.NOT_A_SALE, till.hears(undo(till, till.lastTransaction())));
    till.does(till.back(sale, 1, "1")).does(new Input.SuspendTransaction());
    assertRefused(Reason.PARTLY_RETURNED, till.hears(undo(till, sale)));
    till.does(new Input.RetrieveTransaction(Optional.empty(), 7));
    till.does(new Input.CancelTransaction()).does(undo(till, sale));
    assertRefused(Reason.ALREADY_POST_VOIDED, till.hears(undo(till, sale)));
    assertRefused(Reason.ALREADY_POST_VOIDED, till.hears(till.back(sale, 1, "1")));
    assertRefused(Reason.NOT_A_SALE, till.hears(undo(till, till.lastTransaction())));
  }

  private static Transaction of(Transaction sale, LocalDate day) {
    return new Transaction(
        sale.transactionId(),
        sale.sequence(),
        Optional.of(day),
        sale.operator(),
        sale.begin(),
        sale.end(),
        sale.clock(),
        sale.body(),
        sale.grandTotals());
  }

  @Test
  void aReturnThatIsUndoneMayComeAgain() {
    Till till = Till.open().by("17");
    till.does(Till.enter(Till.item("1", 100, "A"), new BigDecimal("2")));
    till.does(new Input.TakeTotal()).does(CASH);
    Transaction sale = till.lastTransaction();
    till.does(till.back(sale, 1, "2")).does(new Input.TakeTotal()).does(CASH);
    Transaction returned = till.lastTransaction();
    assertEquals(eur(200), returned.grandTotals().returns());
    till.does(undo(till, returned));
    assertEquals(eur(200), document(till).totals().total(), "the customer pays again");
    assertEquals(eur(0), till.lastTransaction().grandTotals().returns());
    assertEquals(eur(200), till.lastTransaction().grandTotals().sales());
    till.does(till.back(sale, 1, "2")).does(new Input.TakeTotal()).does(CASH);
    assertEquals(eur(-200), document(till).totals().total());
  }

  @Test
  void aSaleWhoseReturnWasUndoneCanBeUndone() {
    Till till = selling(500).does(CASH).by("17");
    Transaction sale = till.lastTransaction();
    till.does(till.back(sale, 1, "1")).does(new Input.TakeTotal()).does(CASH);
    Transaction returned = till.lastTransaction();
    assertRefused(Reason.PARTLY_RETURNED, till.hears(undo(till, sale)));
    till.does(undo(till, returned)).does(undo(till, sale));
    assertEquals(eur(0), till.lastTransaction().grandTotals().sales());
  }

  @Test
  void moneyThatWentToACardIsNotCalledBack() {
    Till till = Till.open().by("17").sells("1", 500).does(new Input.TakeTotal()).does(CASH);
    till.does(till.back(till.lastTransaction(), 1, "1")).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty())).answers(till.settled());
    assertRefused(Reason.REFUND_IS_FINAL, till.hears(undo(till, till.lastTransaction())));
  }

  @Test
  void theRoundingOfItsCashIsUndoneToo() {
    Currency chf = Currency.getInstance("CHF");
    Till till = Till.open(new Shop(chf, Till.SHOP.taxes(), List.of("de"), "self", true));
    till.does(Till.enter(Till.item("1", new Money(1_003, chf), "A"))).does(new Input.TakeTotal());
    till.does(CASH);
    till.by("17").does(undo(till, till.lastTransaction()));
    assertEquals(new Money(-1_005, chf), document(till).totals().total());
    assertEquals(new Money(-2, chf), document(till).totals().rounding());
    assertTrue(document(till).totals().due().isZero());
  }
}
