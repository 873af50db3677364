package till.fleet;

/// The ledger cannot be read or written. What was being stored is not, and nobody was told that it
/// was.
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LedgerException(String message) {
    super(message);
  }

  LedgerException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
