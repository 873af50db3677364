package till.journal;

/// The ground is gone: the journal cannot be read or written. Nobody catches it below the front
/// door, which ends the process with exit code 74. Never memory instead of disk.
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
