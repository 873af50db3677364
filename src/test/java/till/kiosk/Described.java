package till.kiosk;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The served description, held against what is answered: that there is such an answer, and that
/// its body is what it says. Members that are not described are faults too.
final class Described {

  static final JsonNode DOCUMENT =
      JsonMapper.builder().build().readTree(Pages.resource("openapi.json"));

  /// Which every request may meet, described or not: an address, name or method that is none.
  private static final Set<Integer> COMMON = Set.of(400, 403, 404, 405, 500);

  private Described() {}

  /// What the description calls this request: `get /v1/reports/z/{n}`; nothing when it does not.
  static Optional<String> operation(String method, String path) {
    String verb = method.toLowerCase(Locale.ROOT);
    return DOCUMENT
        .path("paths")
        .propertyStream()
        .filter(each -> matches(each.getKey(), path) && each.getValue().has(verb))
        .map(each -> verb + " " + each.getKey())
        .min((one, two) -> Boolean.compare(one.contains("{"), two.contains("{")));
  }

  private static boolean matches(String template, String path) {
    List<String> pattern = Arrays.asList(template.split("/", -1));
    List<String> segments = Arrays.asList(path.split("/", -1));
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).startsWith("{") && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// @throws AssertionError when it is not as described
  static void check(String method, String path, HttpResponse<byte[]> answer) {
    Optional<String> operation = operation(method, path);
    if (operation.isEmpty()) {
      return;
    }
    String[] parts = operation.get().split(" ", 2);
    String status = Integer.toString(answer.statusCode());
    JsonNode responses = DOCUMENT.path("paths").path(parts[1]).path(parts[0]).path("responses");
    JsonNode response = resolved(responses.path(status));
    if (response.isMissingNode()) {
      if (!COMMON.contains(answer.statusCode())) {
        throw new AssertionError(
            operation.get() + " answers " + status + ", which is not described");
      }
      response = resolved(DOCUMENT.at("/components/responses/Bad"));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode content = response.path("content").path(type);
    if (content.isMissingNode()) {
      if (response.has("content")) {
        throw new AssertionError(operation.get() + " answers " + status + " as " + type);
      }
      return;
    }
    if (type.endsWith("json")) {
      var faults = new ArrayList<String>();
      hold(JsonMapper.shared().readTree(answer.body()), content.path("schema"), "", faults);
      if (!faults.isEmpty()) {
        throw new AssertionError(
            operation.get() + " " + status + ": " + faults + "\n" + ShopCounter.text(answer));
      }
    }
  }

  /// Collects what of a value is not as its schema says.
  static void hold(JsonNode value, JsonNode unresolved, String at, List<String> faults) {
    JsonNode schema = resolved(unresolved);
    if (schema.has("type") && !isOfType(value, schema.path("type"))) {
      faults.add(at + " is no " + schema.path("type"));
      return;
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add(at + " is not " + schema.path("const"));
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      faults.add(at + " " + value + " is none of " + schema.path("enum"));
    }
    if (schema.has("pattern") && !value.asString("").matches(schema.path("pattern").asString())) {
      faults.add(at + " " + value + " does not match " + schema.path("pattern"));
    }
    schema.path("allOf").forEach(part -> holdPart(value, part, at, faults));
    choice(value, schema.path("anyOf"), at, faults);
    choice(value, schema.path("oneOf"), at, faults);
    holdMembers(value, schema, at, faults);
    if (value.isArray() && schema.has("items")) {
      if (value.size() < schema.path("minItems").asInt(0)
          || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
        faults.add(at + " has " + value.size() + " items");
      }
      for (int i = 0; i < value.size(); i++) {
        hold(value.get(i), schema.path("items"), at + "/" + i, faults);
      }
    }
    undescribed(value, schema, at, faults);
  }

  private static void holdPart(JsonNode value, JsonNode part, String at, List<String> faults) {
    var found = new ArrayList<String>();
    hold(value, part, at, found);
    found.stream().filter(fault -> !fault.startsWith(at + " has also ")).forEach(faults::add);
  }

  private static void choice(JsonNode value, JsonNode schemas, String at, List<String> faults) {
    if (schemas.isMissingNode()) {
      return;
    }
    var all = new ArrayList<String>();
    for (JsonNode schema : schemas) {
      var found = new ArrayList<String>();
      hold(value, schema, at, found);
      if (found.isEmpty()) {
        return;
      }
      all.addAll(found);
    }
    faults.add(at + " is none of its kinds: " + all);
  }

  private static void holdMembers(JsonNode value, JsonNode schema, String at, List<String> faults) {
    if (!value.isObject()) {
      return;
    }
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        faults.add(at + " has no " + name.asString());
      }
    }
    JsonNode properties = schema.path("properties");
    value
        .propertyStream()
        .forEach(member -> {
          if (properties.has(member.getKey())) {
            hold(
                member.getValue(),
                properties.path(member.getKey()),
                at + "/" + member.getKey(),
                faults);
          } else if (schema.path("additionalProperties").isObject()) {
            hold(
                member.getValue(),
                schema.path("additionalProperties"),
                at + "/" + member.getKey(),
                faults);
          }
        });
  }

  private static void undescribed(JsonNode value, JsonNode schema, String at, List<String> faults) {
    Set<String> names = new TreeSet<>();
    if (value.isObject() && names(schema, names) && !names.isEmpty()) {
      value
          .propertyNames()
          .forEach(name -> {
            if (!names.contains(name)) {
              faults.add(at + " has also " + name);
            }
          });
    }
  }

  /// @return whether these are all that there may be
  private static boolean names(JsonNode unresolved, Set<String> names) {
    JsonNode schema = resolved(unresolved);
    names.addAll(schema.path("properties").propertyNames());
    boolean closed =
        !schema.has("additionalProperties") && !schema.has("anyOf") && !schema.has("oneOf");
    for (JsonNode part : schema.path("allOf")) {
      closed &= names(part, names);
    }
    return closed;
  }

  private static boolean isOfType(JsonNode value, JsonNode type) {
    return type.isArray()
        ? type.valueStream().anyMatch(each -> isOfType(value, each.asString()))
        : isOfType(value, type.asString());
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new AssertionError("the description has the type " + type);
    };
  }

  private static JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? DOCUMENT.at(schema.path("$ref").asString().substring(1)) : schema;
  }
}
