package till.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a terminal says of itself, retained: at birth, as it changes, at its goodbye, and as its
/// will.
///
/// @param conn grows with each connection of the terminal: a death that is older than the last
///   birth is not news
/// @param standing absent in a goodbye and a will
public record StateMessage(boolean online, long conn, Optional<Standing> standing) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Beyond this a list in a message is cut.
  private static final int ITEMS_MAX = 100;

  /// How the terminal stands.
  ///
  /// @param at the terminal's clock, RFC 3339
  /// @param first lowest number of this epoch that the terminal still has
  /// @param head number and hash of the newest document; 0 when the epoch has none
  /// @param acked number up to which an ack was taken
  /// @param backlog what is not acknowledged yet, over all epochs
  /// @param key the public key that its documents are signed with
  public record Standing(
      String at,
      String version,
      String epoch,
      long first,
      long head,
      String headHash,
      long acked,
      Backlog backlog,
      StateView view,
      Optional<Key> key) {}

  /// Documents that wait for their acknowledgement.
  ///
  /// @param oldest when the first of them was made, by the terminal's clock, RFC 3339; nothing when
  ///   none waits, or the terminal does not say
  public record Backlog(long documents, Optional<String> oldest) {}

  /// A device's public key.
  ///
  /// @param publicKey base64 of the 32 bytes
  public record Key(String kid, String publicKey) {}

  /// The goodbye, which is also the will.
  static StateMessage offline(long conn) {
    return new StateMessage(false, conn, Optional.empty());
  }

  /// Its form on the wire.
  public byte[] bytes() {
    ObjectNode state = JSON.createObjectNode();
    state.put("online", online).put("conn", conn);
    standing.ifPresent(now -> write(state, now));
    return JSON.writeValueAsBytes(state);
  }

  private static void write(ObjectNode state, Standing now) {
    state.put("at", now.at()).put("version", now.version()).put("epoch", now.epoch());
    state.put("first", now.first());
    state.putObject("head").put("number", now.head()).put("hash", now.headHash());
    state.put("acked", now.acked());
    state.put("backlog", now.backlog().documents());
    now.backlog().oldest().ifPresent(at -> state.put("oldestUnacked", at));
    state.put("lane", now.view().lane());
    var problems = state.putArray("problems");
    now.view().problems().forEach(problems::add);
    ObjectNode revisions = state.putObject("revisions");
    new TreeMap<>(now.view().revisions()).forEach(revisions::put);
    now.key()
        .ifPresent(
            key -> state.putObject("key").put("kid", key.kid()).put("publicKey", key.publicKey()));
  }

  /// Reads one; what it does not know it ignores.
  ///
  /// @throws IllegalArgumentException when it is not a state message
  public static StateMessage read(byte[] bytes) {
    try {
      JsonNode state = JSON.readTree(bytes);
      if (!state.path("online").isBoolean()) {
        throw new IllegalArgumentException("no truth value in online");
      }
      return new StateMessage(
          state.path("online").booleanValue(),
          Wire.number(state, "conn"),
          state.has("epoch") ? Optional.of(standing(state)) : Optional.empty());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Standing standing(JsonNode state) {
    return new Standing(
        state.path("at").asString(""),
        state.path("version").asString(""),
        Wire.text(state, "epoch"),
        Wire.number(state, "first"),
        Wire.number(state.path("head"), "number"),
        Wire.text(state.path("head"), "hash"),
        state.path("acked").asLong(0),
        backlog(state),
        new StateView(
            state.path("lane").asString(""),
            strings(state.path("problems")),
            numbers(state.path("revisions"))),
        key(state.path("key")));
  }

  private static Backlog backlog(JsonNode state) {
    JsonNode oldest = state.path("oldestUnacked");
    return new Backlog(
        Math.max(0, state.path("backlog").asLong(0)),
        oldest.isString() ? Optional.of(oldest.stringValue()) : Optional.empty());
  }

  private static Optional<Key> key(JsonNode key) {
    return key.path("kid").isString() && key.path("publicKey").isString()
        ? Optional.of(new Key(key.path("kid").stringValue(), key.path("publicKey").stringValue()))
        : Optional.empty();
  }

  private static List<String> strings(JsonNode list) {
    var strings = new ArrayList<String>();
    for (JsonNode item : list) {
      if (item.isString() && strings.size() < ITEMS_MAX) {
        strings.add(item.stringValue());
      }
    }
    return strings;
  }

  private static Map<String, Long> numbers(JsonNode object) {
    Map<String, Long> numbers = new HashMap<>();
    object
        .propertyStream()
        .filter(field -> field.getValue().canConvertToLong())
        .limit(ITEMS_MAX)
        .forEach(field -> numbers.put(field.getKey(), field.getValue().asLong()));
    return numbers;
  }
}
