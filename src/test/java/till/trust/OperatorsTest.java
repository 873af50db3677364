package till.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorsTest {

  private static final String RIGHT = "4711";
  private static final String WRONG = "4712";
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
  private final List<Map<String, String>> journal = new CopyOnWriteArrayList<>();
  private Operators operators = Operators.open(List.of(), Path.of(""), (_, _) -> {});

  @BeforeEach
  void open() {
    operators = reopened();
  }

  private Operators reopened() {
    return Operators.open(
        List.of(TestPins.ATTENDANT, TestPins.TECHNICIAN), folder, this::remember, nanos::get);
  }

  private void remember(String control, Map<String, String> facts) {
    assertEquals("sign-on-failed", control);
    journal.add(facts);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Verification refused(int triesLeft) {
    return new Verification.Refused(triesLeft);
  }

  private static Verification locked(int seconds) {
    return new Verification.Locked(Duration.ofSeconds(seconds));
  }

  private static Verification granted(Operator operator) {
    return new Verification.Granted(operator);
  }

  private void wrong(String id, int times) {
    for (int i = 0; i < times; i++) {
      operators.check(id, WRONG);
    }
  }

  @Test
  void whoHasThePinIsWhoTheySayTheyAre() {
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
    assertEquals(granted(TestPins.TECHNICIAN), operators.check("t1", "2580"));
    assertEquals(refused(2), operators.check("17", "2580"), "somebody else's");
    assertEquals(List.of(Map.of("operator", "17", "wrongInARow", "1")), journal);
  }

  @Test
  void aStrangerHearsTheSameAsSomebodyWithAWrongPin() {
    assertEquals(refused(2), operators.check("17", WRONG));
    assertEquals(refused(2), operators.check("18", WRONG));
    assertEquals(refused(1), operators.check("17", WRONG));
    assertEquals(refused(1), operators.check("19", RIGHT));
    assertEquals(locked(30), operators.check("17", WRONG));
    assertEquals(locked(30), operators.check("20", WRONG));
  }

  @Test
  void eachWrongPinFromTheThirdOnBeginsALongerPause() {
    wrong("17", 2);
    for (int seconds : new int[] {30, 60, 120, 240, 480, 900, 900}) {
      assertEquals(locked(seconds), operators.check("17", WRONG));
      pass(Duration.ofSeconds(seconds - 1));
      assertEquals(locked(1), operators.check("17", WRONG), "which is not looked at");
      pass(Duration.ofSeconds(1));
    }
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
    assertEquals(refused(2), operators.check("17", WRONG), "a right one forgives");
  }

  @Test
  void inAPauseTheRightPinHelpsNobody() {
    wrong("17", 3);
    assertEquals(locked(30), operators.check("17", RIGHT));
    assertEquals(granted(TestPins.TECHNICIAN), operators.check("t1", "2580"), "others go on");
    assertEquals(locked(30), operators.check("17", RIGHT));
    pass(Duration.ofSeconds(30));
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
  }

  @Test
  void tenWrongPinsOfAllPauseEverybody() {
    nineWrongOnes();
    assertEquals(granted(TestPins.TECHNICIAN), operators.check("t1", "2580"), "one is missing");
    pass(Duration.ofHours(1));
    operators.check("17", RIGHT);

    nineWrongOnes();
    wrong("t1", 1);
    assertEquals(locked(30), operators.check("t1", "2580"));
    assertEquals(locked(30), operators.check("17", RIGHT), "who waited longer than that before");
    pass(Duration.ofSeconds(30));
    assertEquals(granted(TestPins.TECHNICIAN), operators.check("t1", "2580"));
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
  }

  /// None of them the technician's, and no pause left.
  private void nineWrongOnes() {
    for (int i = 0; i < 9; i++) {
      wrong("17", 1);
      pass(Duration.ofHours(1));
    }
  }

  @Test
  void aRestartForgivesNothing() {
    wrong("17", 2);
    operators = reopened();
    assertEquals(locked(30), operators.check("17", WRONG), "the third");
    pass(Duration.ofSeconds(20));
    operators = reopened();
    assertEquals(locked(30), operators.check("17", RIGHT), "the pause begins anew");
    pass(Duration.ofSeconds(30));
    operators.check("17", RIGHT);
    operators = reopened();
    assertEquals(refused(2), operators.check("17", WRONG), "what was forgiven is");
  }

  @Test
  void whoIsNotConfiguredAnyMoreIsForgotten() {
    wrong("t1", 3);
    wrong("17", 2);
    operators = Operators.open(List.of(TestPins.ATTENDANT), folder, this::remember, nanos::get);
    assertEquals(locked(30), operators.check("17", WRONG));
    operators = reopened();
    assertEquals(granted(TestPins.TECHNICIAN), operators.check("t1", "2580"));
  }

  @Test
  void aCountThatCannotBeReadPausesEverybodyOnce() throws IOException {
    for (String damage : List.of("all x\n", "all\n", "x".repeat(100_000), "all 99999999999\n")) {
      Files.writeString(folder.resolve(Operators.FILE), damage);
      operators = reopened();
      boolean damaged = !damage.startsWith("xxx") || damage.length() > 64 * 1024;
      assertEquals(
          damaged, operators.check("17", RIGHT).equals(locked(30)), damage.substring(0, 4));
    }
    pass(Duration.ofSeconds(30));
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
  }

  @Test
  void aDiskThatKeepsNoCountGrantsNoFurtherTry() throws IOException {
    Files.createDirectory(folder.resolve(Operators.FILE + ".new"));
    Files.createFile(folder.resolve(Operators.FILE + ".new").resolve("in the way"));
    for (int i = 0; i < 3; i++) {
      TrustException failed =
          assertThrows(TrustException.class, () -> operators.check("17", WRONG));
      assertTrue(String.valueOf(failed.getMessage()).contains(Operators.FILE));
    }
    assertEquals(locked(30), operators.check("17", RIGHT));
  }

  @Test
  void theJournalHearsOfEachFailureAndOfNoPinAndNoStranger() {
    wrong("17", 3);
    wrong("17", 5);
    operators.check("4711 of 0815", WRONG);
    assertEquals(
        List.of(
            Map.of("operator", "17", "wrongInARow", "1"),
            Map.of("operator", "17", "wrongInARow", "2"),
            Map.of("operator", "17", "wrongInARow", "3", "pauseSeconds", "30"),
            Map.of("wrongInARow", "1")),
        journal,
        "what is not looked at in a pause is no failure");
  }

  @Test
  void manyAtATimeDoNotGetMoreTries() throws InterruptedException {
    BlockingQueue<Verification> answers = new LinkedBlockingQueue<>();
    for (int i = 0; i < 50; i++) {
      Thread.ofVirtual().start(() -> answers.add(operators.check("17", WRONG)));
    }
    List<Verification> all = taken(answers, 50);
    assertEquals(2, all.stream().filter(Verification.Refused.class::isInstance).count());
    assertFalse(all.stream().anyMatch(Verification.Granted.class::isInstance));
    assertEquals(3, journal.size());
  }

  @Test
  void fiveAtATimeAreTakenAndTheOthersTurnedAway() throws InterruptedException {
    var gate = new CountDownLatch(1);
    operators =
        Operators.open(
            List.of(TestPins.ATTENDANT),
            folder,
            this::remember,
            () -> {
              await(gate);
              return nanos.get();
            });
    BlockingQueue<Verification> answers = new LinkedBlockingQueue<>();
    for (int i = 0; i < 20; i++) {
      Thread.ofVirtual().start(() -> answers.add(operators.check("17", RIGHT)));
    }
    for (Verification turnedAway : taken(answers, 15)) {
      assertInstanceOf(Verification.Busy.class, turnedAway);
    }
    assertNull(answers.poll());
    gate.countDown();
    for (Verification taken : taken(answers, 5)) {
      assertEquals(granted(TestPins.ATTENDANT), taken);
    }
    assertEquals(granted(TestPins.ATTENDANT), operators.check("17", RIGHT));
  }

  private static List<Verification> taken(BlockingQueue<Verification> answers, int count)
      throws InterruptedException {
    var taken = new ArrayList<Verification>();
    while (taken.size() < count) {
      Verification answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("only " + taken.size() + " answers");
      }
      taken.add(answer);
    }
    return taken;
  }

  private static void await(CountDownLatch gate) {
    try {
      assertTrue(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutOperatorsNobodyIsOne() {
    operators = Operators.open(List.of(), folder, this::remember, nanos::get);
    assertEquals(refused(2), operators.check("17", RIGHT));
    assertTrue(operators.find("17").isEmpty());
  }
}
