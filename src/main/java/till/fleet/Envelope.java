package till.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import till.journal.PosLog;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the collector reads of a document: enough to file it. Kinds and fields it does not know are
/// filed like any other.
sealed interface Envelope {

  /// A document that can be filed.
  ///
  /// @param signature with its key's id, when there is one that could be one
  record Legible(
      String epoch,
      long number,
      String prev,
      String type,
      Optional<String> status,
      Optional<String> businessDay,
      Optional<String> transactionId,
      OptionalLong total,
      Optional<String> currency,
      String at,
      Optional<Signed> signature)
      implements Envelope {}

  /// One that cannot.
  ///
  /// @param code `not-json`, `too-large`, `incomplete`, `version` or `identity`
  /// @param slot the number it takes nevertheless, so that it does not stand in the way; none for
  ///   `identity`: who names another takes nobody's number
  record Illegible(String code, Optional<Slot> slot) implements Envelope {}

  /// Where a document belongs.
  record Slot(String epoch, long number) {}

  /// A signature and who claims to have made it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Signed(String keyId, byte[] signature) {}

  JsonMapper JSON = JsonMapper.builder().build();
  Pattern EPOCH = Pattern.compile("[0-9A-Za-z-]{1,64}");
  Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
  Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /// Most characters of a text that is filed.
  int TEXT_MAX = 1_000;

  /// Reads a message from a terminal's journal topic.
  static Envelope read(Delivery.Document message) {
    Optional<Slot> claimed = claimedSlot(message.properties());
    if (message.payload().length > PosLog.DOCUMENT_BYTES_MAX) {
      return new Illegible("too-large", claimed);
    }
    JsonNode document;
    try {
      document = JSON.readTree(message.payload());
    } catch (JacksonException e) {
      return new Illegible("not-json", claimed);
    }
    if (!document.isObject()) {
      return new Illegible("not-json", claimed);
    }
    return read(message, document, claimed);
  }

  private static Envelope read(
      Delivery.Document message, JsonNode document, Optional<Slot> claimed) {
    Optional<String> org = text(document, "org");
    Optional<String> terminal = text(document, "terminal");
    Optional<Slot> slot = ownSlot(document);
    if (differs(org, message.from().org())
        || differs(terminal, message.from().terminal())
        || (claimed.isPresent() && slot.isPresent() && !claimed.equals(slot))) {
      return new Illegible("identity", Optional.empty());
    }
    if (document.path("v").asInt(0) != PosLog.VERSION) {
      return new Illegible("version", claimed.or(() -> slot));
    }
    Optional<String> prev = text(document, "prev").filter(hash -> HASH.matcher(hash).matches());
    Optional<String> type = text(document, "type");
    Optional<String> at = text(document, "at");
    if (org.isEmpty()
        || terminal.isEmpty()
        || slot.isEmpty()
        || prev.isEmpty()
        || type.isEmpty()
        || at.isEmpty()) {
      return new Illegible("incomplete", claimed.or(() -> slot));
    }
    return new Legible(
        slot.get().epoch(),
        slot.get().number(),
        prev.get(),
        type.get(),
        text(document, "status"),
        text(document, "businessDay"),
        text(document, "transactionId"),
        document.path("total").isIntegralNumber() && document.path("total").canConvertToLong()
            ? OptionalLong.of(document.path("total").asLong())
            : OptionalLong.empty(),
        text(document, "currency"),
        at.get(),
        signature(message.properties()));
  }

  /// A document that another one names.
  record Named(String epoch, long number, String hash) {}

  /// The head of the epoch before, as the first document of an epoch names it.
  static Optional<Named> previousEpoch(byte[] document) {
    JsonNode previous;
    try {
      previous = JSON.readTree(document).path("previousEpoch");
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return ownSlot(previous)
        .flatMap(slot ->
            text(previous, "hash").map(hash -> new Named(slot.epoch(), slot.number(), hash)));
  }

  private static boolean differs(Optional<String> said, String is) {
    return said.isPresent() && !said.get().equals(is);
  }

  private static Optional<Slot> claimedSlot(Map<String, String> properties) {
    String epoch = properties.getOrDefault("epoch", "");
    String number = properties.getOrDefault("number", "");
    return EPOCH.matcher(epoch).matches() && NUMBER.matcher(number).matches()
        ? Optional.of(new Slot(epoch, Long.parseLong(number)))
        : Optional.empty();
  }

  private static Optional<Slot> ownSlot(JsonNode document) {
    JsonNode number = document.path("number");
    return text(document, "epoch")
        .filter(epoch -> EPOCH.matcher(epoch).matches())
        .filter(_ -> number.isIntegralNumber() && NUMBER.matcher(number.asString()).matches())
        .map(epoch -> new Slot(epoch, number.asLong()));
  }

  private static Optional<Signed> signature(Map<String, String> properties) {
    String keyId = properties.getOrDefault("kid", "");
    String signature = properties.getOrDefault("sig", "");
    if (!KEY_ID.matcher(keyId).matches() || signature.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Signed(keyId, Base64.getUrlDecoder().decode(signature)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(fileable(cut(value.stringValue()))) : Optional.empty();
  }

  private static String cut(String text) {
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
  }

  /// JSON can say what no database takes as text: NUL, and halves of characters. The document's
  /// bytes are stored as they are; what is filed of them is readable.
  static String fileable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '?');
  }
}
