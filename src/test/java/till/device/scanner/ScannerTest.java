package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.CountingPorts;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.port.SimulatedPorts;
import till.simulator.ScannerLanguage;
import till.simulator.SimulatedScanner;

/// The real driver on real ttys, and on wires in memory where the tty makes no difference.
final class ScannerTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final ScanData PEN = ScanDecoder.TOLERANT.decode("counter", "]E04006381333931");

  private static final PortSettings WIRE = PortSettings.of("sim:counter");

  /// The far end is a thread of this process, and may rest in the middle of a label as no scanner
  /// does.
  private static final LabelFraming PATIENT =
      new LabelFraming(Suffix.AUTO, "", LabelFraming.GAP_MILLIS_MAX);

  private static final int ENTER = 28;

  private static final SimulatedScanner.Settings FAST =
      new SimulatedScanner.Settings("", "\r\n", true, 115_200, ScannerLanguage.NONE, 0);

  private final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
  private final CountingPorts ports = new CountingPorts(wires);
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<ScanData> scans = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void aLabelBecomesAScan() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port far = ports.open(PortSettings.of(pair.far().toString()));
        var _ = start(pair.near().toString())) {
      log.await(1);
      write(far, "]E04006381333931\r\n");

      assertEquals(PEN, next());
      assertEquals(List.of(State.GOOD), log.states());
      DeviceStatus good = log.told().getFirst();
      assertEquals("counter", good.name());
      assertEquals("Scanner", good.category());
    }
  }

  @Test
  void aThousandLabelsInRandomChunksArriveInOrderAndNoneTwice() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var expected = new ArrayList<String>();
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      String label = "%012d".formatted(random.nextLong(1_000_000_000_000L)) + "-" + i;
      expected.add(label);
      stream.writeBytes(bytes(label + (random.nextBoolean() ? "\r" : "\r\n")));
    }
    byte[] sent = stream.toByteArray();
    try (PtyPair pair = PtyPair.open();
        Port far = ports.open(PortSettings.of(pair.far().toString()));
        var _ = start(pair.near().toString())) {
      log.await(1);
      for (int from = 0; from < sent.length; ) {
        int length = Math.min(sent.length - from, 1 + random.nextInt(60));
        far.write(sent, from, length);
        from += length;
      }

      var received = new ArrayList<String>();
      while (received.size() < expected.size()) {
        received.add(next().data());
      }
      assertEquals(expected, received, "seed " + seed);
      assertNull(scans.poll(300, TimeUnit.MILLISECONDS), "one more, seed " + seed);
    }
  }

  @Test
  void twoHundredScansASecondAreAllThereOnce() throws Exception {
    int seconds = Boolean.getBoolean("tilld.long") ? 60 : 3;
    int count = 200 * seconds;
    try (PtyPair pair = PtyPair.open();
        var far =
            new SimulatedScanner(ports.open(at(pair.far().toString(), 115_200)), FAST, _ -> {});
        var _ = start("counter", at(pair.near().toString(), 115_200))) {
      log.await(1);
      var received = CompletableFuture.supplyAsync(() -> take(count));
      long begin = System.nanoTime();
      var pace = new CountDownLatch(1);
      for (int i = 0; i < count; i++) {
        // every third is the same item again
        far.scan("]E0", "%013d".formatted(i - i % 3));
        long next = begin + (i + 1) * 5_000_000L;
        assertFalse(pace.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
      }
      long took = System.nanoTime() - begin;

      List<ScanData> scanned = received.get(5, TimeUnit.MINUTES);
      for (int i = 0; i < count; i++) {
        assertEquals("%013d".formatted(i - i % 3), scanned.get(i).data(), "scan " + i);
      }
      assertNull(scans.poll(300, TimeUnit.MILLISECONDS), "one more");
      System.out.printf(
          "%,d scans in %.1f s, %.0f a second%n", count, took / 1e9, count / (took / 1e9));
    }
  }

  @Test
  void twoEqualScannersThatScanAtOnceAreNeverMixed() throws Exception {
    int rounds = 200;
    try (PtyPair left = PtyPair.open();
        PtyPair right = PtyPair.open();
        Port leftFar = ports.open(PortSettings.of(left.far().toString()));
        Port rightFar = ports.open(PortSettings.of(right.far().toString()));
        var _ = start("left", PortSettings.of(left.near().toString()));
        var _ = start("right", PortSettings.of(right.near().toString()))) {
      log.await(2);
      for (int i = 0; i < rounds; i++) {
        byte[] fromLeft = bytes("]E0L%012d\r\n".formatted(i));
        byte[] fromRight = bytes("]E0R%012d\r\n".formatted(i));
        for (int at = 0; at < fromLeft.length; at++) {
          leftFar.write(fromLeft, at, 1);
          rightFar.write(fromRight, at, 1);
        }
      }

      assertNotMixed(rounds);
    }
  }

  /// Their keys come in turn, and each has its own shift.
  ///
  /// Complaint: odoo, its keyboard driver.
  @Test
  void twoEqualScannersThatTypeAtOnceAreNeverMixed() throws Exception {
    int rounds = 50;
    int record = new KeyTape().report().take().length;
    Port leftFar = wires.far("left");
    Port rightFar = wires.far("right");
    try (var _ = startTyping("left");
        var _ = startTyping("right")) {
      log.await(2);
      for (int i = 0; i < rounds; i++) {
        byte[] fromLeft = new KeyTape().text("L%012d".formatted(i)).stroke(ENTER).take();
        byte[] fromRight = new KeyTape().text("R%012d".formatted(i)).stroke(ENTER).take();
        for (int at = 0; at < fromLeft.length; at += record) {
          leftFar.write(fromLeft, at, record);
          rightFar.write(fromRight, at, record);
        }
      }

      assertNotMixed(rounds);
    }
  }

  private Scanner startTyping(String name) {
    return start(set(name, PortSettings.of("sim:" + name), PATIENT, Optional.of(KeyLayout.US), 0));
  }

  private void assertNotMixed(int rounds) throws InterruptedException {
    var heard = Map.of("left", new ArrayList<String>(), "right", new ArrayList<String>());
    for (int i = 0; i < 2 * rounds; i++) {
      ScanData scan = next();
      Objects.requireNonNull(heard.get(scan.scanner())).add(scan.data());
    }
    assertEquals(numbered("L", rounds), heard.get("left"));
    assertEquals(numbered("R", rounds), heard.get("right"));
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> (prefix + "%012d").formatted(i)).toList();
  }

  /// Complaint: strichliste #261.
  @Test
  void carriageReturnAndLineFeedApartAreOneScan() throws Exception {
    Port far = wires.far("counter");
    try (var _ = start("sim:counter")) {
      log.await(1);
      write(far, "4006381333931\r");
      assertEquals("4006381333931", next().data());

      write(far, "\n");
      assertNull(scans.poll(400, TimeUnit.MILLISECONDS));
      write(far, "96385074\r");

      assertEquals("96385074", next().data());
    }
  }

  @Test
  void aLabelThatStaysInSightIsOneScanWhereThatIsConfigured() throws Exception {
    Port far = wires.far("counter");
    try (var _ = start(set(PATIENT, Optional.empty(), 10_000))) {
      log.await(1);
      write(far, "4006381333931\r4006381333931\r96385074\r4006381333931\r7\r");

      assertEquals("4006381333931", next().data());
      assertEquals("96385074", next().data());
      assertEquals("4006381333931", next().data());
      assertEquals("7", next().data());
    }
  }

  @Test
  void whatPiledUpWhileNobodyTookItIsAllHandedOver() throws Exception {
    Port far = wires.far("counter");
    var taken = new ArrayBlockingQueue<ScanData>(1);
    try (var _ =
        Scanner.start(
            set(PATIENT, Optional.empty(), 50), ports, scan -> put(taken, scan), log, CLOCK)) {
      log.await(1);
      write(far, "first\rsecond\r");
      // the reader waits with the second; what comes now comes at some time or other
      assertNull(scans.poll(400, TimeUnit.MILLISECONDS));
      write(far, "third\rthird\r");
      assertNull(scans.poll(400, TimeUnit.MILLISECONDS));

      for (String label : List.of("first", "second", "third", "third")) {
        ScanData scan = taken.poll(60, TimeUnit.SECONDS);
        assertEquals(label, scan == null ? "nothing" : scan.data());
      }
    }
  }

  @Test
  void withoutASuffixALabelEndsWithSilence() throws Exception {
    Port far = wires.far("counter");
    try (var _ = start(set(new LabelFraming(Suffix.NONE, "", 120), Optional.empty(), 0))) {
      log.await(1);
      write(far, "]E04006381333931");

      assertEquals(PEN, next());
    }
  }

  @Test
  void aScannerThatTypesIsAScanner() throws Exception {
    Port far = wires.far("counter");
    try (var _ = start(set(PATIENT, Optional.of(KeyLayout.US), 0))) {
      log.await(1);
      byte[] typed =
          new KeyTape()
              .text("]d20104006381333931\u001d10LOT")
              .stroke(ENTER)
              .text("]E04006381333931")
              .stroke(15)
              .take();
      for (int from = 0; from < typed.length; from += 240) {
        far.write(typed, from, Math.min(240, typed.length - from));
      }

      assertEquals(
          ScanDecoder.TOLERANT.decode("counter", "]d20104006381333931\u001d10LOT"), next());
      assertEquals(PEN, next());
    }
  }

  @Test
  void aPulledScannerIsBadOnceCostsNothingAndComesBack() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var _ = start(pair.near().toString())) {
      log.await(1);

      pair.unplug();
      assertEquals(State.BAD, log.await(2).state());
      int attempts = ports.attempts();
      long before = cpuNanos();
      assertFalse(new CountDownLatch(1).await(3, TimeUnit.SECONDS));
      assertTrue(ports.attempts() - attempts <= 5, "reopened " + ports.attempts() + " times");
      long spent = cpuNanos() - before;
      assertTrue(
          spent < Duration.ofMillis(300).toNanos(), spent + " ns on " + Thread.activeCount());
      assertEquals(2, log.told().size());

      pair.plug();
      log.await(3);
      try (Port far = ports.open(PortSettings.of(pair.far().toString()))) {
        write(far, "96385074\r");
        assertEquals("96385074", next().data());
      }
      assertEquals(List.of(State.GOOD, State.BAD, State.GOOD), log.states());
    }
  }

  @Test
  void aPlainFileIsBadWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("ttyUSB0"), "4006381333931\r");
    try (var _ = start(file.toString())) {
      DeviceStatus bad = log.await(1);

      assertEquals(State.BAD, bad.state());
      assertTrue(bad.reason().contains("is a plain file, not a serial line"), bad.reason());
      assertTrue(scans.isEmpty());
    }
  }

  @Test
  void aHalfLabelIsForgottenAfterASilence() throws Exception {
    Port far = wires.far("counter");
    try (var _ = start(ScannerSettings.of("counter", WIRE))) {
      log.await(1);
      write(far, "4006381");
      assertNull(scans.poll(2, TimeUnit.SECONDS));
      write(far, "96385074\r");

      assertEquals("96385074", next().data());
    }
  }

  @Test
  void aScannerWaitsWhileItsLabelsAreNotTaken() throws Exception {
    Port far = wires.far("counter");
    var taken = new ArrayBlockingQueue<ScanData>(1);
    try (var _ =
        Scanner.start(
            set(PATIENT, Optional.empty(), 0), ports, scan -> put(taken, scan), log, CLOCK)) {
      log.await(1);
      var writer =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2_000; i++) {
              write(far, "label-" + i + "\r");
            }
          });
      assertFalse(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS));
      assertFalse(writer.isDone(), "nobody takes, so nobody may send");

      for (int i = 0; i < 2_000; i++) {
        ScanData scan = taken.poll(60, TimeUnit.SECONDS);
        assertEquals("label-" + i, scan == null ? "nothing" : scan.data());
      }
      writer.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingEndsAScannerWhoseLabelsAreNotTaken() throws Exception {
    Port far = wires.far("counter");
    var waits = new CountDownLatch(1);
    Scanner scanner =
        Scanner.start(
            set(PATIENT, Optional.empty(), 0),
            ports,
            _ -> {
              waits.countDown();
              put(new ArrayBlockingQueue<>(1), new Object(), new Object());
            },
            log,
            CLOCK);
    log.await(1);
    write(far, "4006381333931\r");
    assertTrue(waits.await(60, TimeUnit.SECONDS));
    long before = System.nanoTime();

    scanner.close();

    assertTrue(System.nanoTime() - before < Duration.ofSeconds(4).toNanos());
  }

  private static ScannerSettings set(
      LabelFraming framing, Optional<KeyLayout> keyboard, int sameCodeMillis) {
    return set("counter", WIRE, framing, keyboard, sameCodeMillis);
  }

  private static ScannerSettings set(
      String name,
      PortSettings port,
      LabelFraming framing,
      Optional<KeyLayout> keyboard,
      int sameCodeMillis) {
    return new ScannerSettings(
        name,
        port,
        framing,
        keyboard,
        ScanDecoder.TOLERANT,
        sameCodeMillis,
        ScannerProfile.GENERIC,
        false,
        false);
  }

  private static PortSettings at(String address, int baud) {
    return new PortSettings(
        address, baud, PortSettings.Framing.EIGHT_NONE_ONE, PortSettings.FlowControl.NONE);
  }

  private Scanner start(String address) {
    return start("counter", PortSettings.of(address));
  }

  private Scanner start(String name, PortSettings port) {
    return start(set(name, port, PATIENT, Optional.empty(), 0));
  }

  private Scanner start(ScannerSettings settings) {
    return Scanner.start(settings, ports, scans::add, log, CLOCK);
  }

  private List<ScanData> take(int count) {
    try {
      var taken = new ArrayList<ScanData>();
      while (taken.size() < count) {
        taken.add(next());
      }
      return taken;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ScanData next() throws InterruptedException {
    ScanData scan = scans.poll(60, TimeUnit.SECONDS);
    if (scan == null) {
      throw new AssertionError("no scan within a minute");
    }
    return scan;
  }

  @SafeVarargs
  private static <T> void put(BlockingQueue<T> queue, T... things) {
    try {
      for (T thing : things) {
        queue.put(thing);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Port port, String text) {
    try {
      byte[] bytes = bytes(text);
      port.write(bytes, 0, bytes.length);
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long cpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals("counter")) {
        return threads.getThreadCpuTime(id);
      }
    }
    throw new AssertionError("the scanner has no thread");
  }
}
