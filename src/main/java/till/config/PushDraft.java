package till.config;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is signed to push a configuration, made of a TOML file with the structure of the local one.
public final class PushDraft {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PushDraft() {}

  /// The payload of the document (JSON).
  ///
  /// @param scope `fleet`, `store/0042` or `terminal/0042-03`
  /// @param body the file; whether it fits a terminal is known there only
  /// @throws ConfigException when it is not TOML, or sets what no terminal takes from outside
  public static byte[] payload(String org, String scope, long revision, Instant issued, Path body) {
    Value.Table tree = TomlSource.read(body);
    List<Problem> trespasses = Letter.trespasses(tree);
    if (!trespasses.isEmpty()) {
      throw new ConfigException(body, trespasses);
    }
    ObjectNode payload = JSON.createObjectNode();
    payload.put("org", org);
    payload.put("scope", scope);
    payload.put("revision", revision);
    payload.put("issued", issued.truncatedTo(ChronoUnit.SECONDS).toString());
    payload.set("body", json(tree));
    return JSON.writeValueAsBytes(payload);
  }

  private static JsonNode json(Value value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case Value.Table table -> {
        ObjectNode object = nodes.objectNode();
        table.entries().forEach((key, entry) -> object.set(key, json(entry)));
        yield object;
      }
      case Value.Sequence sequence -> {
        ArrayNode array = nodes.arrayNode();
        sequence.values().forEach(element -> array.add(json(element)));
        yield array;
      }
      case Value.Text text -> nodes.stringNode(text.text());
      case Value.Whole whole -> nodes.numberNode(whole.number());
      case Value.Toggle toggle -> nodes.booleanNode(toggle.on());
      case Value.Other other -> nodes.stringNode(other.shown());
    };
  }
}
