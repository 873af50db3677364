package till.device.payment.zvt;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.Approval;
import till.device.payment.Diagnosis;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.Reconciliation;
import till.device.payment.ServiceRequest;
import till.device.payment.TerminalListener;

/// What is told of attempts and errands, and noted of them first. The device's thread, but for
/// `close`.
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final TerminalListener listener;
  private final Docket docket;
  private final AttemptMark mark;

  /// Nobody wants answers any more: an attempt that is cut off now is asked for at the next start.
  private volatile boolean closed;

  Answers(TerminalListener listener, Docket docket, AttemptMark mark) {
    this.listener = listener;
    this.docket = docket;
    this.mark = mark;
  }

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  private record Answer(String attemptId, Outcome outcome, Runnable acknowledgement)
      implements PaymentAnswer {

    @Override
    public void acknowledge() {
      acknowledgement.run();
    }

    @Override
    public String toString() {
      return attemptId + " " + outcome.getClass().getSimpleName();
    }
  }

  void progress(String attemptId, int code) {
    if (!closed) {
      listener.progressed(IntermediateStatus.progress(attemptId, code));
    }
  }

  /// @param acknowledgement what to do when it is on disk
  void approved(ServiceRequest request, Approval approval, Runnable acknowledgement) {
    if (!closed) {
      listener.answered(
          new Answer(request.attemptId(), new Outcome.Approved(approval), acknowledgement));
    }
  }

  /// The last word: the next attempt may come before this returns, the listener may be quick.
  void settled(ServiceRequest request, Approval approval) {
    end(request, new Outcome.Settled(approval), true);
  }

  /// The last word.
  void declined(ServiceRequest request, String reason) {
    end(request, new Outcome.Declined(reason), false);
  }

  private void end(ServiceRequest request, Outcome outcome, boolean booked) {
    if (closed) {
      return;
    }
    noteOf(request).ifPresent(note -> write(note.ended(booked)));
    docket.ended(request);
    tell(request, outcome);
  }

  /// Nobody knows, and nobody asks until somebody wants it asked.
  void left(ServiceRequest request, @Nullable String reason) {
    if (!closed) {
      docket.left(request);
      unknown(request, String.valueOf(reason));
    }
  }

  /// Not known yet.
  void unknown(ServiceRequest request, String reason) {
    if (!closed) {
      log.warn("payment {} is not known: {}", request.attemptId(), reason);
      tell(request, new Outcome.Unknown(reason));
    }
  }

  private void tell(ServiceRequest request, Outcome outcome) {
    listener.answered(new Answer(request.attemptId(), outcome, () -> {}));
  }

  void reconciled(Reconciliation reconciliation) {
    if (!closed) {
      listener.reconciled(reconciliation);
    }
  }

  void diagnosed(Diagnosis diagnosis) {
    if (!closed) {
      listener.diagnosed(diagnosis);
    }
  }

  /// What was noted last, of whichever attempt.
  Optional<AttemptMark.Note> newestNote() {
    return mark.read();
  }

  /// What is noted of this attempt.
  Optional<AttemptMark.Note> noteOf(ServiceRequest request) {
    return newestNote().filter(note -> note.attemptId().equals(request.attemptId()));
  }

  /// Notes what helps, but is not needed, to find out later what became of the attempt.
  void write(AttemptMark.Note note) {
    try {
      mark.write(note);
    } catch (IOException e) {
      log.error("cannot note how far payment {} is", note.attemptId(), e);
    }
  }
}
