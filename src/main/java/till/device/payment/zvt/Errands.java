package till.device.payment.zvt;

import org.jspecify.annotations.Nullable;
import till.device.payment.Diagnosis;
import till.device.payment.Reconciliation;
import till.port.PortException;

/// What is asked of the terminal that moves no money: its end of day, its diagnosis. The device's
/// thread only.
final class Errands {

  private final Docket docket;
  private final Answers answers;

  Errands(Docket docket, Answers answers) {
    this.docket = docket;
    this.answers = answers;
  }

  /// Does the next one.
  ///
  /// @return whether there was one
  boolean runNext(ZvtSession session) throws PortException, InterruptedException {
    Docket.Errand errand = docket.takeErrand();
    switch (errand) {
      case null -> {}
      case Docket.Errand.Reconcile(String serviceId) -> reconcile(session, serviceId);
      case Docket.Errand.Diagnose _ -> diagnose(session);
    }
    return errand != null;
  }

  private void reconcile(ZvtSession session, String serviceId)
      throws PortException, InterruptedException {
    if (docket.hasOpen()) {
      answers.reconciled(
          new Reconciliation.Refused(serviceId, "nobody knows yet what became of a payment"));
      return;
    }
    try {
      answers.reconciled(session.endOfDay(serviceId, code -> answers.progress(serviceId, code)));
    } catch (PortException e) {
      answers.reconciled(new Reconciliation.Unknown(serviceId, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void diagnose(ZvtSession session) throws PortException, InterruptedException {
    try {
      answers.diagnosed(session.diagnose());
    } catch (PortException e) {
      answers.diagnosed(Diagnosis.none(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /// Nothing can be done now.
  void refuse(@Nullable String reason) {
    Docket.Errand errand = docket.takeErrand();
    while (errand != null) {
      switch (errand) {
        case Docket.Errand.Reconcile(String serviceId) ->
            answers.reconciled(new Reconciliation.Refused(serviceId, String.valueOf(reason)));
        case Docket.Errand.Diagnose _ -> answers.diagnosed(Diagnosis.none(String.valueOf(reason)));
      }
      errand = docket.takeErrand();
    }
  }
}
