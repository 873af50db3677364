package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class WorkstationTest {

  private static final List<PrintJob.State> JOB_STATES = List.of(PrintJob.State.values());
  private static final List<PrintJob.Decision> DECISIONS = List.of(PrintJob.Decision.values());

  @Test
  void aScannedItemIsALine() {
    Till till = Till.open().sells("4006381333931", 199);
    LineItem line = till.sale().lines().getFirst();
    assertEquals(1, line.n());
    assertEquals("Artikel 4006381333931", line.description());
    assertEquals(199, till.workstation().totals().orElseThrow().total().minor());
    assertEquals(LaneState.IN_TRANSACTION, till.workstation().laneState());
  }

  @Test
  void nothingIsSoldWhileTheLaneIsClosed() {
    var till = new Till(Till.SHOP);
    till.does(new Input.OpenBusinessDay(Till.DAY));
    assertRefused(Reason.LANE_NOT_READY, till.hears(Till.enter(Till.item("1", 100, "A"))));
  }

  @Test
  void aVoidedLineStaysAndCountsInNothing() {
    Till till = Till.open().sells("1", 100).sells("2", 250).does(new Input.VoidLine(1));
    assertTrue(till.sale().line(1).orElseThrow().voided());
    assertEquals(250, till.workstation().totals().orElseThrow().total().minor());
    assertRefused(Reason.ALREADY_VOIDED, till.hears(new Input.VoidLine(1)));
    assertRefused(Reason.NO_SUCH_LINE, till.hears(new Input.VoidLine(3)));
  }

  @Test
  void linesAreLockedOnceTheTotalIsTaken() {
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    assertRefused(Reason.LINES_LOCKED, till.hears(Till.enter(Till.item("2", 100, "A"))));
    till.does(new Input.ResumeEntry()).sells("2", 100);
    assertEquals(2, till.sale().lines().size());
  }

  @Test
  void cashPaysGivesChangeAndOpensTheDrawer() {
    Till till =
        Till.open()
            .sells("1", 199)
            .does(new Input.TakeTotal())
            .does(new Input.TenderCash(Optional.of(new Money(500, Till.EUR))));
    var retail = assertInstanceOf(Transaction.Retail.class, till.lastTransaction().body());
    assertEquals(Transaction.Status.COMPLETED, retail.status());
    assertEquals(301, retail.change().minor());
    assertEquals(199, till.lastTransaction().grandTotals().sales().minor());
    assertTrue(till.effects.contains(new Effect.OpenDrawer()));
    assertTrue(till.workstation().state().sale().isEmpty());
    assertEquals(PrintJob.State.QUEUED, till.workstation().state().printJobs().getFirst().state());
  }

  @Test
  void aPaymentIsWrittenDownBeforeTheTerminalHearsOfIt() {
    Till till = payingByCard();
    assertEquals(SaleStatus.PAYMENT_PENDING, till.sale().status());
    PaymentAttempt attempt = till.sale().attempt().orElseThrow();
    assertEquals(List.of(new Effect.RequestPayment(attempt)), till.effects);
    assertEquals(new Entry.PaymentStarted(attempt), till.facts.getLast());
  }

  @Test
  void anApprovedCardCompletesTheSaleAndIsAcknowledged() {
    Till till = payingByCard();
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.does(new Input.PaymentAnswered(attempt, till.settled()));
    var retail = assertInstanceOf(Transaction.Retail.class, till.lastTransaction().body());
    assertEquals(TenderType.CREDIT_DEBIT, retail.tenders().getFirst().type());
    assertTrue(till.effects.contains(new Effect.AcknowledgePayment(attempt)));
    assertTrue(till.effects.stream().noneMatch(Effect.OpenDrawer.class::isInstance));
  }

  @Test
  void aDeclinedCardLeavesTheSaleToBePaidAnotherWay() {
    Till till = payingByCard();
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.does(new Input.PaymentAnswered(attempt, new PaymentOutcome.Declined("no money")));
    assertEquals(SaleStatus.TENDERING, till.sale().status());
    till.does(new Input.TenderCash(Optional.empty()));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  @Test
  void noReplyIsNotADecline() {
    Till till = payingByCard();
    PaymentAttempt attempt = till.sale().attempt().orElseThrow();
    till.does(new Input.PaymentAnswered(attempt.attemptId(), new PaymentOutcome.Unknown("silent")));
    assertEquals(SaleStatus.PAYMENT_UNKNOWN, till.sale().status());
    assertTrue(till.effects.contains(new Effect.QueryPayment(attempt)));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.TenderCard(Optional.empty())));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.TenderCash(Optional.empty())));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(new Input.CancelTransaction()));
    till.does(new Input.PaymentAnswered(attempt.attemptId(), till.settled()));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  @Test
  void anAnswerToAnotherPaymentChangesNothing() {
    Till till = payingByCard();
    assertRefused(
        Reason.NO_SUCH_PAYMENT,
        till.hears(new Input.PaymentAnswered("somebody-else", till.settled())));
  }

  @Test
  void aSaleCanBeSplitOverTenders() {
    Till till =
        Till.open()
            .sells("1", 1000)
            .does(new Input.TakeTotal())
            .does(new Input.TenderCash(Optional.of(new Money(300, Till.EUR))));
    assertEquals(700, till.workstation().totals().orElseThrow().due().minor());
    assertRefused(Reason.MONEY_TAKEN, till.hears(new Input.ResumeEntry()));
    assertRefused(Reason.MONEY_TAKEN, till.hears(new Input.CancelTransaction()));
    till.does(new Input.TenderCash(Optional.empty()));
    var retail = assertInstanceOf(Transaction.Retail.class, till.lastTransaction().body());
    assertEquals(2, retail.tenders().size());
  }

  @Test
  void theLastTenderASaleHasRoomForPaysTheRest() {
    Till till = Till.open().sells("1", 1000).does(new Input.TakeTotal());
    for (int i = 1; i < Workstation.TENDERS_MAX; i++) {
      till.does(new Input.TenderCash(Optional.of(new Money(1, Till.EUR))));
    }
    assertRefused(
        Reason.TOO_MANY_TENDERS,
        till.hears(new Input.TenderCash(Optional.of(new Money(1, Till.EUR)))));
    till.does(new Input.TenderCash(Optional.empty()));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  @Test
  void aCancelledSaleIsADocumentAndCountsInNothing() {
    Till till = Till.open().sells("1", 100).does(new Input.CancelTransaction());
    var retail = assertInstanceOf(Transaction.Retail.class, till.lastTransaction().body());
    assertEquals(Transaction.Status.VOIDED, retail.status());
    assertEquals(0, till.lastTransaction().grandTotals().sales().minor());
    assertTrue(till.workstation().state().printJobs().isEmpty());
  }

  @Test
  void aRestartMakesWhatWasOnItsWayUncertain() {
    Till till = payingByCard();
    PaymentAttempt attempt = till.sale().attempt().orElseThrow();
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(SaleStatus.PAYMENT_UNKNOWN, till.sale().status());
    assertTrue(till.effects.contains(new Effect.QueryPayment(attempt)));
  }

  @Test
  void aRestartInMidPrintIsDoubtful() {
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    PrintJob job = till.workstation().state().printJobs().getFirst();
    till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.SENDING));
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(
        PrintJob.State.DOUBTFUL, till.workstation().state().printJobs().getFirst().state());
  }

  @Test
  void onlyAPersonResolvesADoubtAndOnlyADoubtIsResolved() {
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    String job = till.workstation().state().printJobs().getFirst().jobId();
    var copy = new Input.ResolvePrintJob(job, PrintJob.Decision.COPY);
    assertRefused(Reason.PRINT_JOB_NOT_DOUBTFUL, till.hears(copy));
    till.does(new Input.MovePrintJob(job, PrintJob.State.SENDING));
    till.does(new Input.MovePrintJob(job, PrintJob.State.DOUBTFUL, Optional.of("no answer")));
    for (PrintJob.State state : JOB_STATES) {
      assertRefused(Reason.NO_SUCH_PRINT_JOB, till.hears(new Input.MovePrintJob(job, state)));
    }

    till.does(copy);

    PrintJob next = till.workstation().state().printJobs().getFirst();
    assertTrue(next.isCopy());
    assertEquals(Optional.of(job), next.copyOf());
    assertEquals(PrintJob.State.QUEUED, next.state());
    assertRefused(Reason.NO_SUCH_PRINT_JOB, till.hears(copy));
  }

  @Test
  void bytesLeaveOnceAndAnOldReceiptMakesRoom() {
    Till till = Till.open();
    for (int i = 0; i <= Workstation.PRINT_JOBS_MAX; i++) {
      till.sells("1", 199).does(new Input.TakeTotal());
      till.does(new Input.TenderCash(Optional.empty()));
      if (i == 0) {
        String first = till.workstation().state().printJobs().getFirst().jobId();
        assertRefused(
            Reason.NO_SUCH_PRINT_JOB,
            till.hears(new Input.MovePrintJob(first, PrintJob.State.QUEUED)));
        till.does(new Input.MovePrintJob(first, PrintJob.State.SENDING));
        till.does(new Input.MovePrintJob(first, PrintJob.State.DOUBTFUL));
        for (PrintJob.State again : List.of(PrintJob.State.QUEUED, PrintJob.State.SENDING)) {
          assertRefused(Reason.NO_SUCH_PRINT_JOB, till.hears(new Input.MovePrintJob(first, again)));
        }
      }
    }
    List<PrintJob> jobs = till.workstation().state().printJobs();
    assertEquals(Workstation.PRINT_JOBS_MAX, jobs.size());
    assertEquals(PrintJob.State.QUEUED, jobs.getFirst().state());
  }

  @Test
  void aPriceBeyondAllSumsIsRefusedAndNoFault() {
    Till till = Till.open();
    assertRefused(
        Reason.AMOUNT_TOO_LARGE,
        till.hears(Till.enter(Till.item("1", Long.MAX_VALUE, "A"), BigDecimal.valueOf(9_999))));
  }

  @Test
  void aFactOfAnyLengthFitsItsDocument() {
    Till till = Till.open();
    till.does(new Input.RecordControl("config-refused", Map.of("reasons", "x".repeat(500_000))));
    var control = assertInstanceOf(Transaction.Control.class, till.lastTransaction().body());
    assertEquals(
        Transaction.Control.FACT_CHARACTERS_MAX,
        String.valueOf(control.facts().get("reasons")).length());
  }

  @Test
  void whatCannotBeSoldIsRefusedWithItsReason() {
    Till till = Till.open();
    Item plain = Till.item("1", 100, "A");
    assertRefused(
        Reason.NOT_FOR_SALE, till.hears(Till.enter(ItemMaker.like(plain).recalled().item())));
    assertRefused(Reason.TAX_GROUP_UNKNOWN, till.hears(Till.enter(Till.item("1", 100, "Z"))));
    assertRefused(Reason.QUANTITY_INVALID, till.hears(Till.enter(plain, new BigDecimal("0.5"))));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  @Test
  void theLongestSaleIsRefusedItsNextLineAndCanStillBePaid() {
    Till till = Till.open();
    Verdict last = till.hears(Till.enter(Till.item("1", 1, "A")));
    while (last instanceof Verdict.Accepted) {
      last = till.hears(Till.enter(Till.item("x".repeat(60), 1, "A")));
    }
    assertRefused(Reason.TOO_MANY_LINES, last);
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
  }

  @Test
  void taxesAreComputedOncePerGroup() {
    Till till = Till.open();
    till.does(Till.enter(Till.item("1", 199, "A")));
    till.does(Till.enter(Till.item("2", 199, "A")));
    till.does(Till.enter(Till.item("3", 107, "B")));
    List<Tax> taxes = till.workstation().totals().orElseThrow().taxes();
    // 398 * 19 / 119 = 63.55 -> 64; 107 * 7 / 107 = 7
    assertEquals(64, taxes.get(0).amount().minor());
    assertEquals(334, taxes.get(0).taxable().minor());
    assertEquals(7, taxes.get(1).amount().minor());
  }

  @Test
  void replayingTheFactsGivesTheSameState() {
    long seed = 20261124;
    System.out.println("seed " + seed);
    RandomGenerator chance = new java.util.Random(seed);
    Till till = Till.open();
    Workstation replayed = till.workstation();
    int seen = 0;
    for (int i = 0; i < 20_000; i++) {
      till.hears(anything(till, chance));
      for (; seen < till.facts.size(); seen++) {
        replayed = replayed.apply(till.facts.get(seen));
      }
      assertEquals(till.workstation(), replayed);
    }
  }

  private static Input anything(Till till, RandomGenerator chance) {
    String attempt =
        till.workstation()
            .state()
            .sale()
            .flatMap(RetailTransaction::attempt)
            .map(PaymentAttempt::attemptId)
            .orElse("none");
    String job =
        till.workstation().state().printJobs().stream()
            .map(PrintJob::jobId)
            .findFirst()
            .orElse("none");
    return switch (chance.nextInt(15)) {
      case 0, 1, 2, 3 ->
          Till.enter(
              Till.item("i" + chance.nextInt(50), chance.nextInt(5_000), "A"),
              BigDecimal.valueOf(chance.nextInt(4)));
      case 4 -> new Input.VoidLine(1 + chance.nextInt(4));
      case 5 -> new Input.TakeTotal();
      case 6 -> chance.nextInt(4) == 0 ? new Input.CancelTransaction() : new Input.ResumeEntry();
      case 7 -> new Input.TenderCash(Optional.of(new Money(chance.nextInt(9_000), Till.EUR)));
      case 8 -> new Input.TenderCard(Optional.empty());
      case 9 -> new Input.PaymentAnswered(attempt, till.settled());
      case 10 -> new Input.PaymentAnswered(attempt, new PaymentOutcome.Declined("no"));
      case 11 -> new Input.MovePrintJob(job, JOB_STATES.get(chance.nextInt(JOB_STATES.size())));
      case 12 -> new Input.ResolvePrintJob(job, DECISIONS.get(chance.nextInt(DECISIONS.size())));
      case 13 -> new Input.CopyReceipt("sale", 1);
      default ->
          chance.nextInt(20) == 0
              ? new Input.Start("boot", Map.of())
              : new Input.PaymentAnswered(attempt, new PaymentOutcome.Unknown("silent"));
    };
  }

  private static Till payingByCard() {
    Till till = Till.open().sells("1", 199).does(new Input.TakeTotal());
    return till.does(new Input.TenderCard(Optional.empty()));
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }
}
