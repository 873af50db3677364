package till.fleet;

import java.net.UnknownHostException;
import java.sql.SQLException;

/// The ledger cannot be read or written. What was being stored is not, and nobody was told that it
/// was.
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final String NO_SUCH_USER = "28000";
  private static final String WRONG_PASSWORD = "28P01";

  /// The driver's own: the server asks for one, and there is none.
  private static final String NO_PASSWORD = "08004";

  private static final String NO_SUCH_DATABASE = "3D000";

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
    super(attempt + " " + address + ": " + words(cause), cause);
    isAway = address instanceof LedgerAddress.Postgres;
  }

  /// What a database says, and what to do where that can be told.
  private static String words(SQLException failure) {
    if (failure.getCause() instanceof UnknownHostException) {
      return "no such host is known here (is its name right, does this machine have DNS?)";
    }
    return failure.getMessage()
        + switch (String.valueOf(failure.getSQLState())) {
          case NO_SUCH_USER, WRONG_PASSWORD, NO_PASSWORD ->
              " (look at the user's name, and at --store-password-file, PGPASSFILE or ~/.pgpass)";
          case NO_SUCH_DATABASE -> " (create it, empty, or look at its name)";
          default -> "";
        };
  }

  /// Whether it is a service that is away, rather than a file that cannot be used.
  public boolean isAway() {
    return isAway;
  }
}
