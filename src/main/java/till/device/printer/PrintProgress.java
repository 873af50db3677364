package till.device.printer;

/// How far the printer has come with a job.
public sealed interface PrintProgress {

  /// The id the job was handed over with.
  String jobId();

  /// Whether nothing more is told of this job.
  default boolean isLast() {
    return switch (this) {
      case Sent _, Held _, GoesOn _ -> false;
      case Confirmed _, Unconfirmed _, Doubtful _, NotStarted _ -> true;
    };
  }

  /// All bytes are with the printer; nothing is known of the paper.
  record Sent(String jobId) implements PrintProgress {}

  /// The printer says it is on paper, as far as its profile can say so.
  record Confirmed(String jobId) implements PrintProgress {}

  /// All bytes are with a printer that cannot say more, and it saw no trouble while it printed.
  record Unconfirmed(String jobId) implements PrintProgress {}

  /// It has stopped in the middle, and goes on when the printer can. Told once for each reason.
  record Held(String jobId, String reason) implements PrintProgress {}

  /// What held it is over.
  record GoesOn(String jobId) implements PrintProgress {}

  /// Some of it may be on paper. What the printer still has of it is cleared.
  record Doubtful(String jobId, String reason) implements PrintProgress {}

  /// Not one byte has left: it can be tried again.
  record NotStarted(String jobId, String reason) implements PrintProgress {}
}
