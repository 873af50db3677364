package till.kiosk;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One request as resources see it.
///
/// @param method `HEAD` is asked as `GET`
/// @param path decoded
/// @param segments of the path, each decoded
/// @param query decoded; of a repeated name the first value
record Call(
    HttpExchange exchange,
    String method,
    String path,
    List<String> segments,
    Map<String, String> query) {

  /// Largest body that is taken.
  static final int BODY_BYTES_MAX = 64 * 1024;

  /// How much of a body that is too large is still read, so that its sender gets to hear why.
  private static final int SURPLUS_BYTES_MAX = 1024 * 1024;

  /// @throws FaultException when the address is not one
  static Call of(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    try {
      String path = exchange.getRequestURI().getPath();
      if (path.chars().anyMatch(Character::isISOControl)) {
        throw Fault.BAD_REQUEST.because("the address has control characters in it");
      }
      return new Call(
          exchange,
          method.equals("HEAD") ? "GET" : method,
          path,
          Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
              .map(segment -> decoded(segment.replace("+", "%2B")))
              .toList(),
          query(exchange.getRequestURI().getRawQuery()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Fault.BAD_REQUEST.because("the address cannot be read");
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        query.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  /// Belongs to the API rather than to the pages.
  boolean isApi() {
    return segments.getFirst().equals("v1");
  }

  /// The first header of this name.
  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Optional<String> cookie(String name) {
    return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /// The body of a JSON request.
  ///
  /// @throws FaultException when it is of another type or too large
  byte[] jsonBody() throws IOException {
    String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.replaceFirst(";.*", "").strip().equals(Answer.JSON)) {
      throw Fault.UNSUPPORTED_MEDIA_TYPE.because(type.isEmpty() ? "no Content-Type" : type);
    }
    var in = exchange.getRequestBody();
    byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      in.skip(SURPLUS_BYTES_MAX);
      throw Fault.TOO_LARGE.because("at most " + BODY_BYTES_MAX + " bytes are taken");
    }
    return body;
  }
}
