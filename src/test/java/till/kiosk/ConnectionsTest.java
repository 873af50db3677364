package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that go in the middle of something give their places back.
final class ConnectionsTest {

  /// More than the server takes at once; far fewer come at once.
  private static final int CLIENTS = 300;

  private static final int CLIENTS_AT_ONCE = 16;

  @TempDir Path folder;

  @Test
  void requestsThatBreakOffLeaveRoomForOthers() throws Exception {
    try (ShopCounter shop = ShopCounter.open(folder);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS_AT_ONCE)) {
      String token = shop.token(Role.KIOSK);
      var requests =
          IntStream.range(0, CLIENTS)
              .<Callable<Integer>>mapToObj(i ->
                  () ->
                      breakOff(
                          shop, token, i % 2 == 0 ? "POST /v1/transaction/lines" : "HEAD /v1/lane"))
              .toList();
      for (Future<Integer> gone : clients.invokeAll(requests)) {
        gone.get();
      }
      assertEquals(200, shop.get("/v1/lane").statusCode());
    }
  }

  /// Says that it has more to say, and is gone.
  private static int breakOff(ShopCounter shop, String token, String methodAndPath)
      throws Exception {
    URI address = shop.kiosk().address();
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      String request =
          """
          %s HTTP/1.1
          Host: %s
          Authorization: Bearer %s
          Content-Type: application/json
          Content-Length: 1000

          {\
          """
              .formatted(methodAndPath, address.getAuthority(), token);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes().length;
    }
  }
}
