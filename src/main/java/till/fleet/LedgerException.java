package till.fleet;

import java.sql.SQLException;

/// The ledger cannot be read or written. What was being stored is not, and nobody was told that it
/// was.
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean isAway;

  LedgerException(String message) {
    super(message);
    isAway = false;
  }

  LedgerException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
    isAway = false;
  }

  LedgerException(String attempt, LedgerAddress address, SQLException cause) {
    super(attempt + " " + address + ": " + cause.getMessage(), cause);
    isAway = address instanceof LedgerAddress.Postgres;
  }

  /// Whether it is a service that is away, rather than a file that cannot be used.
  public boolean isAway() {
    return isAway;
  }
}
