package till.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import till.sale.Money;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of journal documents, as they are read: what is missing or of another kind is refused
/// by an `IllegalArgumentException` that names it.
final class Fields {

  private Fields() {}

  /// RFC 3339 UTC, to the millisecond and no further.
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static void writeFacts(ObjectNode node, Map<String, String> facts) {
    new TreeMap<>(facts).forEach(node::put);
  }

  static Map<String, String> readFacts(JsonNode node) {
    Map<String, String> facts = new TreeMap<>();
    node.path("facts")
        .propertyStream()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
    return facts;
  }

  static <T> List<T> readAll(JsonNode document, String field, Function<JsonNode, T> reading) {
    var all = new ArrayList<T>();
    document.path(field).forEach(each -> all.add(reading.apply(each)));
    return all;
  }

  static <E> E named(E[] values, Function<E, String> wireName, String name) {
    return Arrays.stream(values)
        .filter(value -> wireName.apply(value).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                name + " is none of " + List.of(values).stream().map(wireName).toList()));
  }

  static Money money(JsonNode node, String field, Currency currency) {
    return new Money(integer(node, field), currency);
  }

  static long integer(JsonNode node, String field) {
    return integer(field, node.path(field));
  }

  static long integer(String field, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("the field " + field + " is no whole number");
    }
    return value.longValue();
  }

  static Optional<Integer> optionalInteger(JsonNode node, String field) {
    return node.has(field) ? Optional.of(Math.toIntExact(integer(node, field))) : Optional.empty();
  }

  static boolean bool(JsonNode node, String field) {
    if (!node.path(field).isBoolean()) {
      throw new IllegalArgumentException("the field " + field + " is neither true nor false");
    }
    return node.path(field).booleanValue();
  }

  static String text(JsonNode node, String field) {
    return optional(node, field)
        .orElseThrow(() -> new IllegalArgumentException("the field " + field + " is missing"));
  }

  static Optional<String> optional(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  static Optional<JsonNode> object(JsonNode node, String field) {
    return Optional.of(node.path(field)).filter(JsonNode::isObject);
  }
}
