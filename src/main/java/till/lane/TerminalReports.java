package till.lane;

import java.util.function.Consumer;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.Reconciliation;
import till.device.payment.TerminalListener;

/// Puts what the payment terminal says into the lane's mailbox.
///
/// @param mailbox the lane's
public record TerminalReports(Consumer<LaneEvent> mailbox) implements TerminalListener {

  @Override
  public void answered(PaymentAnswer answer) {
    mailbox.accept(new LaneEvent.PaymentMoved(answer));
  }

  @Override
  public void progressed(PaymentProgress progress) {
    mailbox.accept(new LaneEvent.PaymentProgressed(progress));
  }

  @Override
  public void reconciled(Reconciliation reconciliation) {
    mailbox.accept(new LaneEvent.TerminalReconciled(reconciliation));
  }

  @Override
  public void diagnosed(Diagnosis diagnosis) {
    mailbox.accept(new LaneEvent.TerminalDiagnosed(diagnosis));
  }
}
