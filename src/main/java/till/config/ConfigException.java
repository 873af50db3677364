package till.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration file cannot be used. Names every problem at once; the daemon ends with exit
/// code 78.
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigException(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(
                Collectors.joining(
                    "; ",
                    "the configuration "
                        + file
                        + " has "
                        + (problems.size() == 1 ? "a problem: " : problems.size() + " problems: "),
                    "")));
    this.problems = List.copyOf(problems);
  }

  /// All of them, in the order of the file.
  public List<Problem> problems() {
    return problems;
  }
}
