package till.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScale.Language;

/// The driver and a simulated scale, on a wire in memory.
final class ScaleTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:15:02Z");

  /// None of a real scale.
  private static final int GENERATOR = 0x1A2B3;

  private static final Article APPLES = new Article(299, 0, "Äpfel");

  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final WeighingLog weighings = new WeighingLog();

  @AfterEach
  void close() {
    ports.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatLiesOnItIsToldOnceItIsStable(ScaleProtocol protocol) throws Exception {
    try (SimulatedScale far = simulated(protocol);
        Scale scale = scale(protocol)) {
      weighings.await(Weighing.Zero.class);
      far.put(new BigDecimal("1.234"));
      weighings.await(Weighing.Moving.class);
      Weighing stable = weighings.awaitWeight("1.234 kg");

      assertEquals(new Weighing.Stable(new BigDecimal("1.234"), WeightUnit.KG, false, NOW), stable);
      assertTrue(stable.isLike(scale.newest()));
      far.take();
      weighings.await(Weighing.Zero.class);
      assertEquals(List.of("1.234 kg"), weighings.weights());
      assertEquals(new DeviceStatus("scale", "Scale", State.GOOD, NOW, ""), log.told().getLast());
      assertEquals(1, log.told().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWeightThatStaysIsKeptAndStaysFresh(ScaleProtocol protocol) throws Exception {
    try (SimulatedScale far = simulated(protocol);
        Scale scale = scale(protocol)) {
      far.put(new BigDecimal("0.250"));
      weighings.awaitWeight("0.250 kg");
      long answers = far.answers();
      while (far.answers() < answers + 12) {
        assertInstanceOf(Weighing.Stable.class, scale.newest());
        Thread.onSpinWait();
      }
      assertEquals(List.of("0.250 kg"), weighings.weights());
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreThanItCanWeighAndLessThanNothingAreNoWeights(ScaleProtocol protocol) throws Exception {
    try (SimulatedScale far = simulated(protocol);
        Scale _ = scale(protocol)) {
      far.put(new BigDecimal("15.010"));
      weighings.await(Weighing.Over.class);
      far.take();
      weighings.await(Weighing.Zero.class);
      far.drift(-5);
      weighings.await(Weighing.Under.class);
      assertEquals(List.of(), weighings.weights());
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWeightsThatTheScaleHasToldEverCount(ScaleProtocol protocol) throws Exception {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    Set<String> put = new HashSet<>();
    try (SimulatedScale far = simulated(protocol);
        Scale _ = scale(protocol)) {
      weighings.await(Weighing.Zero.class);
      for (int i = 0; i < 4; i++) {
        BigDecimal weight = BigDecimal.valueOf(1 + random.nextInt(15_000), 3);
        far.put(weight.divide(BigDecimal.TWO).setScale(3, RoundingMode.UP));
        if (protocol != ScaleProtocol.DIALOG_06) { // which tells no weight twice, heard or not
          far.line(bending(new Random(random.nextLong())));
        }
        far.put(weight);
        put.add(weight.toPlainString() + " kg");
        weighings.awaitWeight(weight.toPlainString() + " kg");
      }
      assertEquals(put, new HashSet<>(weighings.weights()));
      List<String> ledger = far.ledger().stream().map(each -> clean(each.weight())).toList();
      weighings.weights().forEach(each -> assertTrue(ledger.contains(each), each));
    }
  }

  private static String clean(String weight) {
    return new BigDecimal(weight).toPlainString() + " kg";
  }

  /// Every sixth answer has a wrong bit somewhere.
  private static UnaryOperator<byte[]> bending(Random random) {
    return bytes -> {
      byte[] result = bytes.clone();
      if (random.nextInt(6) == 0) {
        result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(7));
      }
      return result;
    };
  }

  @ParameterizedTest
  @EnumSource
  void aScaleThatFallsSilentIsUnknownAndItsWeightIsGone(ScaleProtocol protocol) throws Exception {
    try (SimulatedScale far = simulated(protocol);
        Scale scale = scale(protocol)) {
      far.put(new BigDecimal("0.500"));
      weighings.awaitWeight("0.500 kg");
      far.line(_ -> new byte[0]);
      var stale = (Weighing.Unknown) weighings.await(Weighing.Unknown.class);
      assertEquals("the scale has said nothing for two seconds", stale.reason());
      assertTrue(stale.isLike(scale.newest()));
      log.awaitLatest(State.UNKNOWN);
      assertTrue(log.told().getLast().reason().startsWith("the scale does not answer"));

      far.line(UnaryOperator.identity());
      far.put(new BigDecimal("0.400"));
      weighings.awaitWeight("0.400 kg");
      log.awaitLatest(State.GOOD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noiseIsNoWeightAndSaysWhatMayBeWrong(ScaleProtocol protocol) throws Exception {
    var random = new Random(SEED);
    try (SimulatedScale far = simulated(protocol)) {
      far.line(bytes -> {
        random.nextBytes(bytes);
        return bytes;
      });
      far.put(new BigDecimal("0.500"));
      try (Scale scale = scale(protocol)) {
        log.awaitLatest(State.UNKNOWN);
        assertTrue(log.told().getLast().reason().contains("baud rate"), log.told()::toString);
        assertInstanceOf(Weighing.Unknown.class, scale.newest());
        assertEquals(List.of(), weighings.weights());
      }
    }
  }

  @Test
  void aWeightGrowsStaleWhoeverWaits() throws Exception {
    var release = new CountDownLatch(1);
    var stable = new CountDownLatch(1);
    try (SimulatedScale far = simulated(ScaleProtocol.MT_8217);
        Scale scale =
            Scale.start(
                settings(ScaleProtocol.MT_8217),
                Optional.empty(),
                ports,
                weighing -> {
                  if (weighing instanceof Weighing.Stable) {
                    stable.countDown();
                    await(release);
                  }
                },
                log,
                InstantSource.fixed(NOW))) {
      far.put(new BigDecimal("0.500"));
      await(stable);
      assertInstanceOf(Weighing.Stable.class, scale.newest());
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (scale.newest() instanceof Weighing.Stable && System.nanoTime() - deadline < 0) {
        Thread.onSpinWait();
      }
      assertInstanceOf(Weighing.Unknown.class, scale.newest());
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aScaleThatIsPulledOutIsBadAndComesBack() throws Exception {
    try (SimulatedScale far = simulated(ScaleProtocol.NCI);
        Scale scale = scale(ScaleProtocol.NCI)) {
      far.put(new BigDecimal("0.500"));
      weighings.awaitWeight("0.500 kg");
      ports.unplug("scale");
      weighings.await(Weighing.Unknown.class);
      log.awaitLatest(State.BAD);
      assertInstanceOf(Weighing.Unknown.class, scale.newest());
      ports.plug("scale");
      weighings.awaitWeight("0.500 kg");
      log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void packagingIsTakenOffByTheScale() throws Exception {
    try (SimulatedScale far = simulated(ScaleProtocol.MT_8217);
        Scale scale = scale(ScaleProtocol.MT_8217)) {
      far.put(new BigDecimal("0.020"));
      weighings.awaitWeight("0.020 kg");
      assertTrue(scale.tare());
      weighings.await(Weighing.Zero.class);
      far.put(new BigDecimal("0.220"));
      weighings.awaitWeight("0.200 kg net");
      far.take();
      weighings.await(Weighing.Under.class);
      assertTrue(scale.clearTare());
      weighings.await(Weighing.Zero.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MT_8217", "NCI"})
  void aZeroThatHasWanderedIsToldAsItIsUntilItIsSet(ScaleProtocol protocol) throws Exception {
    try (SimulatedScale far = simulated(protocol);
        Scale scale = scale(protocol)) {
      weighings.await(Weighing.Zero.class);
      far.drift(4);
      weighings.awaitWeight("0.004 kg");
      assertTrue(scale.zero());
      weighings.await(Weighing.Zero.class);
      far.put(new BigDecimal("1.000"));
      weighings.awaitWeight("1.000 kg");
      assertTrue(scale.zero(), "which the scale refuses");
      long answers = far.answers();
      while (far.answers() < answers + 4) {
        Thread.onSpinWait();
      }
      assertInstanceOf(Weighing.Stable.class, weighings.told().getLast());
      assertEquals(protocol == ScaleProtocol.MT_8217, scale.tare());
    }
  }

  @Test
  void aScaleInPoundsIsToldInPounds() throws Exception {
    try (SimulatedScale far =
            simulated(new SimulatedScale.Settings(Language.NCI_SCP_01, true, 0, 100, 0));
        Scale _ = scale(ScaleProtocol.NCI)) {
      far.put(new BigDecimal("2.50"));
      weighings.awaitWeight("2.50 lb");
    }
  }

  @Test
  void aScaleThatComputesIsToldThePriceAndItsTotalIsChecked() throws Exception {
    try (SimulatedScale far = simulated(ScaleProtocol.DIALOG_06);
        Scale scale = scale(ScaleProtocol.DIALOG_06)) {
      weighings.await(Weighing.Zero.class);
      scale.show(Optional.of(new Article(199, 20, "Äpfel\u0003 Elstar, lose")));
      weighings.await(Weighing.Under.class); // a tare without its goods
      far.put(new BigDecimal("1.254"));
      weighings.awaitWeight("1.234 kg net");
      far.line(ScaleTest::withAnotherTotal);
      far.put(new BigDecimal("2.000"));
      log.awaitLatest(State.BAD);
      assertTrue(log.told().getLast().reason().contains("do not agree"), log.told()::toString);
      assertEquals(List.of("1.234 kg net"), weighings.weights());
    }
  }

  @Test
  void aScaleThatComputesWeighsNothingWithoutAPriceAndNothingTwice() throws Exception {
    try (SimulatedScale far = simulated(ScaleProtocol.DIALOG_06);
        Scale scale = scale(ScaleProtocol.DIALOG_06)) {
      scale.show(Optional.empty());
      far.put(new BigDecimal("1.000"));
      long answers = far.answers();
      while (far.answers() < answers + 6) {
        assertInstanceOf(Weighing.Unknown.class, scale.newest());
        Thread.onSpinWait();
      }
      scale.show(Optional.of(APPLES));
      weighings.awaitWeight("1.000 kg");
      assertEquals(State.GOOD, log.told().getLast().state());

      scale.show(Optional.of(new Article(299, 20, "")));
      var unknown = (Weighing.Unknown) weighings.await(Weighing.Unknown.class);
      assertTrue(unknown.reason().contains("lift the goods"), unknown.reason());
      far.put(new BigDecimal("1.000"));
      weighings.awaitWeight("0.980 kg net");
      assertEquals(List.of("1.000 kg", "0.980 kg net"), weighings.weights());
    }
  }

  @Test
  void aWeightInDoubtIsNotMadeCertainByAScaleThatHasNothingToAdd() {
    var settling = new Settling();
    var doubtful = new Reading.Weight(new BigDecimal("1.000"), WeightUnit.KG, false, false);
    assertEquals(Optional.of(new Weighing.Moving(NOW)), settling.judge(doubtful, NOW));
    assertInstanceOf(
        Weighing.Unknown.class, settling.judge(new Reading.Unchanged(), NOW).orElseThrow());
    assertEquals(Optional.of(new Weighing.Moving(NOW)), settling.judge(new Reading.Moving(), NOW));
    assertEquals(Optional.of(new Weighing.Moving(NOW)), settling.judge(doubtful, NOW));
    assertEquals(Optional.empty(), settling.judge(new Reading.Garbled(), NOW));
    assertEquals(Optional.of(new Weighing.Moving(NOW)), settling.judge(doubtful, NOW));
    assertInstanceOf(Weighing.Stable.class, settling.judge(doubtful, NOW).orElseThrow());
  }

  private static byte[] withAnotherTotal(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    return text.startsWith("\u000202")
        ? text.replaceFirst("[0-9]\u0003$", "x")
            .replace('x', '9')
            .concat("\u0003")
            .getBytes(StandardCharsets.US_ASCII)
        : bytes;
  }

  @Test
  void aScaleThatDoesNotAcceptTheTillSaysSoWithoutTheSecret() throws Exception {
    var other = new SimulatedScale.Settings(Language.DIALOG_06, false, 0, 100, 0x1BEEF);
    try (SimulatedScale far = simulated(other);
        Scale scale = scale(ScaleProtocol.DIALOG_06)) {
      far.put(new BigDecimal("1.000"));
      log.awaitLatest(State.BAD);
      DeviceStatus bad = log.told().getLast();
      assertTrue(bad.reason().contains("the polynomial is not this scale's"), bad.reason());
      assertFalse(log.told().toString().toLowerCase(Locale.ROOT).contains("1a2b3"));
      assertInstanceOf(Weighing.Unknown.class, scale.newest());
      assertEquals(List.of(), far.ledger());
    }
  }

  /// Values by CRC-16/XMODEM, whose polynomial is public.
  @Test
  void aCorrectionIsWhatTheDivisionLeaves() {
    var public16 = Polynomial.of("11021");
    assertEquals(0x20B5, public16.correction(0x3132));
    assertEquals(0x13DE, public16.correction(0xFF01));
    assertEquals(0, public16.correction(0));
    assertEquals(public16.correction(0x3132), Polynomial.of("0x11021").correction(0x3132));
  }

  @Test
  void aPolynomialThatIsNoneIsRefusedWithoutRepeatingIt() {
    for (String text : List.of("", "secret", "1a2", "0000", "123456789")) {
      var refused = assertThrows(IllegalArgumentException.class, () -> Polynomial.of(text));
      String said = String.valueOf(refused.getMessage());
      assertTrue(text.isEmpty() || !said.contains(text), said);
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Scale.start(
                settings(ScaleProtocol.DIALOG_06),
                Optional.empty(),
                ports,
                weighings,
                log,
                InstantSource.fixed(NOW)));
  }

  @Test
  void everyFiftyWeighingsTheScaleWantsToKnowWhoAsks() throws Exception {
    var told = new ArrayList<String>();
    try (SimulatedScale far =
        simulated(new SimulatedScale.Settings(Language.DIALOG_06, false, 0, 0, GENERATOR))) {
      var wire =
          new ScaleWire(
              ports.open(PortSettings.of("sim:scale")),
              ScaleProtocol.DIALOG_06.framer(WeightUnit.KG));
      var dialogue = new Dialogue06(Polynomial.of("1A2B3"));
      for (int i = 1; i <= 120; i++) {
        far.put(BigDecimal.valueOf(i, 3));
        var weight = (Reading.Weight) dialogue.weigh(wire, Optional.of(APPLES));
        told.add(weight.weight().toPlainString());
        assertEquals(new Reading.Unchanged(), dialogue.weigh(wire, Optional.of(APPLES)));
      }
      assertEquals(far.ledger().stream().map(SimulatedScale.Told::weight).toList(), told);
      assertEquals(120, told.size());
    }
  }

  private SimulatedScale simulated(ScaleProtocol protocol) {
    Language language =
        switch (protocol) {
          case MT_8217 -> Language.MT_8217;
          case NCI -> Language.NCI_SCP_02;
          case DIALOG_06 -> Language.DIALOG_06;
        };
    return simulated(new SimulatedScale.Settings(language, false, 0, 300, GENERATOR));
  }

  private SimulatedScale simulated(SimulatedScale.Settings settings) {
    return SimulatedScale.start(ports.far("scale"), settings, new Random(SEED));
  }

  private Scale scale(ScaleProtocol protocol) {
    Optional<String> polynomial =
        protocol == ScaleProtocol.DIALOG_06 ? Optional.of("1a2b3") : Optional.empty();
    Scale scale =
        Scale.start(
            settings(protocol), polynomial, ports, weighings, log, InstantSource.fixed(NOW));
    scale.show(Optional.of(APPLES));
    return scale;
  }

  private static ScaleSettings settings(ScaleProtocol protocol) {
    return new ScaleSettings(
        protocol,
        PortSettings.of("sim:scale"),
        WeightUnit.KG,
        ScaleSettings.POLL_MILLIS_MIN,
        Optional.empty());
  }
}
