package till.config;

/// The ground is gone: the shelf of configurations cannot be read or written. The process ends with
/// exit code 74.
public final class ShelfException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ShelfException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
