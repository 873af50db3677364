package till;

/// The daemon cannot start on this board as it is configured. The message says what to do; the exit
/// code is one of `sysexits.h`.
final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  StartException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
