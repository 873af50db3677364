package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody looks into a basket: whose, and what comes of it.
final class BasketChecksTest {

  private static final Input.TakeTotal TOTAL = new Input.TakeTotal();
  private static final Input.CheckBasket CHECK = new Input.CheckBasket();
  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());
  private static final Input.RetrieveTransaction RETRIEVE =
      new Input.RetrieveTransaction(Optional.empty(), 8);

  private static Till checking(int every) {
    return Till.open(Till.SHOP.checkingBaskets(every));
  }

  private static void refused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private static Problem check(Till till) {
    Problem open = till.sale().openProblems().getLast();
    assertEquals(Problem.Code.BASKET_CHECK, open.code());
    return open;
  }

  private static Transaction.Retail document(Till till) {
    return (Transaction.Retail) till.lastTransaction().body();
  }

  @Test
  void nothingIsPaidBeforeSomebodyHasLooked() {
    Till till = checking(1).sells("1", 199).does(TOTAL);
    assertEquals(Problem.Level.CRITICAL, check(till).code().level());
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    for (Input input :
        List.of(
            CASH,
            new Input.TenderCard(Optional.empty()),
            new Input.TenderVoucher(Optional.empty()),
            new Input.ResumeEntry(),
            new Input.CancelTransaction(),
            new Input.SuspendTransaction())) {
      refused(Reason.PROBLEM_OPEN, till.hears(input));
    }
    refused(Reason.NO_TRANSACTION, till.hears(new Input.TimeOut()));
    refused(Reason.ATTENDANT_NEEDED, till.hears(Goods.approves(check(till))));
    till.does("17", Goods.approves(check(till))).does(CASH);
    Problem looked = document(till).problems().getFirst();
    assertEquals("basket-check", looked.code().wireName());
    assertEquals("17", looked.clearing().orElseThrow().operator());
  }

  @Test
  void aBasketThatIsNotRightGoesToALaneWithStaff() {
    Till till = checking(1).sells("1", 199).does(TOTAL);
    till.does("17", Goods.refuses(check(till)));
    assertEquals(Transaction.Status.SUSPENDED, document(till).status());
    assertEquals(
        Problem.Decision.REFUSED,
        document(till).problems().getFirst().clearing().orElseThrow().decision());
    assertTrue(till.workstation().state().sale().isEmpty());
    till.does(RETRIEVE).sells("2", 100).does(TOTAL).does(CASH);
    assertEquals(299, document(till).totals().total().minor(), "nobody looks twice");
  }

  @Test
  void itStaysOpenWhereNoMoreSalesCanWait() {
    Till till = checking(1);
    for (int i = 0; i < Workstation.SUSPENDED_MAX; i++) {
      till.sells("1", 199).does(new Input.SuspendTransaction());
    }
    till.sells("1", 199).does(TOTAL);
    refused(Reason.TOO_MANY_SUSPENDED, till.hears("17", Goods.refuses(check(till))));
    assertTrue(check(till).isOpen());
    till.does("17", new Input.CancelTransaction());
    assertEquals(Transaction.Status.VOIDED, document(till).status());
  }

  @Test
  void whoHasBeenLookedIntoIsNotChosenAgain() {
    Till till = checking(1).sells("1", 199).does(TOTAL);
    till.does("17", Goods.approves(check(till))).does(new Input.ResumeEntry()).sells("2", 100);
    till.does(TOTAL).does(CASH);
    assertEquals(1, document(till).problems().size());
    till.sells("1", 199).does("17", CHECK);
    till.does("17", Goods.approves(check(till))).does(TOTAL).does(CASH);
    assertEquals(1, document(till).problems().size());
  }

  @Test
  void aSaleThatSomebodyOfTheShopServesIsNotChosen() {
    Till till = checking(1).does("17", new Input.SignOn());
    till.sells("1", 199).does(TOTAL).does(CASH);
    assertEquals(List.of(), document(till).problems());
  }

  @Test
  void aSaleWithNothingToPayWaitsForItToo() {
    Till till = checking(1).sells("1", 199);
    till.does("17", Goods.cuts(1, Goods.amount(199))).does(TOTAL);
    till.does("17", Goods.approves(check(till)));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void somebodyOfTheShopLooksWheneverTheyWant() {
    Till till = Till.open();
    refused(Reason.ATTENDANT_NEEDED, till.hears(CHECK));
    refused(Reason.NO_TRANSACTION, till.hears("17", CHECK));
    till.sells("1", 199).does(new Input.CallAssistance()).does("17", CHECK).does("17", CHECK);
    assertEquals(2, till.sale().openProblems().size(), "twice is once");
    till.does("17", Goods.approves(till.sale().problems().getFirst()));
    for (Input input :
        List.of(
            Till.enter(Till.item("2", 100, "A")),
            new Input.VoidLine(1),
            TOTAL,
            new Input.CancelTransaction(),
            new Input.SuspendTransaction())) {
      refused(Reason.PROBLEM_OPEN, till.hears(input));
    }
    till.does("17", Goods.approves(check(till))).does(TOTAL);
    refused(Reason.LINES_LOCKED, till.hears("17", CHECK));
    till.does(new Input.ResumeEntry()).does("17", CHECK).does("17", Goods.refuses(check(till)));
    assertEquals(Transaction.Status.SUSPENDED, document(till).status());
  }

  @Test
  void aRestartChangesNothing() {
    Till till = checking(1).sells("1", 199).does(TOTAL);
    Till again = Till.goingOn(till.workstation().state());
    again.does(new Input.Start("boot", Map.of()));
    refused(Reason.PROBLEM_OPEN, again.hears(CASH));
    again.does("17", Goods.approves(check(again))).does(CASH);
  }

  /// Names as they follow one another: ULIDs of one second, and numbers. Five standard deviations
  /// around what is expected.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 10_000})
  void oneInSoManyIsChosen(int every) {
    int sales = 100_000;
    long chosen =
        IntStream.range(0, sales)
            .filter(i -> BasketChecks.isChosen("01KB0AJ3ZH%05dABCDEFGHJKM".formatted(i), every))
            .count();
    double expected = (double) sales / every;
    double off = Math.abs(expected - (double) chosen);
    assertTrue(off <= 5 * Math.sqrt(expected * (1 - 1.0 / every)), chosen + " of " + sales);
  }

  @Test
  void noneIsChosenWhereNobodyWantsToLook() {
    assertTrue(IntStream.range(0, 1_000).noneMatch(i -> BasketChecks.isChosen("sale-" + i, 0)));
  }

  /// What was chosen once is chosen for ever: a replay has to find the same.
  @Test
  void theChoiceFollowsFromTheName() {
    assertEquals(
        List.of(0, 11, 20, 24, 25, 31, 37, 39),
        IntStream.range(0, 40).filter(i -> BasketChecks.isChosen("id-" + i, 4)).boxed().toList());
  }
}
