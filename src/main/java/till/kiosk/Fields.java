package till.kiosk;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The members of a request's JSON object, checked as they are asked for. What nobody asks for is
/// ignored.
final class Fields {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /// Short enough that no arithmetic with it takes long.
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,6})?");

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /// @throws FaultException when the body is not a JSON object
  static Fields of(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (!node.isObject()) {
        throw Fault.BAD_REQUEST.because("the body is not a JSON object");
      }
      return new Fields(node);
    } catch (JacksonException e) {
      throw Fault.BAD_REQUEST.because("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /// The members of an object in this one.
  ///
  /// @throws FaultException when it is there and not an object
  Optional<Fields> object(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!object.path(name).isObject()) {
      throw wrong(name, "an object");
    }
    return Optional.of(new Fields(object.path(name)));
  }

  /// The body without a member of an object in it, written anew; nothing where there is none.
  Optional<byte[]> without(String name, String member) {
    if (!object.path(name).has(member)) {
      return Optional.empty();
    }
    JsonNode rest = object.deepCopy();
    ((ObjectNode) rest.path(name)).remove(member);
    return Optional.of(MAPPER.writeValueAsBytes(rest));
  }

  /// @throws FaultException when it is there and not a text of 1 to this many characters
  Optional<String> text(String name, int charactersMax) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.path(name);
    String text = value.isString() ? value.stringValue() : "";
    if (text.isEmpty() || text.length() > charactersMax) {
      throw wrong(name, "a text of 1 to " + charactersMax + " characters");
    }
    return Optional.of(text);
  }

  /// @throws FaultException when it is missing or not a UUID
  String uuid(String name) {
    return text(name, 36)
        .filter(text -> UUID.matcher(text).matches())
        .orElseThrow(() -> wrong(name, "a UUID"));
  }

  /// Minor units.
  ///
  /// @throws FaultException when it is there and not a whole number of 64 bits
  Optional<Long> amount(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number of minor units");
    }
    return Optional.of(value.longValue());
  }

  /// A decimal as a text or a number.
  ///
  /// @throws FaultException when it is there and is neither
  Optional<BigDecimal> decimal(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.path(name);
    String text = value.isString() || value.isNumber() ? value.asString() : "";
    if (!DECIMAL.matcher(text).matches()) {
      throw wrong(name, "a decimal number such as \"2\"");
    }
    return Optional.of(new BigDecimal(text));
  }

  /// @throws FaultException when it is there and not a date
  Optional<LocalDate> date(String name) {
    try {
      return text(name, 10).map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw wrong(name, "a date such as 2026-11-24");
    }
  }

  /// The objects of an array; none when it is missing.
  ///
  /// @throws FaultException when it is there and not an array of up to so many objects
  List<Fields> objects(String name, int max) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode array = object.path(name);
    if (!array.isArray()
        || array.size() > max
        || !array.valueStream().allMatch(JsonNode::isObject)) {
      throw wrong(name, "an array of at most " + max + " objects");
    }
    return array.valueStream().map(Fields::new).toList();
  }

  static FaultException wrong(String name, String wanted) {
    return Fault.BAD_REQUEST.because(name + " must be " + wanted);
  }
}
