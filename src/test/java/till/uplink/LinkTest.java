package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One connection to something that is no good broker: it ends with a reason, in time, and nothing
/// of it stays behind.
final class LinkTest {

  private static final int ATTEMPTS = 50;
  private static final int MANY = 1_000;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String TOPIC = "t";

  private final Bell bell = new Bell();

  private static LinkSettings settings(
      FakeBroker broker, String clientId, Duration connect, Duration keepAlive, Duration puback) {
    return new LinkSettings(
        "fake",
        broker.broker().url(),
        clientId,
        Access.NONE,
        true,
        0,
        20,
        Optional.empty(),
        0,
        connect,
        keepAlive,
        puback);
  }

  private Link open(FakeBroker broker, String clientId, Duration keepAlive, Duration puback)
      throws LinkException {
    return Link.open(settings(broker, clientId, LONG, keepAlive, puback), List.of(TOPIC), bell);
  }

  private static String loss(Link link) throws InterruptedException {
    Eventually.isSo(
        () -> link.answer().isEmpty() && link.loss().isPresent(), () -> "it is not lost");
    return link.loss().orElseThrow();
  }

  /// Those of Paho's that work for clients whose ids begin like this.
  private static List<String> threads(String clientIds) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("MQTT ") && name.contains(": " + clientIds))
        .toList();
  }

  private static void assertNoThreadStays(String clientIds) throws InterruptedException {
    Eventually.isSo(() -> threads(clientIds).isEmpty(), () -> threads(clientIds));
  }

  /// What each attempt says, at the same time.
  private List<String> attempts(int attempts, FakeBroker broker, String clientId, Duration connect)
      throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Callable<String>>();
      for (int i = 0; i < attempts; i++) {
        LinkSettings settings = settings(broker, clientId + "-" + i, connect, LONG, LONG);
        tries.add(() ->
            assertThrows(LinkException.class, () -> Link.open(settings, List.of(), new Bell()))
                .getMessage());
      }
      var said = new ArrayList<String>();
      for (Future<String> attempt : executor.invokeAll(tries)) {
        said.add(attempt.get());
      }
      return said;
    }
  }

  /// A load balancer without a broker behind it. Paho leaves a thread behind for each one that ends
  /// before its first packet is out, some 300 ms after the beginning.
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 150, 250, 400})
  void whoIsHungUpOnLeavesNoThreadBehind(int millis) throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.hangsUp = true;
      broker.hangsUpAfterMillis = millis;
      for (String said : attempts(ATTEMPTS, broker, "hung-" + millis, LONG)) {
        assertTrue(said.contains("closed the connection") || said.contains("Exception"), said);
      }
      assertNoThreadStays("hung-" + millis);
    }
  }

  /// As mosquitto 2.0.11 sends them.
  @Test
  void smallMessagesMayBeMoreThanWasAllowed() throws Exception {
    try (FakeBroker broker = FakeBroker.start();
        Link link = open(broker, "many", LONG, LONG)) {
      for (int n = 1; n <= MANY; n++) {
        broker.deliver(TOPIC, n, false, "small");
      }
      // what is answered behind them has come behind them
      link.publish(Link.Letter.retained(TOPIC, new byte[0]), 1);
      Eventually.isSo(() -> link.answer().isPresent(), link::loss);
      for (int n = 1; n <= MANY; n++) {
        assertEquals(n, link.arrival().orElseThrow().id());
      }
    }
  }

  @Test
  void whoIsNotAnsweredGivesUpAndLeavesNoThreadBehind() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.isSilent = true;
      for (String said : attempts(ATTEMPTS, broker, "silent", SHORT)) {
        assertTrue(said.contains("no answer in time"), said);
      }
      assertNoThreadStays("silent");
    }
  }

  /// What a broker can do to a connection.
  private enum Loss {
    DROPPED,
    SENT_AWAY,
    REFUSED,
    UNREADABLE,
    UNANSWERED,
    HUNG_UP
  }

  /// Not one of Paho's threads, whatever happens: 240 connections lost, and the count is as before.
  @Test
  void hundredsOfLossesOfEveryKindLeaveNoThreadBehind() throws Exception {
    int before = PahoThreads.count("losses");
    int brokersPerKind = 5;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Callable<Void>>();
      for (int i = 0; i < brokersPerKind * Loss.values().length; i++) {
        Loss loss = Loss.values()[i % Loss.values().length];
        tries.add(() -> {
          loseAll(loss, 8);
          return null;
        });
      }
      for (Future<Void> kind : executor.invokeAll(tries)) {
        kind.get();
      }
    }
    Eventually.isSo(() -> PahoThreads.count("losses") == before, () -> PahoThreads.count("losses"));
  }

  private static void loseAll(Loss loss, int times) throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      LinkSettings settings =
          settings(
              broker, "losses", loss == Loss.UNANSWERED ? SHORT.dividedBy(2) : LONG, LONG, LONG);
      broker.isSilent = loss == Loss.UNANSWERED;
      broker.connackCode = loss == Loss.REFUSED ? 0x87 : 0;
      broker.hangsUp = loss == Loss.HUNG_UP;
      for (int n = 0; n < times; n++) {
        switch (loss) {
          case REFUSED, UNANSWERED, HUNG_UP ->
              assertThrows(
                  LinkException.class, () -> Link.open(settings, List.of(TOPIC), new Bell()));
          case DROPPED, SENT_AWAY, UNREADABLE -> {
            try (Link link = Link.open(settings, List.of(TOPIC), new Bell())) {
              switch (loss) {
                case SENT_AWAY -> broker.disconnect(0x8B, "");
                case UNREADABLE -> broker.raw(new byte[] {0x30, -1, -1, -1, -1});
                default -> broker.drop();
              }
              loss(link);
            }
          }
        }
      }
    }
  }

  /// Its queue is full: what is sent to it stays without any answer.
  @Test
  void whoIsNotLetInGivesUpAndStopsKnocking() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (var full = new ServerSocket(0, 1, here)) {
      var waiting = new ArrayList<Socket>();
      try {
        fill(full, waiting);
        URI url = URI.create("mqtt://127.0.0.1:" + full.getLocalPort());
        var settings =
            new LinkSettings(
                "full",
                url,
                "knocking",
                Access.NONE,
                true,
                0,
                1,
                Optional.empty(),
                0,
                SHORT,
                LONG,
                LONG);
        long beganNanos = System.nanoTime();
        assertThrows(LinkException.class, () -> Link.open(settings, List.of(), bell));
        assertNoThreadStays("knocking");
        long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
        assertTrue(tookMillis < 9_500, "it knocked for " + tookMillis + " ms");
      } finally {
        for (Socket socket : waiting) {
          socket.close();
        }
      }
    }
  }

  /// Until one is not let in.
  private static void fill(ServerSocket server, List<Socket> waiting) throws IOException {
    while (waiting.size() < 100) {
      var socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 500);
      } catch (SocketTimeoutException _) {
        return;
      }
    }
    throw new AssertionError("it lets in whoever comes");
  }

  @Test
  void aBrokerThatAnswersDocumentsButNoPingsIsLost() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.withholdsPings = true;
      Link link = open(broker, "pings", SHORT, LONG);
      link.publish(Link.Letter.retained(TOPIC, new byte[1]), 17);
      Eventually.isSo(() -> link.answer().isPresent(), () -> "no answer");
      assertEquals(1, broker.pings.poll(60, TimeUnit.SECONDS));
      assertTrue(loss(link).contains("no answer in time"), link.loss()::orElseThrow);
      link.close();
      assertNoThreadStays("pings");
    }
  }

  /// Nothing is read at the other end: the socket's buffers fill, and Paho's sender waits in a
  /// write that nothing ends but the socket's own end.
  @Test
  void aReaderThatStandsStillHoldsUpNobodyAndIsLost() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.stalls = true;
      Link link = open(broker, "stalled", LONG, SHORT);
      long beganNanos = System.nanoTime();
      for (int n = 0; n < Link.WINDOW_MAX; n++) {
        link.publish(Link.Letter.retained(TOPIC, new byte[250_000]), n + 1);
      }
      Eventually.isSo(() -> isWriting("MQTT Snd: stalled"), () -> "the buffers are not full");
      assertEquals("no PUBACK within 1000 ms", loss(link));
      link.close();
      long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
      assertTrue(tookMillis < 30_000, "it took " + tookMillis + " ms");
      assertNoThreadStays("stalled");
    }
  }

  private static boolean isWriting(String thread) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(thread))
        .flatMap(entry -> Arrays.stream(entry.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("implWrite"));
  }

  @Test
  void aBrokerThatUsesATopicAliasItWasNotOfferedIsLost() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "alias", LONG, LONG);
      broker.push(0x30, aliased(TOPIC));
      broker.push(0x30, aliased(""));
      loss(link);
      Optional<Link.Arrived> arrived = link.arrival();
      assertTrue(
          arrived.isEmpty() || arrived.get().topic().equals(TOPIC), () -> "arrived: " + arrived);
      assertEquals(Optional.empty(), link.arrival());
      link.close();
      assertNoThreadStays("alias");
    }
  }

  private static byte[] aliased(String topic) throws IOException {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.writeUTF(topic);
    out.write(new byte[] {3, 0x23, 0, 1});
    return body.toByteArray();
  }

  /// Of the largest one only the header comes: Paho would make room for it.
  @ParameterizedTest
  @ValueSource(ints = {256 * 1024 + 1, 268_435_455})
  void aPacketLargerThanWasAllowedCostsTheConnectionAtItsHeader(int length) throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "large", LONG, LONG);
      broker.begin(0x30, length);
      String loss = loss(link);
      assertTrue(loss.endsWith("the broker sends a packet of " + length + " bytes"), loss);
      assertEquals(Optional.empty(), link.arrival());
      link.close();
      assertNoThreadStays("large");
    }
  }

  @Test
  void whatIsNoMqttCostsTheConnection() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "noise", LONG, LONG);
      broker.raw(new byte[] {0x30, -1, -1, -1, -1, 1});
      assertTrue(loss(link).endsWith("the broker sends what is not MQTT"), loss(link));
      link.close();
      assertNoThreadStays("noise");
    }
  }

  @Test
  void theLargestPacketThatWasAllowedArrives() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "largest", LONG, LONG);
      int payload = 256 * 1024 - (2 + TOPIC.length() + 2 + 1);
      for (int n = 1; n <= 3; n++) {
        broker.deliver(TOPIC, n, false, "x".repeat(payload));
      }
      for (int n = 1; n <= 3; n++) {
        assertEquals(payload, arrival(link).payload().length);
      }
      link.close();
    }
  }

  private static Link.Arrived arrival(Link link) throws InterruptedException {
    var arrived = new ArrayList<Link.Arrived>();
    Eventually.isSo(
        () -> {
          link.arrival().ifPresent(arrived::add);
          return !arrived.isEmpty();
        },
        link::loss);
    return arrived.getFirst();
  }

  /// Nobody listens at the first ones, which are this machine too.
  @Test
  void everyAddressOfANameIsTriedUntilOneTakesTheConnection() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      int port = broker.broker().url().getPort();
      var addresses = new ArrayList<InetAddress>();
      for (int last = 4; last >= 1; last--) {
        addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}));
      }
      var transport = new Transport("unused", port, Optional.empty(), 0, _ -> {});
      try (Socket socket = transport.connect(addresses)) {
        assertEquals("127.0.0.1", socket.getInetAddress().getHostAddress());
      }
      assertThrows(ConnectException.class, () -> transport.connect(addresses.subList(0, 3)));
    }
  }

  /// Paho throws what nobody catches at a name that TLS has no words for.
  @ParameterizedTest
  @CsvSource({
    "mqtts://[::1]:1, cannot connect to mqtts://[::1]:1",
    "mqtts://127.0.0.1:1, cannot connect to mqtts://127.0.0.1:1",
    "mqtts://name_with_a_line:1, lacks a host name or a port",
    "mqtts://a.invalid, lacks a host name or a port",
    "http://127.0.0.1:1, neither mqtt:// nor mqtts://"
  })
  void anAddressThatLeadsNowhereIsNamed(URI url, String said) {
    var broker = new UplinkSettings.Broker("a", url, 1);
    LinkException failure =
        assertThrows(
            LinkException.class,
            () ->
                Link.open(
                    LinkSettings.visitor(broker, "nowhere", Access.NONE, 1), List.of(), bell));
    assertTrue(String.valueOf(failure.getMessage()).contains(said), failure.getMessage());
  }

  @Test
  void theBrokersLastWordIsTheReason() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "last", LONG, LONG);
      broker.disconnect(0x8B, "");
      assertEquals("the broker says 0x8B server shutting down", loss(link));
      link.close();
      assertNoThreadStays("last");
    }
  }
}
