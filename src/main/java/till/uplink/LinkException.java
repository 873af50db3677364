package till.uplink;

/// The world is away: there is no connection to a broker. The message says why.
public final class LinkException extends Exception {

  private static final long serialVersionUID = 1;

  /// The broker's reason code, 0 when it gave none.
  private final int code;

  LinkException(String message) {
    this(message, 0);
  }

  LinkException(String message, int code) {
    super(message);
    this.code = code;
  }

  LinkException(String message, Throwable cause) {
    this(message, cause, 0);
  }

  LinkException(String message, Throwable cause, int code) {
    super(message, cause);
    this.code = code;
  }

  Ending ending() {
    return Ending.of(String.valueOf(getMessage()), code);
  }
}
