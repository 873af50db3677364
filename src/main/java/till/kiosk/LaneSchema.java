package till.kiosk;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The lane's view as a JSON Schema (2020-12) of its own: the part of the API's description that
/// answers, events and pages have in common.
public final class LaneSchema {

  private static final String DEFINITIONS = "#/$defs/";

  private LaneSchema() {}

  /// The schema, a JSON object.
  public static String text() {
    JsonMapper mapper = JsonMapper.shared();
    String api = new String(Pages.resource("openapi.json"), StandardCharsets.UTF_8);
    JsonNode schemas =
        mapper
            .readTree(api.replace("#/components/schemas/", DEFINITIONS))
            .at("/components/schemas");
    ObjectNode view = mapper.createObjectNode();
    view.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    view.put("$id", "urn:till:lane-view:1");
    view.put("title", "The lane's view");
    view.put("$ref", DEFINITIONS + "Lane");
    define(view, view.putObject("$defs"), schemas);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
  }

  /// Adds what a schema refers to, and what that does.
  private static void define(JsonNode schema, ObjectNode definitions, JsonNode all) {
    for (String reference : schema.findValuesAsString("$ref")) {
      String name = reference.substring(DEFINITIONS.length());
      if (!definitions.has(name)) {
        definitions.set(name, all.path(name));
        define(all.path(name), definitions, all);
      }
    }
  }
}
