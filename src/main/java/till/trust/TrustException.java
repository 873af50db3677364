package till.trust;

/// A key cannot be used: unreadable, damaged, or in the way of a new one. The message names the
/// file and says what to do.
public final class TrustException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TrustException(String message) {
    super(message);
  }

  TrustException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
