package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.lane.Counter.PEN;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.JournalVerifier;
import till.sale.Actor;
import till.sale.Input;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.Till;
import till.sale.Transaction;

/// Returns, post-voids and sales that wait, over restarts and in one turn.
final class LaneReturnsTest {

  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());

  @TempDir private Path folder;
  private int ids;

  private Command command(Request request) {
    Command plain = Counter.command("command-" + ids++, request);
    return new Command(
        plain.commandId(),
        plain.digest(),
        Optional.of(new Actor("17", "pin")),
        Optional.empty(),
        Optional.empty(),
        request);
  }

  private LaneView does(Counter counter, Request request) {
    return assertInstanceOf(Reply.Accepted.class, counter.asks(command(request))).view();
  }

  private LaneView does(Counter counter, Input input) {
    return does(counter, new Request.Direct(input));
  }

  private void assertRefused(Reason reason, Counter counter, Request request) {
    assertEquals(
        reason, assertInstanceOf(Reply.Refused.class, counter.asks(command(request))).reason());
  }

  private static Request back(String sale, int quantity) {
    return new Request.ReturnLines(
        new Request.Which.ById(sale),
        List.of(new Input.ReturnLines.Part(1, BigDecimal.valueOf(quantity))));
  }

  /// Pens, paid in cash.
  ///
  /// @return the sale
  private String sells(Counter counter, int pens) {
    does(counter, new Request.EnterItem(PEN, BigDecimal.valueOf(pens)));
    return ends(counter);
  }

  private String ends(Counter counter) {
    does(counter, new Input.TakeTotal());
    return does(counter, CASH).lastReceipt().orElseThrow().transactionId();
  }

  private void assertAddsUp() {
    assertEquals(
        List.of(), JournalVerifier.verify(folder.resolve(Journal.FILE)).findings(), "the journal");
  }

  @Test
  void noMoreComesBackThanWasSoldAlsoOverRestarts() {
    String sale;
    try (var counter = new Counter(folder).start()) {
      sale = sells(counter, 3);
      does(counter, back(sale, 1));
      ends(counter);
    }
    try (var counter = new Counter(folder).start()) {
      assertRefused(Reason.ALREADY_RETURNED, counter, back(sale, 3));
      does(counter, back(sale, 1));
    }
    try (var counter = new Counter(folder).start()) {
      assertEquals(1, counter.lane.view().transaction().orElseThrow().lines().size());
      assertRefused(Reason.ALREADY_RETURNED, counter, back(sale, 2));
      does(counter, back(sale, 1));
      ends(counter);
      assertRefused(Reason.ALREADY_RETURNED, counter, back(sale, 1));
    }
    assertAddsUp();
  }

  /// What is decided in one turn is on disk only after it.
  @Test
  void twoReturnsInOneTurnSeeEachOther() {
    String sale;
    try (var counter = new Counter(folder).start()) {
      sale = sells(counter, 1);
    }
    try (var counter = new Counter(folder)) {
      List<CompletableFuture<Reply>> replies =
          List.of(
                  back(sale, 1),
                  new Request.Direct(new Input.TakeTotal()),
                  new Request.Direct(CASH),
                  back(sale, 1),
                  new Request.PostVoid(sale))
              .stream()
              .map(request -> counter.lane.submit(command(request)).orElseThrow())
              .toList();
      counter.start();
      for (int i = 0; i < 3; i++) {
        assertInstanceOf(Reply.Accepted.class, Counter.answer(replies.get(i)));
      }
      assertEquals(Reason.ALREADY_RETURNED, reason(replies.get(3)));
      assertEquals(Reason.PARTLY_RETURNED, reason(replies.get(4)));
    }
    assertAddsUp();
  }

  @Test
  void twoPostVoidsInOneTurnAreOne() {
    String sale;
    try (var counter = new Counter(folder).start()) {
      sale = sells(counter, 1);
    }
    try (var counter = new Counter(folder)) {
      List<CompletableFuture<Reply>> replies =
          List.of(new Request.PostVoid(sale), new Request.PostVoid(sale)).stream()
              .map(request -> counter.lane.submit(command(request)).orElseThrow())
              .toList();
      counter.start();
      assertInstanceOf(Reply.Accepted.class, Counter.answer(replies.getFirst()));
      assertEquals(Reason.ALREADY_POST_VOIDED, reason(replies.getLast()));
    }
    try (var counter = new Counter(folder).start()) {
      assertRefused(Reason.ALREADY_POST_VOIDED, counter, new Request.PostVoid(sale));
      assertRefused(Reason.ALREADY_POST_VOIDED, counter, back(sale, 1));
    }
    assertAddsUp();
  }

  private static Reason reason(CompletableFuture<Reply> reply) {
    return assertInstanceOf(Reply.Refused.class, Counter.answer(reply)).reason();
  }

  @Test
  void aReversalOnItsWayIsFinishedAfterAPowerCut() {
    Till till = new Till(Till.SHOP).by("17").does(new Input.OpenBusinessDay(Till.DAY));
    till.does(new Input.OpenLane()).sells(PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty())).answersSettled(Till.authorization());
    Transaction sale = till.lastTransaction();
    till.does(new Input.PostVoid(till.original(sale)));
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    Counter.leave(folder, till);
    try (var counter = new Counter(folder).start()) {
      assertEquals(SaleStatus.PAYMENT_UNKNOWN, counter.look().transaction().orElseThrow().status());
      counter.lane.offer(new LaneEvent.PaymentMoved(new Settlement(attempt)));
      assertTrue(counter.look().transaction().isEmpty());
    }
    assertAddsUp();
    try (Documents documents = Documents.open(folder)) {
      assertTrue(documents.original(sale.transactionId()).orElseThrow().postVoided());
    }
  }

  /// All of it was given back.
  private record Settlement(String attemptId) implements PaymentAnswer {

    @Override
    public Outcome outcome() {
      return new Outcome.Settled(
          new Approval(
              199,
              "52500041",
              "000043",
              "0008",
              "############1234",
              "girocard",
              "",
              Optional.empty(),
              Optional.empty()));
    }

    @Override
    public void acknowledge() {}
  }

  @Test
  void aSaleWaitsOverARestart() {
    RetailTransaction before;
    try (var counter = new Counter(folder).start()) {
      before = does(counter, Counter.keyed(PEN)).transaction().orElseThrow();
      LaneView waiting = does(counter, new Input.SuspendTransaction());
      assertEquals(before.transactionId(), waiting.suspended().getFirst().transactionId());
    }
    try (var counter = new Counter(folder).start()) {
      assertEquals(1, counter.lane.view().suspended().size());
      does(counter, new Request.Retrieve(Optional.empty()));
    }
    try (var counter = new Counter(folder).start()) {
      assertTrue(counter.lane.view().suspended().isEmpty());
      RetailTransaction after = counter.lane.view().transaction().orElseThrow();
      assertEquals(before.lines(), after.lines());
      ends(counter);
    }
    assertAddsUp();
  }
}
