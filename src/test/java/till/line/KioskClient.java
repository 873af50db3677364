package till.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import till.evidence.Evidence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A kiosk's front end in a few lines: asks the daemon over HTTP, with the token it made.
public final class KioskClient {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 20;

  /// Answers that say nothing of the command: no access yet, too much to do, no answer in time.
  private static final Set<Integer> ASK_AGAIN = Set.of(401, 503, 504);

  private static final Pattern PRINT_JOBS =
      Pattern.compile("tilld_print_jobs\\{state=\"(\\w+)\"} (\\d+)");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private volatile String lastToken = "";
  private volatile Optional<Sent> lastSent = Optional.empty();
  private final AtomicInteger repeats = new AtomicInteger();
  private final URI address;
  private final Path tokens;
  private final String role;

  /// A command, byte for byte.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sent(String path, byte[] body) {}

  /// One that may all.
  public KioskClient(URI address, Path tokens) {
    this(address, tokens, "technician");
  }

  private KioskClient(URI address, Path tokens, String role) {
    this.address = address;
    this.tokens = tokens;
    this.role = role;
  }

  /// The same daemon's, with the token of this role.
  KioskClient as(String another) {
    return new KioskClient(address, tokens, another);
  }

  /// Waits until the lane's view is as wanted.
  public JsonNode await(String what, Predicate<JsonNode> wanted) {
    return await("/v1/lane", what, wanted);
  }

  /// Waits until what is at a path is as wanted.
  public JsonNode await(String path, String what, Predicate<JsonNode> wanted) {
    return await(PATIENCE, path, what, wanted);
  }

  /// Waits until the fleet has every document, which may take a few of the uplink's pauses.
  JsonNode awaitSent() {
    return await(
        LONG_PATIENCE,
        "/v1/uplink",
        "the fleet to have everything",
        seen -> seen.path("connected").asBoolean() && seen.path("backlog").asLong() == 0);
  }

  private JsonNode await(Duration patience, String path, String what, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + patience.toNanos();
    JsonNode last = MAPPER.missingNode();
    while (System.nanoTime() < deadline) {
      try {
        last = get(path);
        if (wanted.test(last)) {
          return last;
        }
      } catch (UncheckedIOException _) {
        // not listening yet, or not any more
      }
      pause();
    }
    throw new AssertionError("waited for " + what + "; there is " + last);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  public byte[] bytes(String path) {
    return send(request(path).GET().build()).body();
  }

  /// The states of the print jobs that are not over, by the daemon's figures, in alphabetical
  /// order.
  List<String> printJobs() {
    return PRINT_JOBS
        .matcher(new String(bytes("/metrics"), StandardCharsets.UTF_8))
        .results()
        .flatMap(
            jobs -> Collections.nCopies(Integer.parseInt(jobs.group(2)), jobs.group(1)).stream())
        .sorted()
        .toList();
  }

  /// The stream of events, as it comes.
  public InputStream events() {
    return events(Optional.empty());
  }

  /// @param lastEventId of the event that was seen last
  InputStream events(Optional<String> lastEventId) {
    HttpRequest.Builder request = request("/v1/events");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      return http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A command that has to be accepted, for the open sale if there is one.
  public JsonNode post(String path, ObjectNode body) {
    HttpResponse<byte[]> response = tryPost(path, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          path + " " + body + " -> " + response.statusCode() + " " + json(response));
    }
    return json(response).path("lane");
  }

  /// A command that the shop has to refuse.
  ///
  /// @return the code of the reason
  String refused(String path, ObjectNode body) {
    HttpResponse<byte[]> response = tryPost(path, body);
    if (response.statusCode() != 409) {
      throw new AssertionError(
          path + " " + body + " -> " + response.statusCode() + " " + json(response));
    }
    return json(response).path("code").asString("");
  }

  public HttpResponse<byte[]> tryPost(String path, ObjectNode body) {
    body.put("commandId", UUID.randomUUID().toString());
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    HttpResponse<byte[]> response = send(command(path, bytes));
    lastSent = Optional.of(new Sent(path, bytes));
    return response;
  }

  /// A command that has to be accepted, asked again with its id until there is an answer: also
  /// after the daemon was killed and came back.
  public JsonNode insist(String path, ObjectNode body) {
    body.put("commandId", UUID.randomUUID().toString());
    HttpResponse<byte[]> response = answer(path, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          path + " " + body + " -> " + response.statusCode() + " " + json(response).path("code"));
    }
    return json(response).path("lane");
  }

  /// What is said to a command that has its id, asked again until something is.
  HttpResponse<byte[]> answer(String path, ObjectNode body) {
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    long deadline = System.nanoTime() + LONG_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<byte[]> response = send(command(path, bytes));
        if (!ASK_AGAIN.contains(response.statusCode())) {
          lastSent = Optional.of(new Sent(path, bytes));
          return response;
        }
      } catch (UncheckedIOException _) {
        // killed, or not listening yet
      }
      repeats.incrementAndGet();
      pause();
    }
    throw new AssertionError("no answer to " + path + " " + body);
  }

  /// How often `insist` had no answer, and asked again.
  int repeats() {
    return repeats.get();
  }

  /// A command with an id and a body of one's own.
  HttpResponse<byte[]> send(String path, ObjectNode body) {
    return send(command(path, MAPPER.writeValueAsBytes(body)));
  }

  /// The last command that was answered.
  Optional<Sent> lastSent() {
    return lastSent;
  }

  private HttpRequest command(String path, byte[] body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /// Takes the total of the open sale.
  public JsonNode total() {
    return post("/v1/transaction/total", aboutSale());
  }

  /// Pays what is due.
  public JsonNode tender(String type) {
    JsonNode lane = get("/v1/lane");
    return post(
        "/v1/transaction/tender",
        aboutSale()
            .put("type", type)
            .put("expectedTotal", lane.path("transaction").path("total").asLong()));
  }

  public static ObjectNode body() {
    return MAPPER.createObjectNode();
  }

  /// A body that names the open sale.
  public ObjectNode aboutSale() {
    return body()
        .put("transactionId", get("/v1/lane").path("transaction").path("transactionId").asString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token());
  }

  private String token() {
    try {
      String token = Files.readString(tokens.resolve(role + ".token")).strip();
      if (!token.equals(lastToken)) {
        Evidence.token(token);
        lastToken = token;
      }
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Evidence.answer(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    return MAPPER.readTree(response.body());
  }
}
