package till.device.printer;

/// How far the printer has come with a job.
public sealed interface PrintProgress {

  /// The id the job was handed over with.
  String jobId();

  /// All bytes are with the printer; nothing is known of the paper.
  record Sent(String jobId) implements PrintProgress {}

  /// The printer says it is on paper, as far as its profile can say so.
  record Confirmed(String jobId) implements PrintProgress {}

  /// Some of it may be on paper.
  record Doubtful(String jobId, String reason) implements PrintProgress {}

  /// Not one byte has left: it can be tried again.
  record NotStarted(String jobId, String reason) implements PrintProgress {}
}
