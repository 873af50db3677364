package till.device.printer;

import java.time.Duration;
import java.util.function.Consumer;

/// One job on its way to the paper. Whoever comes first says its last word; nobody says another.
///
/// The writer's thread sends it and waits here while it is held; the reader's thread hears of it.
final class RunningJob {

  /// How long a job may be held in the middle. After it the customer has gone, and the next ones
  /// wait.
  static final Duration HELD_MAX = Duration.ofMinutes(3);

  private final String jobId;
  private final Consumer<PrintProgress> progress;
  private boolean begun;
  private boolean sent;
  private boolean confirmed;
  private boolean over;
  private String heldFor = "";
  private long heldSince;
  private Duration patience = Duration.ZERO;
  private long deadline;

  RunningJob(String jobId, Consumer<PrintProgress> progress) {
    this.jobId = jobId;
    this.progress = progress;
  }

  /// Bytes are about to leave. Waits while the job is held.
  ///
  /// @return false when the job was stopped
  synchronized boolean proceed() throws InterruptedException {
    while (!over && !heldFor.isEmpty()) {
      wait();
    }
    begun |= !over;
    return !over;
  }

  /// The last byte has left.
  ///
  /// @param within how long it may take until it is done
  synchronized void sent(Duration within) {
    if (!over) {
      sent = true;
      patience = within;
      deadline = System.nanoTime() + patience.toNanos();
      progress.accept(new PrintProgress.Sent(jobId));
      if (confirmed) {
        end(new PrintProgress.Confirmed(jobId));
      }
    }
  }

  /// The printer says that it is done. It may say so before the writer has come back.
  synchronized void confirmed() {
    confirmed = true;
    if (sent) {
      end(new PrintProgress.Confirmed(jobId));
    }
  }

  /// Nobody will ever say more of it, and nothing speaks against it.
  synchronized void unconfirmed() {
    end(new PrintProgress.Unconfirmed(jobId));
  }

  /// It will not come any further.
  ///
  /// @return false when that was known already
  synchronized boolean stop(String reason) {
    boolean isNews = !over;
    end(
        begun
            ? new PrintProgress.Doubtful(jobId, reason)
            : new PrintProgress.NotStarted(jobId, reason));
    return isNews;
  }

  /// The printer cannot go on now. A job that has not begun does not begin.
  synchronized void hold(String reason) {
    if (!begun) {
      stop(reason);
    } else if (!over && !reason.equals(heldFor)) {
      heldSince = heldFor.isEmpty() ? System.nanoTime() : heldSince;
      heldFor = reason;
      progress.accept(new PrintProgress.Held(jobId, reason));
    }
  }

  /// It can again, and has all its time from now on: it may have waited before anybody knew.
  synchronized void goOn() {
    if (!over && !heldFor.isEmpty()) {
      deadline = System.nanoTime() + patience.toNanos();
      heldFor = "";
      notifyAll();
      progress.accept(new PrintProgress.GoesOn(jobId));
    }
  }

  private void end(PrintProgress last) {
    if (!over) {
      over = true;
      notifyAll();
      progress.accept(last);
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  /// Whether what was expected should have come by then.
  synchronized boolean isOverdueAt(long nanoTime) {
    return sent && !over && heldFor.isEmpty() && nanoTime - deadline >= 0;
  }

  synchronized boolean isHeldTooLong() {
    return !over && !heldFor.isEmpty() && System.nanoTime() - heldSince >= HELD_MAX.toNanos();
  }
}
