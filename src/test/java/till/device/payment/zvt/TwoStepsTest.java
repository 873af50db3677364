package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.Reconciliation;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.ServiceRequest;

/// Approved and then settled, or not: whatever is lost on the way, the attempt ends as the
/// terminal's books have it.
final class TwoStepsTest {

  private static final PaymentRequest COFFEE = new PaymentRequest("sale1-1", 350, "EUR");
  private static final PaymentRequest CAKE = new PaymentRequest("sale2-1", 420, "EUR");
  private static final RefundRequest REFUND = new RefundRequest("sale3-1", 350, "EUR");
  private static final ReversalRequest REVERSAL =
      new ReversalRequest("sale4-1", 350, "EUR", "0001");

  /// What a terminal says to a money command: taken, insert card, status, a line, done.
  private static final int MESSAGES = 5;

  @TempDir private Path directory;

  @Test
  void whateverIsLostTheAttemptEndsAsTheBooksSay() throws Exception {
    var cases = new ArrayList<Callable<Void>>();
    for (ServiceRequest request : List.of(COFFEE, REFUND, REVERSAL)) {
      for (int at = 0; at < MESSAGES; at++) {
        for (boolean before : List.of(true, false)) {
          for (boolean reverses : List.of(true, false)) {
            for (boolean restart : List.of(true, false)) {
              cases.add(lost(request, at, before, reverses, restart));
            }
          }
        }
      }
    }
    try (var all = Executors.newFixedThreadPool(24)) {
      for (Future<Void> each : all.invokeAll(cases)) {
        each.get();
      }
    }
  }

  private Callable<Void> lost(
      ServiceRequest request, int at, boolean before, boolean reverses, boolean restart) {
    String name = String.join("-", request.attemptId(), "" + at, "" + before, "" + reverses);
    return () -> {
      var terminal = new BookkeepingPort();
      terminal.bookByHand(350);
      terminal.reversesUnacknowledged = reverses;
      terminal.cutAt = at;
      terminal.cutBefore = before;
      Path own = Files.createDirectory(directory.resolve(name + restart));
      try (var register = new Register(own, terminal)) {
        register.driver.perform(request);
        boolean approved = false;
        PaymentAnswer answer = register.told.answer();
        while (!isFinal(answer)) {
          approved |= answer.outcome() instanceof Outcome.Approved;
          answer.acknowledge();
          if (answer.outcome() instanceof Outcome.Unknown) {
            if (restart) {
              register.restart();
            }
            register.driver.query(request);
          }
          answer = register.told.answer();
        }
        boolean booked =
            terminal.bookings().size() > 1 && !terminal.bookings().getLast().reversed();
        String seen = name + ": " + answer.outcome() + ", " + terminal.bookings();
        assertEquals(booked, answer.outcome() instanceof Outcome.Settled, seen);
        assertTrue(terminal.bookings().size() <= 2, seen);
        assertFalse(at > 2 && !approved, seen);
        assertEquals(1, terminal.heard().stream().filter(TwoStepsTest::movesMoney).count(), seen);
      }
      return null;
    };
  }

  private static boolean isFinal(PaymentAnswer answer) {
    return switch (answer.outcome()) {
      case Outcome.Settled _, Outcome.Declined _ -> true;
      case Outcome.Approved _, Outcome.Unknown _ -> false;
    };
  }

  private static boolean movesMoney(String command) {
    return command.startsWith("0601") || command.startsWith("0630") || command.startsWith("0631");
  }

  @Test
  void anApprovalIsSettledOnlyAfterItWasAcknowledged() throws Exception {
    try (var register = new Register(directory, new BookkeepingPort())) {
      register.driver.perform(COFFEE);
      PaymentAnswer approval = register.told.answer();
      assertInstanceOf(Outcome.Approved.class, approval.outcome());
      assertFalse(register.terminal.bookings().getFirst().acknowledged());
      assertThrows(IllegalStateException.class, () -> register.driver.perform(CAKE));
      approval.acknowledge();
      assertEquals("0001", register.told.settled("sale1-1").receiptNumber());
      assertTrue(register.terminal.bookings().getFirst().acknowledged());
    }
  }

  @Test
  void anApprovalThatIsLongInComingToDiskIsSaidAgain() throws Exception {
    try (var register = new Register(directory, new BookkeepingPort(), Duration.ofMillis(300))) {
      register.driver.perform(COFFEE);
      PaymentAnswer approval = register.told.answer();
      register.terminal.await(() -> register.terminal.saidAgain() >= 1);
      approval.acknowledge();
      register.told.settled("sale1-1");
      assertFalse(register.told.hasAnswer());
    }
  }

  @Test
  void anApprovalThatNeverComesToDiskIsTakenBack() throws Exception {
    try (var register = new Register(directory, new BookkeepingPort(), Duration.ofMillis(20))) {
      register.driver.perform(COFFEE);
      assertInstanceOf(Outcome.Approved.class, register.told.answer().outcome());
      PaymentAnswer end = register.told.answer();
      assertEquals(new Outcome.Declined("the terminal has reversed this payment"), end.outcome());
      assertTrue(register.terminal.bookings().getFirst().reversed());
    }
  }

  @Test
  void afterARestartAnApprovalIsAskedFor() throws Exception {
    for (boolean reverses : List.of(true, false)) {
      var terminal = new BookkeepingPort();
      terminal.reversesUnacknowledged = reverses;
      Path own = Files.createDirectory(directory.resolve("" + reverses));
      try (var register = new Register(own, terminal)) {
        register.driver.perform(COFFEE);
        assertInstanceOf(Outcome.Approved.class, register.told.answer().outcome());
        terminal.hangUpNow();
        register.restart();
        register.driver.query(COFFEE);
        PaymentAnswer end = register.told.answer();
        assertTrue(isFinal(end));
        assertEquals(!reverses, end.outcome() instanceof Outcome.Settled, "" + end.outcome());
      }
    }
  }

  @Test
  void lessMayBeBookedThanWasAskedAndNeverMore() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.books = 200;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      assertEquals(200, register.told.settled("sale1-1").amountMinor());
      terminal.books = 421;
      register.driver.perform(CAKE);
      var unknown = register.told.outcome(Outcome.Unknown.class, "sale2-1");
      assertEquals(
          "the payment terminal has booked 421 minor units instead of 420", unknown.reason());
    }
  }

  @Test
  void anOlderBookingIsNoApproval() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.bookByHand(350);
    terminal.repeatsOldBooking = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.outcome(Outcome.Unknown.class, "sale1-1");
      register.driver.query(COFFEE);
      register.told.outcome(Outcome.Declined.class, "sale1-1");
    }
  }

  @Test
  void lessThanAskedIsFoundAgain() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.bookByHand(350);
    terminal.books = 200;
    terminal.cutAt = 2;
    terminal.cutBefore = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.outcome(Outcome.Unknown.class, "sale1-1");
      register.driver.query(COFFEE);
      assertEquals(200, register.told.settled("sale1-1").amountMinor());
    }
  }

  @Test
  void aPaymentThatWaitsForACardCanBeAborted() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.waitsForCard = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      assertEquals("Bitte Karte vorhalten oder einstecken", register.told.progress().text("de"));
      register.driver.abort("another");
      register.driver.abort("sale1-1");
      assertEquals(
          "cancelled at the terminal, or nobody came (6C)",
          register.told.outcome(Outcome.Declined.class, "sale1-1").reason());
      assertEquals(1, terminal.heard().stream().filter("06b000"::equals).count());
    }
  }

  @Test
  void anAbortIsOnlyAWish() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.waitsForCard = true;
    terminal.abortsWhenAsked = false;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.progress();
      register.driver.abort("sale1-1");
      register.terminal.await(() -> terminal.heard().contains("06b000"));
      terminal.presentCard();
      register.told.settled("sale1-1");
    }
  }

  @Test
  void whatIsApprovedOrEndedIsNotAborted() throws Exception {
    try (var register = new Register(directory, new BookkeepingPort())) {
      register.driver.perform(COFFEE);
      PaymentAnswer approval = register.told.answer();
      register.driver.abort("sale1-1");
      approval.acknowledge();
      register.told.settled("sale1-1");
      register.driver.abort("sale1-1");
      register.driver.perform(CAKE);
      register.told.settled("sale2-1");
      assertFalse(register.terminal.heard().contains("06b000"));
    }
  }

  @Test
  void anEndOfDayIsRefusedWhileAnAttemptIsOpen() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.waitsForCard = true;
    terminal.cutAt = 2;
    terminal.cutBefore = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.progress();
      register.driver.reconcile("day-1");
      assertEquals(
          new Reconciliation.Refused("day-1", "a payment is on its way"),
          register.told.reconciliation());
      terminal.presentCard();
      register.told.outcome(Outcome.Unknown.class, "sale1-1");
      register.restart();
      register.driver.reconcile("day-2");
      assertInstanceOf(Reconciliation.Refused.class, register.told.reconciliation());
      assertTrue(terminal.heard().stream().noneMatch(command -> command.startsWith("0650")));
      register.driver.query(COFFEE);
      register.told.settled("sale1-1");

      register.driver.reconcile("day-3");

      var done = assertInstanceOf(Reconciliation.Done.class, register.told.reconciliation());
      assertEquals(List.of(new Reconciliation.Total("girocard", 2, 770)), done.totals());
      assertEquals("AB", done.report().orElseThrow());
    }
  }

  @Test
  void aPersonsDecisionEndsTheAsking() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.cutAt = 0;
    terminal.cutBefore = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.outcome(Outcome.Unknown.class, "sale1-1");
      terminal.bookByHand(9_900);
      register.driver.query(COFFEE);
      register.told.outcome(Outcome.Unknown.class, "sale1-1");
      assertThrows(IllegalStateException.class, () -> register.driver.perform(CAKE));
      register.driver.resolved("sale1-1");
      register.driver.reconcile("day-1");
      assertInstanceOf(Reconciliation.Done.class, register.told.reconciliation());
      register.driver.perform(CAKE);
      register.told.settled("sale2-1");
    }
  }

  @Test
  void theLastReceiptIsMirroredSoThatNothingIsTakenBack() throws Exception {
    var terminal = new BookkeepingPort();
    terminal.readsDataObjects = true;
    try (var register = new Register(directory, terminal)) {
      register.driver.perform(COFFEE);
      register.told.settled("sale1-1");
      terminal.bookByHand(100);
      register.restart();
      register.driver.perform(CAKE);
      register.told.settled("sale2-1");
      List<String> moving = terminal.heard().stream().filter(TwoStepsTest::movesMoney).toList();
      assertTrue(moving.get(0).endsWith("06031f1f00"), moving.get(0));
      assertTrue(moving.get(1).endsWith("06051f1f020002"), moving.get(1));
    }
  }

  @Test
  void aDiagnosisIsToldOrWhyThereIsNone() throws Exception {
    try (var register = new Register(directory, new BookkeepingPort())) {
      register.driver.diagnose();
      assertEquals("52500041", register.told.diagnosis().terminalId());
    }
  }
}
