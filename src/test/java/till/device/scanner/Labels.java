package till.device.scanner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Labels of every kind as scanners send them: our own, and those that others wrote, where they lie
/// beside the project.
final class Labels {

  private static final Path FOLDER = Path.of("..", "shared", "vectors", "gs1");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> OWN =
      List.of(
          "4006381333931",
          "]E04006381333931",
          "]E496385074",
          "]C101095011015300031726123110LOT\u001d21SERIAL",
          "]d20104006381333931\u001d10LOT",
          "]Q1https://id.example.com/01/04006381333931?17=261231",
          "]Q1Gr\u00fc\u00dfe",
          "7");

  private Labels() {}

  static List<String> all() {
    var labels = new ArrayList<>(OWN);
    if (Files.isDirectory(FOLDER)) {
      labels.addAll(texts("scan_data_aim_parse.jsonl", "scan"));
      labels.addAll(texts("scan_data_aim_generate.jsonl", "expect"));
    } else {
      System.out.println("only our own labels: there is no " + FOLDER.toAbsolutePath().normalize());
    }
    return labels;
  }

  private static List<String> texts(String file, String key) {
    try {
      return Files.readAllLines(FOLDER.resolve(file)).stream()
          .map(row -> JSON.readTree(row).path(key))
          .filter(JsonNode::isString)
          .map(JsonNode::asString)
          .filter(text -> !text.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
