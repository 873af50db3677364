package till.cli;

import java.util.Locale;

/// Findings as lines for a person: the verdict, what was looked at, what was found, what to do.
final class FindingPrinter {

  private final Shell shell;
  private final int checkWidth;

  /// @param checkWidth characters of the longest name of what was looked at
  FindingPrinter(Shell shell, int checkWidth) {
    this.shell = shell;
    this.checkWidth = checkWidth;
  }

  void print(Finding finding) {
    shell
        .out()
        .printf(
            "%s  %-" + checkWidth + "s  %s%n",
            label(finding.level()),
            finding.check(),
            finding.text());
    if (!finding.action().isEmpty()) {
      shell.out().println(" ".repeat(4 + 2 + checkWidth + 2) + "-> " + finding.action());
    }
  }

  private String label(Finding.Level level) {
    String label = "%-4s".formatted(level.name().toLowerCase(Locale.ROOT));
    String colour =
        switch (level) {
          case OK -> "32";
          case WARN -> "33";
          case FAIL -> "31";
        };
    return shell.terminal().getAsBoolean() ? "\033[" + colour + "m" + label + "\033[0m" : label;
  }
}
