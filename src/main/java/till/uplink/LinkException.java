package till.uplink;

/// The world is away: there is no connection to a broker. The message says why.
public final class LinkException extends Exception {

  private static final long serialVersionUID = 1;

  LinkException(String message) {
    super(message);
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
