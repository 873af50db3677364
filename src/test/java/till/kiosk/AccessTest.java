package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets through the door, and by which name they called.
final class AccessTest {

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

  private static String outcome(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + json(answer).path("code").asString("");
  }

  private int port() {
    return shop.kiosk().address().getPort();
  }

  private String own() {
    return "http://127.0.0.1:" + port();
  }

  // --- tokens and roles

  @Test
  void eachRoleMayWhatTheOnesBeforeItMay() {
    record Door(String method, String path, Role needs) {}
    for (Door door :
        List.of(
            new Door("GET", "/v1/lane", Role.KIOSK),
            new Door("GET", "/v1/items", Role.KIOSK),
            new Door("POST", "/v1/transaction/lines", Role.KIOSK),
            new Door("POST", "/v1/lane/pause", Role.ATTENDANT),
            new Door("POST", "/v1/business-day/open", Role.ATTENDANT),
            new Door("POST", "/v1/print-jobs/17/resolve", Role.ATTENDANT),
            new Door("POST", "/v1/receipts/7/copy", Role.ATTENDANT),
            new Door("GET", "/v1/devices", Role.TECHNICIAN),
            new Door("GET", "/v1/uplink", Role.TECHNICIAN))) {
      for (Role role : Role.values()) {
        HttpResponse<byte[]> answer =
            door.method().equals("GET")
                ? shop.send(shop.request(door.path(), role))
                : shop.post(door.path(), role, command());
        boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
        assertEquals(!role.covers(door.needs()), refused, door + " " + role + text(answer));
      }
      assertEquals("401 unauthorised", outcome(asked(door.method(), door.path())));
    }
  }

  private HttpResponse<byte[]> asked(String method, String path) {
    return shop.send(
        shop.request(path)
            .header("Origin", own())
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aWrongTokenIsNobody() {
    for (String shown :
        List.of("Bearer x", "Bearer ", "Basic " + shop.token(Role.TECHNICIAN), "Bearer kiosk")) {
      HttpResponse<byte[]> answer =
          shop.send(shop.request("/v1/lane").header("Authorization", shown));
      assertEquals("401 unauthorised", outcome(answer), shown);
      assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }
  }

  @Test
  void tokensAreLongDifferentAndNotForOthers() throws IOException {
    String before = shop.token(Role.KIOSK);
    assertEquals(43, before.length());
    assertNotEquals(before, shop.token(Role.TECHNICIAN));
    Path file = AccessTokens.file(shop.tokens(), Role.KIOSK);
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(shop.state().resolve(SessionCookies.FILE))));
  }

  // --- pairing

  private String code(Role role) {
    return PairingCodes.issue(
        shop.tokens(), role, Duration.ofMinutes(10), ShopCounter.clock(), new Random(5));
  }

  private HttpResponse<byte[]> redeem(String code) {
    return shop.send(shop.request("/pair?code=" + code));
  }

  private static String cookie(HttpResponse<byte[]> paired) {
    return paired.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private HttpResponse<byte[]> withCookie(String cookie, String path) {
    return shop.send(shop.request(path).header("Cookie", "other=1; " + cookie));
  }

  @Test
  void aCodeBuysOneCookieOnce() {
    String code = code(Role.TECHNICIAN);
    assertTrue(code.matches("[0-9A-Z]{4}-[0-9A-Z]{4}"), code);
    HttpResponse<byte[]> paired = redeem(code.toLowerCase(java.util.Locale.ROOT));
    assertEquals(303, paired.statusCode());
    assertEquals("/tech", location(paired));
    String set = paired.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(set.contains("; HttpOnly") && set.contains("; SameSite=Strict"), set);
    assertEquals(200, withCookie(cookie(paired), "/v1/uplink").statusCode());
    assertEquals(200, withCookie(cookie(paired), "/tech").statusCode());
    assertEquals(403, redeem(code).statusCode());
  }

  @Test
  void aKioskCookieOpensTheKioskOnly() {
    HttpResponse<byte[]> paired = redeem(code(Role.KIOSK));
    assertEquals("/", location(paired));
    String cookie = cookie(paired);
    assertEquals(200, withCookie(cookie, "/").statusCode());
    assertEquals("403 forbidden", outcome(withCookie(cookie, "/v1/uplink")));
    HttpResponse<byte[]> tech = withCookie(cookie, "/tech");
    assertEquals(403, tech.statusCode());
    assertTrue(text(tech).contains("data-why=\"TECHNICIAN\""));
  }

  @Test
  void aCookieSurvivesARestartAndCannotBeMadeUp() {
    String cookie = cookie(redeem(code(Role.KIOSK)));
    shop.reopenAt(port());
    assertEquals(200, withCookie(cookie, "/v1/lane").statusCode());
    for (String forged :
        List.of(
            cookie.replace("kiosk", "technician"),
            cookie.substring(0, cookie.length() - 1),
            cookie + "x",
            cookie.substring(0, cookie.indexOf('=') + 1),
            cookie.substring(0, cookie.indexOf('=')) + "=...")) {
      assertEquals(401, withCookie(forged, "/v1/lane").statusCode(), forged);
    }
  }

  @Test
  void aPairedBrowserGoesOnWhereItWasSentAndNeverElsewhere() {
    assertEquals("/sim", location(redeem(code(Role.KIOSK) + "&to=/sim")));
    for (String elsewhere :
        List.of("//evil.example", "http:evil", "/%5Cevil", "/a%0d%0ab", "sim")) {
      assertEquals("/", location(redeem(code(Role.KIOSK) + "&to=" + elsewhere)));
    }
  }

  private static String location(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  @Test
  void whoeverLooksAtThePageUsesNoCodeUp() {
    String code = code(Role.KIOSK);
    assertEquals(
        200,
        shop.send(
                shop.request("/pair?code=" + code)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()))
            .statusCode());
    assertEquals(303, redeem(code).statusCode());
  }

  @Test
  void aCodeThatIsOverOrFromAnotherTimeBuysNothing() throws IOException {
    InstantSource later = InstantSource.fixed(ShopCounter.NOW.plus(Duration.ofMinutes(11)));
    String code = code(Role.KIOSK);
    assertEquals(Optional.empty(), new PairingCodes(shop.tokens(), later).redeem(code));
    InstantSource longBefore = InstantSource.fixed(ShopCounter.NOW.minus(Duration.ofDays(9000)));
    code = code(Role.KIOSK);
    assertEquals(Optional.empty(), new PairingCodes(shop.tokens(), longBefore).redeem(code));
    code(Role.KIOSK);
    PairingCodes.issue(shop.tokens(), Role.KIOSK, Duration.ofMinutes(1), later, new Random(6));
    try (Stream<Path> files = Files.list(shop.tokens())) {
      assertEquals(
          1,
          files.filter(file -> file.getFileName().toString().startsWith("pair-")).count(),
          "those that are over are cleared away");
    }
  }

  @Test
  void anAttendantIsNotPaired() {
    KioskException refusal = assertThrows(KioskException.class, () -> code(Role.ATTENDANT));
    assertTrue(String.valueOf(refusal.getMessage()).contains("attendant.token"));
    assertThrows(
        KioskException.class,
        () ->
            PairingCodes.issue(
                shop.tokens(), Role.KIOSK, Duration.ofDays(2), ShopCounter.clock(), new Random(1)));
  }

  @Test
  void guessingCodesIsStopped() {
    for (int i = 0; i < 10; i++) {
      assertEquals(403, redeem("WRNG-000" + i).statusCode());
    }
    HttpResponse<byte[]> answer = redeem(code(Role.KIOSK));
    assertEquals(429, answer.statusCode());
    assertTrue(text(answer).contains("data-why=\"TOO_MANY_ATTEMPTS\""));
  }

  @Test
  void aPageForNobodySaysHowToPair() {
    Map.of("/", "NEEDED", "/tech", "TECHNICIAN")
        .forEach((page, why) -> {
          HttpResponse<byte[]> answer = shop.send(shop.request(page));
          assertEquals(401, answer.statusCode());
          assertTrue(text(answer).contains("till pair --role technician"));
          assertTrue(text(answer).contains("data-why=\"" + why + "\""));
        });
    assertEquals(200, shop.send(shop.request("/tilld/pair.css")).statusCode());
  }

  // --- names and origins

  @Test
  void onlyOurOwnNamesAreAnswered() {
    String token = "Authorization: Bearer " + shop.token(Role.KIOSK);
    for (String host : List.of("127.0.0.1:", "localhost:", "LocalHost:", "[::1]:")) {
      String answer = shop.raw("GET /v1/lane HTTP/1.1", "Host: " + host + port(), token);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }
    for (String host :
        List.of("evil.example:" + port(), "localhost", "127.0.0.1:1", "localhost.evil:" + port())) {
      String answer = shop.raw("GET /v1/lane HTTP/1.1", "Host: " + host, token);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertTrue(answer.contains("host-not-allowed"), answer);
      assertTrue(
          shop.raw("GET /healthz HTTP/1.1", "Host: " + host).startsWith("HTTP/1.1 403"), host);
    }
    assertFalse(shop.raw("GET /v1/lane HTTP/1.0", token).startsWith("HTTP/1.1 200"));
  }

  private HttpResponse<byte[]> postFrom(String header, String value) {
    return shop.send(
        shop.request("/v1/lane/pause", Role.ATTENDANT)
            .header(header, value)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(command().toString())));
  }

  @Test
  void anotherPagesPostIsRefused() {
    assertEquals(200, postFrom("Origin", own()).statusCode());
    assertEquals(200, postFrom("Origin", "http://localhost:" + port()).statusCode());
    for (String origin :
        List.of(
            "http://evil.example", "null", "https://127.0.0.1:" + port(), "http://127.0.0.1:1")) {
      assertEquals("403 origin-not-allowed", outcome(postFrom("Origin", origin)), origin);
    }
    assertEquals("403 origin-not-allowed", outcome(postFrom("Sec-Fetch-Site", "cross-site")));
    assertEquals("403 origin-not-allowed", outcome(postFrom("Sec-Fetch-Site", "same-site")));
  }

  @Test
  void aCookieAloneDoesNotPost() {
    String cookie = cookie(redeem(code(Role.KIOSK)));
    HttpRequest.Builder request =
        shop.request("/v1/transaction/lines")
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(command().put("itemId", "roll").toString()));
    assertEquals("403 origin-not-allowed", outcome(shop.send(request)));
    assertEquals(200, shop.send(request.header("Origin", own())).statusCode());
  }

  @Test
  void anotherPageDoesNotListen() {
    HttpResponse<byte[]> answer =
        shop.send(shop.request("/v1/events", Role.KIOSK).header("Origin", "http://evil.example"));
    assertEquals("403 origin-not-allowed", outcome(answer));
  }

  @Test
  void aFrontEndThatIsNamedMayAskFromItsOwnOrigin() {
    String front = "http://localhost:5173";
    shop.reopen(
        KioskServer.Patience.NORMAL, shop.settings(List.of(front), Optional.empty()), List.of());
    HttpResponse<byte[]> answer = postFrom("Origin", front);
    assertEquals(200, answer.statusCode());
    assertEquals(front, answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    HttpResponse<byte[]> preflight =
        shop.send(
            shop.request("/v1/lane/pause")
                .header("Origin", front)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertEquals(204, preflight.statusCode());
    assertTrue(
        preflight
            .headers()
            .firstValue("Access-Control-Allow-Headers")
            .orElse("")
            .contains("authorization"));
    assertEquals(
        403,
        shop.send(
                shop.request("/v1/lane/pause")
                    .header("Origin", "http://evil.example")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
            .statusCode());
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    for (String path : List.of("/", "/v1/lane", "/v1/nothing", "/tilld/kiosk.js")) {
      var headers = shop.get(path).headers();
      assertTrue(
          headers
              .firstValue("Content-Security-Policy")
              .orElse("")
              .contains("frame-ancestors 'none'"),
          path);
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
      assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""), path);
    }
  }

  // --- listening

  private String refusedToListen(String host, int port) {
    var settings =
        new KioskSettings(host, port, folder.resolve("others"), Optional.empty(), List.of());
    KioskException refusal =
        assertThrows(KioskException.class, () -> openAnother(settings).close());
    return String.valueOf(refusal.getMessage());
  }

  private KioskServer openAnother(KioskSettings settings) {
    return KioskServer.open(
        settings,
        shop.lane,
        shop.operators,
        () -> ShopCounter.boardView(true, 1, 1),
        List::of,
        List.of(),
        shop.state(),
        ShopCounter.clock(),
        new Random(8));
  }

  @Test
  void anAddressForOthersIsNotListenedOn() {
    String message = refusedToListen("0.0.0.0", 8180);
    assertTrue(message.contains("0.0.0.0:8180") && message.contains("loopback"), message);
  }

  @Test
  void aPortInUseIsNamedAndNobodysTokensAreTouched() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String message = refusedToListen("127.0.0.1", taken.getLocalPort());
      assertTrue(message.contains("127.0.0.1:" + taken.getLocalPort()), message);
      assertFalse(Files.exists(folder.resolve("others")));
    }
  }

  @Test
  void aTokenDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(folder.resolve("others"), "a file");
    String message = refusedToListen("127.0.0.1", 0);
    assertTrue(message.contains("others") && message.contains("token_directory"), message);
  }

  @Test
  void ipv6LoopbackIsListenedOnToo() {
    var settings =
        new KioskSettings("::1", 0, folder.resolve("others"), Optional.empty(), List.of());
    try (KioskServer six = openAnother(settings)) {
      assertTrue(six.address().toString().startsWith("http://[::1]:"), six.address().toString());
    }
  }
}
