package till.device.payment;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.Health;

/// Stands in for a payment terminal while somebody practises: no card, no cable, no money.
///
/// It approves at once what it is asked for. A payment whose amount ends in 13 minor units is
/// declined, and one that ends in 31 wants a signature. That is all it goes by, so what it said of
/// an attempt it says again, also after a restart.
public final class PracticeTerminal implements PaymentTerminal {

  /// What the last two digits of a payment say.
  private static final int DECLINED = 13;

  private static final int SIGNATURE = 31;

  private static final Outcome NO =
      new Outcome.Declined("amounts that end in " + DECLINED + " are declined in training");

  private static final String ID = "TRAINING";
  private static final Logger log = LoggerFactory.getLogger(PracticeTerminal.class);

  private final TerminalListener listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("practice-terminal").factory());

  private PracticeTerminal(TerminalListener listener) {
    this.listener = listener;
  }

  /// Is good from the beginning.
  ///
  /// @param status called once, before this returns
  public static PracticeTerminal start(
      TerminalListener listener, Consumer<DeviceStatus> status, InstantSource clock) {
    new Health("payment", "PaymentTerminal", status, clock).good();
    return new PracticeTerminal(listener);
  }

  @Override
  public void perform(ServiceRequest request) {
    answer(request, isDeclined(request) ? NO : new Outcome.Approved(approval(request)));
  }

  @Override
  public void query(ServiceRequest request) {
    answer(request, isDeclined(request) ? NO : new Outcome.Settled(approval(request)));
  }

  private static boolean isDeclined(ServiceRequest request) {
    return request instanceof PaymentRequest && ending(request) == DECLINED;
  }

  private static long ending(ServiceRequest request) {
    return request.amountMinor() % 100;
  }

  private static Approval approval(ServiceRequest request) {
    boolean signed = request instanceof PaymentRequest && ending(request) == SIGNATURE;
    int number = Math.floorMod(request.attemptId().hashCode(), 10_000);
    return new Approval(
        request.amountMinor(),
        ID,
        String.format(Locale.ROOT, "%06d", number),
        String.format(Locale.ROOT, "%04d", number),
        "",
        ID,
        signed ? "signature" : "pin",
        Optional.empty(),
        Optional.empty());
  }

  private void answer(ServiceRequest request, Outcome outcome) {
    run(() -> listener.answered(new Answer(request, outcome)));
  }

  private void run(Runnable word) {
    try {
      thread.execute(word);
    } catch (RejectedExecutionException _) {
      log.debug("closed: what was asked is asked again at the next start");
    }
  }

  /// What is approved is settled once somebody has heard of it.
  private final class Answer implements PaymentAnswer {
    private final ServiceRequest request;
    private final Outcome outcome;

    Answer(ServiceRequest request, Outcome outcome) {
      this.request = request;
      this.outcome = outcome;
    }

    @Override
    public String attemptId() {
      return request.attemptId();
    }

    @Override
    public Outcome outcome() {
      return outcome;
    }

    @Override
    public void acknowledge() {
      switch (outcome) {
        case Outcome.Approved approved -> answer(request, new Outcome.Settled(approved.approval()));
        case Outcome.Settled _, Outcome.Declined _, Outcome.Unknown _ -> {}
      }
    }
  }

  /// Too late: it has answered by then.
  @Override
  public void abort(String attemptId) {}

  @Override
  public void resolved(String attemptId) {}

  @Override
  public void reconcile(String serviceId) {
    run(() ->
        listener.reconciled(
            new Reconciliation.Refused(serviceId, "nothing was booked: this is training")));
  }

  @Override
  public void diagnose() {
    run(() ->
        listener.diagnosed(new Diagnosis(true, ID, "", "stands in for one", Optional.empty())));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
