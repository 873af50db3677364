package till.device.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;

/// No card and no cable: what it says follows from what it is asked.
final class PracticeTerminalTest {

  private final BlockingQueue<PaymentAnswer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reconciliation> reconciliations = new LinkedBlockingQueue<>();
  private final BlockingQueue<DeviceStatus> statuses = new LinkedBlockingQueue<>();
  private final PracticeTerminal terminal =
      PracticeTerminal.start(
          new TerminalListener() {
            @Override
            public void answered(PaymentAnswer answer) {
              answers.add(answer);
            }

            @Override
            public void reconciled(Reconciliation reconciliation) {
              reconciliations.add(reconciliation);
            }
          },
          statuses::add,
          InstantSource.system());

  @AfterEach
  void close() {
    terminal.close();
  }

  private PaymentAnswer answer() throws InterruptedException {
    return Objects.requireNonNull(answers.poll(60, TimeUnit.SECONDS), "no answer");
  }

  private static PaymentRequest pay(long minor) {
    return new PaymentRequest("attempt-" + minor, minor, "EUR");
  }

  @Test
  void itApprovesAndIsSettledOnceSomebodyKnows() throws Exception {
    assertEquals(DeviceStatus.State.GOOD, statuses.take().state());
    terminal.perform(pay(199));
    PaymentAnswer approved = answer();
    assertEquals("attempt-199", approved.attemptId());
    Approval approval = assertInstanceOf(Outcome.Approved.class, approved.outcome()).approval();
    assertEquals(199, approval.amountMinor());
    assertEquals("TRAINING", approval.cardName());
    assertTrue(answers.isEmpty(), "nobody has acknowledged it");
    approved.acknowledge();
    assertEquals(new Outcome.Settled(approval), answer().outcome());
  }

  @Test
  void whatItDeclinesAndSignsFollowsFromTheAmount() throws Exception {
    terminal.perform(pay(1_013));
    assertInstanceOf(Outcome.Declined.class, answer().outcome());
    terminal.perform(pay(2_031));
    var approved = assertInstanceOf(Outcome.Approved.class, answer().outcome());
    assertTrue(approved.approval().signatureDemanded());
    terminal.perform(new RefundRequest("back", 1_013, "EUR"));
    assertInstanceOf(Outcome.Approved.class, answer().outcome());
    terminal.perform(
        new ReversalRequest("undo", 2_031, "EUR", approved.approval().receiptNumber()));
    assertInstanceOf(Outcome.Approved.class, answer().outcome());
  }

  @Test
  void afterARestartItSaysTheSameAgain() throws Exception {
    terminal.perform(pay(199));
    Approval approval = assertInstanceOf(Outcome.Approved.class, answer().outcome()).approval();
    terminal.query(pay(199));
    assertEquals(new Outcome.Settled(approval), answer().outcome());
    terminal.query(pay(13));
    assertInstanceOf(Outcome.Declined.class, answer().outcome());
  }

  @Test
  void thereIsNoDayToCloseAndNothingIsSaidOnceItIsClosed() throws Exception {
    terminal.reconcile("s1");
    assertInstanceOf(Reconciliation.Refused.class, reconciliations.poll(60, TimeUnit.SECONDS));
    terminal.close();
    terminal.perform(pay(199));
    assertTrue(answers.isEmpty());
  }
}
