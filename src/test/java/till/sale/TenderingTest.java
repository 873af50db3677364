package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How money is taken and given back. What a card terminal says is handed in.
final class TenderingTest {

  private static final Input.TenderCard CARD = new Input.TenderCard(Optional.empty());

  private static Till tendering(long price) {
    return Till.open().sells("1", price).does(new Input.TakeTotal());
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static Input.TenderCash cash(long minor) {
    return new Input.TenderCash(Optional.of(eur(minor)));
  }

  private static Transaction.Retail document(Till till) {
    return (Transaction.Retail) till.lastTransaction().body();
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private static PaymentOutcome.Booking part(long minor) {
    return new PaymentOutcome.Booking(eur(minor), Till.authorization());
  }

  private static Authorization signed() {
    Authorization card = Till.authorization();
    return new Authorization(
        card.terminalId(),
        card.traceNumber(),
        card.receiptNumber(),
        card.maskedAccount(),
        card.cardName(),
        "signature",
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void anApprovalIsNotTheEndBeforeItIsSettled() {
    Till till = tendering(199).does(CARD);
    var booking = till.booking(Till.authorization());
    till.answers(new PaymentOutcome.Approved(booking));
    assertEquals(SaleStatus.PAYMENT_PENDING, till.sale().status());
    assertEquals(List.of(), till.sale().tenders());
    assertTrue(
        till.effects.contains(
            new Effect.AcknowledgePayment(till.sale().attempt().orElseThrow().attemptId())));
    till.answers(new PaymentOutcome.Settled(booking));
    assertTrue(till.workstation().state().sale().isEmpty());
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void anApprovalThatTheTerminalTakesBackIsNoTender() {
    Till till = tendering(199).does(CARD);
    till.answers(new PaymentOutcome.Approved(till.booking(Till.authorization())));
    till.answers(new PaymentOutcome.Declined("reversed"));
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    assertEquals(eur(199), till.workstation().totals().orElseThrow().due());
  }

  @Test
  void anApprovalIsAskedForAgainAfterARestart() {
    Till till = tendering(199).does(CARD);
    till.answers(new PaymentOutcome.Approved(till.booking(Till.authorization())));
    till.effects.clear();
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(SaleStatus.PAYMENT_UNKNOWN, till.sale().status());
    assertInstanceOf(Effect.QueryPayment.class, till.effects.getFirst());
    till.answers(new PaymentOutcome.Settled(till.booking(Till.authorization())));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void aPartThatTheCardGivesLeavesTheRestToPay() {
    Till till = tendering(500).paysByCard(new PaymentOutcome.Settled(part(200)));
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    assertEquals(eur(300), till.workstation().totals().orElseThrow().due());
    till.does(cash(300));
    assertEquals(
        List.of(eur(200), eur(300)),
        document(till).tenders().stream().map(Tender::amount).toList());
  }

  @Test
  void aVoucherGivesNoChange() {
    Till till = tendering(500);
    assertRefused(
        Reason.VOUCHER_TOO_LARGE, till.hears(new Input.TenderVoucher(Optional.of(eur(501)))));
    assertRefused(Reason.AMOUNT_INVALID, till.hears(new Input.TenderVoucher(Optional.of(eur(0)))));
    till.does(new Input.TenderVoucher(Optional.of(eur(400)))).does(cash(200));
    assertEquals(eur(100), document(till).change());
    assertEquals(TenderType.VOUCHER, document(till).tenders().getFirst().type());
  }

  @Test
  void aCardsMoneyGoesBackBeforeTheGoodsDo() {
    Till till = tendering(500).paysByCard(new PaymentOutcome.Settled(part(200)));
    till.does(new Input.ResumeEntry());
    PaymentAttempt reversal = till.sale().attempt().orElseThrow();
    assertEquals(PaymentAttempt.Kind.REVERSAL, reversal.purpose());
    assertEquals(Optional.of(1), reversal.reverses());
    assertEquals(eur(200), reversal.amount());
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.CancelTransaction()));
    till.answers(till.settled());
    assertEquals(SaleStatus.ENTERING, till.sale().status());
    assertEquals(eur(0), till.workstation().totals().orElseThrow().tendered());
    assertEquals(2, till.sale().tenders().size());
  }

  @Test
  void cashAndVouchersGoBackByTheHandOfSomebody() {
    Till till = tendering(500).does(cash(100)).does(new Input.TenderVoucher(Optional.of(eur(50))));
    assertRefused(Reason.MONEY_TAKEN, till.hears(new Input.CancelTransaction()));
    till.effects.clear();
    till.by("17").does(new Input.CancelTransaction());
    assertEquals(List.of(new Effect.OpenDrawer()), till.effects);
    assertEquals(Transaction.Status.VOIDED, document(till).status());
    assertEquals(eur(0), document(till).totals().tendered());
    assertEquals(
        Optional.of(2), document(till).tenders().get(2).reverses(), "the newest goes back first");
  }

  @Test
  void leavingGivesEveryTenderBackInItsTurn() {
    Till till = tendering(500).paysByCard(new PaymentOutcome.Settled(part(200)));
    till.does(cash(100)).paysByCard(new PaymentOutcome.Settled(part(50)));
    till.by("17").does(new Input.CancelTransaction());
    assertEquals(Optional.of(3), till.sale().attempt().orElseThrow().reverses());
    till.answers(till.settled());
    assertEquals(Optional.of(1), till.sale().attempt().orElseThrow().reverses());
    till.answers(till.settled());
    assertEquals(Transaction.Status.VOIDED, document(till).status());
    assertEquals(eur(0), document(till).totals().tendered());
  }

  @Test
  void moneyThatDoesNotGoBackIsSomebodysProblem() {
    Till till = tendering(500).paysByCard(new PaymentOutcome.Settled(part(200)));
    till.does(new Input.CancelTransaction());
    till.answers(new PaymentOutcome.Declined("no"));
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    assertRefused(Reason.PROBLEM_OPEN, till.hears(CARD));
    Problem problem = till.sale().openProblems().getFirst();
    assertEquals(Problem.Code.REVERSAL_FAILED, problem.code());
    till.by("17").does(clear(problem, Problem.Decision.APPROVED)).does(cash(300));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
    assertEquals("17", document(till).problems().getFirst().clearing().orElseThrow().operator());
  }

  private static Input.ClearProblem clear(Problem problem, Problem.Decision decision) {
    return new Input.ClearProblem(problem.id(), decision, "seen");
  }

  @Test
  void aSignatureIsComparedBeforeTheSaleEnds() {
    Till till = tendering(500).does(CARD).answersSettled(signed());
    Problem problem = till.sale().openProblems().getFirst();
    assertEquals(Problem.Code.SIGNATURE_CHECK, problem.code());
    till.by("17").does(clear(problem, Problem.Decision.APPROVED));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void aSignatureThatDoesNotFitGivesTheMoneyBack() {
    Till till = tendering(500).does(CARD).answersSettled(signed());
    till.by("17").does(clear(till.sale().openProblems().getFirst(), Problem.Decision.REFUSED));
    assertEquals(PaymentAttempt.Kind.REVERSAL, till.sale().attempt().orElseThrow().purpose());
    till.answers(till.settled());
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    assertEquals(eur(500), till.workstation().totals().orElseThrow().due());
  }

  @Test
  void onlyWhatIsUnknownIsResolvedByHand() {
    Till till = tendering(500).does(CARD);
    var paid = new Input.ResolvePayment(true, "seen on its receipt");
    assertRefused(Reason.ATTENDANT_NEEDED, till.hears(paid));
    assertRefused(Reason.PAYMENT_NOT_UNKNOWN, till.by("17").hears(paid));
    till.answers(new PaymentOutcome.Unknown("silent"));
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.by("17").does(paid);
    assertTrue(till.effects.contains(new Effect.ForgetPayment(attempt)));
    assertEquals(
        "operator 17",
        document(till).tenders().getFirst().authorization().orElseThrow().verification());
    assertTrue(
        till.facts.stream()
            .anyMatch(fact ->
                fact instanceof Entry.TransactionLogged logged
                    && logged.transaction().body() instanceof Transaction.Control control
                    && control.control().equals("payment-resolved")));
  }

  @Test
  void whatSomebodyFoundUnpaidMayBePaidAgain() {
    Till till = tendering(500).does(CARD);
    till.answers(new PaymentOutcome.Unknown("silent"));
    till.by("17").does(new Input.ResolvePayment(false, "not on its receipt"));
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    till.does(CARD).answersSettled(Till.authorization());
    assertEquals(1, document(till).tenders().size());
  }

  @Test
  void aPaymentIsAbortedOnlyWhileTheTerminalMayStillLetGo() {
    Till till = tendering(500);
    assertRefused(Reason.NO_SUCH_PAYMENT, till.hears(new Input.AbortPayment()));
    till.does(CARD).does(new Input.AbortPayment());
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    assertTrue(till.effects.contains(new Effect.AbortPayment(attempt)));
    assertEquals(SaleStatus.PAYMENT_PENDING, till.sale().status(), "the terminal decides");
    till.answers(new PaymentOutcome.Approved(till.booking(Till.authorization())));
    assertRefused(Reason.TOO_LATE_TO_ABORT, till.hears(new Input.AbortPayment()));
  }

  @Test
  void theFiscalProviderHasTheLastWord() {
    Till till = Till.open(fiscal()).sells("1", 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    assertEquals(SaleStatus.FISCALISING, till.sale().status());
    String sale = till.sale().transactionId();
    assertTrue(till.effects.contains(new Effect.Fiscalise(sale)));
    assertRefused(Reason.SALE_ENDING, till.hears(new Input.CancelTransaction()));
    till.effects.clear();
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(List.of(new Effect.Fiscalise(sale)), till.effects);
    var record = new FiscalRecord("tse", true, Map.of("reason", "no answer"));
    till.does(new Input.Fiscalised(sale, record));
    assertEquals(Optional.of(record), document(till).fiscal());
    assertRefused(Reason.NO_TRANSACTION, till.hears(new Input.Fiscalised(sale, record)));
  }

  private static Shop fiscal() {
    return new Shop(
        Till.EUR,
        Till.SHOP.taxes(),
        Till.SHOP.languages(),
        "self",
        true,
        CashRounding.of(Till.EUR),
        Optional.of("tse"));
  }

  @Test
  void cashIsRoundedToTheSmallestCoinAndOnlyByTheTenderThatEnds() {
    Currency chf = Currency.getInstance("CHF");
    var shop = new Shop(chf, Till.SHOP.taxes(), List.of("de"), "self", true);
    Till till = Till.open(shop);
    till.does(Till.enter(Till.item("1", new Money(1_003, chf), "A"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(500, chf))));
    SaleTotals totals = till.workstation().totals().orElseThrow();
    assertEquals(new Money(503, chf), totals.due());
    assertEquals(new Money(505, chf), till.workstation().cashDue(totals));
    till.does(new Input.TenderCash(Optional.of(new Money(510, chf))));
    assertEquals(new Money(2, chf), document(till).totals().rounding());
    assertEquals(new Money(1_005, chf), document(till).totals().total());
    assertEquals(new Money(5, chf), document(till).change());
    assertTrue(document(till).totals().due().isZero());
  }

  @Test
  void aCardPaysToTheCent() {
    Currency chf = Currency.getInstance("CHF");
    Till till = Till.open(new Shop(chf, Till.SHOP.taxes(), List.of("de"), "self", true));
    till.does(Till.enter(Till.item("1", new Money(1_003, chf), "A"))).does(new Input.TakeTotal());
    till.does(CARD);
    assertEquals(new Money(1_003, chf), till.sale().attempt().orElseThrow().amount());
  }

  @Test
  void nothingIsHandedOverWhereAllOfItIsRoundedAway() {
    Currency chf = Currency.getInstance("CHF");
    Till till = Till.open(new Shop(chf, Till.SHOP.taxes(), List.of("de"), "self", true));
    till.does(Till.enter(Till.item("1", new Money(2, chf), "A"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    assertEquals(List.of(), document(till).tenders());
    assertTrue(document(till).totals().total().isZero());
  }

  @Test
  void whatWasPaidWhileSomebodyWasCalledEndsOnceTheyHaveLooked() {
    Till till = tendering(199).does(CARD).does(new Input.CallAssistance());
    till.answersSettled(Till.authorization());
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    till.by("17").does(new Input.ClearProblem("p1", Problem.Decision.REFUSED, "all is well"));
    assertEquals(Optional.empty(), till.workstation().state().sale());
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void aSignatureThatDoesNotFitGivesTheMoneyBackOnceWhereTheSaleIsGivenUpAlready() {
    Till till = tendering(199).does(CARD).answersSettled(signed());
    till.does(new Input.CancelTransaction());
    PaymentAttempt reversal = till.sale().attempt().orElseThrow();
    till.by("17").does(new Input.ClearProblem("p1", Problem.Decision.REFUSED, "not the same"));
    assertEquals(Optional.of(reversal), till.sale().attempt());
    till.answersSettled(Till.authorization());
    assertEquals(Transaction.Status.VOIDED, document(till).status());
    assertTrue(document(till).totals().tendered().isZero());
  }

  @Test
  void moneyThatDoesNotGoBackPaysForTheGoodsOnceSomebodyHasLooked() {
    Till till = tendering(199).does(CARD).answersSettled(signed()).by("17");
    till.does(new Input.ClearProblem("p1", Problem.Decision.REFUSED, "not the same hand"));
    till.answers(new PaymentOutcome.Declined("already settled"));
    till.does(new Input.ClearProblem("p2", Problem.Decision.APPROVED, "the card is theirs"));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void callingTwiceIsCallingOnce() {
    Till till = Till.open().sells("1", 199).does(new Input.CallAssistance());
    till.does(new Input.CallAssistance());
    assertEquals(1, till.sale().problems().size());
    assertRefused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    till.by("17").does(clear(till.sale().problems().getFirst(), Problem.Decision.APPROVED));
    assertFalse(till.sale().isBlocked());
    assertRefused(
        Reason.PROBLEM_CLEARED,
        till.hears(clear(till.sale().problems().getFirst(), Problem.Decision.REFUSED)));
  }
}
