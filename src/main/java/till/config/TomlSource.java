package till.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// A TOML file as a tree.
final class TomlSource {

  /// A thousand times what a shop needs; beyond it somebody has named the wrong file.
  static final int FILE_BYTES_MAX = 1024 * 1024;

  private final Path file;
  private final String source;

  private TomlSource(Path file) {
    this.file = file;
    this.source = String.valueOf(file.getFileName());
  }

  /// @throws ConfigException when it cannot be read or is not TOML, naming every line that is not
  static Value.Table read(Path file) {
    return new TomlSource(file).read();
  }

  private Value.Table read() {
    TomlParseResult result = Toml.parse(text(), TomlVersion.V1_1_0);
    if (result.hasErrors()) {
      List<Problem> problems =
          result.errors().stream()
              .map(error ->
                  new Problem("", place(error.position()), String.valueOf(error.getMessage())))
              .toList();
      throw new ConfigException(file, problems);
    }
    return table(result, place(null));
  }

  private String text() {
    try {
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      }
      if (bytes.length > FILE_BYTES_MAX) {
        throw unreadable("is longer than " + FILE_BYTES_MAX + " bytes: is it the right file?");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw unreadable("is not there");
    } catch (CharacterCodingException e) {
      throw unreadable("is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable("cannot be read: " + e);
    }
  }

  private ConfigException unreadable(String text) {
    return new ConfigException(file, List.of(new Problem("", place(null), text)));
  }

  private Place place(@Nullable TomlPosition position) {
    return new Place(source, position == null ? 0 : position.line());
  }

  private Value.Table table(TomlTable table, Place place) {
    var entries = new LinkedHashMap<String, Value>();
    for (Map.Entry<String, Object> entry : table.entrySet()) {
      Place at = place(table.inputPositionOf(List.of(entry.getKey())));
      entries.put(entry.getKey(), value(entry.getValue(), at));
    }
    return new Value.Table(entries, place);
  }

  private Value.Sequence sequence(TomlArray array, Place place) {
    var values = new ArrayList<Value>();
    for (int i = 0; i < array.size(); i++) {
      values.add(value(array.get(i), place(array.inputPositionOf(i))));
    }
    return new Value.Sequence(List.copyOf(values), place);
  }

  private Value value(Object value, Place place) {
    return switch (value) {
      case String text -> new Value.Text(text, place);
      case Long number -> new Value.Whole(number, place);
      case Boolean on -> new Value.Toggle(on, place);
      case TomlTable table -> table(table, place);
      case TomlArray array -> sequence(array, place);
      default -> new Value.Other(value.toString(), place);
    };
  }
}
