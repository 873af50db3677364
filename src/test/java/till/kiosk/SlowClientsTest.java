package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static till.kiosk.ShopCounter.PEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that say nothing, too little or too much, and are in nobody's way.
final class SlowClientsTest {

  private static final int EACH = 50;

  /// Ten times what the server gives a request (`ServerLimits`).
  private static final Duration DROPPED_WITHIN = Duration.ofMinutes(5);

  @TempDir Path folder;
  private ShopCounter shop;
  private final List<Socket> slow = new ArrayList<>();

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    shop.close();
  }

  private String host() {
    return shop.kiosk().address().getAuthority();
  }

  /// A client that says this and then nothing more.
  private Socket says(String text) {
    URI address = shop.kiosk().address();
    try {
      var socket = new Socket(address.getHost(), address.getPort());
      slow.add(socket);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String beginOfPost() {
    return "POST /v1/transaction/lines HTTP/1.1\r\nHost: "
        + host()
        + "\r\nAuthorization: Bearer "
        + shop.token(Role.KIOSK)
        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
  }

  private void manyAreSlow() {
    String post = beginOfPost();
    for (int i = 0; i < EACH; i++) {
      says("");
      says("GET /v1/lane HTTP/1.1\r\nHo");
      says(post);
    }
  }

  @Test
  void aHundredAndFiftySlowOnesHoldNobodyUp() {
    manyAreSlow();
    for (int i = 1; i <= 20; i++) {
      assertEquals(i, shop.scanned(PEN).path("transaction").path("lines").size());
      assertEquals(200, shop.get("/healthz").statusCode());
    }
  }

  @Test
  void halfACommandIsNone() throws IOException {
    Socket half = says(beginOfPost());
    half.shutdownOutput();
    String answer = new String(half.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
    assertTrue(shop.view().path("transaction").isNull());
  }

  @Test
  void headersWithoutEndAreNotReadToTheirEnd() {
    String host = "Host: " + host();
    String token = "Authorization: Bearer " + shop.token(Role.KIOSK);
    var many = new ArrayList<String>(List.of("GET /v1/lane HTTP/1.1", host, token));
    for (int i = 0; i < 100; i++) {
      many.add("X-" + i + ": 1");
    }
    for (String[] request :
        List.of(
            many.toArray(String[]::new),
            new String[] {"GET /v1/lane HTTP/1.1", host, token, "X: " + "x".repeat(64 * 1024)})) {
      String answer = answerTo(request);
      assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
    }
    assertEquals(200, shop.get("/v1/lane").statusCode());
  }

  /// Whoever is cut off while it still talks hears nothing, or a reset.
  private String answerTo(String... request) {
    try {
      return shop.raw(request);
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsNotWaitedFor() {
    String answer =
        shop.raw(
            "POST /v1/transaction/lines HTTP/1.1",
            "Host: " + host(),
            "Authorization: Bearer " + shop.token(Role.KIOSK),
            "Content-Type: application/json",
            "Content-Length: 9999999999");
    assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
  }

  @Test
  void whoeverSaysTooLittleIsDropped() throws IOException {
    assumeTrue(Boolean.getBoolean("tilld.long"), "takes a minute: -Dtilld.long=true");
    manyAreSlow();
    for (Socket socket : slow) {
      socket.setSoTimeout((int) DROPPED_WITHIN.toMillis());
      assertTrue(isDropped(socket));
    }
    assertEquals(200, shop.get("/v1/lane").statusCode());
  }

  private static boolean isDropped(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }
}
