package till.device.nfc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.LogTape;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PtyPair;
import till.port.SimulatedPorts;
import till.simulator.SimulatedNfcReader;

/// The real driver against a simulated PN532, in memory and over a pseudo-terminal.
final class NfcReaderTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  /// The chip is a thread of this process, and may be late as no chip is.
  private static final Duration ACK_WITHIN = Duration.ofSeconds(2);

  /// For one that says nothing anyway.
  private static final Duration SHORT = Duration.ofMillis(250);

  private static final byte[] ULTRALIGHT = HexFormat.of().parseHex("04a1b2c3d4e5f6");
  private static final byte[] CLASSIC = HexFormat.of().parseHex("deadbeef");
  private static final byte[] TRIPLE = HexFormat.of().parseHex("0102030405060708090a");
  private static final byte[] PHONE = HexFormat.of().parseHex("08123456");

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<CardRead> reads = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void itIsWokenAskedWhatItIsAndPolled() throws Exception {
    try (var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc")) {
      chip.awaitLooks(1);
      assertEquals(List.of(0x14, 0x02, 0x32, 0x4A), chip.commands().subList(0, 4));
      log.awaitLatest(State.GOOD);
      assertEquals("RFIDScanner", log.told().getFirst().category());
    }
  }

  @Test
  void cardsOfFourSevenAndTenBytesAreBadgesAlsoOverALine() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var chip = SimulatedNfcReader.start(ports.open(PortSettings.of(pair.far().toString())));
        var _ = start(pair.near().toString())) {
      chip.hold(ULTRALIGHT);
      assertEquals("04A1B2C3D4E5F6", next().id());
      chip.hold(CLASSIC);
      assertEquals("DEADBEEF", next().id());
      chip.hold(TRIPLE);
      CardRead read = next();
      assertEquals(new CardRead("nfc", CardRead.Kind.BADGE, "0102030405060708090A"), read);
      assertFalse(read.toString().contains("0102"));
    }
  }

  @Test
  void oneTapIsOneReadUntilTheCardLeaves() throws Exception {
    try (var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc")) {
      chip.hold(CLASSIC);
      next();
      chip.awaitLooks(10);
      assertTrue(reads.isEmpty(), reads::toString);
      chip.takeAway();
      chip.awaitLooks(Taps.MISSES_MAX + 1);
      chip.hold(CLASSIC);
      assertEquals("DEADBEEF", next().id());
    }
  }

  @Test
  void aCardAtTheEdgeOfTheFieldIsOneTap() {
    var taps = new Taps();
    Optional<Uid> card = Optional.of(new Uid("DEADBEEF"));
    assertEquals(card, taps.look(card));
    for (int misses = 0; misses < Taps.MISSES_MAX; misses++) {
      assertEquals(Optional.empty(), taps.look(card), misses + " misses");
      for (int i = 0; i <= misses; i++) {
        assertEquals(Optional.empty(), taps.look(Optional.empty()));
      }
    }
    assertEquals(card, taps.look(card));
    Optional<Uid> other = Optional.of(new Uid("DEADBEE0"));
    assertEquals(other, taps.look(other));
  }

  @Test
  void aNumberThatIsAnotherOneEachTimeIsNobodys() throws Exception {
    try (var tape = new LogTape();
        var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc")) {
      chip.hold(PHONE);
      chip.awaitLooks(3);
      chip.hold(CLASSIC);
      assertEquals("DEADBEEF", next().id());
      List<String> refusals =
          tape.lines().stream().filter(line -> line.contains("which is nobody's")).toList();
      assertEquals(1, refusals.size(), refusals::toString);
      String logged = String.join("\n", tape.lines());
      assertFalse(logged.contains("08123456") || logged.contains("DEADBEEF"), logged);
    }
  }

  @Test
  void lostAcknowledgementsAndDamagedAnswersAreMadeGood() throws Exception {
    try (var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc")) {
      chip.awaitLooks(1);
      chip.loseAcks(1);
      chip.awaitLooks(3);
      chip.damageAnswers(1);
      chip.awaitLooks(3);
      chip.damageAnswers(2);
      chip.hold(CLASSIC);
      assertEquals("DEADBEEF", next().id());
      assertEquals(List.of(State.GOOD), log.states());
    }
  }

  @Test
  void aReaderThatFallsSilentIsBadAndComesBack() throws Exception {
    try (var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc", SHORT)) {
      log.awaitLatest(State.GOOD);
      chip.silence(true);
      log.awaitLatest(State.BAD);
      DeviceStatus bad = log.told().getLast();
      assertTrue(bad.reason().contains("does not answer"), bad.reason());
      chip.silence(false);
      log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void aReaderThatLostItsPowerIsWokenAgain() throws Exception {
    try (var chip = SimulatedNfcReader.start(ports.far("nfc"));
        var _ = start("sim:nfc", SHORT)) {
      log.awaitLatest(State.GOOD);
      chip.restart();
      log.awaitLatest(State.BAD);
      log.awaitLatest(State.GOOD);
      chip.hold(CLASSIC);
      assertEquals("DEADBEEF", next().id());
    }
  }

  @Test
  void anAnswerThatIsNoneIsNoCard() {
    assertEquals(Optional.empty(), Pn532.target("4B00"));
    assertEquals(Optional.empty(), Pn532.target("4B"));
    assertEquals(Optional.empty(), Pn532.target("4B0101000408"));
    assertEquals(Optional.empty(), Pn532.target("4B010100040804DEADBE"));
    assertEquals(Optional.empty(), Pn532.target("4B010100040805DEADBEEF00"));
    assertEquals(Optional.of(new Uid("DEADBEEF")), Pn532.target("4B010100040804DEADBEEF"));
    // what a card of ISO 14443-4 adds
    assertEquals(
        Optional.of(new Uid("04112233445566")),
        Pn532.target("4B01010344200704112233445566067577810280"));
    assertEquals(Optional.of("1.6"), Pn532.firmware("0332010607"));
    assertEquals(Optional.empty(), Pn532.firmware("0333010607"));
    assertTrue(new Uid("08123456").isRandom());
    assertFalse(new Uid("08123456789ABC").isRandom());
  }

  private NfcReader start(String address) {
    return start(address, ACK_WITHIN);
  }

  private NfcReader start(String address, Duration ackWithin) {
    return NfcReader.start(
        new NfcSettings(PortSettings.of(address), NfcSettings.POLL_MILLIS_MIN),
        ports,
        reads::add,
        log,
        CLOCK,
        ackWithin);
  }

  private CardRead next() throws InterruptedException {
    CardRead read = reads.poll(60, TimeUnit.SECONDS);
    assertTrue(read != null, "no card was read; " + log.told());
    return read;
  }
}
