package till.device.payment.zvt;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentTiming;
import till.device.payment.ServiceRequest;
import till.port.PortException;

/// Asks the terminal what became of an attempt, ever less often, until it is known. The device's
/// thread only.
final class Inquiry {

  private static final Logger log = LoggerFactory.getLogger(Inquiry.class);

  private final ServiceRequest request;
  private final Answers answers;
  private final PaymentTiming timing;
  private long askAtNanos = System.nanoTime();
  private Duration pause;
  private String toldUnknown = "";
  private boolean askedForTexts;

  Inquiry(ServiceRequest request, Answers answers, PaymentTiming timing) {
    this.request = request;
    this.answers = answers;
    this.timing = timing;
    this.pause = timing.askAgainMin();
  }

  ServiceRequest request() {
    return request;
  }

  boolean isDue() {
    return System.nanoTime() - askAtNanos >= 0;
  }

  /// A new connection is asked at once.
  void connected() {
    askAtNanos = System.nanoTime();
  }

  /// Asks once.
  ///
  /// @return whether it is known, and was told
  boolean ask(ZvtSession session) throws PortException, InterruptedException {
    ZvtSession.Readiness readiness = session.enquire();
    Outcome outcome =
        readiness.ready()
            ? Recovery.decide(request, answers.newestNote(), session.lastBooking())
            : new Outcome.Unknown(readiness.reason());
    switch (outcome) {
      case Outcome.Settled settled -> {
        log.info("payment {} is known after all: it stands", request.attemptId());
        answers.settled(request, withReceipts(session, settled.approval()));
      }
      case Outcome.Declined declined -> {
        log.info("payment {} is known after all: {}", request.attemptId(), declined.reason());
        answers.declined(request, declined.reason());
      }
      case Outcome.Unknown unknown -> {
        tell(unknown.reason());
        return false;
      }
      case Outcome.Approved _ -> throw new IllegalStateException("a recovery does not approve");
    }
    return true;
  }

  /// Texts are good to have: a connection that is lost over them is not risked a second time.
  private Approval withReceipts(ZvtSession session, Approval approval)
      throws PortException, InterruptedException {
    if (askedForTexts) {
      return approval;
    }
    askedForTexts = true;
    return session.withReceipts(approval);
  }

  /// Once for each reason.
  private void tell(String reason) {
    askAtNanos = System.nanoTime() + pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(timing.askAgainMax()) < 0 ? doubled : timing.askAgainMax();
    if (!reason.equals(toldUnknown)) {
      toldUnknown = reason;
      answers.unknown(request, reason);
    }
  }
}
