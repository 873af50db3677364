package till.cli;

/// A command cannot do what it was told. The message says what was attempted, with what, and what
/// to do.
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
