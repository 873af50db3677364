package till.device.payment.zvt;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.Approval;
import till.device.payment.PaymentTiming;
import till.device.payment.ServiceRequest;
import till.device.payment.zvt.Conversation.Ending;
import till.device.payment.zvt.Conversation.Verdict;
import till.port.PortException;

/// An attempt between its first byte and the terminal's last word.
///
/// From the first byte on only a definite word of the terminal counts as declined; silence, loss
/// and nonsense are unknown. An approval is handed over when it comes (04 0F), and acknowledged to
/// the terminal when it is on disk; until then the terminal is asked to say it again. It is settled
/// when the terminal has come to its end (06 0F) after that. Whatever else happens after an
/// approval leaves it in doubt, and the terminal has to be asked.
///
/// Runs on the device's thread; `isAcknowledged` and `ended` are for any other.
final class Attempt implements Conversation.Witness {

  /// How often a terminal is asked to say its approval again before it may take the booking back.
  private static final int REPEATS_MAX = 10;

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final ServiceRequest request;
  private final ZvtSession session;
  private final PaymentTiming timing;
  private final Docket docket;
  private final Answers answers;
  private final Errands errands;
  private final CountDownLatch acknowledged = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Approval approval;
  private Optional<String> refusal = Optional.empty();
  private int repeats;
  private boolean kept;
  private boolean withdrawn;
  private boolean inDoubt;

  Attempt(
      ServiceRequest request,
      ZvtSession session,
      PaymentTiming timing,
      Docket docket,
      Answers answers,
      Errands errands) {
    this.request = request;
    this.session = session;
    this.timing = timing;
    this.docket = docket;
    this.answers = answers;
    this.errands = errands;
  }

  /// Whether it was approved and nobody knows whether that stands.
  boolean isInDoubt() {
    return inDoubt;
  }

  /// @param lastReceipt see `ZvtSession.perform`
  void make(String lastReceipt) throws PortException, InterruptedException {
    try {
      end(session.perform(request, lastReceipt, this));
    } catch (PortException e) {
      lost(e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      lost("the driver failed: " + e);
      throw e;
    } finally {
      ended.countDown();
    }
  }

  @Override
  public Verdict see(StatusInformation status) throws PortException, InterruptedException {
    if (approval != null) {
      withdrawn |= status.isRefused();
      return withdrawn || kept ? Verdict.KEPT : store();
    }
    if (status.isBooked()) {
      approve(status);
      return store();
    }
    refusal = status.result().map(ZvtText::result);
    if (refusal.isEmpty()) {
      throw new PortException("the payment terminal's answer does not say how the payment ended");
    }
    return Verdict.KEPT;
  }

  private void approve(StatusInformation status) throws PortException {
    Approval told = status.approval(request.amountMinor());
    if (told.amountMinor() > request.amountMinor()) {
      throw new PortException(
          "the payment terminal has booked "
              + told.amountMinor()
              + " minor units instead of "
              + request.amountMinor());
    }
    Optional<AttemptMark.Note> note = answers.noteOf(request);
    if (note.flatMap(AttemptMark.Note::before).filter(status.number()::isSameAs).isPresent()) {
      throw new PortException(
          "the payment terminal repeats an older booking (" + status.number() + "): out of step");
    }
    approval = told;
    note.ifPresent(begun -> answers.write(begun.approved(status.number())));
    answers.approved(request, told, this::acknowledge);
  }

  /// Waits until the approval is on disk.
  private Verdict store() throws InterruptedException {
    if (acknowledged.await(timing.store().toMillis(), TimeUnit.MILLISECONDS)) {
      kept = true;
      return Verdict.KEPT;
    }
    repeats++;
    log.warn(
        "the approval of payment {} is not stored in time: {}",
        request.attemptId(),
        repeats <= REPEATS_MAX ? "the terminal is asked to wait" : "it is not acknowledged");
    return repeats <= REPEATS_MAX ? Verdict.NOT_YET : Verdict.NOT_KEPT;
  }

  @Override
  public void progress(int code) {
    answers.progress(request.attemptId(), code);
  }

  @Override
  public boolean wantsAbort() {
    errands.refuse("a payment is on its way");
    boolean wanted = docket.takeAbort() && approval == null;
    if (wanted) {
      log.info("payment {} is to be aborted", request.attemptId());
    }
    return wanted;
  }

  private void end(Ending ending) {
    if (approval != null) {
      if (kept && !withdrawn && ending instanceof Ending.Completed) {
        ReceiptTexts texts = session.receipts();
        answers.settled(request, approval.withReceipts(texts.customer(), texts.merchant()));
      } else {
        log.warn("payment {} ended otherwise after its approval", request.attemptId());
        doubt();
      }
      return;
    }
    switch (ending) {
      case Ending.Completed _ -> answerOrLeave("the terminal ended without a result");
      case Ending.Aborted aborted ->
          answers.declined(request, refusal.orElse(ZvtText.result(aborted.code())));
      case Ending.Refused refused -> answers.declined(request, ZvtText.result(refused.code()));
    }
  }

  private void lost(@Nullable String reason) {
    if (approval != null) {
      log.warn("payment {} was lost after its approval: {}", request.attemptId(), reason);
      doubt();
    } else {
      session.abandon();
      answerOrLeave(reason);
    }
  }

  private void answerOrLeave(@Nullable String reason) {
    refusal.ifPresentOrElse(
        word -> answers.declined(request, word), () -> answers.left(request, reason));
  }

  private void doubt() {
    inDoubt = true;
    docket.askedFor(request);
  }

  private void acknowledge() {
    acknowledged.countDown();
  }

  boolean isAcknowledged() {
    return acknowledged.getCount() == 0;
  }

  /// Counted down at the terminal's last word.
  CountDownLatch ended() {
    return ended;
  }
}
