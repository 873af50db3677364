package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  @Test
  void aMessageLargerThanWasAllowedCostsTheConnection() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Link link = open(broker, "large", LONG, LONG);
      broker.deliver(TOPIC, 1, false, "x".repeat(256 * 1024));
      assertEquals("the broker sends a larger message than was allowed", loss(link));
      assertEquals(Optional.empty(), link.arrival());
      link.close();
      assertNoThreadStays("large");
    }
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
