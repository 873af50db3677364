package till.kiosk;

/// The kiosk's server cannot be opened: a listener that is not allowed, a port in use, a directory
/// that cannot be written. The message says what was attempted, with what, and what to do.
public final class KioskException extends RuntimeException {

  public KioskException(String message) {
    super(message);
  }

  public KioskException(String message, Throwable cause) {
    super(message, cause);
  }
}
