package till.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a setting may be, and how it becomes what the program works with.
@FunctionalInterface
interface Kind<T> {

  /// How much of a wrong value a message repeats.
  int SHOWN_CHARACTERS_MAX = 60;

  /// Lines around a sale, and characters in one: beyond it a receipt is a leaflet.
  int LINES_MAX = 20;

  int LINE_CHARACTERS_MAX = 96;

  /// A user of an address and, perhaps, a password: neither is repeated in a message.
  Pattern USER_INFO = Pattern.compile("//[^/]*@");

  /// Turns a value into what it stands for.
  ///
  /// @throws IllegalArgumentException saying what it must be: `must be true or false, not "yes"`
  T read(Value value);

  /// The sentence for a value that is not what it must be.
  static IllegalArgumentException not(String wanted, Value value) {
    String shown = USER_INFO.matcher(value.shown()).replaceFirst("//...@");
    return new IllegalArgumentException(
        "must be "
            + wanted
            + ", not "
            + (shown.length() <= SHOWN_CHARACTERS_MAX
                ? shown
                : shown.substring(0, SHOWN_CHARACTERS_MAX) + "..."));
  }

  /// One line of text, at most this long, without control characters.
  static Kind<String> text(int charactersMax) {
    String wanted = "text in quotes, one line of at most " + charactersMax + " characters";
    return value -> {
      if (value instanceof Value.Text text
          && text.text().length() <= charactersMax
          && text.text().chars().noneMatch(Character::isISOControl)) {
        return text.text();
      }
      throw not(wanted, value);
    };
  }

  /// Text that matches the expression whole.
  ///
  /// @param wanted what that is, in words
  static Kind<String> matching(String expression, String wanted) {
    Pattern pattern = Pattern.compile(expression);
    return value -> {
      if (value instanceof Value.Text text && pattern.matcher(text.text()).matches()) {
        return text.text();
      }
      throw not(wanted, value);
    };
  }

  /// One of these words, as it is.
  static Kind<String> oneOf(Collection<String> words) {
    return oneOf(
        words.stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
  }

  /// One of these words, and what it stands for.
  static <T> Kind<T> oneOf(Map<String, T> words) {
    return value -> {
      if (value instanceof Value.Text text && words.containsKey(text.text())) {
        return words.get(text.text());
      }
      throw not("one of \"" + String.join("\", \"", new TreeSet<>(words.keySet())) + '"', value);
    };
  }

  /// A whole number in a range, its ends included.
  static Kind<Integer> whole(int min, int max) {
    return value -> {
      if (value instanceof Value.Whole whole && whole.number() >= min && whole.number() <= max) {
        return (int) whole.number();
      }
      throw not("a whole number from " + min + " to " + max, value);
    };
  }

  static Kind<Boolean> toggle() {
    return value -> {
      if (value instanceof Value.Toggle toggle) {
        return toggle.on();
      }
      throw not("true or false", value);
    };
  }

  /// One of these two numbers.
  static Kind<Integer> oneOf(int one, int other) {
    return value -> {
      if (value instanceof Value.Whole whole
          && (whole.number() == one || whole.number() == other)) {
        return (int) whole.number();
      }
      throw not(one + " or " + other, value);
    };
  }

  /// A list of values of a kind.
  static <T> Kind<List<T>> listOf(Kind<T> kind, int min, int max) {
    return value -> {
      if (!(value instanceof Value.Sequence sequence)
          || sequence.values().size() < min
          || sequence.values().size() > max) {
        throw not("a list of " + min + " to " + max + " values", value);
      }
      return sequence.values().stream().map(kind::read).toList();
    };
  }

  /// Lines of text: a list of them, or one text with line breaks in it.
  static Kind<List<String>> lines() {
    Kind<List<String>> list = listOf(text(LINE_CHARACTERS_MAX), 0, LINES_MAX);
    return value ->
        value instanceof Value.Text text
            ? list.read(
                new Value.Sequence(
                    text.text()
                        .lines()
                        .map(line -> (Value) new Value.Text(line, text.place()))
                        .toList(),
                    text.place()))
            : list.read(value);
  }

  /// A path; a relative one is relative to this folder.
  static Kind<Path> pathFrom(Path folder) {
    return matching("[^\\x00-\\x1F]{1,1024}", "a path")
        .as("a path", text -> folder.resolve(text).normalize());
  }

  /// A path, or nothing where the text is empty.
  static Kind<Optional<Path>> optionalPathFrom(Path folder) {
    Kind<Path> path = pathFrom(folder);
    return value ->
        value instanceof Value.Text text && text.text().isEmpty()
            ? Optional.empty()
            : Optional.of(path.read(value));
  }

  /// This kind, turned into something else.
  ///
  /// @param wanted what the text has to be, in words
  /// @param turn refuses with an exception of `java.time` or an IllegalArgumentException
  default <U> Kind<U> as(String wanted, Function<T, U> turn) {
    return value -> {
      try {
        return turn.apply(read(value));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw not(wanted, value);
      }
    };
  }
}
