package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import till.device.payment.Approval;
import till.device.payment.Diagnosis;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.Reconciliation;
import till.device.payment.TerminalListener;

/// Remembers what it is told, for tests that wait for it.
final class RecordingListener implements TerminalListener {

  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<PaymentAnswer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<PaymentProgress> progress = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reconciliation> reconciliations = new LinkedBlockingQueue<>();
  private final BlockingQueue<Diagnosis> diagnoses = new LinkedBlockingQueue<>();

  @Override
  public void answered(PaymentAnswer answer) {
    answers.add(answer);
  }

  @Override
  public void progressed(PaymentProgress next) {
    progress.add(next);
  }

  @Override
  public void reconciled(Reconciliation reconciliation) {
    reconciliations.add(reconciliation);
  }

  @Override
  public void diagnosed(Diagnosis diagnosis) {
    diagnoses.add(diagnosis);
  }

  PaymentAnswer answer() throws InterruptedException {
    return next(answers, "answer");
  }

  boolean hasAnswer() {
    return !answers.isEmpty();
  }

  /// The answer that is of this kind. Approvals and unknown outcomes on the way there are passed
  /// over, and what is approved is acknowledged.
  <T extends Outcome> T outcome(Class<T> kind, String attemptId) throws InterruptedException {
    PaymentAnswer answer = answer();
    while (!kind.isInstance(answer.outcome())
        && (answer.outcome() instanceof Outcome.Unknown
            || answer.outcome() instanceof Outcome.Approved)) {
      answer.acknowledge();
      answer = answer();
    }
    assertEquals(attemptId, answer.attemptId());
    answer.acknowledge();
    assertTrue(kind.isInstance(answer.outcome()), answer.outcome().toString());
    return kind.cast(answer.outcome());
  }

  Approval settled(String attemptId) throws InterruptedException {
    return outcome(Outcome.Settled.class, attemptId).approval();
  }

  PaymentProgress progress() throws InterruptedException {
    return next(progress, "progress");
  }

  Reconciliation reconciliation() throws InterruptedException {
    return next(reconciliations, "reconciliation");
  }

  Diagnosis diagnosis() throws InterruptedException {
    return next(diagnoses, "diagnosis");
  }

  private static <T> T next(BlockingQueue<T> queue, String what) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return next == null ? fail("no " + what) : next;
  }
}
