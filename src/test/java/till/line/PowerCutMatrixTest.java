package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.fleet.LedgerRows;
import till.fleet.WatchedCollector;
import till.journal.Journal;
import till.line.CutCounter.InCommit;
import till.line.CutCounter.Sale;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.MessageTap.Passing;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.ZvtSettings.Generation;
import till.uplink.Eventually;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The power-cut matrix: for each moment at which the daemon can be killed (SIGKILL), what has to
/// be there when it is started again. One test for each row, in the order of a sale.
///
/// It is the whole daemon in a process of its own, with a real disk, real wires and a real broker.
/// The payment terminal and the printer are simulated and live on: what they have booked and
/// printed judges, beside what stands in the journal and in the fleet's ledger.
///
/// `tilld.long=true` plays each row many times (`tilld.rounds`), with other kill moments by a seed.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PowerCutMatrixTest {

  private static final int ROUNDS = Integer.getInteger("tilld.rounds", Torture.isLong() ? 20 : 1);

  /// Of a commit, in each round.
  private static final int COMMITS = Torture.isLong() ? 8 : 2;

  /// The document is written and the snapshot is not.
  private static final InCommit BEFORE_ITS_END =
      new InCommit.At("till.journal.Journal", "replaceSnapshot");

  /// It is on disk and is counted; nobody has seen anything else of it.
  private static final InCommit BEFORE_ANYBODY_KNOWS =
      new InCommit.At("till.lane.Histogram", "count");

  /// A commit takes about so long, with its sync.
  private static final int COMMIT_NANOS = 2_000_000;

  /// From a command to the end of its commit.
  private static final int ASKING_NANOS = 15_000_000;

  private static final int PATIENCE_SECONDS = 60;

  private static final int FAST = 100;
  private static final int AS_A_REAL_ONE = 1;

  // what the register says to the payment terminal, and the terminal to it
  private static final int AUTHORISE = 0x0601;
  private static final int REPEAT_RECEIPT = 0x0620;
  private static final int STATUS_INFORMATION = 0x040F;
  private static final int ACKNOWLEDGED = 0x8000;

  @TempDir private Path folder;
  private final Random chance = Torture.chance();

  private interface Row {
    void play(CutCounter counter) throws Exception;
  }

  /// @param equip what is special about the shop
  private void play(UnaryOperator<ShopFloor> equip, int printerSpeed, Row row) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var floor = new ShopFloor(Files.createDirectory(folder.resolve("shop-" + round)));
      try (var counter = CutCounter.open(equip.apply(floor), Generation.MODERN, printerSpeed)) {
        row.play(counter);
      }
    }
  }

  private void play(Row row) throws Exception {
    play(UnaryOperator.identity(), FAST, row);
  }

  /// ENTERING: lines restored; the kiosk asks "continue?"; on time-out a journaled void, never a
  /// silent drop.
  @Test
  @Order(1)
  void inTheMiddleOfEnteringTheLinesComeBackAndTheKioskAsksAndWhereNobodyAnswersItIsVoided()
      throws Exception {
    play(counter -> {
      counter.awaitReady();
      int lines = 2 + chance.nextInt(10);
      IntStream.rangeClosed(1, lines).forEach(counter.floor::scan);
      JsonNode before = counter.kiosk.await("the lines", lane -> Seen.lines(lane) == lines);
      assertFalse(before.path("restored").asBoolean());
      counter.kill();

      counter.restart();
      JsonNode back = counter.kiosk.await("the lines again", lane -> Seen.lines(lane) == lines);
      assertEquals(before.path("transaction"), back.path("transaction"));
      assertEquals("ENTERING", Seen.status(back));
      assertTrue(back.path("restored").asBoolean(), "the kiosk has nothing to ask");
      counter.floor.scan(lines + 1);
      JsonNode goesOn = counter.kiosk.await("one more", lane -> Seen.lines(lane) == lines + 1);
      assertFalse(goesOn.path("restored").asBoolean(), "somebody has answered");
      counter.kill();

      counter.floor.with("[lane]\nidle_seconds = 1\nidle_warning_seconds = 5\n");
      counter.restart();
      JsonNode warned =
          counter.kiosk.await("a warning", lane -> lane.path("idle").path("secondsLeft").isInt());
      assertEquals(goesOn.path("transaction"), warned.path("transaction"));
      assertTrue(warned.path("restored").asBoolean(), "the kiosk has nothing to ask");
      counter.kiosk.await("the next customer", lane -> Seen.state(lane).equals("READY"));
      assertEquals(List.of(), counter.judge());
      JsonNode voided = counter.document(Seen.transactionId(before));
      assertEquals("voided", voided.path("status").asString());
      assertEquals("idle", voided.at("/problems/0/code").asString());
      assertEquals(lines + 1, voided.path("lines").size());
    });
  }

  /// Attempt row written, nothing sent: query, not found, attempt failed, back to TENDERING.
  @Test
  @Order(2)
  void aPaymentThatIsOnDiskAndWasNotSentHasFailedAndCanBeTriedAgain() throws Exception {
    play(counter -> {
      notSent(counter, counter.cutAt(toTerminal(REPEAT_RECEIPT), Meddling.PASS));
      notSent(counter, counter.cutAt(toTerminal(AUTHORISE), Meddling.DROP));
      assertEquals(2, counter.judge().size());
    });
  }

  /// @param cut comes before the terminal hears of the payment
  private static void notSent(CutCounter counter, PowerCut cut) throws Exception {
    counter.awaitReady();
    Sale sale = counter.begin();
    counter.tender("CreditDebit");
    cut.await();
    assertEquals("PaymentStarted", counter.facts().getLast());

    counter.restart();
    counter.awaitPayable(sale);
    assertEquals("PaymentFailed", counter.facts().getLast());
    assertTrue(counter.commands().contains(REPEAT_RECEIPT), "the terminal was not asked");
    assertFalse(counter.commands().contains(AUTHORISE), "it was sent by itself");
    assertEquals(List.of(), counter.standing(sale));
    counter.awaitDevices();
    counter.tender("CreditDebit");
    counter.awaitCompleted(sale);
    assertEquals(1, counter.standing(sale).size());
  }

  /// Sent, no answer: PAYMENT_UNKNOWN, query until definite; no new sale on that terminal.
  @Test
  @Order(3)
  void aPaymentWithoutAnAnswerIsUnknownAndNothingElseIsSoldUntilTheTerminalHasToldTheEnd()
      throws Exception {
    play(counter -> {
      Sale approved = unanswered(counter);
      assertTrue(counter.terminal.tap());
      counter.awaitCompleted(approved);
      assertFalse(counter.commands().contains(AUTHORISE), "it was asked for twice");
      assertEquals(1, counter.standing(approved).size());

      Sale declined = unanswered(counter);
      assertTrue(counter.terminal.decline());
      counter.awaitPayable(declined);
      assertFalse(counter.commands().contains(AUTHORISE), "it was asked for twice");
      assertEquals(List.of(), counter.standing(declined));
      counter.tender("Cash");
      counter.awaitCompleted(declined);
      assertEquals(2, counter.judge().size());
    });
  }

  /// A sale whose payment has reached the terminal, which goes on with the customer alone.
  private static Sale unanswered(CutCounter counter) throws Exception {
    counter.awaitReady();
    Sale sale = counter.begin();
    counter.terminal.approveAutomatically(false);
    counter.terminal.script(Fault.LEAVE_ALONE);
    PowerCut cut = counter.cutWhen(State.WAITING_FOR_CARD);
    counter.tender("CreditDebit");
    cut.await();

    counter.restart();
    JsonNode unknown =
        counter.kiosk.await(
            "a payment that is unknown", lane -> Seen.status(lane).equals("PAYMENT_UNKNOWN"));
    assertEquals(sale.transactionId(), Seen.transactionId(unknown));
    assertEquals("wait-attendant", Seen.prompt(unknown));
    for (String act : List.of("resume", "cancel", "suspend")) {
      assertEquals(
          "payment-open",
          counter.kiosk.refused("/v1/transaction/" + act, counter.kiosk.aboutSale()),
          act);
    }
    assertEquals(
        "payment-open",
        counter.kiosk.refused("/v1/transaction/tender", counter.tenderBody(sale, "Cash")));
    assertEquals(
        "payment-terminal-away",
        counter.kiosk.refused("/v1/transaction/tender", counter.tenderBody(sale, "CreditDebit")));
    assertEquals(
        "lines-locked",
        counter.kiosk.refused(
            "/v1/transaction/lines", KioskClient.body().put("itemId", Labels.ean(1))));
    return sale;
  }

  /// Approved, not stored: the same query returns the approval, TENDERED, committed.
  @Test
  @Order(4)
  void anApprovalThatWasNotStoredIsAskedForAndPaysTheSaleOnce() throws Exception {
    play(counter -> {
      PowerCut cut =
          counter.cutAt(
              behind(toTerminal(AUTHORISE), toRegister(STATUS_INFORMATION)), Meddling.PASS);
      Sale sale = paidBy(counter, cut);
      assertEquals("PaymentStarted", counter.facts().getLast());
      committedByItself(counter, sale);
    });
  }

  /// Approved stored, sale not committed: committed without customer input.
  @Test
  @Order(5)
  void anApprovalThatWasStoredPaysTheSaleWithoutTheCustomer() throws Exception {
    play(counter -> {
      PowerCut cut =
          counter.cutAt(
              behind(toRegister(STATUS_INFORMATION), toTerminal(ACKNOWLEDGED)),
              chance.nextBoolean() ? Meddling.PASS : Meddling.DROP);
      Sale sale = paidBy(counter, cut);
      assertEquals("PaymentBooked", counter.facts().getLast());
      committedByItself(counter, sale);
    });
  }

  private static Sale paidBy(CutCounter counter, PowerCut cut) throws Exception {
    counter.awaitReady();
    Sale sale = counter.begin();
    counter.tender("CreditDebit");
    cut.await();
    assertEquals(1, counter.standing(sale).size());
    return sale;
  }

  private static void committedByItself(CutCounter counter, Sale sale) throws Exception {
    counter.restart();
    long number = counter.awaitCompleted(sale);
    assertFalse(counter.commands().contains(AUTHORISE), "it was asked for twice");
    Eventually.isSo(() -> counter.paper.firsts(number) == 1, counter.paper::toString);
    JsonNode paid = counter.judge().getFirst();
    assertEquals(sale.amount(), paid.at("/tenders/0/amount").asLong());
  }

  /// Commit in progress: SQLite goes back or forward; the number is assigned inside it: no gap, no
  /// duplicate.
  @Test
  @Order(6)
  void aCommitThatIsCutIsThereOrNotAndNumbersHaveNoGapAndNoTwin() throws Exception {
    var ends = new ArrayList<String>();
    play(
        ShopFloor::withDebugger,
        FAST,
        counter -> {
          var numbers = new ArrayList<Long>();
          for (int cut = 0; cut < COMMITS; cut++) {
            counter.awaitReady();
            Sale sale = counter.begin();
            counter.awaitPrintJobs();
            ObjectNode cash = counter.tenderBody(sale, "Cash");
            InCommit place = place(cut);
            CompletableFuture<Void> paid = counter.cut(place, "/v1/transaction/tender", cash);
            ends.add(end(place, isOnDisk(counter, sale)));
            counter.restart();
            paid.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            numbers.add(counter.awaitCompleted(sale));
          }
          counter.awaitReady();
          counter.awaitPrintJobs();
          List<JsonNode> sales = counter.judge();
          assertEquals(numbers, sales.stream().map(sale -> sale.path("number").asLong()).toList());
          for (long number : numbers) {
            assertTrue(
                counter.paper.firsts(number) + counter.paper.copies(number) > 0,
                () -> number + " is not " + counter.paper);
          }
        });
    System.out.println("kills in a commit, which went " + ends);
  }

  private static boolean isOnDisk(CutCounter counter, Sale sale) {
    return !Stored.onDisk(
            counter.floor.state(),
            "SELECT number FROM document WHERE transaction_id = '%s'"
                .formatted(sale.transactionId()))
        .isEmpty();
  }

  /// Committed, print job queued: printed.
  @Test
  @Order(7)
  void aReceiptThatWasQueuedIsPrintedOnce() throws Exception {
    play(
        ShopFloor::withSoftwareFlow,
        FAST,
        counter -> {
          counter.awaitReady();
          counter.printer.askToWait(true);
          sellForCash(counter);
          counter.awaitPrintJobs("SENDING");
          long queued = sellForCash(counter);
          counter.awaitPrintJobs("QUEUED", "SENDING");
          counter.kill();

          counter.printer.askToWait(false);
          counter.restart();
          Eventually.isSo(() -> counter.paper.firsts(queued) == 1, counter.paper::toString);
          counter.awaitPrintJobs();
          assertEquals(2, counter.judge().size());
          assertEquals(0, counter.paper.copies(queued));
        });
  }

  /// Bytes partly sent: job DOUBTFUL, never reprinted by itself; a person chooses; a reprint says
  /// COPY and is journaled.
  @Test
  @Order(8)
  void aReceiptThatWasCutOffIsInDoubtUntilAPersonAsksForACopy() throws Exception {
    play(
        UnaryOperator.identity(),
        AS_A_REAL_ONE,
        counter -> {
          counter.awaitReady();
          PowerCut cut = counter.cutWhilePrinting(4 + chance.nextInt(4));
          Sale sale = counter.begin();
          counter.tender("Cash");
          cut.await();
          assertEquals(0, counter.printer.receiptCount(), "it was not cut off");

          counter.restart();
          JsonNode lane = counter.kiosk.await("a doubt", seen -> !Seen.doubtful(seen).isEmpty());
          long cutOff = counter.awaitCompleted(sale);
          counter.printer.switchOn(true);
          counter.awaitDevices();
          long next = sellForCash(counter);
          Eventually.isSo(() -> counter.paper.firsts(next) == 1, counter.paper::toString);
          counter.awaitPrintJobs();
          assertEquals(1, counter.paper.firsts(cutOff), counter.paper::toString);
          assertEquals(0, counter.paper.copies(cutOff), counter.paper::toString);

          counter.copy(Seen.doubtful(lane).getFirst());
          Eventually.isSo(() -> counter.paper.copies(cutOff) == 1, counter.paper::toString);
          counter.kiosk.await("no doubt", seen -> Seen.doubtful(seen).isEmpty());
          counter.awaitPrintJobs();
          assertEquals(2, counter.judge().size());
          assertEquals(1, counter.paper.copies(cutOff));
          assertEquals(1, counter.controls("receipt-copy").size());
        });
  }

  private static long sellForCash(CutCounter counter) {
    Sale sale = counter.begin();
    counter.tender("Cash");
    return counter.awaitCompleted(sale);
  }

  /// Committed, not acknowledged by the fleet: sent again, same number and epoch; the receiver
  /// stores it once.
  @Test
  @Order(9)
  void aSaleThatTheFleetHasNotAcknowledgedIsSentAgainAndStoredOnce() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      play(floor -> floor.with(Shift.uplink(broker)), FAST, counter -> storedOnce(broker, counter));
    }
  }

  private static void storedOnce(Mosquitto broker, CutCounter counter) throws Exception {
    Path file = counter.floor.folder.resolve("ledger.db");
    var query = new CompletableFuture<String>();
    var killed = new CountDownLatch(1);
    var sentAgain = new CountDownLatch(1);
    Runnable committed =
        () -> {
          if (killed.getCount() > 0
              && query.isDone()
              && !LedgerRows.of(file, query.join()).isEmpty()) {
            counter.kill();
            killed.countDown();
            await(sentAgain);
          }
        };
    try (Ledger ledger = Ledger.open(file);
        Collector _ = WatchedCollector.start(broker.broker("a"), "acme", ledger, committed);
        Peer line = Peer.join(broker.broker("a"), "line", "till/v1/acme/0042-03/up/journal")) {
      counter.awaitReady();
      Sale sale = counter.begin();
      query.complete(
          "SELECT epoch, number FROM document WHERE transaction_id = '%s'"
              .formatted(sale.transactionId()));
      counter.tender("Cash");
      await(killed);
      String sent = line.nextWith(sale.transactionId());

      counter.restart();
      assertEquals(sent, line.nextWith(sale.transactionId()));
      sentAgain.countDown();
      counter.kiosk.awaitSent();
      assertEquals(1, counter.judge().size());
      assertEquals(1, LedgerRows.of(file, query.join()).size());
    }
    var books = new Books(file);
    books.assertWhole();
    books.assertHas("0042-03", counter.floor.state().resolve(Journal.FILE));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "it never comes");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// In the day's closing: one transaction, done or not done.
  @Test
  @Order(10)
  void aDayWhoseClosingIsCutIsClosedOrNotAndHasOneReport() throws Exception {
    var ends = new ArrayList<String>();
    play(
        floor -> floor.withDebugger().with("[lane]\nauto_open = false\n"),
        FAST,
        counter -> {
          for (int day = 1; day <= COMMITS; day++) {
            counter.kiosk.insist("/v1/business-day/open", KioskClient.body());
            counter.kiosk.insist("/v1/lane/open", KioskClient.body());
            sellForCash(counter);
            counter.awaitPrintJobs();
            InCommit place = place(day - 1);
            CompletableFuture<Void> closed =
                counter.cut(place, "/v1/business-day/close", KioskClient.body());
            boolean isOpen = isDayOpen(counter);
            assertEquals(isOpen ? day - 1 : day, reports(counter));
            ends.add(end(place, !isOpen));

            counter.restart();
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            JsonNode lane =
                counter.kiosk.await("a closed day", seen -> seen.path("businessDay").isNull());
            assertEquals("CLOSED", Seen.state(lane));
            JsonNode report = counter.kiosk.get("/v1/reports/z/" + day);
            assertEquals(1, report.at("/transactions/completed").asInt());
          }
          counter.awaitPrintJobs();
          int doubts = Seen.doubtful(counter.kiosk.get("/v1/lane")).size();
          assertEquals(COMMITS, counter.judge().size());
          List<Long> reports =
              counter.controls("business-day-close").stream()
                  .map(closing -> closing.at("/z/number").asLong())
                  .toList();
          assertEquals(LongStream.rangeClosed(1, COMMITS).boxed().toList(), reports);
          long onPaper = 0;
          for (long n : reports) {
            long times = counter.paper.titles("Z-BERICHT " + n);
            assertTrue(times <= 1, () -> "Z report " + n + " is twice " + counter.paper);
            onPaper += times;
          }
          assertTrue(onPaper + doubts >= COMMITS, counter.paper::toString);
        });
    System.out.println("kills in a closing, which went " + ends);
  }

  private static boolean isDayOpen(CutCounter counter) {
    return !Stored.onDisk(
            counter.floor.state(),
            "SELECT state FROM snapshot WHERE json_extract(state, '$.businessDay') IS NOT NULL")
        .isEmpty();
  }

  private static int reports(CutCounter counter) {
    return Stored.onDisk(
            counter.floor.state(),
            "SELECT number FROM document"
                + " WHERE json_extract(CAST(document AS TEXT), '$.control') = 'business-day-close'")
        .size();
  }

  /// By turns; the first two are the short form.
  private InCommit place(int turn) {
    return switch (turn % 4) {
      case 0 -> BEFORE_ITS_END;
      case 1 -> BEFORE_ANYBODY_KNOWS;
      case 2 -> new InCommit.Asked(chance.nextInt(ASKING_NANOS));
      default -> new InCommit.Written(chance.nextInt(COMMIT_NANOS));
    };
  }

  /// What became of it.
  private static String end(InCommit cut, boolean isDone) {
    if (cut.equals(BEFORE_ITS_END)) {
      assertFalse(isDone, "it was there before its end");
    }
    if (cut.equals(BEFORE_ANYBODY_KNOWS)) {
      assertTrue(isDone, "it was not on disk");
    }
    return isDone ? "forward" : "back";
  }

  private static Predicate<Passing> toTerminal(int control) {
    return message -> message.is(Direction.TO_TERMINAL, control);
  }

  private static Predicate<Passing> toRegister(int control) {
    return message -> message.is(Direction.TO_REGISTER, control);
  }

  /// A message that comes after one of another kind.
  private static Predicate<Passing> behind(Predicate<Passing> first, Predicate<Passing> second) {
    boolean[] hasPassed = {false};
    return message -> {
      if (hasPassed[0] && second.test(message)) {
        return true;
      }
      hasPassed[0] |= first.test(message);
      return false;
    };
  }
}
