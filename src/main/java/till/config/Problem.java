package till.config;

import java.util.List;
import java.util.stream.Stream;

/// One thing that is wrong with a configuration.
///
/// @param key `scanner[0].baud`: lists count from 0; empty when the whole source is meant
/// @param text what is wrong and what would be right
public record Problem(String key, Place place, String text) {

  public Problem {
    key = key.replaceAll("\\p{Cntrl}", "?");
  }

  /// Most problems of a letter that are told, and most characters of each: they go into a report, a
  /// line of the log and a journal document, and the wrong file can have thousands.
  static final int TOLD_MAX = 20;

  private static final int TOLD_CHARACTERS_MAX = 300;

  /// As much of these as is told.
  static List<String> told(List<String> problems) {
    Stream<String> first = problems.stream().limit(TOLD_MAX).map(Problem::cut);
    return problems.size() <= TOLD_MAX
        ? first.toList()
        : Stream.concat(first, Stream.of("and " + (problems.size() - TOLD_MAX) + " more")).toList();
  }

  private static String cut(String text) {
    return text.length() <= TOLD_CHARACTERS_MAX
        ? text
        : text.substring(0, TOLD_CHARACTERS_MAX) + "...";
  }

  @Override
  public String toString() {
    return place + ": " + (key.isEmpty() ? "" : key + " ") + text;
  }
}
