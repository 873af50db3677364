package till.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One table while it is read. Every question notes its key; `close` reports what nobody asked for.
/// A wrong answer is noted as a problem, and reading goes on with a stand-in.
final class Section implements AutoCloseable {

  private final String path;
  private final Value.Table table;
  private final Notes notes;
  private final Set<String> asked = new TreeSet<>();

  Section(String path, Value.Table table, Notes notes) {
    this.path = path;
    this.table = table;
    this.notes = notes;
  }

  /// How messages call this table: `scanner[0]`.
  String name() {
    return path;
  }

  /// A setting that may be absent.
  <T> Optional<T> optional(String key, Kind<T> kind) {
    Value value = find(key);
    return value == null ? Optional.empty() : read(key, kind, value);
  }

  /// A setting with a default.
  ///
  /// @return the default too where the value is wrong
  <T> T value(String key, Kind<T> kind, Value standard) {
    Value value = find(key);
    return read(key, kind, value == null ? standard : value).orElseGet(() -> kind.read(standard));
  }

  /// A setting that has to be there.
  ///
  /// @param standIn what to go on with where it is missing or wrong
  <T> T required(String key, Kind<T> kind, T standIn) {
    return required(key, kind, standIn, Value::shown);
  }

  /// The same, of which is said that it is set, and not to what.
  <T> T hidden(String key, Kind<T> kind, T standIn) {
    return required(key, kind, standIn, _ -> "(hidden)");
  }

  private <T> T required(String key, Kind<T> kind, T standIn, Function<Value, String> shown) {
    Value value = find(key);
    if (value == null) {
      notes.problem(path(key), table.place(), "is missing");
      return standIn;
    }
    return read(key, kind, value, shown).orElse(standIn);
  }

  /// A table in this one.
  Optional<Section> table(String key) {
    return switch (find(key)) {
      case null -> Optional.empty();
      case Value.Table inner -> Optional.of(new Section(path(key), inner, notes));
      case Value other -> {
        notes.problem(path(key), other.place(), "must be a section: [" + path(key) + "]");
        yield Optional.empty();
      }
    };
  }

  /// A table in this one; an empty one where it is absent.
  Section tableOrEmpty(String key) {
    return table(key)
        .orElseGet(() -> new Section(path(key), Value.Table.empty(table.place()), notes));
  }

  /// A list of tables, written `[[key]]` or `key = [{ ... }]`.
  List<Section> tables(String key, int min, int max) {
    Value value = find(key);
    if (value == null) {
      if (min > 0) {
        notes.problem(path(key), table.place(), "is missing");
      }
      return List.of();
    }
    var sections = new ArrayList<Section>();
    if (value instanceof Value.Sequence sequence
        && sequence.values().size() >= min
        && sequence.values().size() <= max) {
      for (Value each : sequence.values()) {
        if (each instanceof Value.Table inner) {
          sections.add(new Section(path(key) + "[" + sections.size() + "]", inner, notes));
        }
      }
      if (sections.size() == sequence.values().size()) {
        return sections;
      }
    }
    notes.problem(
        path(key),
        value.place(),
        "must be a list of " + min + " to " + max + " sections: [[" + path(key) + "]]");
    return List.of();
  }

  /// Says that what stands under this key cannot be.
  void problem(String key, String text) {
    Value value = table.entries().get(key);
    notes.problem(path(key), value == null ? table.place() : value.place(), text);
  }

  /// Settings that this version knows of and does not have: present ones are refused.
  void notBuilt(String... keys) {
    for (String key : keys) {
      Value value = find(key);
      if (value != null) {
        notes.problem(path(key), value.place(), "is not built in this version: remove it");
      }
    }
  }

  @Override
  public void close() {
    table
        .entries()
        .forEach((key, value) -> {
          if (!asked.contains(key)) {
            notes.problem(
                path(key),
                value.place(),
                "is unknown: " + place() + " knows " + String.join(", ", asked));
          }
        });
  }

  private String place() {
    return path.isEmpty() ? "the file" : "[" + path + "]";
  }

  private <T> Optional<T> read(String key, Kind<T> kind, Value value) {
    return read(key, kind, value, Value::shown);
  }

  private <T> Optional<T> read(
      String key, Kind<T> kind, Value value, Function<Value, String> shown) {
    try {
      T read = kind.read(value);
      notes.setting(path(key), shown.apply(value), value.place());
      return Optional.of(read);
    } catch (IllegalArgumentException e) {
      notes.problem(path(key), value.place(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private @Nullable Value find(String key) {
    asked.add(key);
    return table.entries().get(key);
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
