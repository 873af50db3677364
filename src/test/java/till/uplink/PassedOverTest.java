package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.journal.Chain;
import till.journal.Outbox;
import till.uplink.FakeBroker.Published;
import till.uplink.UplinkSettings.Acknowledgement;

/// A document that a broker does not take does not hold up those behind it, and is not given up.
final class PassedOverTest {

  private static final String JOURNAL = TestJournal.TOPICS.journal();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @TempDir Path directory;

  private static Timing timing(Duration resend) {
    Timing quick = TestUplink.QUICK;
    return new Timing(
        quick.connect(),
        quick.keepAlive(),
        quick.puback(),
        quick.brokers(),
        quick.steady(),
        quick.firstWindow(),
        resend,
        resend,
        Duration.ofMillis(100),
        Duration.ZERO,
        Duration.ofHours(1));
  }

  private static TestUplink uplink(
      TestJournal journal, FakeBroker broker, Acknowledgement ack, Duration resend) {
    return new TestUplink(journal, TestUplink.settings(ack, broker.broker()), timing(resend));
  }

  private static boolean isDocument(Published message, int number) {
    return message.topic().equals(JOURNAL) && number(message) == number;
  }

  private static int number(Published document) {
    return Integer.parseInt(document.payload().replaceAll(".*\"number\":(\\d+),.*", "$1"));
  }

  private static void acknowledge(
      FakeBroker broker, Outbox.Outgoing document, int id, Ack.Range... missing) throws Exception {
    var ack =
        new Ack(
            document.epoch(),
            document.number(),
            Chain.hash(document.document()),
            List.of(),
            List.of(missing).stream().findFirst(),
            OptionalInt.empty());
    broker.deliver(
        TestJournal.TOPICS.ack(), id, false, new String(ack.bytes(), StandardCharsets.UTF_8));
  }

  private static void awaitProblems(TestUplink terminal, String... codes)
      throws InterruptedException {
    Eventually.isSo(
        () -> terminal.uplink.status().problems().equals(List.of(codes)), terminal.uplink::status);
  }

  /// Complaint: greengrass-nucleus #852.
  @ParameterizedTest
  @ValueSource(ints = {0x90, 0x97, 0x99})
  void aPoisonedDocumentHoldsNoneUpAndTheBookmarkWaitsBeforeIt(int code) throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(300);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> isDocument(message, 3) ? code : 0;
      try (TestUplink terminal =
          uplink(journal, broker, Acknowledgement.BROKER, Duration.ofHours(1))) {
        var seen = new TreeSet<Integer>();
        while (!seen.contains(300)) {
          seen.add(number(broker.next(JOURNAL)));
        }
        assertEquals(300, seen.size());
        assertEquals(2, terminal.uplink.status().acked());
        assertEquals(List.of(Problems.REFUSED), terminal.uplink.status().problems());
        String text = List.copyOf(terminal.uplink.status().problemTexts().values()).getFirst();
        assertTrue(text.startsWith("the broker refuses document 3 with 0x"), text);
        journal.sell(1);
        while (number(broker.next(JOURNAL)) != 301) {
          // the third is tried again meanwhile
        }
        broker.pubackCode = _ -> 0;
        terminal.awaitAcked(301);
        awaitProblems(terminal);
      }
    }
  }

  /// The collector can only ever acknowledge what is before the gap, and asks for what is in it.
  @Test
  void moreThanAWindowOfThemGoesOnWithoutAnAckAndNothingIsRepeatedMeanwhile() throws Exception {
    int all = 2 * DocumentPump.UNACKED_MAX;
    try (TestJournal journal = TestJournal.open(directory).sell(all);
        FakeBroker broker = FakeBroker.start()) {
      List<Outbox.Outgoing> documents = journal.documents();
      broker.pubackCode = message -> isDocument(message, 2) ? 0x99 : 0;
      try (TestUplink terminal =
          uplink(journal, broker, Acknowledgement.COLLECTOR, Duration.ofMillis(300))) {
        var numbers = new ArrayList<Integer>();
        int letters = 0;
        while (!numbers.contains(all)) {
          numbers.add(number(broker.next(JOURNAL)));
          if (numbers.size() % 10 == 0) {
            letters++;
            acknowledge(broker, documents.getFirst(), letters, new Ack.Range(2, 2));
          }
        }
        assertTrue(numbers.size() <= all + 2 * Link.WINDOW_MAX + 10, "sent: " + numbers.size());
        acknowledge(broker, documents.getFirst(), 1_000, new Ack.Range(2, 2));
        terminal.awaitAcked(1);
        for (int again = 0; again < 3; again++) {
          assertEquals(2, number(broker.next(JOURNAL)), "only the one in the gap");
        }
        broker.pubackCode = _ -> 0;
        awaitProblems(terminal);
        acknowledge(broker, documents.getLast(), 1_001);
        terminal.awaitAcked(all);
      }
    }
  }

  /// At night nothing comes behind the last one.
  @Test
  void theLastOneIsTriedAgainAlthoughNothingComesBehindIt() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(4);
        FakeBroker broker = FakeBroker.start()) {
      int last = journal.documents().size();
      broker.pubackCode = message -> isDocument(message, last) ? 0x97 : 0;
      try (TestUplink terminal =
          uplink(journal, broker, Acknowledgement.BROKER, Duration.ofHours(1))) {
        for (int tries = 0; tries < PassedOver.TRIES + 2; ) {
          tries += number(broker.next(JOURNAL)) == last ? 1 : 0;
        }
        awaitProblems(terminal, Problems.REFUSED);
        broker.pubackCode = _ -> 0;
        terminal.awaitAcked(last);
        awaitProblems(terminal);
        assertEquals(1, broker.connections.size());
      }
    }
  }

  @Test
  void theNextConnectionTriesItAgain() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(4);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> message.connection() == 1 && isDocument(message, 1) ? 0x99 : 0;
      try (TestUplink terminal =
          uplink(journal, broker, Acknowledgement.BROKER, Duration.ofHours(1))) {
        awaitProblems(terminal, Problems.REFUSED);
        broker.drop();
        terminal.awaitAcked(4);
        awaitProblems(terminal);
      }
    }
  }

  @Test
  void aBrokerThatTakesNoneIsTriedWithOneAtATime() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(100);
        FakeBroker broker = FakeBroker.start()) {
      broker.pubackCode = message -> message.topic().equals(JOURNAL) ? 0x87 : 0;
      try (TestUplink terminal =
          uplink(journal, broker, Acknowledgement.BROKER, Duration.ofHours(1))) {
        var numbers = new ArrayList<Integer>();
        long beganNanos = System.nanoTime();
        while (numbers.stream().filter(number -> number == 1).count() < 6) {
          numbers.add(number(broker.next(JOURNAL)));
        }
        long tookMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
        int probes = numbers.size() - Link.WINDOW_MAX;
        assertTrue(tookMillis >= 50L * probes, probes + " probes in " + tookMillis + " ms");
        int highest = numbers.stream().mapToInt(it -> it).max().orElseThrow();
        assertTrue(highest <= Link.WINDOW_MAX, "it went on to " + highest);
        broker.pubackCode = _ -> 0;
        terminal.awaitAcked(100);
        awaitProblems(terminal);
      }
    }
  }

  @Test
  void oneThatIsTooLargeIsPassedOverAndTheOthersArrive() throws Exception {
    try (TestJournal journal = TestJournal.open(directory).sell(2)) {
      long usual =
          journal.documents().stream().mapToInt(it -> it.document().length).max().orElse(0);
      journal.sellLarge().sell(20);
      try (FakeBroker broker = FakeBroker.start()) {
        broker.connackProperties = "27" + String.format("%08x", usual + 1_000);
        try (TestUplink terminal =
            uplink(journal, broker, Acknowledgement.BROKER, Duration.ofMillis(300))) {
          for (int number : new int[] {1, 2, 4, 5, 23}) {
            while (number(broker.next(JOURNAL)) != number) {
              // each of them comes once
            }
          }
          terminal.awaitAcked(2);
          awaitProblems(terminal, Problems.TOO_LARGE);
          String text = List.copyOf(terminal.uplink.status().problemTexts().values()).getFirst();
          assertTrue(text.startsWith("document 3 of "), text);
          broker.connackProperties = "";
          broker.drop();
          terminal.awaitAcked(23);
          awaitProblems(terminal);
        }
      }
    }
  }

  @Test
  void whatIsPassedOverIsTriedAgainWithPausesThatGrowToAnHour() {
    var passed = new PassedOver(Duration.ofSeconds(30), new Problems());
    assertEquals(OptionalLong.empty(), passed.refuse(7, 0));
    long now = 0;
    for (long halfMinutes : new long[] {1, 2, 4, 8, 16, 32, 64, 120, 120, 120}) {
      now += halfMinutes * 30 * SECOND;
      assertEquals(OptionalLong.empty(), passed.nextDue(now - SECOND), "too early");
      assertEquals(OptionalLong.of(7), passed.nextDue(now));
    }
    assertTrue(passed.take(7));
    assertTrue(passed.isEmpty());
    assertEquals(OptionalLong.empty(), passed.nextDue(now + 7_200 * SECOND));
  }

  @Test
  void aRowOfThemIsNoMatterOfDocuments() {
    var passed = new PassedOver(Duration.ofSeconds(30), new Problems());
    passed.refuse(3, 0);
    assertFalse(passed.take(4));
    for (int position = 5; position < 5 + PassedOver.ROW_MAX; position++) {
      assertEquals(OptionalLong.empty(), passed.refuse(position, 0));
    }
    assertEquals(OptionalLong.of(5), passed.refuse(5 + PassedOver.ROW_MAX, 0));
    assertEquals(Optional.of(3L), passed.first());
    assertFalse(passed.contains(6));
  }
}
