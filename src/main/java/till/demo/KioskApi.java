package till.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import till.kiosk.AccessTokens;
import till.kiosk.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The terminal as a front end sees it: its HTTP API, with the tokens it made. Any thread.
final class KioskApi implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /// Between two attempts to follow the events, while the terminal is being rebuilt.
  private static final Duration RETRY = Duration.ofMillis(200);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final Path tokens;
  private volatile boolean closed;

  KioskApi(URI address, Path tokens) {
    this.address = address;
    this.tokens = tokens;
  }

  /// @throws IOException when it does not answer, as while it is being rebuilt, or says no
  JsonNode get(String path, Role role) throws IOException {
    return json(send(request(path, role).timeout(TIMEOUT).GET().build()));
  }

  /// Gives the lane a command about the open sale.
  ///
  /// @throws IOException when it does not answer or says no
  void command(String path, ObjectNode body) throws IOException {
    command(Role.KIOSK, path, body);
  }

  void command(Role role, String path, ObjectNode body) throws IOException {
    JsonNode sale = get("/v1/lane", Role.KIOSK).path("transaction");
    body.put("commandId", UUID.randomUUID().toString());
    body.put("transactionId", sale.path("transactionId").asString());
    body.put("expectedTotal", sale.path("total").asLong());
    send(post(path, role, JSON.writeValueAsBytes(body)));
  }

  private HttpRequest post(String path, Role role, byte[] body) throws IOException {
    return request(path, role)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /// Gives a command, again and again with its id, until it is accepted: also over a restart.
  ///
  /// @throws Patience.Missing when it never is
  void insist(Role role, String path, ObjectNode body, Patience patience) {
    byte[] bytes = JSON.writeValueAsBytes(body.put("commandId", UUID.randomUUID().toString()));
    patience.untilTrue(
        path + " to be accepted",
        () -> {
          try {
            return exchange(post(path, role, bytes)).statusCode() == 200;
          } catch (IOException _) {
            return false;
          }
        });
  }

  /// Gives a command that is to be refused.
  ///
  /// @return the code of the reason; empty when it was accepted
  String refused(Role role, String path, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body.put("commandId", UUID.randomUUID().toString()));
    return json(exchange(post(path, role, bytes)).body()).path("code").asString("");
  }

  static ObjectNode body() {
    return JSON.createObjectNode();
  }

  /// Hands over every event from now on, on a thread of its own, until this is closed.
  void follow(Consumer<JsonNode> listener) {
    Thread.ofVirtual()
        .name("demo-events")
        .start(() -> {
          var reading = new Reading(listener);
          while (!closed) {
            try (Stream<String> lines = events(reading.lastId)) {
              lines.forEach(reading::line);
            } catch (IOException | java.io.UncheckedIOException _) {
              // it is being rebuilt, or the shop closes
            }
            pause();
          }
        });
  }

  private Stream<String> events(String lastId) throws IOException {
    HttpRequest.Builder request = request("/v1/events", Role.KIOSK).GET();
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      HttpResponse<Stream<String>> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
      return response.statusCode() == 200 ? response.body() : Stream.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// The stream's lines put together: an id and the data of each event.
  private static final class Reading {

    private final Consumer<JsonNode> listener;
    private String lastId = "";

    Reading(Consumer<JsonNode> listener) {
      this.listener = listener;
    }

    void line(String line) {
      if (line.startsWith("id: ")) {
        lastId = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        listener.accept(JSON.readTree(line.substring("data: ".length())));
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest.Builder request(String path, Role role) throws IOException {
    // made anew whenever the terminal is
    String token = Files.readString(AccessTokens.file(tokens, role)).strip();
    return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response = exchange(request);
    if (response.statusCode() != 200) {
      throw new IOException(
          request.uri().getPath()
              + " was answered with "
              + response.statusCode()
              + " "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response.body();
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }

  private static JsonNode json(byte[] body) {
    return JSON.readTree(body);
  }

  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
  }
}
