package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.journal.Journal;
import till.journal.Outbox;
import till.uplink.FakeBroker.Published;
import till.uplink.UplinkSettings.Acknowledgement;

/// Brokers that say what Paho takes for success, or say nothing at all.
final class TrapTest {

  private static final String JOURNAL = TestJournal.TOPICS.journal();
  private static final String STATE = TestJournal.TOPICS.state();

  @TempDir Path directory;

  private static TestUplink byBroker(TestJournal journal, FakeBroker broker, Timing timing) {
    return new TestUplink(
        journal, TestUplink.settings(Acknowledgement.BROKER, broker.broker()), timing);
  }

  /// Never sends again by itself.
  private static Timing timing(Duration connect, Duration puback) {
    return timing(connect, TestUplink.QUICK.keepAlive(), puback);
  }

  private static Timing timing(Duration connect, Duration keepAlive, Duration puback) {
    return timing(connect, keepAlive, puback, TestUplink.QUICK.firstWindow());
  }

  private static Timing timing(
      Duration connect, Duration keepAlive, Duration puback, int firstWindow) {
    return new Timing(
        connect,
        keepAlive,
        puback,
        TestUplink.QUICK.brokers(),
        TestUplink.QUICK.steady(),
        firstWindow,
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofMillis(300),
        Duration.ZERO,
        Duration.ofHours(1));
  }

  private static boolean isDocument(Published message) {
    return message.topic().equals(JOURNAL);
  }

  private static int number(Published document) {
    String text = document.payload();
    int from = text.indexOf("\"number\":") + "\"number\":".length();
    return Integer.parseInt(text.substring(from, text.indexOf(',', from)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x83, 0x87, 0x97, 0x99})
  void aDocumentTheBrokerDoesNotTakeIsKeptAndTriedAgain(int code) throws Exception {
    var tries = new AtomicInteger();
    try (TestJournal journal = TestJournal.open(directory).sell(3);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> isDocument(message) && tries.incrementAndGet() <= 6 ? code : 0;
      try (TestUplink terminal = byBroker(journal, broker, TestUplink.QUICK)) {
        Eventually.isSo(
            () -> terminal.uplink.status().problems().equals(List.of(Problems.REFUSED)),
            terminal.uplink::status);
        assertEquals(0, terminal.uplink.status().acked());
        assertTrue(terminal.uplink.status().connected());
        terminal.awaitAcked(3);
        assertEquals(List.of(), terminal.uplink.status().problems());
      }
    }
  }

  @Test
  void aDocumentThatIsRefusedAloneIsNotTriedHotBecauseOthersAreTaken() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(5);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> isDocument(message) && number(message) == 1 ? 0x99 : 0;
      try (TestUplink _ =
          byBroker(journal, broker, timing(Duration.ofSeconds(15), Duration.ofSeconds(15)))) {
        for (int n = 1; n <= 5; n++) {
          assertEquals(n, number(broker.next(JOURNAL)));
        }
        long beganNanos = System.nanoTime();
        for (int once : new int[] {1, 1, 2, 3, 4, 5, 1, 1}) {
          assertEquals(once, number(broker.next(JOURNAL)));
        }
        long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
        assertTrue(tookMillis >= 1_400, "pauses of 300, 300, 300, 600 ms: " + tookMillis + " ms");
      }
    }
  }

  @Test
  void whereNobodyListensOneDocumentIsTriedAtATime() throws Exception {
    Timing patient = timing(Duration.ofSeconds(15), Duration.ofSeconds(15));
    try (TestJournal journal = TestJournal.open(directory).sell(100);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> isDocument(message) ? 0x10 : 0;
      try (TestUplink terminal = byBroker(journal, broker, patient)) {
        int window = 0;
        assertEquals(1, number(broker.next(JOURNAL)));
        do {
          window++;
        } while (number(broker.next(JOURNAL)) != 1);
        assertTrue(window <= Link.WINDOW_MAX, "documents under way: " + window);
        for (int probe = 0; probe < 3; probe++) {
          assertEquals(1, number(broker.next(JOURNAL)), "the first one again, alone");
        }
        assertEquals(0, terminal.uplink.status().acked());
        broker.pubackCode = _ -> 0;
        terminal.awaitAcked(100);
      }
    }
  }

  @Test
  void aReceiveMaximumThatPahoReadsAsNegativeIsRefusedWithAClearWord() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      broker.connackProperties = "21FFFF";
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        Eventually.isSo(
            () -> terminal.uplink.status().reason().contains("receive maximum of 65535"),
            terminal.uplink::status);
        assertFalse(terminal.uplink.status().connected());
        broker.connackProperties = "217FFF";
        terminal.awaitConnected(true);
        broker.next(JOURNAL);
      }
    }
  }

  @Test
  void theWindowIsNeverWiderThanTheBrokerAllows() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(50);
        FakeBroker broker = FakeBroker.start()) {
      broker.connackProperties = "210003";
      broker.pubackCode = message -> isDocument(message) ? FakeBroker.SILENCE : 0;
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        for (int n = 1; n <= 3; n++) {
          assertEquals(n, number(broker.next(JOURNAL)));
        }
        // a wake-up would let a fourth one out, if there were room
        journal.sell(1);
        Eventually.isSo(() -> terminal.uplink.status().backlog() == 51, terminal.uplink::status);
        assertNull(broker.published.poll(300, TimeUnit.MILLISECONDS));
      }
    }
  }

  @Test
  void aBrokerThatNoLongerAnswersIsLeftForANewConnection() throws Exception {
    Timing hasty = timing(Duration.ofSeconds(15), Duration.ofMillis(500));
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode =
          message -> message.connection() == 1 && isDocument(message) ? FakeBroker.SILENCE : 0;
      try (TestUplink terminal = byBroker(journal, broker, hasty)) {
        assertEquals(1, broker.next(JOURNAL).connection());
        assertEquals(2, broker.next(JOURNAL).connection());
        terminal.awaitAcked(1);
      }
    }
  }

  /// Each connection that is given up costs as many as it may begin with, whatever waits.
  ///
  /// Complaint: iotedge #6950.
  @Test
  void aBrokerThatAnswersTooLateGetsAHandfulTwiceAndNeverHundreds() throws Exception {
    int documents = 300;
    int deaf = 2;
    Timing hasty =
        timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Timing.FIELD.firstWindow());
    try (TestJournal journal = TestJournal.open(directory).sell(documents);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode =
          message -> message.connection() <= deaf && isDocument(message) ? FakeBroker.SILENCE : 0;
      try (TestUplink terminal = byBroker(journal, broker, hasty)) {
        terminal.awaitAcked(documents);
      }
      long sent = broker.published.stream().filter(TrapTest::isDocument).count();
      int twice = broker.connections.size() * Timing.FIELD.firstWindow();
      assertTrue(broker.connections.size() > deaf, "given up");
      assertTrue(sent <= documents + twice, () -> sent + " were sent");
    }
  }

  /// Complaint: thingsboard-gateway #2124.
  @Test
  void theStoreIsTheSameAfterEachReconnect() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      String epoch = journal.epoch();
      try (TestUplink terminal = byBroker(journal, broker, TestUplink.QUICK)) {
        List<Object> files = files();
        for (int n = 1; n <= 5; n++) {
          Published next = broker.next(JOURNAL);
          assertEquals(n, number(next), "the next one, and none again");
          assertEquals(n, next.connection());
          terminal.awaitAcked(n);
          broker.drop();
          journal.sell(1);
        }
        assertEquals(6, number(broker.next(JOURNAL)));
        assertEquals(epoch, journal.epoch());
        assertEquals(files, files());
      }
    }
  }

  /// What the file system knows journal and bookmark by.
  private List<Object> files() throws IOException {
    var keys = new ArrayList<Object>();
    for (String name : List.of(Journal.FILE, Outbox.FILE)) {
      keys.add(Files.readAttributes(directory.resolve(name), BasicFileAttributes.class).fileKey());
    }
    return keys;
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
    Timing hasty = timing(Duration.ofSeconds(1), Duration.ofSeconds(15));
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      broker.isSilent = true;
      try (TestUplink terminal = byBroker(journal, broker, hasty)) {
        Eventually.isSo(
            () -> terminal.uplink.status().reason().contains("no answer in time"),
            terminal.uplink::status);
        broker.isSilent = false;
        terminal.awaitAcked(1);
      }
    }
  }

  @Test
  void aConnectionThatEndsBeforeTheFirstPacketLeavesNoThreadBehind() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      broker.hangsUp = true;
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        Eventually.isSo(
            () -> terminal.uplink.status().reason().contains("closed the connection"),
            terminal.uplink::status);
        broker.hangsUp = false;
        terminal.awaitConnected(true);
      }
      // 300 ms after its beginning each of them has to be gone
      Eventually.isSo(() -> connecting().isEmpty(), () -> connecting());
    }
  }

  private static List<String> connecting() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("MQTT Con: acme."))
        .toList();
  }

  @Test
  void aMessageThatPahoCannotReadCostsTheConnectionAndNoMore() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start();
        TestUplink terminal = TestUplink.start(journal, broker.broker())) {
      assertEquals(1, broker.next(JOURNAL).connection());
      broker.push(0x30, withCorrelationData(TestJournal.TOPICS.config(), 0x8000));
      assertEquals(2, broker.next(JOURNAL).connection());
      terminal.awaitConnected(true);
    }
  }

  /// A PUBLISH with QoS 0 and no payload.
  private static byte[] withCorrelationData(String topic, int length) throws IOException {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.writeUTF(topic);
    int properties = 3 + length;
    out.write(new byte[] {(byte) (properties | 0x80), (byte) ((properties >> 7) | 0x80)});
    out.write(properties >> 14);
    out.write(9);
    out.writeShort(length);
    out.write(new byte[length]);
    return body.toByteArray();
  }

  @Test
  void aRefusedSubscriptionIsAReasonToTryElsewhere() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(1);
        FakeBroker broker = FakeBroker.start()) {
      broker.subscribeCode = 0x87;
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        Eventually.isSo(
            () ->
                terminal
                    .uplink
                    .status()
                    .reason()
                    .endsWith(
                        "refuses the subscription to till/v1/acme/0042-03/dn/ack: 0x87 not"
                            + " authorized"),
            terminal.uplink::status);
        assertFalse(terminal.uplink.status().connected());
      }
    }
  }

  @Test
  void aDocumentLargerThanTheBrokerTakesIsKeptAndHoldsNobodyUp() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(2);
        FakeBroker broker = FakeBroker.start()) {
      int largest =
          journal.documents().stream().mapToInt(it -> it.document().length).max().orElseThrow();
      broker.connackProperties = "27" + String.format("%08x", largest);
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        Eventually.isSo(
            () -> terminal.uplink.status().problems().equals(List.of(Problems.TOO_LARGE)),
            terminal.uplink::status);
        assertTrue(broker.next(STATE).payload().contains("\"online\":true"));
        assertEquals(2, terminal.uplink.status().backlog());
        Published other = Objects.requireNonNull(broker.published.poll(60, TimeUnit.SECONDS));
        assertTrue(
            other.payload().contains(Problems.TOO_LARGE), "only the state says so: " + other);
      }
    }
  }

  @Test
  void theGoodbyeIsSaidWithinASecondAndWithoutOneWhenNobodyAnswers() throws Exception {
    try (TestJournal journal = TestJournal.open(directory);
        FakeBroker broker = FakeBroker.start()) {
      TestUplink terminal = TestUplink.start(journal, broker.broker());
      broker.next(STATE);
      broker.isSilent = true;
      long beganNanos = System.nanoTime();
      terminal.close();
      long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
      assertTrue(tookMillis < 5_000, "it took " + tookMillis + " ms");
    }
  }

  /// Paho always uses the aliases that it is offered. What is sent again goes over a client object
  /// that has never heard of them.
  @Test
  void aTopicAliasDoesNotOutliveItsConnection() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(3);
        FakeBroker broker = FakeBroker.start()) {
      broker.connackProperties = "22000A";
      broker.pubackCode =
          message -> message.connection() == 1 && isDocument(message) ? FakeBroker.SILENCE : 0;
      try (TestUplink terminal = byBroker(journal, broker, TestUplink.QUICK)) {
        for (int n = 1; n <= 3; n++) {
          assertEquals(n, number(broker.next(JOURNAL)));
        }
        broker.connackProperties = "";
        broker.drop();
        Published again = broker.next(JOURNAL);
        assertEquals(1, number(again));
        assertEquals(2, again.connection());
        assertEquals(0, again.alias());
        terminal.awaitAcked(3);
        assertEquals(List.of(), List.copyOf(broker.offences));
      }
    }
  }

  /// Repeated or not cannot be seen: whoever reads a letter has to know it by its contents.
  @Test
  void aLetterThatIsRepeatedIsHandedOnAndAcknowledgedEachTime() throws Exception {
    try (TestJournal journal = TestJournal.open(directory);
        FakeBroker broker = FakeBroker.start();
        TestUplink terminal = TestUplink.start(journal, broker.broker())) {
      broker.next(STATE);
      for (boolean isRepeated : new boolean[] {false, true, true}) {
        broker.deliver(TestJournal.TOPICS.config(), 7, isRepeated, "one");
        assertEquals(TestJournal.TOPICS.config() + " one", terminal.nextLetter());
        assertEquals(7, broker.acknowledged.poll(60, TimeUnit.SECONDS));
      }
    }
  }

  /// Paho's callbacks only enqueue: letters are read on the uplink's thread, and while it is busy
  /// with one, Paho's threads go on.
  ///
  /// Complaint: paho.mqtt.java #207 and #310, which stood still for ever.
  @Test
  void aReaderOfLettersThatIsBusyDoesNotStopThePingsAndOutlivesTheConnection() throws Exception {
    Timing pinging = timing(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(60));
    try (TestJournal journal = TestJournal.open(directory);
        FakeBroker broker = FakeBroker.start();
        TestUplink terminal = byBroker(journal, broker, pinging)) {
      broker.next(STATE);
      CountDownLatch release = blockReader(terminal);
      for (int n = 1; n <= 40; n++) {
        broker.deliver(TestJournal.TOPICS.config(), n, false, "letter " + n);
      }
      for (int ping = 0; ping < 3; ping++) {
        assertEquals(1, broker.pings.poll(60, TimeUnit.SECONDS));
      }
      assertTrue(broker.acknowledged.isEmpty(), "acknowledged before it was read");
      release.countDown();
      for (int n = 1; n <= 40; n++) {
        assertEquals(TestJournal.TOPICS.config() + " letter " + n, terminal.nextLetter());
        assertEquals(n, broker.acknowledged.poll(60, TimeUnit.SECONDS));
      }
      release = blockReader(terminal);
      broker.deliver(TestJournal.TOPICS.config(), 41, false, "letter 41");
      broker.drop();
      release.countDown();
      assertEquals(2, broker.next(STATE).connection());
    }
  }

  private static CountDownLatch blockReader(TestUplink terminal) {
    var release = new CountDownLatch(1);
    terminal.reader =
        letter -> {
          try {
            boolean _ = release.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          terminal.letters.add(letter);
        };
    return release;
  }

  /// The broker's limit, or none and what Paho is able to send.
  @ParameterizedTest
  @ValueSource(strings = {"27000007D0", ""})
  void aReportThatIsTooLargeIsNotSentAndCostsNoConnection(String limit) throws Exception {
    try (TestJournal journal = TestJournal.open(directory);
        FakeBroker broker = FakeBroker.start()) {
      broker.connackProperties = limit;
      try (TestUplink terminal = TestUplink.start(journal, broker.broker())) {
        broker.next(STATE);
        terminal.uplink.report(new byte[256 * 1024]);
        Eventually.isSo(
            () -> terminal.uplink.status().problems().equals(List.of(Problems.REPORT_TOO_LARGE)),
            terminal.uplink::status);
        terminal.uplink.report(new byte[10]);
        assertEquals(10, broker.next(TestJournal.TOPICS.reported()).payload().length());
        Eventually.isSo(
            () -> terminal.uplink.status().problems().isEmpty(), terminal.uplink::status);
        assertEquals(1, broker.connections.size());
      }
    }
  }
}
