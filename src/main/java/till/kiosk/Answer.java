package till.kiosk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What goes back to a client.
sealed interface Answer {

  String HTML = "text/html; charset=utf-8";
  String JSON = "application/json";

  /// The number of HTTP.
  int status();

  /// All at once.
  ///
  /// @param headers beyond those that every answer has
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Answer {

    Whole with(String name, String value) {
      Map<String, String> more = new java.util.TreeMap<>(headers);
      more.put(name, value);
      return new Whole(status, contentType, body, Map.copyOf(more));
    }
  }

  /// For as long as both sides like.
  record Streamed(String contentType, Writer writer) implements Answer {

    @Override
    public int status() {
      return 200;
    }
  }

  /// Writes a stream, on the request's own thread.
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  static Whole of(int status, String contentType, byte[] body) {
    return new Whole(status, contentType, body, Map.of());
  }

  static Whole text(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static Whole json(int status, ObjectNode body) {
    return text(status, JSON, body.toString());
  }

  /// A problem document (RFC 9457).
  ///
  /// @param languages of its title, best first
  static Whole problem(Fault fault, String detail, List<String> languages) {
    return problem(fault.status(), fault.code(), fault.title(languages), detail, object());
  }

  /// A problem document with members of its own.
  static Whole problem(int status, String code, String title, String detail, ObjectNode members) {
    ObjectNode problem = object();
    problem.put("type", "urn:tilld:problem:" + code);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("code", code);
    if (!detail.isEmpty()) {
      problem.put("detail", detail);
    }
    problem.setAll(members);
    return text(status, "application/problem+json", problem.toString());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
