package till.kiosk;

/// A file that the configuration of the kiosk names cannot be used. The message says which, and
/// what to do.
public final class KioskConfigException extends RuntimeException {

  KioskConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
