package till.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import till.kiosk.Role;

/// What comes in at the kiosk's port from programs that are broken, curious or hostile. Every input
/// is one that must not change anything.
final class HostileInputs {

  /// How the sender ends.
  enum Ending {
    /// Reads what is answered.
    READS,
    /// Sends no more and waits for nothing.
    HANGS,
    /// Is gone at once.
    GONE
  }

  /// @param kind for messages
  /// @param operation that was asked for, where it is whole HTTP with nothing wrong but its content
  /// @param shown the role of the token that it shows
  /// @param foreign it is called by another name, or comes from another page
  /// @param replay the same command as somebody else's, who had the first verdict
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Input(
      String kind,
      byte[] bytes,
      Ending ending,
      Optional<ServedApi.Operation> operation,
      Optional<Role> shown,
      boolean foreign,
      boolean replay) {}

  private static final List<String> PATHS =
      List.of(
          "/../../etc/passwd",
          "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
          "//etc/passwd",
          "/tilld/../openapi.json",
          "/tilld/%2e%2e%2fopenapi.json",
          "/tilld/..%5c..%5cMain.class",
          "/tilld//etc/passwd",
          "/tilld/kiosk.js%00.png",
          "/v1/lane%00",
          "/v1//lane",
          "/v1/lane/",
          "/v1/receipts/..%2f..%2fjournal.db",
          "/v1/receipts/99999999999999999999",
          "/v1/receipts/-1.png",
          "/v1/reports/z/0.json",
          "/v1/items?q=%",
          "/v1/items?q=%ff%fe&q&&==&category=%00",
          "/v1/items?q=" + "a".repeat(5_000),
          "/%c0%ae%c0%ae/etc/passwd",
          "/%",
          "/\u0000",
          "*",
          "http://evil.example/v1/lane",
          "/v1/sim/../lane",
          "/" + "a/".repeat(4_000),
          "/" + "%41".repeat(10_000));

  private static final List<String> METHODS =
      List.of(
          "GET",
          "POST",
          "HEAD",
          "PUT",
          "DELETE",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "get",
          "G\u0000T",
          "M".repeat(2_000));

  private static final List<String> HEADERS =
      List.of(
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: chunked, identity, gzip",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 5\r\nContent-Length: 6",
          "Content-Length: 5\r\nTransfer-Encoding: chunked",
          "Expect: 100-continue\r\nContent-Length: 40",
          "Content-Encoding: gzip",
          "Connection: upgrade, close, keep-alive\r\nUpgrade: websocket",
          "Range: bytes=0-99999999999",
          "Cookie: " + "a=b; ".repeat(4_000),
          "Last-Event-ID: " + "9".repeat(4_000),
          "Last-Event-ID: 0-0-0--1",
          "no colon at all",
          ": no name",
          "Name with spaces : x",
          " folded: x",
          "X: \u0000\u0001\u007f",
          "Authorization: Bearer",
          "Authorization: Basic dGVjaG5pY2lhbjo=",
          "Authorization: Bearer \u00fc\u00df");

  private static final List<String> CHUNKS =
      List.of(
          "FFFFFFFFFFFFFFFF\r\n",
          "-1\r\nx\r\n0\r\n\r\n",
          "zz\r\n",
          "5\r\nab",
          "0",
          "5;x=\"\r\n",
          "2\r\n{}\r\n0\r\nX: y",
          "1\r\n{\r\n1\r\n}\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n");

  private static final int HEADERS_MANY = 1_000;
  private static final int HEADER_LONG = 100_000;
  private static final int PIPELINED = 20;

  private final ServedApi api;
  private final int port;
  private final Map<Role, String> tokens;
  private final Supplier<HostileBodies.Sale> sale;
  private final Supplier<Optional<KioskClient.Sent>> lastSent;
  private final Random chance;

  /// @param lastSent the last command of somebody who is not hostile
  HostileInputs(
      ServedApi api,
      int port,
      Map<Role, String> tokens,
      Supplier<HostileBodies.Sale> sale,
      Supplier<Optional<KioskClient.Sent>> lastSent,
      Random chance) {
    this.api = api;
    this.port = port;
    this.tokens = Map.copyOf(tokens);
    this.sale = sale;
    this.lastSent = lastSent;
    this.chance = chance;
  }

  Input next() {
    return switch (chance.nextInt(12)) {
      case 0 -> raw();
      case 1 -> oddRequest();
      case 2 -> chunks();
      case 3 -> pipeline();
      case 4 -> half();
      case 5, 6 -> foreign();
      case 7, 8 -> otherRole();
      case 9 -> replay();
      default -> badBody();
    };
  }

  /// A screen that never reads what it is told.
  byte[] unread() {
    boolean events = chance.nextBoolean();
    String request =
        head("GET", events ? "/v1/events" : "/v1/openapi.json", own(), token(Role.KIOSK)) + "\r\n";
    return bytes(request.repeat(events ? 1 : PIPELINED));
  }

  private Input raw() {
    byte[] bytes =
        switch (chance.nextInt(6)) {
          case 0 -> random(1 + chance.nextInt(2_000));
          case 1 -> bytes("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
          case 2 -> bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
          case 3 -> bytes("GET /v1/lane\r\n\r\n");
          case 4 -> bytes("GET  /v1/lane  HTTP/9.9\n\n");
          default -> bytes("\r\n".repeat(500));
        };
    return nothingAsked("raw bytes", bytes, Ending.READS);
  }

  /// A method, a path or a header as nobody sends them.
  private Input oddRequest() {
    String method = any(METHODS);
    String path = chance.nextBoolean() ? any(PATHS) : path(any(api.operations()));
    StringBuilder head = new StringBuilder(head(method, path, own(), anyToken()));
    switch (chance.nextInt(4)) {
      case 0 -> head.append("X: y\r\n".repeat(HEADERS_MANY));
      case 1 -> head.append("X: ").append("y".repeat(HEADER_LONG)).append("\r\n");
      default -> head.append(any(HEADERS)).append("\r\n");
    }
    boolean endless = path.startsWith("/v1/events");
    return nothingAsked("odd request", bytes(head + "\r\n"), endless ? Ending.HANGS : Ending.READS);
  }

  private Input chunks() {
    ServedApi.Operation operation = anyCommand();
    String head =
        head("POST", path(operation), own(), anyToken())
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    return nothingAsked("chunks", bytes(head + any(CHUNKS)), Ending.READS);
  }

  /// Many requests at once, the last of them cut off.
  private Input pipeline() {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < PIPELINED; i++) {
      if (chance.nextBoolean()) {
        out.writeBytes(bytes(head("GET", "/v1/lane", own(), anyToken()) + "\r\n"));
      } else {
        ServedApi.Operation operation = anyCommand();
        out.writeBytes(post(operation, own(), token(Role.KIOSK), bodies().bad(operation)));
      }
    }
    byte[] all = out.toByteArray();
    byte[] cut = Arrays.copyOf(all, all.length - chance.nextInt(80));
    return nothingAsked("pipeline", cut, chance.nextBoolean() ? Ending.READS : Ending.GONE);
  }

  /// A request that stops in the middle.
  private Input half() {
    ServedApi.Operation operation = anyCommand();
    byte[] whole = post(operation, own(), token(Role.KIOSK), bodies().bad(operation));
    byte[] cut = Arrays.copyOf(whole, 1 + chance.nextInt(whole.length - 1));
    return nothingAsked("half a request", cut, any(List.of(Ending.values())));
  }

  /// A good request of somebody who may, but called by another name or from another page.
  private Input foreign() {
    ServedApi.Operation operation = any(api.operations());
    String name =
        any(
            List.of(
                "Host: evil.example:" + port,
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:1",
                "Host: localhost.evil.example:" + port,
                "Host: 127.0.0.1:" + port + "@evil.example",
                "Host: ",
                "X-Host: " + own()));
    String origin =
        any(
            List.of(
                "http://evil.example",
                "http://localhost",
                "https://127.0.0.1:" + port,
                "http://127.0.0.1:" + port + ".evil.example",
                "file://",
                "null"));
    String door = chance.nextBoolean() ? name : "Host: 127.0.0.1:" + port + "\r\nOrigin: " + origin;
    byte[] bytes = request(operation, door, token(Role.TECHNICIAN), () -> bodies().good(operation));
    return new Input(
        "foreign " + door.replace("\r\n", ", ") + " " + operation.path(),
        bytes,
        Ending.READS,
        Optional.of(operation),
        Optional.of(Role.TECHNICIAN),
        true,
        false);
  }

  /// A good request, but of somebody who may not.
  private Input otherRole() {
    List<Optional<Role>> roles =
        List.of(Optional.empty(), Optional.of(Role.KIOSK), Optional.of(Role.ATTENDANT));
    Optional<Role> shown = any(roles);
    List<ServedApi.Operation> closed =
        api.operations().stream().filter(each -> !each.isOpenTo(shown)).toList();
    ServedApi.Operation operation = any(closed);
    String token =
        shown
            .map(this::token)
            .orElseGet(() ->
                any(
                    List.of(
                        "",
                        "Authorization: Bearer " + "0".repeat(64) + "\r\n",
                        "Authorization: Bearer technician\r\n",
                        "Cookie: tilld-" + port + "=technician\r\n",
                        "Cookie: tilld-" + port + "=technician.0.AAAA\r\n")));
    return new Input(
        "other role " + operation.path(),
        request(operation, own(), token, () -> bodies().good(operation)),
        Ending.READS,
        Optional.of(operation),
        shown,
        false,
        false);
  }

  /// A command that somebody else has sent, as it was or with something more in it.
  private Input replay() {
    Optional<KioskClient.Sent> sent = lastSent.get();
    if (sent.isEmpty()) {
      return badBody();
    }
    boolean same = chance.nextBoolean();
    byte[] body = same ? sent.get().body() : bytes(text(sent.get().body()) + " ");
    Input plain =
        nothingAsked(
            "replay of " + sent.get().path(),
            post(sent.get().path(), own(), token(Role.KIOSK), body),
            Ending.READS);
    return new Input(
        plain.kind(),
        plain.bytes(),
        plain.ending(),
        Optional.empty(),
        Optional.of(Role.KIOSK),
        false,
        same);
  }

  private Input badBody() {
    ServedApi.Operation operation = anyCommand();
    Role shown = any(List.of(Role.KIOSK, Role.KIOSK, Role.ATTENDANT));
    return new Input(
        "bad body for " + operation.path(),
        post(operation, own(), token(shown), bodies().bad(operation)),
        chance.nextInt(20) == 0 ? Ending.GONE : Ending.READS,
        Optional.of(operation),
        Optional.of(shown),
        false,
        false);
  }

  private static Input nothingAsked(String kind, byte[] bytes, Ending ending) {
    return new Input(kind, bytes, ending, Optional.empty(), Optional.empty(), false, false);
  }

  private byte[] request(
      ServedApi.Operation operation, String door, String token, Supplier<byte[]> body) {
    return operation.isPost()
        ? post(operation, door, token, body.get())
        : bytes(head(operation.method(), path(operation), door, token) + "\r\n");
  }

  private byte[] post(ServedApi.Operation operation, String door, String token, byte[] body) {
    return post(path(operation), door, token, body);
  }

  private static byte[] post(String path, String door, String token, byte[] body) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        bytes(
            head("POST", path, door, token)
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n"));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static String head(String method, String path, String door, String token) {
    return method + " " + path + " HTTP/1.1\r\n" + door + "\r\n" + token;
  }

  private String own() {
    return "Host: 127.0.0.1:" + port;
  }

  private String path(ServedApi.Operation operation) {
    String value = any(List.of("1", "0", "-1", "999999999999", "x", "%2e%2e", "1%00", "%2b1"));
    return operation.path().replaceAll("\\{[a-z]+\\}", value);
  }

  private String anyToken() {
    return chance.nextBoolean() ? token(Role.KIOSK) : "";
  }

  private String token(Role role) {
    return "Authorization: Bearer " + tokens.get(role) + "\r\n";
  }

  private HostileBodies bodies() {
    return new HostileBodies(api, sale.get(), chance);
  }

  private ServedApi.Operation anyCommand() {
    var commands = new ArrayList<>(api.operations());
    commands.removeIf(operation -> !operation.isCommand());
    return any(commands);
  }

  private <T> T any(List<T> all) {
    return all.get(chance.nextInt(all.size()));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    chance.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
