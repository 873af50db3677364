package till.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Whoever stands at the counter and can look, if somebody does.
final class Person {

  private final Shell shell;
  private final BufferedReader answers;

  Person(Shell shell) {
    this.shell = shell;
    this.answers = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
  }

  /// Asks for something to be done.
  void please(String request) {
    shell.out().println("      " + request);
    shell.out().flush();
  }

  /// Asks what only eyes can tell.
  ///
  /// @return nothing when nobody answers yes or no
  Optional<Boolean> sees(String question) throws IOException {
    shell.out().print("      " + question + " [y/n] ");
    shell.out().flush();
    String answer = answers.readLine();
    if (answer == null) {
      shell.out().println();
      return Optional.empty();
    }
    return switch (answer.strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes", "j", "ja" -> Optional.of(true);
      case "n", "no", "nein" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
