package till.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import till.trust.SignedDocument;
import till.trust.TrustStore;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A genuine configuration of the fleet that is meant for this terminal.
///
/// @param body in the structure of the configuration file
record Letter(Scope scope, long revision, Optional<Instant> expires, Value.Table body) {

  /// What a letter may not touch, because it says who this is, whom it believes, or where secrets
  /// stand.
  private static final List<List<String>> NOT_BY_LETTER =
      List.of(
          List.of("terminal"),
          List.of("state"),
          List.of("trust"),
          List.of("kiosk", "token_directory"),
          List.of("kiosk", "web_root"));

  /// Files that a letter may choose among those beside the local file, but not look for elsewhere.
  private static final List<List<String>> BARE_NAMES =
      List.of(
          List.of("prices", "file"),
          List.of("uplink", "ca"),
          List.of("uplink", "certificate"),
          List.of("uplink", "key"),
          List.of("kiosk", "tls_certificate"),
          List.of("kiosk", "tls_key"));

  private static final Kind<String> BARE_NAME =
      Kind.matching(
          "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}",
          "the bare name of a file in the folder of the local configuration");

  /// Deeper than any configuration.
  private static final int NESTING_MAX = 16;

  /// Two values under one key would leave open which of them was signed.
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// What opening an envelope comes to.
  sealed interface Opened {

    record Good(Letter letter) implements Opened {}

    /// Not for us, not genuine, or not in form.
    ///
    /// @param revision absent where it cannot be believed
    record Bad(OptionalLong revision, List<String> problems) implements Opened {

      public Bad {
        problems = Problem.told(problems);
      }
    }
  }

  /// Checks signature, addressee and form.
  static Opened open(String document, Scope scope, TerminalSettings terminal, TrustStore trust) {
    return switch (SignedDocument.verify(document, SignedDocument.Kind.CONFIG, trust)) {
      case SignedDocument.Verification.Refused refused ->
          bad(OptionalLong.empty(), refused.reason());
      case SignedDocument.Verification.Genuine genuine -> {
        try {
          yield read(JSON.readTree(genuine.payload()), scope, terminal);
        } catch (JacksonException e) {
          yield bad(
              OptionalLong.empty(),
              "the payload is not JSON with unique keys, at most " + NESTING_MAX + " levels deep");
        }
      }
    };
  }

  /// What a body sets although no letter may.
  static List<Problem> trespasses(Value.Table body) {
    var found = new ArrayList<Problem>();
    for (List<String> path : NOT_BY_LETTER) {
      find(body, path)
          .ifPresent(value ->
              found.add(
                  problem(path, value, "is set on the terminal itself and cannot be pushed")));
    }
    for (List<String> path : BARE_NAMES) {
      find(body, path)
          .ifPresent(value -> {
            try {
              BARE_NAME.read(value);
            } catch (IllegalArgumentException e) {
              found.add(problem(path, value, String.valueOf(e.getMessage())));
            }
          });
    }
    return found;
  }

  private static Opened read(JsonNode payload, Scope scope, TerminalSettings terminal) {
    JsonNode number = payload.path("revision");
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 1) {
      return bad(OptionalLong.empty(), "revision must be a whole number above 0, not " + number);
    }
    OptionalLong revision = OptionalLong.of(number.asLong());
    if (!payload.path("org").asString("").equals(terminal.org())) {
      return bad(
          revision, "org is " + payload.path("org") + ", this terminal is of " + terminal.org());
    }
    String mine = scope.of(terminal);
    if (!payload.path("scope").asString("").equals(mine)) {
      return bad(
          revision, "scope is " + payload.path("scope") + ", and it came as one for " + mine);
    }
    Optional<Instant> expires;
    try {
      time(payload.path("issued"));
      expires =
          payload.has("expires") ? Optional.of(time(payload.path("expires"))) : Optional.empty();
    } catch (DateTimeException e) {
      return bad(revision, "issued and expires must be times such as \"2026-11-24T09:15:02Z\"");
    }
    var place = new Place(mine + " revision " + number, 0);
    if (!(value(payload.path("body"), place) instanceof Value.Table body)) {
      return bad(revision, "body must be an object in the structure of the configuration file");
    }
    return new Opened.Good(new Letter(scope, number.asLong(), expires, body));
  }

  private static Instant time(JsonNode node) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.asString(""), Instant::from);
  }

  private static Problem problem(List<String> path, Value value, String text) {
    return new Problem(String.join(".", path), value.place(), text);
  }

  private static Optional<Value> find(Value.Table table, List<String> path) {
    Optional<Value> value = Optional.ofNullable(table.entries().get(path.getFirst()));
    return path.size() == 1
        ? value
        : value
            .filter(Value.Table.class::isInstance)
            .flatMap(inner -> find((Value.Table) inner, path.subList(1, path.size())));
  }

  private static Value value(JsonNode node, Place place) {
    if (node.isObject()) {
      var entries = new LinkedHashMap<String, Value>();
      node.propertyStream()
          .forEach(entry -> entries.put(entry.getKey(), value(entry.getValue(), place)));
      return new Value.Table(entries, place);
    }
    if (node.isArray()) {
      return new Value.Sequence(
          node.valueStream().map(element -> value(element, place)).toList(), place);
    }
    if (node.isString()) {
      return new Value.Text(node.stringValue(), place);
    }
    if (node.isBoolean()) {
      return new Value.Toggle(node.booleanValue(), place);
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new Value.Whole(node.longValue(), place);
    }
    return new Value.Other(node.isMissingNode() ? "nothing" : node.toString(), place);
  }

  private static Opened bad(OptionalLong revision, String problem) {
    return new Opened.Bad(revision, List.of(problem));
  }
}
