package till.port;

import java.io.IOException;

/// The wire is away. The message says which, what was attempted, and what to do. Never a status of
/// the device at its other end.
public final class PortException extends IOException {

  private static final long serialVersionUID = 1;

  public PortException(String message) {
    super(message);
  }

  public PortException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Never absent.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
