package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Money;
import till.sale.Problem;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.Till;
import till.sale.Transaction;

/// A sale that nobody touches, on a real journal. Time passes when the test says so.
final class IdleSaleTest {

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  private long ahead;
  private final Semaphore told = new Semaphore(0);

  private Counter open() {
    var counter = new Counter(folder);
    ahead = 0;
    counter.lane.listen(news -> {
      if (news.kind() == LaneNews.Kind.LANE) {
        told.release();
      }
    });
    return counter.start();
  }

  /// The lane once it is like this: screens are told of each change, and look.
  private LaneView await(Counter counter, String what, Predicate<LaneView> isSo)
      throws InterruptedException {
    LaneView view = counter.lane.view();
    while (!isSo.test(view)) {
      if (!told.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no screen was told: " + what);
      }
      view = counter.lane.view();
    }
    return view;
  }

  private LaneView awaitWarning(Counter counter) throws InterruptedException {
    passes(counter, 121);
    return await(counter, "a warning", IdleSaleTest::isWarned);
  }

  /// Time passes, and a device, which is nobody, lets the lane look at its clock at once.
  private void passes(Counter counter, long seconds) {
    ahead += TimeUnit.SECONDS.toNanos(seconds);
    counter.nanosAhead = ahead;
    counter.device("counter", "Scanner");
  }

  private static boolean isWarned(LaneView view) {
    return view.customer().idle().isPresent();
  }

  @Test
  void aSaleThatNobodyTouchesIsWarnedOfAndThenVoided() throws InterruptedException {
    try (Counter counter = open()) {
      String sale = counter.scans(Counter.PEN).transaction().orElseThrow().transactionId();
      CustomerView.Idle idle = awaitWarning(counter).customer().idle().orElseThrow();
      assertTrue(idle.secondsLeft() <= 30 && idle.secondsLeft() > 0, idle.toString());
      assertTrue(idle.expiresAt().isAfter(counter.now), idle.toString());
      passes(counter, 31);
      LaneView after = await(counter, "the end of it", view -> view.state() == LaneState.READY);
      assertEquals(Optional.empty(), after.transaction());
      assertFalse(isWarned(after));
      assertEquals(Optional.empty(), counter.lastSaleOnDisk());
      isVoidedAsIdle(counter, sale);
    }
  }

  private static void isVoidedAsIdle(Counter counter, String transactionId) {
    Transaction.Retail sale = counter.sale(transactionId);
    assertEquals(Transaction.Status.VOIDED, sale.status());
    assertEquals(Problem.Code.IDLE, sale.problems().getFirst().code());
  }

  @Test
  void anyInputTakesTheWarningBack() throws InterruptedException {
    try (Counter counter = open()) {
      counter.scans(Counter.PEN);
      awaitWarning(counter);
      assertFalse(isWarned(counter.does(new Input.Extend()).view()));
      awaitWarning(counter);
      counter.lane.offer(Counter.label("no such label"));
      await(counter, "the warning is gone", view -> !isWarned(view));
      awaitWarning(counter);
      assertFalse(isWarned(counter.scans(Counter.MILK)));
      passes(counter, 31);
      assertEquals(2, counter.look().transaction().orElseThrow().lines().size());
    }
  }

  @Test
  void nobodyIsGivenUpWithoutAWarningHoweverLongTheLaneWasHeldUp() throws InterruptedException {
    try (Counter counter = open()) {
      counter.scans(Counter.PEN);
      passes(counter, 3_600);
      LaneView warned = await(counter, "a warning", IdleSaleTest::isWarned);
      assertTrue(warned.customer().idle().orElseThrow().secondsLeft() >= 25);
    }
  }

  @Test
  void whereMoneyWasTakenSomebodyIsCalled() throws InterruptedException {
    try (Counter counter = open()) {
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCash(Optional.of(new Money(100, Till.EUR))));
      awaitWarning(counter);
      passes(counter, 31);
      LaneView called =
          await(counter, "a call", view -> view.problems().stream().anyMatch(IdleSaleTest::isIdle));
      assertEquals("wait-attendant", called.prompt());
      assertFalse(isWarned(called));
      passes(counter, 3_600);
      assertFalse(isWarned(counter.look()), "who waits for somebody is not hurried");
      assertEquals(
          LaneState.READY,
          counter
              .does("17", new Input.ClearProblem("p1", Problem.Decision.REFUSED, "gone"))
              .view()
              .state());
    }
  }

  private static boolean isIdle(ProblemView problem) {
    return problem.code().equals("idle") && problem.level() == ProblemView.Level.BLOCKING;
  }

  @Test
  void aSaleThatARestartBroughtBackAsksAndIsVoidedWhenNobodyAnswers() throws InterruptedException {
    String sale;
    try (Counter counter = open()) {
      LaneView view = counter.scans(Counter.PEN, Counter.MILK);
      assertFalse(view.customer().restored());
      sale = view.transaction().orElseThrow().transactionId();
    }
    try (Counter counter = open()) {
      LaneView back = await(counter, "the sale", view -> view.transaction().isPresent());
      assertTrue(back.customer().restored());
      assertEquals(2, back.transaction().orElseThrow().lines().size());
      assertTrue(awaitWarning(counter).customer().restored());
      passes(counter, 31);
      LaneView after = await(counter, "the end of it", view -> view.transaction().isEmpty());
      assertFalse(after.customer().restored());
      isVoidedAsIdle(counter, sale);
    }
  }

  @Test
  void aSaleThatWasBroughtBackGoesOnWithTheFirstInput() throws InterruptedException {
    try (Counter counter = open()) {
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
    }
    try (Counter counter = open()) {
      LaneView back = await(counter, "the sale", view -> view.transaction().isPresent());
      assertTrue(back.customer().restored());
      LaneView after = counter.does(new Input.Extend()).view();
      assertFalse(after.customer().restored());
      assertEquals(
          Optional.of(SaleStatus.TENDERING), after.transaction().map(RetailTransaction::status));
    }
  }

  // thanks and language

  @Test
  void theCustomerIsThankedForAMomentAndThenTheNextOneIsAwaited() throws InterruptedException {
    try (Counter counter = open()) {
      assertEquals("scan", counter.look().prompt());
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCash(Optional.empty()));
      LaneView thanked = await(counter, "thanks", view -> view.prompt().equals("thank-you"));
      assertTrue(thanked.lastReceipt().isPresent());
      passes(counter, 9);
      await(counter, "the next one", view -> view.prompt().equals("scan"));
      counter.scans(Counter.PEN);
    }
  }

  @Test
  void problemsReceiptAndDisplayAreInTheLanguageThatWasChosen() {
    try (Counter counter = open()) {
      counter.scans(Counter.PEN);
      LaneView german = counter.scans("no such item");
      assertTrue(text(german).startsWith("Dieser Artikel steht nicht"), text(german));
      LaneView english = counter.does(new Input.ChooseLanguage("en")).view();
      assertEquals(List.of("en", "de"), english.customer().languages());
      LaneView refused = counter.scans("no such item");
      assertTrue(text(refused).startsWith("This item is not in the price book"), text(refused));
      assertEquals(
          "TOTAL EUR",
          new DisplayLayout(1, List.of(), List.of("de")).page(refused).getFirst().left());
      counter.does(new Input.ChooseLanguage("de"));
      counter.does(new Input.TakeTotal());
      long number =
          counter
              .does(new Input.TenderCash(Optional.empty()))
              .view()
              .lastReceipt()
              .orElseThrow()
              .number();
      String receipt = counter.lane.receipts().byNumber(number).orElseThrow().text();
      assertTrue(receipt.contains("SUMME EUR"), receipt);
    }
  }

  private static String text(LaneView view) {
    return view.problems().getFirst().text();
  }
}
