package till.uplink;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Fields that have to be there.
final class Wire {

  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private Wire() {}

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException("no text in " + field);
    }
    return value.stringValue();
  }

  /// Text that may stand in a log: an epoch, a hash, a code.
  static String word(JsonNode node, String field) {
    String text = text(node, field);
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException("no word of letters, digits and - in " + field);
    }
    return text;
  }

  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("no number in " + field);
    }
    return value.asLong();
  }
}
