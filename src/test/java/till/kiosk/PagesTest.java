package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages' files, a front end in their place, and guests.
final class PagesTest {

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

  /// And every file that such a file names, and so on; none is served that nobody names.
  @Test
  void everyFileThatAPageNamesIsServedWithItsType() {
    Pattern named = Pattern.compile("\"((?:/tilld/|\\.{1,2}/)[a-z/]+\\.(?:js|css|svg))\"");
    Set<String> seen = new TreeSet<>();
    var waiting = new ArrayDeque<>(List.of("/", "/tech", "/pair"));
    while (!waiting.isEmpty()) {
      String from = waiting.remove();
      HttpResponse<byte[]> file = shop.get(from);
      assertEquals(200, file.statusCode(), from);
      if (from.startsWith("/tilld/")) {
        String type = file.headers().firstValue("Content-Type").orElse("");
        assertTrue(type.matches("text/(css|javascript); charset=utf-8|image/svg\\+xml"), type);
      }
      Matcher files = named.matcher(text(file));
      while (files.find()) {
        String path = URI.create(from).resolve(files.group(1)).getPath();
        if (seen.add(path)) {
          waiting.add(path);
        }
      }
    }
    Set<String> served =
        shop.kiosk().routes().stream()
            .map(Route::path)
            .filter(path -> path.startsWith("/tilld/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(served, seen);
  }

  @Test
  void thePagesLoadNothingFromElsewhereAndHaveNoScriptOfTheirOwn() {
    for (String page : List.of("/", "/tech", "/pair")) {
      String html = text(shop.get(page));
      assertTrue(
          !html.matches("(?s).*(https?://|<script(?![^>]*src=)| style=| on[a-z]+=).*"), page);
    }
  }

  // --- a front end of one's own

  private void serveOwnFrontEnd() throws IOException {
    Path root = Files.createDirectories(folder.resolve("front"));
    Files.writeString(root.resolve("index.html"), "<h1>my own kiosk</h1>");
    Files.createDirectories(root.resolve("assets"));
    Files.writeString(root.resolve("assets/app.js"), "hello()");
    Files.writeString(root.resolve(".secret"), "no");
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve(".git/config"), "no");
    Files.writeString(folder.resolve("outside.txt"), "no");
    Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("outside.txt"));
    shop.reopen(
        KioskServer.Patience.NORMAL, shop.settings(List.of(), Optional.of(root)), List.of());
  }

  @Test
  void aFrontEndOfOnesOwnStandsInTheKiosksPlace() throws IOException {
    serveOwnFrontEnd();
    assertEquals("<h1>my own kiosk</h1>", text(shop.get("/")));
    HttpResponse<byte[]> script = shop.get("/assets/app.js");
    assertEquals("hello()", text(script));
    assertEquals(
        "text/javascript; charset=utf-8", script.headers().firstValue("Content-Type").orElse(""));
    assertEquals(401, shop.send(shop.request("/assets/app.js")).statusCode());
    assertTrue(text(shop.get("/tech")).contains("tech.js"));
    assertEquals(401, shop.send(shop.request("/")).statusCode());
  }

  @Test
  void aFileOfOnesOwnIsSentAgainOnlyWhenItIsAnother() throws IOException {
    serveOwnFrontEnd();
    HttpResponse<byte[]> first = shop.get("/assets/app.js");
    assertEquals("no-cache", first.headers().firstValue("Cache-Control").orElse(""));
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, askedAgain(tag).statusCode());
    assertEquals(0, askedAgain(tag).body().length);
    Files.writeString(folder.resolve("front/assets/app.js"), "hello(you)");
    HttpResponse<byte[]> other = askedAgain(tag);
    assertEquals("200 hello(you)", other.statusCode() + " " + text(other));
    assertEquals(
        401, shop.send(shop.request("/assets/app.js").header("If-None-Match", tag)).statusCode());
  }

  private HttpResponse<byte[]> askedAgain(String tag) {
    return shop.send(shop.request("/assets/app.js", Role.KIOSK).header("If-None-Match", tag));
  }

  @Test
  void nothingBesideTheFrontEndsFolderIsServed() throws IOException {
    serveOwnFrontEnd();
    String host = "Host: " + shop.kiosk().address().getAuthority();
    String token = "Authorization: Bearer " + shop.token(Role.KIOSK);
    for (String path :
        List.of(
            "/../outside.txt",
            "/%2e%2e/outside.txt",
            "/assets/..%2f..%2foutside.txt",
            "/link.txt",
            "/.secret",
            "/.git/config",
            "/assets%2f..%2f.git%2fconfig",
            "/assets",
            "//etc/passwd",
            "/%00")) {
      String answer = shop.raw("GET " + path + " HTTP/1.1", host, token);
      assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), path + "\n" + answer);
    }
  }

  // --- guests

  private static final class Echo implements Guest {

    private final BlockingQueue<GuestRequest> heard = new LinkedBlockingQueue<>();

    @Override
    public String path() {
      return "/v1/sim";
    }

    @Override
    public Response answer(GuestRequest request) {
      heard.add(request);
      return new Response(201, "text/plain", "tapped".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aGuestAnswersBelowItsPathBehindTheSameDoor() {
    var echo = new Echo();
    shop.reopen(
        KioskServer.Patience.NORMAL, shop.settings(List.of(), Optional.empty()), List.of(echo));
    HttpResponse<byte[]> answer = shop.get("/v1/sim/terminal?do=tap");
    assertEquals("201 tapped", answer.statusCode() + " " + text(answer));
    GuestRequest heard = echo.heard.remove();
    assertEquals(
        "GET /v1/sim/terminal tap",
        heard.method() + " " + heard.path() + " " + heard.query().get("do"));

    shop.post("/v1/sim", ShopCounter.MAPPER.createObjectNode().put("a", 1));
    assertEquals("{\"a\":1}", new String(echo.heard.remove().body(), StandardCharsets.UTF_8));

    assertEquals(401, shop.send(shop.request("/v1/sim")).statusCode());
    assertEquals(
        "origin-not-allowed",
        json(shop.send(
                shop.request("/v1/sim", Role.KIOSK)
                    .header("Origin", "http://evil.example")
                    .POST(HttpRequest.BodyPublishers.noBody())))
            .path("code")
            .asString(""));
    assertEquals(405, shop.send(shop.request("/v1/sim", Role.KIOSK).DELETE()).statusCode());
    assertEquals(404, shop.get("/v1/simulator").statusCode());
    assertTrue(echo.heard.isEmpty());
  }
}
