package till.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// A configuration as a tree, in whatever it was written, each value with its place.
sealed interface Value {

  Place place();

  /// As the configuration file would have it.
  String shown();

  /// Named values, in the order they were written.
  record Table(SequencedMap<String, Value> entries, Place place) implements Value {

    static Table empty(Place place) {
      return new Table(new LinkedHashMap<>(), place);
    }

    /// This table with another laid over it: tables merge key by key, everything else is replaced,
    /// lists as a whole.
    Table under(Table over) {
      var merged = new LinkedHashMap<>(entries);
      over.entries.forEach((key, value) ->
          merged.merge(
              key,
              value,
              (below, above) ->
                  below instanceof Table lower && above instanceof Table upper
                      ? lower.under(upper)
                      : above));
      return new Table(merged, place);
    }

    @Override
    public String shown() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + " = " + entry.getValue().shown())
          .collect(Collectors.joining(", ", "{ ", " }"));
    }
  }

  /// A list.
  record Sequence(List<Value> values, Place place) implements Value {

    @Override
    public String shown() {
      return values.stream().map(Value::shown).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /// Text in quotes.
  record Text(String text, Place place) implements Value {

    @Override
    public String shown() {
      return text.chars().mapToObj(Text::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int character) {
      return switch (character) {
        case '"' -> "\\\"";
        case '\\' -> "\\\\";
        case '\n' -> "\\n";
        case '\t' -> "\\t";
        default ->
            Character.isISOControl(character)
                ? "\\u%04X".formatted(character)
                : Character.toString((char) character);
      };
    }
  }

  /// A whole number.
  record Whole(long number, Place place) implements Value {

    @Override
    public String shown() {
      return Long.toString(number);
    }
  }

  /// True or false.
  record Toggle(boolean on, Place place) implements Value {

    @Override
    public String shown() {
      return Boolean.toString(on);
    }
  }

  /// What no setting is: a fraction, a date without quotes, null.
  ///
  /// @param shown what it was, in words or as it was written
  record Other(String shown, Place place) implements Value {}

  static Value standard(String text) {
    return new Text(text, Place.DEFAULT);
  }

  static Value standard(long number) {
    return new Whole(number, Place.DEFAULT);
  }

  static Value standard(boolean on) {
    return new Toggle(on, Place.DEFAULT);
  }

  static Value standard(List<String> texts) {
    return new Sequence(texts.stream().map(Value::standard).toList(), Place.DEFAULT);
  }
}
