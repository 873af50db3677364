package till.uplink;

import tools.jackson.databind.JsonNode;

/// Fields that have to be there.
final class Wire {

  private Wire() {}

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException("no text in " + field);
    }
    return value.stringValue();
  }

  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("no number in " + field);
    }
    return value.asLong();
  }
}
