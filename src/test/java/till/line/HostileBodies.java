package till.line;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is posted by somebody who means harm or knows nothing: made from the schemas of the
/// description, so that it gets as far in as it can.
///
/// @param sale the open one, as far as the last answers told
record HostileBodies(ServedApi api, Sale sale, Random chance) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// A sale that was never there: whatever names it is refused.
  private static final String NO_SALE = "01HOSTHE000000000000000000";

  /// More than any amount may be, and what overflows as soon as it is added to.
  private static final List<Long> ABSURD_AMOUNTS =
      List.of(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 99_999, 1_000_000_000_000L, -1L);

  private static final List<String> ABSURD_QUANTITIES =
      List.of(
          "-1", "0", "10000", "999999999", "-999999999.999999", "0.0000001", "1e9", "NaN", "١", "");

  private static final List<String> NO_UUIDS =
      List.of("", "1", "null", "00000000-0000-0000-0000-00000000000g", "' OR 1=1 --", "\u0000");

  private static final int LONG_TEXT = 9_000;
  private static final int TOO_LARGE = 70_000;
  private static final int DEPTH = 5_000;

  /// What the open sale was seen to be.
  record Sale(String transactionId, long total) {
    static final Sale NONE = new Sale(NO_SALE, 0);
  }

  /// A body with nothing wrong in it: only for whoever may not do this.
  byte[] good(ServedApi.Operation operation) {
    return bytes(whole(operation));
  }

  /// A body that has to be refused, whoever sends it.
  byte[] bad(ServedApi.Operation operation) {
    return switch (chance.nextInt(4)) {
      case 0 -> broken(operation);
      case 1 -> absurd(operation);
      default -> wrong(operation);
    };
  }

  private ObjectNode whole(ServedApi.Operation operation) {
    ObjectNode body = MAPPER.createObjectNode();
    JsonNode schema = api.resolved(operation.body().orElseThrow());
    schema
        .path("required")
        .forEach(name ->
            body.set(
                name.asString(),
                value(name.asString(), schema.path("properties").path(name.asString()))));
    return body;
  }

  private JsonNode value(String name, JsonNode unresolved) {
    JsonNode schema = api.resolved(unresolved);
    if (schema.has("enum")) {
      return schema.path("enum").get(chance.nextInt(schema.path("enum").size()));
    }
    String type =
        schema.path("type").isArray()
            ? schema.path("type").get(0).asString()
            : schema.path("type").asString("");
    var nodes = MAPPER.getNodeFactory();
    return switch (name) {
      case "commandId" -> nodes.stringNode(new UUID(chance.nextLong(), 1).toString());
      case "transactionId" -> nodes.stringNode(sale.transactionId());
      case "expectedTotal" -> nodes.numberNode(sale.total());
      default ->
          switch (type) {
            case "integer", "number" -> nodes.numberNode(1);
            case "boolean" -> nodes.booleanNode(true);
            case "array" -> nodes.arrayNode();
            case "object" -> nodes.objectNode().put("id", "17").put("pin", "0000");
            default -> nodes.stringNode("1");
          };
    };
  }

  /// Not JSON, not an object, too much of it, or the same member twice.
  private byte[] broken(ServedApi.Operation operation) {
    String good = whole(operation).toString();
    return switch (chance.nextInt(12)) {
      case 0 -> text(good.substring(0, chance.nextInt(good.length())));
      case 1 -> random(1 + chance.nextInt(200));
      case 2 -> text("[" + good + "]");
      case 3 -> text("{\"commandId\":\"" + UUID.randomUUID() + "\"," + good.substring(1));
      case 4 -> text(good.replaceFirst("\\{", "{\"x\":NaN,"));
      case 5 -> text("[".repeat(DEPTH));
      case 6 -> text("{\"operator\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH));
      case 7 -> text("{\"x\":\"" + "x".repeat(TOO_LARGE) + "\"," + good.substring(1));
      case 8 -> latin("{\"x\":\"\u00e4\u00ff\u00c0\u0080\"," + good.substring(1));
      case 9 -> text("{\"x\":1" + "0".repeat(LONG_TEXT) + ",\"operator\":1," + good.substring(1));
      case 10 -> text("\u0000" + good);
      default -> text(List.of("", "null", "1e999", "\"\"", "{}", "{]").get(chance.nextInt(6)));
    };
  }

  /// Quantities and amounts that no shop has.
  private byte[] absurd(ServedApi.Operation operation) {
    JsonNode properties = api.resolved(operation.body().orElseThrow()).path("properties");
    ObjectNode body = whole(operation);
    long amount = ABSURD_AMOUNTS.get(chance.nextInt(ABSURD_AMOUNTS.size()));
    if (properties.has("quantity")) {
      if (properties.has("itemId")) {
        body.put("itemId", Labels.ean(1 + chance.nextInt(ShopFloor.ARTICLES)));
        body.remove("scan");
      }
      body.put("quantity", ABSURD_QUANTITIES.get(chance.nextInt(ABSURD_QUANTITIES.size())));
    } else if (properties.has("denominations") && chance.nextBoolean()) {
      body.putArray("denominations").addObject().put("value", amount).put("pieces", 99_999);
    } else if (properties.has("amount")) {
      body.put("amount", amount);
    } else if (properties.has("value")) {
      body.put("value", amount);
    } else {
      body.put("transactionId", NO_SALE);
    }
    return bytes(body);
  }

  /// One member is of another type, or as no such member is.
  private byte[] wrong(ServedApi.Operation operation) {
    JsonNode schema = api.resolved(operation.body().orElseThrow());
    ObjectNode body = whole(operation);
    List<String> names = List.copyOf(schema.path("properties").propertyNames());
    String name = names.get(chance.nextInt(names.size()));
    if (!name.equals("transactionId")) {
      body.put("transactionId", NO_SALE); // an optional member may be good as any type
    }
    if (name.equals("commandId") && chance.nextBoolean()) {
      return bytes(body.put(name, NO_UUIDS.get(chance.nextInt(NO_UUIDS.size()))));
    }
    switch (chance.nextInt(8)) {
      case 0 -> body.put(name, -1.5);
      case 1 -> body.put(name, Long.MIN_VALUE);
      case 2 -> body.putArray(name).add(name);
      case 3 -> body.putObject(name).put("id", 5).putArray("pin");
      case 4 -> body.put(name, true);
      case 5 -> body.put(name, "x".repeat(LONG_TEXT));
      case 6 -> body.put(name, "\ud800\u0000\u202e${jndi:ldap://x}<script>");
      default -> body.put(name, "../../etc/passwd");
    }
    return bytes(body);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    chance.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(ObjectNode body) {
    return text(body.toString());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
