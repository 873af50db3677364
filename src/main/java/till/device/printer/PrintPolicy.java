package till.device.printer;

import java.time.Duration;

/// What decides how a job ends: the profile's part that the driver acts on.
///
/// @param resumes whether a job that was stopped in the middle goes on when the printer can again;
///   else it is doubtful at once, and the rest of it is cleared. Never both: the rest, and a copy
/// @param patience how long a confirmation may take beyond the time that the job needs
record PrintPolicy(
    PrinterProfile.Confirmation confirmation,
    boolean resumes,
    int millimetresPerSecond,
    Duration patience) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static PrintPolicy of(PrinterProfile profile) {
    return new PrintPolicy(
        profile.confirmation(),
        profile.resumesAfterPaper(),
        profile.millimetresPerSecond(),
        PATIENCE);
  }

  /// Whether it is known to answer when its buffers were cleared: one that does not has not.
  boolean answersClear() {
    return confirmation == PrinterProfile.Confirmation.PROCESS_ID;
  }
}
