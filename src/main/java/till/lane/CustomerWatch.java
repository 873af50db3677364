package till.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import till.sale.ReceiptPolicy;
import till.sale.RetailTransaction;

/// What the passing of time means for the customer: a sale that nobody touches is warned of and
/// given up, and thanks are said for a moment. It decides; the lane writes down and shows. By a
/// clock that nobody sets. The lane's thread only.
final class CustomerWatch {

  /// How long a customer whose sale was completed is thanked.
  private static final long THANKS_NANOS = TimeUnit.SECONDS.toNanos(8);

  /// What is to be done by now.
  enum Step {
    NOTHING,
    /// The view is another one: a warning is due, or is no longer, or thanks have been said.
    SHOW,
    /// The open sale has been left alone for too long.
    TIME_OUT
  }

  private final CustomerSettings settings;

  private boolean isRestored;
  private boolean isWarned;
  private boolean isThanked;

  /// Since when nobody has touched the sale.
  private long inputNanos;

  private long thanksNanos;

  /// @param isRestored whether a restart has brought a sale back
  CustomerWatch(CustomerSettings settings, boolean isRestored, long nowNanos) {
    this.settings = settings;
    this.isRestored = isRestored;
    this.inputNanos = nowNanos;
  }

  /// Somebody may have done something.
  ///
  /// @return whether the view is another one for that
  boolean heard(List<LaneEvent> events, long nowNanos) {
    if (events.stream().noneMatch(CustomerWatch::isInput)) {
      return false;
    }
    boolean changes = isWarned || isRestored;
    inputNanos = nowNanos;
    isWarned = false;
    isRestored = false;
    return changes;
  }

  private static boolean isInput(LaneEvent event) {
    return switch (event) {
      case LaneEvent.Scanned _,
          LaneEvent.Commanded _,
          LaneEvent.AssistanceCalled _,
          LaneEvent.CardSeen _ ->
          true;
      case LaneEvent.PaymentMoved _,
          LaneEvent.PaymentProgressed _,
          LaneEvent.TerminalReconciled _,
          LaneEvent.TerminalDiagnosed _,
          LaneEvent.Fiscalised _,
          LaneEvent.Weighed _,
          LaneEvent.PrintMoved _,
          LaneEvent.DeviceChanged _,
          LaneEvent.DrawerMoved _,
          LaneEvent.CaseMoved _,
          LaneEvent.Remember _,
          LaneEvent.JournalContradicted _,
          LaneEvent.EpochDisputed _,
          LaneEvent.ReconfigureRequested _,
          LaneEvent.StopRequested _ ->
          false;
    };
  }

  /// A sale was completed.
  void completed(long nowNanos) {
    isThanked = true;
    thanksNanos = nowNanos;
  }

  /// What the time that has passed asks for. A sale that waits for somebody else does not grow old.
  Step look(Optional<RetailTransaction> sale, long nowNanos) {
    if (isThanked && (sale.isPresent() || nowNanos - thanksNanos >= THANKS_NANOS)) {
      isThanked = false;
      return Step.SHOW;
    }
    return settings.idle().isZero() ? Step.NOTHING : grow(sale, nowNanos);
  }

  private Step grow(Optional<RetailTransaction> sale, long nowNanos) {
    if (sale.filter(RetailTransaction::waitsForCustomer).isEmpty()) {
      boolean wasWarned = isWarned;
      isWarned = false;
      inputNanos = nowNanos;
      return wasWarned ? Step.SHOW : Step.NOTHING;
    }
    long idleNanos = nowNanos - inputNanos;
    if (isWarned && idleNanos >= settings.idle().plus(settings.warning()).toNanos()) {
      isWarned = false;
      isRestored = false;
      inputNanos = nowNanos;
      return Step.TIME_OUT;
    }
    if (!isWarned && idleNanos >= settings.idle().toNanos()) {
      // from now on, if the lane was held up meanwhile: nobody is given up without a warning
      inputNanos = nowNanos - settings.idle().toNanos();
      isWarned = true;
      return Step.SHOW;
    }
    return Step.NOTHING;
  }

  /// Whether a customer is being thanked.
  boolean isThanking() {
    return isThanked;
  }

  CustomerView view(
      List<String> languages, ReceiptPolicy receipts, boolean hasSale, Instant now, long nowNanos) {
    Duration left =
        Duration.ofNanos(inputNanos - nowNanos).plus(settings.idle()).plus(settings.warning());
    return new CustomerView(
        languages,
        Optional.of(left)
            .filter(_ -> isWarned && hasSale)
            .map(rest -> new CustomerView.Idle(now.plus(rest), Math.max(0, rest.toSeconds()))),
        isRestored && hasSale,
        receipts);
  }
}
