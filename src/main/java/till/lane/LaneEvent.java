package till.lane;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.Reconciliation;
import till.device.printer.PrintProgress;
import till.device.scale.Weighing;
import till.device.scanner.label.ScanData;
import till.sale.FiscalRecord;

/// What can land in the lane's mailbox.
public sealed interface LaneEvent {

  /// What a device says of itself, or of what it was asked to do.
  sealed interface OfDevice extends LaneEvent {}

  /// What changes nothing at the till, but whether and how its lane goes on.
  sealed interface OfLane extends LaneEvent {}

  /// A label was read.
  ///
  /// @param atNanos when, by `System.nanoTime()`
  record Scanned(ScanData scan, long atNanos) implements LaneEvent {

    /// Just now.
    public Scanned(ScanData scan) {
      this(scan, System.nanoTime());
    }
  }

  /// A screen or the fleet wants something and waits for the answer.
  record Commanded(Command command, CompletableFuture<Reply> reply) implements LaneEvent {}

  /// The payment terminal has an answer.
  record PaymentMoved(PaymentAnswer answer) implements OfDevice {}

  /// Something happens at the payment terminal that a screen may show.
  record PaymentProgressed(PaymentProgress progress) implements OfDevice {}

  /// The payment terminal has closed its day, or has not.
  record TerminalReconciled(Reconciliation reconciliation) implements OfDevice {}

  /// The payment terminal has looked at itself.
  record TerminalDiagnosed(Diagnosis diagnosis) implements OfDevice {}

  /// The fiscal provider has a word on a sale, or was given up on.
  record Fiscalised(String transactionId, FiscalRecord record) implements LaneEvent {}

  /// The printer has come further with a job, or has not.
  record PrintMoved(PrintProgress progress) implements OfDevice {}

  /// A card or badge that is no payment was read.
  record CardSeen(CardRead card) implements OfDevice {}

  /// A device came, went, or is no longer sure.
  record DeviceChanged(DeviceStatus status) implements OfDevice {}

  /// Something else is on the scale, or nobody knows.
  record Weighed(Weighing weighing) implements OfDevice {}

  /// The drawer was opened or shut, or somebody has to look after it.
  record DrawerMoved(DrawerState state) implements OfDevice {}

  /// Somebody has pressed the button for help.
  record AssistanceCalled() implements LaneEvent {}

  /// The case was opened or shut, or was found so.
  record CaseMoved(boolean isOpen) implements OfDevice {}

  /// Something to be remembered that happened outside the lane, such as a configuration adopted.
  record Remember(String control, Map<String, String> facts) implements LaneEvent {}

  /// The fleet knows other documents than the journal has, or no longer does: to be shown.
  record JournalContradicted(boolean isSo) implements LaneEvent {}

  /// The journal is to go on in another epoch, because the fleet knows another end of this one. Old
  /// news when it already does.
  ///
  /// @param epoch the disputed one
  /// @param reason what the fleet has, and what the journal
  record EpochDisputed(String epoch, String reason) implements OfLane {}

  /// A new configuration waits: leave when no customer is being served.
  record ReconfigureRequested() implements OfLane {}

  /// Leave now. What is open is on disk.
  record StopRequested() implements OfLane {}
}
