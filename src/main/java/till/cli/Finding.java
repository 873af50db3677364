package till.cli;

/// One line of the doctor's report.
///
/// @param check what was looked at: `disk`, `port counter`
/// @param text what was found
/// @param action what to do; empty when nothing is
record Finding(Level level, String check, String text, String action) {

  /// How bad.
  enum Level {
    OK(0),
    WARN(1),
    FAIL(2);

    private final int exitCode;

    Level(int exitCode) {
      this.exitCode = exitCode;
    }

    /// Of a report whose worst line this is.
    int exitCode() {
      return exitCode;
    }
  }

  static Finding ok(String check, String text) {
    return new Finding(Level.OK, check, text, "");
  }

  static Finding warn(String check, String text, String action) {
    return new Finding(Level.WARN, check, text, action);
  }

  static Finding fail(String check, String text, String action) {
    return new Finding(Level.FAIL, check, text, action);
  }
}
