package till.uplink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The collector's word on what it has: everything of this epoch up to and including `through`.
///
/// It only ever grows, so it may be lost, repeated, retained or come by another broker without
/// harm.
///
/// @param through number of the document; at least 1
/// @param hash SHA-256 (hex) of that document, as the collector has it
/// @param rejected documents it has but cannot read; the newest ones only
/// @param missing numbers it asks for again
/// @param drainPerSecond most documents a second it wants from this terminal, until an ack without
///   it
public record Ack(
    String epoch,
    long through,
    String hash,
    List<Rejection> rejected,
    Optional<Range> missing,
    OptionalInt drainPerSecond) {

  /// Most rejections that are named in one.
  public static final int REJECTIONS_MAX = 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A document the collector keeps as bytes only.
  ///
  /// @param code why
  public record Rejection(long number, String code) {}

  /// From and to, both included.
  public record Range(long from, long to) {}

  public Ack {
    rejected = List.copyOf(rejected);
  }

  /// Its form on the wire.
  public byte[] bytes() {
    ObjectNode ack = JSON.createObjectNode();
    ack.put("epoch", epoch).put("through", through).put("hash", hash);
    var list = ack.putArray("rejected");
    for (Rejection rejection : rejected) {
      list.addObject().put("number", rejection.number()).put("code", rejection.code());
    }
    missing.ifPresent(range -> ack.putArray("missing").add(range.from()).add(range.to()));
    drainPerSecond.ifPresent(rate -> ack.put("drainPerSecond", rate));
    return JSON.writeValueAsBytes(ack);
  }

  /// Reads one; what it does not know it ignores.
  ///
  /// @throws IllegalArgumentException when it is not an ack
  public static Ack read(byte[] bytes) {
    try {
      JsonNode ack = JSON.readTree(bytes);
      long through = Wire.number(ack, "through");
      if (through < 1) {
        throw new IllegalArgumentException("through is " + through);
      }
      return new Ack(
          Wire.word(ack, "epoch"),
          through,
          Wire.word(ack, "hash"),
          rejections(ack.path("rejected")),
          range(ack.path("missing")),
          rate(ack.path("drainPerSecond")));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<Rejection> rejections(JsonNode list) {
    var rejections = new ArrayList<Rejection>();
    for (JsonNode rejection : list) {
      if (rejections.size() < REJECTIONS_MAX && rejection.path("number").isIntegralNumber()) {
        rejections.add(
            new Rejection(
                rejection.path("number").asLong(),
                rejection.has("code") ? Wire.word(rejection, "code") : "unknown"));
      }
    }
    return rejections;
  }

  private static Optional<Range> range(JsonNode range) {
    return range.size() == 2 && range.path(0).canConvertToLong() && range.path(1).canConvertToLong()
        ? Optional.of(new Range(range.path(0).asLong(), range.path(1).asLong()))
        : Optional.empty();
  }

  private static OptionalInt rate(JsonNode rate) {
    return rate.isIntegralNumber() && rate.canConvertToInt() && rate.asInt() > 0
        ? OptionalInt.of(rate.asInt())
        : OptionalInt.empty();
  }
}
