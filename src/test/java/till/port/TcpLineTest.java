package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpLineTest {

  private final BoardPorts ports = BoardPorts.open();
  private ServerSocket device;

  @BeforeEach
  void listen() throws IOException {
    device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    device.close();
    ports.close();
  }

  @Test
  void bytesGoBothWays() throws Exception {
    try (Port near = open();
        Socket far = device.accept()) {
      near.write("xpingx".getBytes(StandardCharsets.US_ASCII), 1, 4);
      assertEquals(
          "ping", new String(far.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));

      far.getOutputStream().write('!');
      byte[] buffer = new byte[8];
      assertEquals(1, near.read(buffer, 30_000));
      assertEquals('!', buffer[0]);
      assertEquals(0, near.read(buffer, 1));
    }
  }

  @Test
  void aDeviceThatHangsUpIsALoss() throws Exception {
    try (Port near = open()) {
      device.accept().close();

      PortException lost = assertThrows(PortException.class, () -> near.read(new byte[8], 30_000));
      assertTrue(lost.getMessage().contains(address()), lost.getMessage());
    }
  }

  @Test
  void closingEndsAWaitingRead() throws Exception {
    Port near = open();
    var reader =
        CompletableFuture.supplyAsync(() -> {
          try {
            return near.read(new byte[8], 60_000);
          } catch (PortException e) {
            throw new IllegalStateException(e);
          }
        });

    near.close();

    assertThrows(ExecutionException.class, () -> reader.get(30, TimeUnit.SECONDS));
  }

  @Test
  void aDeviceThatTakesNothingIsGivenUpAndItsReaderIsToldSo() throws Exception {
    try (Port near = open();
        Socket _ = device.accept()) {
      var reader =
          CompletableFuture.supplyAsync(
              () -> assertThrows(PortException.class, () -> near.read(new byte[8], 60_000)));

      PortException stalled =
          assertThrows(
              PortException.class,
              () -> {
                while (true) {
                  near.write(new byte[100_000], 0, 100_000);
                }
              });

      assertEquals(
          address() + " took nothing for 10 seconds: is the device on?", stalled.getMessage());
      assertEquals(stalled.getMessage(), reader.get(60, TimeUnit.SECONDS).getMessage());
    }
  }

  @Test
  void nobodyListeningIsRefusedWithTheAddress() throws Exception {
    device.close();

    PortException refused = assertThrows(PortException.class, this::open);

    assertTrue(
        refused.getMessage().contains("cannot connect to " + address()), refused.getMessage());
  }

  @Test
  void anAddressThatIsNoneSaysHowOneLooks() {
    for (String wrong : new String[] {"tcp://", "tcp://host", "tcp://host:", "tcp://a b:1"}) {
      PortException refused =
          assertThrows(PortException.class, () -> ports.open(PortSettings.of(wrong)));
      assertTrue(refused.getMessage().contains("tcp://host:port"), refused.getMessage());
    }
  }

  private Port open() throws PortException {
    return ports.open(PortSettings.of(address()));
  }

  private String address() {
    return "tcp://127.0.0.1:" + device.getLocalPort();
  }
}
