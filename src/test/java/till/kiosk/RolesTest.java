package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what: every route that there is, against the role that the served description names.
final class RolesTest {

  private static final String ELSEWHERE = "http://evil.example";

  @TempDir Path folder;
  private ShopCounter shop;

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  /// @param path one that fits the route
  /// @param needs as the description says; absent where anybody may
  private record Door(String method, String path, Optional<Role> needs) {

    boolean isStream() {
      return path.equals("/v1/events");
    }
  }

  private Stream<Door> doors() {
    return shop.kiosk().routes().stream()
        .map(route ->
            new Door(route.method(), route.path().replaceAll("\\{[^}]*}", "7"), needs(route)));
  }

  private static Optional<Role> needs(Route route) {
    if (route.path().startsWith(Pages.FOLDER)) {
      return Optional.empty();
    }
    return switch (route.path()) {
      case "/" -> Optional.of(Role.KIOSK);
      case "/tech" -> Optional.of(Role.TECHNICIAN);
      default -> {
        var operation =
            Described.DOCUMENT
                .path("paths")
                .path(route.path())
                .path(route.method().toLowerCase(Locale.ROOT));
        String role = operation.path("x-role").asString("");
        boolean open = operation.path("security").isArray();
        assertTrue(open != Role.of(role).isPresent(), route.path() + " is for " + role);
        yield Role.of(role);
      }
    };
  }

  /// Nothing but who asks is looked at before that is known, so an empty command will do.
  private HttpResponse<byte[]> asked(Door door, HttpRequest.Builder request) {
    return shop.send(
        door.method().equals("POST")
            ? request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
            : request);
  }

  private static boolean isRefused(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 401 || answer.statusCode() == 403;
  }

  private static String outcome(HttpResponse<byte[]> answer) {
    boolean problem =
        answer.headers().firstValue("Content-Type").orElse("").endsWith("problem+json");
    return answer.statusCode() + (problem ? " " + json(answer).path("code").asString() : "");
  }

  @Test
  void whoShowsNothingIsRefusedEverywhereButAtOpenDoors() {
    doors()
        .forEach(door -> {
          HttpResponse<byte[]> answer =
              asked(
                  door,
                  shop.request(door.path())
                      .header("Origin", shop.at("/").toString().replaceAll("/$", "")));
          assertEquals(
              door.needs().isPresent(), answer.statusCode() == 401, door + " " + outcome(answer));
        });
  }

  @Test
  void eachRoleMayWhatItIsForAndNothingAboveIt() {
    doors()
        .filter(Predicate.not(Door::isStream))
        .forEach(door -> {
          for (Role role : Role.values()) {
            HttpResponse<byte[]> answer = asked(door, shop.request(door.path(), role));
            boolean may = door.needs().filter(needed -> !role.covers(needed)).isEmpty();
            assertEquals(!may, isRefused(answer), door + " " + role + " " + text(answer));
          }
        });
  }

  @Test
  void anOperatorsPinOpensAtAKiosksScreenWhatTheOperatorMay() {
    doors()
        .filter(door -> door.method().equals("POST"))
        .forEach(door -> {
          Role needed = door.needs().orElseThrow();
          assertEquals(
              !Role.ATTENDANT.covers(needed), isRefused(by(door, "17", "4711")), door.toString());
          assertFalse(isRefused(by(door, "t1", "2580")), door.toString());
        });
  }

  private HttpResponse<byte[]> by(Door door, String id, String pin) {
    var body = ShopCounter.MAPPER.createObjectNode();
    body.putObject("operator").put("id", id).put("pin", pin);
    return shop.post(door.path(), Role.KIOSK, body);
  }

  @Test
  void noDoorOpensToAnotherPageOrUnderAnotherName() {
    String host = shop.kiosk().address().getAuthority();
    String token = "Authorization: Bearer " + shop.token(Role.TECHNICIAN);
    doors()
        .forEach(door -> {
          HttpResponse<byte[]> other =
              asked(door, shop.request(door.path(), Role.TECHNICIAN).header("Origin", ELSEWHERE));
          assertEquals(403, other.statusCode(), door.toString());
          assertEquals(
              Optional.empty(),
              other.headers().firstValue("Access-Control-Allow-Origin"),
              door.path());
          String line = door.method() + " " + door.path() + " HTTP/1.1";
          for (String name : List.of("evil.example", "evil.example:" + port(host))) {
            String answer = shop.raw(line, "Host: " + name, token, "Content-Length: 0");
            assertTrue(answer.startsWith("HTTP/1.1 403"), door + "\n" + answer);
          }
        });
  }

  private static String port(String authority) {
    return authority.substring(authority.lastIndexOf(':') + 1);
  }

  @Test
  void onlyTheFrontEndsThatAreNamedMayAskEachDoorFirst() {
    String front = "http://localhost:5173";
    shop.reopen(
        KioskServer.Patience.NORMAL, shop.settings(List.of(front), Optional.empty()), List.of());
    doors()
        .forEach(door -> {
          assertEquals(204, preflight(door, front).statusCode(), door.toString());
          assertEquals(
              front,
              preflight(door, front)
                  .headers()
                  .firstValue("Access-Control-Allow-Origin")
                  .orElse(""));
          for (String origin :
              List.of(ELSEWHERE, front + ".evil.example", "https://localhost:5173", "null")) {
            HttpResponse<byte[]> answer = preflight(door, origin);
            assertEquals(403, answer.statusCode(), door + " " + origin);
            assertEquals(
                Optional.empty(),
                answer.headers().firstValue("Access-Control-Allow-Origin"),
                origin);
          }
        });
  }

  private HttpResponse<byte[]> preflight(Door door, String origin) {
    return shop.send(
        shop.request(door.path())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", door.method())
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }
}
