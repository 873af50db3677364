package till.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words of the control documents that the code writes, read off its source: what is handed to
/// the calls that such a document begins with, as a literal or as the constant of that name.
final class ControlWords {

  private static final Path SOURCES = Path.of("src/main/java/till");

  private static final Pattern CALL =
      Pattern.compile(
          "\\b(?:plan\\.control|changeLane|RecordControl|Input\\.Start|Remember|journal\\.accept|look)"
              + "\\((?<first>[^;{]*?)(?:Map\\.|;|\\{)");

  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z_]+\\b");
  private static final Pattern CONSTANT =
      Pattern.compile("static final String ([A-Z_]+) =\\s*" + LITERAL.pattern());

  private ControlWords() {}

  static NavigableSet<String> inTheCode() {
    var words = new TreeSet<String>();
    List<String> sources = sources();
    Map<String, String> ofOthers = constants(String.join("\n", sources));
    for (String source : sources) {
      Map<String, String> constants = new HashMap<>(ofOthers);
      constants.putAll(constants(source));
      for (MatchResult call : found(CALL, source)) {
        String first = call.group("first");
        found(LITERAL, first).forEach(literal -> words.add(literal.group(1)));
        found(NAME, first).stream()
            .map(MatchResult::group)
            .filter(constants::containsKey)
            .forEach(name -> words.add(constants.get(name)));
      }
    }
    return words;
  }

  private static Map<String, String> constants(String source) {
    Map<String, String> constants = new HashMap<>();
    found(CONSTANT, source).forEach(each -> constants.put(each.group(1), each.group(2)));
    return constants;
  }

  private static List<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      var sources = new ArrayList<String>();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + SOURCES.toAbsolutePath(), e);
    }
  }
}
