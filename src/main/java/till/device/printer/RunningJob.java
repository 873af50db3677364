package till.device.printer;

import java.time.Duration;
import java.util.function.Consumer;

/// One job on its way to the paper. Whoever comes first says its last word; nobody says another.
///
/// The writer's thread sends it, the reader's thread hears of it; both call here.
final class RunningJob {

  private final String jobId;
  private final Consumer<PrintProgress> progress;
  private boolean begun;
  private boolean sent;
  private boolean confirmed;
  private boolean over;
  private long deadline;

  RunningJob(String jobId, Consumer<PrintProgress> progress) {
    this.jobId = jobId;
    this.progress = progress;
  }

  /// Bytes are about to leave.
  ///
  /// @return false when the job was stopped
  synchronized boolean proceed() {
    begun |= !over;
    return !over;
  }

  /// The last byte has left.
  ///
  /// @param patience how long the confirmation may take
  synchronized void sent(Duration patience) {
    if (!over) {
      sent = true;
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

  /// It will not come any further.
  synchronized void stop(String reason) {
    end(
        begun
            ? new PrintProgress.Doubtful(jobId, reason)
            : new PrintProgress.NotStarted(jobId, reason));
  }

  private void end(PrintProgress last) {
    if (!over) {
      over = true;
      progress.accept(last);
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  /// Whether the confirmation should have come by now.
  synchronized boolean isOverdue() {
    return sent && !over && System.nanoTime() - deadline >= 0;
  }
}
