package till.device.payment.zvt;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.PaymentTiming;
import till.device.payment.ServiceRequest;
import till.port.PortException;

/// The attempt that waits to be sent, and what has to be known and noted before it is. The device's
/// thread, but for `awaitAcknowledged`.
final class Sender {

  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private final PaymentTiming timing;
  private final AttemptMark mark;
  private final Docket docket;
  private final Answers answers;
  private final Errands errands;
  private Docket.Job.@Nullable Perform waiting;

  /// What the terminal works on.
  private volatile @Nullable Attempt running;

  Sender(PaymentTiming timing, AttemptMark mark, Docket docket, Answers answers, Errands errands) {
    this.timing = timing;
    this.mark = mark;
    this.docket = docket;
    this.answers = answers;
    this.errands = errands;
  }

  void take(Docket.Job.Perform job) {
    waiting = job;
  }

  boolean hasWaiting() {
    return waiting != null;
  }

  /// Not a byte of the money command has left.
  void decline(@Nullable String reason) {
    if (waiting != null) {
      ServiceRequest request = waiting.request();
      waiting = null;
      answers.declined(request, "not sent: " + reason);
    }
  }

  /// Sends what waits, and sees it through to its end.
  ///
  /// @param doubt is given an attempt that was approved and then lost: the terminal has to be asked
  void send(ZvtSession session, Consumer<ServiceRequest> doubt)
      throws PortException, InterruptedException {
    Docket.Job.Perform job = waiting;
    if (job == null) {
      return;
    }
    ServiceRequest request = job.request();
    LastBooking before = lastBookingBefore(session, job);
    if (before instanceof LastBooking.Untold untold) {
      if (untold.busy()) {
        decline(untold.reason());
        return;
      }
      log.warn(
          "{}: should the answer to payment {} be lost, a person has to find out what became of it",
          untold.reason(),
          request.attemptId());
    }
    if (docket.takeAbort()) {
      decline("it was aborted");
      return;
    }
    String known = mark.read().map(AttemptMark.Note::lastReceipt).orElse("");
    AttemptMark.Note note = AttemptMark.Note.of(request.attemptId(), before, known);
    try {
      mark.write(note);
    } catch (IOException e) {
      log.error("cannot note payment {} before it is sent", request.attemptId(), e);
      decline("the attempt could not be noted on disk");
      return;
    }
    waiting = null;
    var attempt = new Attempt(request, session, timing, docket, answers, errands);
    running = attempt;
    try {
      attempt.make(note.lastReceipt());
    } finally {
      running = null;
      if (attempt.isInDoubt()) {
        doubt.accept(request);
      }
    }
  }

  /// The first loss may be of a connection that died long ago: it is tried once more on a new one.
  private LastBooking lastBookingBefore(ZvtSession session, Docket.Job.Perform job)
      throws PortException, InterruptedException {
    try {
      LastBooking last = session.lastBooking();
      return isOdd(last) ? session.lastBooking() : last;
    } catch (PortException e) {
      if (job.triedBefore()) {
        decline(e.getMessage());
      } else {
        waiting = new Docket.Job.Perform(job.request(), true);
      }
      throw e;
    }
  }

  /// A terminal that has told before, and does not now, was not understood: it is asked once more.
  private boolean isOdd(LastBooking last) {
    return last instanceof LastBooking.Untold untold
        && !untold.busy()
        && mark.read().filter(AttemptMark.Note::told).isPresent();
  }

  /// Waits until the acknowledgement of an approval that is on disk has left and the terminal has
  /// come to its end; a card that is not taken out may keep that for minutes.
  void awaitAcknowledged(long millis) throws InterruptedException {
    Attempt attempt = running;
    if (attempt != null
        && attempt.isAcknowledged()
        && !attempt.ended().await(millis, TimeUnit.MILLISECONDS)) {
      log.info("the payment terminal has not finished with its payment");
    }
  }
}
