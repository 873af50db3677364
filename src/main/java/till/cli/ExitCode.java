package till.cli;

/// How a command or the daemon ends (`sysexits.h`). `doctor` has codes of its own.
public final class ExitCode {

  public static final int OK = 0;

  /// The command line is wrong.
  public static final int USAGE = 64;

  /// A needed service is away, or not built in this version.
  public static final int UNAVAILABLE = 69;

  /// A fault of ours, in a command.
  public static final int SOFTWARE = 70;

  /// A file cannot be made.
  public static final int CANNOT_CREATE = 73;

  /// Journal or disk.
  public static final int IO = 74;

  /// A fault of ours, in the daemon: start it again.
  public static final int RESTART = 75;

  /// Somebody else may.
  public static final int PERMISSION = 77;

  /// The configuration.
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
