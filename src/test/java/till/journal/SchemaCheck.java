package till.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// As much of JSON Schema as the project's schemas use. Stricter in one thing: a field that no part
/// of the schema speaks of is a fault, so that nothing is written that nobody is told of.
final class SchemaCheck {

  /// They say something to people only.
  private static final Set<String> REMARKS =
      Set.of("$schema", "$id", "$defs", "title", "description", "format");

  private final JsonNode root;

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  List<String> faults(JsonNode value) {
    var faults = new ArrayList<String>();
    var known = new TreeSet<String>();
    check(root, value, "", faults, known);
    fields(value, "").stream()
        .filter(field -> !known.contains(field))
        .forEach(field -> faults.add(field + " is not in the schema"));
    return faults;
  }

  private static List<String> fields(JsonNode value, String where) {
    var fields = new ArrayList<String>();
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      fields.add(where + "/" + each.getKey());
      fields.addAll(fields(each.getValue(), where + "/" + each.getKey()));
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        fields.addAll(fields(value.get(i), where + "/" + i));
      }
    }
    return fields;
  }

  private void check(
      JsonNode schema, JsonNode value, String where, List<String> faults, Set<String> known) {
    for (Map.Entry<String, JsonNode> rule : schema.properties()) {
      JsonNode is = rule.getValue();
      boolean isRight =
          switch (rule.getKey()) {
            case "$ref" -> {
              check(root.at(is.stringValue().substring(1)), value, where, faults, known);
              yield true;
            }
            case "type" -> isOf(is.stringValue(), value);
            case "const" -> is.equals(value);
            case "enum" -> is.valueStream().anyMatch(value::equals);
            case "minimum" -> !value.isNumber() || value.longValue() >= is.longValue();
            case "pattern" ->
                !value.isString()
                    || Pattern.compile(is.stringValue()).matcher(value.stringValue()).find();
            case "required" ->
                !value.isObject()
                    || is.valueStream().allMatch(name -> value.has(name.stringValue()));
            case "properties" -> {
              for (Map.Entry<String, JsonNode> property : is.properties()) {
                String name = property.getKey();
                if (value.has(name)) {
                  known.add(where + "/" + name);
                  check(property.getValue(), value.get(name), where + "/" + name, faults, known);
                }
              }
              yield true;
            }
            case "additionalProperties" -> {
              for (Map.Entry<String, JsonNode> each : value.properties()) {
                known.add(where + "/" + each.getKey());
                check(is, each.getValue(), where + "/" + each.getKey(), faults, known);
              }
              yield true;
            }
            case "items" -> {
              for (int i = 0; i < value.size(); i++) {
                check(is, value.get(i), where + "/" + i, faults, known);
              }
              yield true;
            }
            case "oneOf" -> oneOf(is, value, where, known);
            default -> REMARKS.contains(rule.getKey()) || unknown(rule.getKey());
          };
      if (!isRight) {
        faults.add((where.isEmpty() ? "/" : where) + ": " + rule.getKey());
      }
    }
  }

  private static boolean unknown(String rule) {
    throw new AssertionError("this check knows nothing of " + rule);
  }

  private boolean oneOf(JsonNode schemas, JsonNode value, String where, Set<String> known) {
    int right = 0;
    for (JsonNode schema : schemas) {
      var faults = new ArrayList<String>();
      var fields = new TreeSet<String>();
      check(schema, value, where, faults, fields);
      if (faults.isEmpty()) {
        right++;
        known.addAll(fields);
      }
    }
    return right == 1;
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new AssertionError("this check knows nothing of the type " + type);
    };
  }
}
