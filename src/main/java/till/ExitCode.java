package till;

/// How a process ends, for systemd and scripts (`sysexits.h`).
final class ExitCode {

  static final int OK = 0;

  /// A needed service is away.
  static final int UNAVAILABLE = 69;

  /// The kiosk cannot listen, or a file cannot be made.
  static final int CANNOT_CREATE = 73;

  /// Journal or disk.
  static final int IO = 74;

  /// Start me again: what went wrong was ours.
  static final int RESTART = 75;

  /// The configuration. Trying again does not help.
  static final int CONFIGURATION = 78;

  private ExitCode() {}
}
