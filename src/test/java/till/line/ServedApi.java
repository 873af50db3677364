package till.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import till.kiosk.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The operations that a daemon's description has, as a stranger reads them.
record ServedApi(JsonNode document, List<Operation> operations) {

  private static final Pattern ROLE = Pattern.compile("Role: (kiosk|attendant|technician)");

  ServedApi {
    operations = List.copyOf(operations);
  }

  /// @param path with its variables in braces
  /// @param role that it needs; absent where anybody may
  /// @param body the schema of what is posted
  /// @param statuses that are described
  record Operation(
      String method,
      String path,
      Optional<Role> role,
      Optional<JsonNode> body,
      Set<Integer> statuses) {

    Operation {
      statuses = Set.copyOf(statuses);
    }

    boolean isPost() {
      return method.equals("POST");
    }

    /// Whether something follows from it: what only asks has no `commandId`.
    boolean isCommand() {
      return body.filter(schema -> schema.path("required").toString().contains("\"commandId\""))
          .isPresent();
    }

    /// Whether this role may ask for it; nobody known may for what anybody may.
    boolean isOpenTo(Optional<Role> shown) {
      return role.isEmpty() || shown.filter(who -> who.compareTo(role.get()) >= 0).isPresent();
    }
  }

  static ServedApi of(byte[] served) {
    JsonNode document = JsonMapper.shared().readTree(served);
    var operations = new ArrayList<Operation>();
    document
        .path("paths")
        .propertyStream()
        .forEach(path ->
            path.getValue()
                .propertyStream()
                .forEach(method ->
                    operations.add(
                        operation(
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            method.getValue()))));
    return new ServedApi(document, operations);
  }

  private static Operation operation(String method, String path, JsonNode described) {
    JsonNode body = described.at("/requestBody/content/application~1json/schema");
    Set<Integer> statuses = new TreeSet<>();
    described.path("responses").propertyNames().forEach(status -> statuses.add(toInt(status)));
    return new Operation(
        method,
        path,
        described.has("security") ? Optional.empty() : Optional.of(role(described)),
        Optional.of(body).filter(JsonNode::isObject),
        statuses);
  }

  private static int toInt(String status) {
    return Integer.parseInt(status);
  }

  private static Role role(JsonNode described) {
    Matcher inWords = ROLE.matcher(described.path("description").asString(""));
    String name = described.path("x-role").asString(inWords.find() ? inWords.group(1) : "");
    return Role.of(name).orElseThrow(() -> new AssertionError("no role in " + described));
  }

  /// A schema, or what it refers to.
  JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.path("$ref").asString().substring(1)) : schema;
  }
}
