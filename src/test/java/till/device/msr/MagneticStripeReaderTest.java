package till.device.msr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.CardRead;
import till.device.DeviceStatus.State;
import till.device.LogTape;
import till.device.StatusLog;
import till.device.scanner.KeyLayout;
import till.device.scanner.KeyTape;
import till.device.scanner.LabelFraming;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.PtyPair;
import till.port.SimulatedPorts;
import till.simulator.SimulatedMsr;

final class MagneticStripeReaderTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final CardRead LOYAL =
      new CardRead("msr", CardRead.Kind.LOYALTY, "6364000000000001");

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<CardRead> reads = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void aLoyaltyCardIsReadWhole() throws Exception {
    try (var msr = new SimulatedMsr(ports.far("msr"), false);
        var _ = start(settings("sim:msr", false))) {
      log.await(1);
      msr.swipe("", "6364000000000001=4912", "");

      assertEquals(LOYAL, next());
      assertEquals(List.of("track2"), msr.ledger());
      assertEquals(List.of(State.GOOD), log.states());
      assertEquals("MSR", log.told().getFirst().category());
    }
  }

  @Test
  void checkCharactersGoOverARealLine() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var msr = new SimulatedMsr(ports.open(PortSettings.of(pair.far().toString())), true);
        var _ = start(settings(pair.near().toString(), true))) {
      log.await(1);
      msr.swipe("B6364000000000001^^4912101", "6364000000000001=4912101", "E");
      msr.swipe("E", "4111111111111111=2912201123", "");

      assertEquals(LOYAL, next());
      assertEquals(new CardRead("msr", CardRead.Kind.PAYMENT, "411111######1111"), next());
    }
  }

  @Test
  void tracksOnLinesOfTheirOwnAreOneSwipe() throws Exception {
    try (Port far = ports.far("msr");
        var _ = start(settings("sim:msr", false))) {
      log.await(1);
      write(far, "%B6364000000000001^^4912101?\r;6364000000000001=4912101?\r;7?\r");

      assertEquals(LOYAL, next());
      assertEquals(new CardRead("msr", CardRead.Kind.OTHER, "#"), next());
    }
  }

  @Test
  void aReaderThatTypesIsReadFromItsKeys() throws Exception {
    var settings =
        new MsrSettings(
            PortSettings.of("sim:msr"),
            Optional.of(KeyLayout.US),
            LabelFraming.on(PortSettings.of("sim:msr")),
            false,
            List.of("636400"));
    try (Port far = ports.far("msr");
        var _ = start(settings)) {
      log.await(1);
      byte[] keys =
          new KeyTape()
              .text("%B6364000000000001^A/B^4912?;6364000000000001=4912?")
              .stroke(28)
              .take();
      far.write(keys, 0, keys.length);

      assertEquals(LOYAL, next());
    }
  }

  @Test
  void noNumberOfAPaymentCardIsInALogOrAnEvent() throws Exception {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    try (var tape = new LogTape();
        Port far = ports.far("msr");
        var _ = start(settings("sim:msr", false))) {
      log.await(1);
      for (int i = 0; i < 300; i++) {
        String pan = Pans.random(random);
        Evidence.account(pan);
        String good = "%B" + pan + "^DOE/JANE^2912201123?;" + pan + "=2912201123?+01" + pan + "=?";
        int at = random.nextInt(good.length());
        write(
            far,
            switch (i % 4) {
              case 0 -> good + "\r";
              case 1 -> good.substring(at) + "\r";
              case 2 -> good.substring(0, at) + "\r";
              default -> good.substring(0, at) + "\u0001" + good.substring(at) + "\r";
            });
      }
      write(far, ";6364000000000001?\r");
      var all = new StringBuilder();
      CardRead read = next();
      while (read.kind() != CardRead.Kind.LOYALTY) {
        all.append(read.id()).append('\n').append(read).append('\n');
        read = next();
      }
      assertTrue(all.length() > 0, "nothing was read");
      assertFalse(Pans.isIn(all.toString()), "seed " + seed);
      String logged = String.join("\n", tape.lines());
      assertTrue(logged.contains("dropped"), logged);
      assertFalse(Pans.isIn(logged), logged);
      assertFalse(logged.contains("DOE"), logged);
      assertFalse(Pans.isIn(log.told().toString()));
    }
  }

  @Test
  void aReaderThatIsPulledOutIsBadAndComesBack() throws Exception {
    try (var msr = new SimulatedMsr(ports.far("msr"), false);
        var _ = start(settings("sim:msr", false))) {
      log.await(1);
      ports.unplug("msr");
      log.awaitLatest(State.BAD);
      ports.plug("msr");
      log.awaitLatest(State.GOOD);
      msr.swipe("", "6364000000000001", "");
      assertEquals(LOYAL, next());
      assertNull(reads.poll(100, TimeUnit.MILLISECONDS));
    }
  }

  private MagneticStripeReader start(MsrSettings settings) {
    return MagneticStripeReader.start(settings, ports, reads::add, log, CLOCK);
  }

  private static MsrSettings settings(String address, boolean lrc) {
    PortSettings port = PortSettings.of(address);
    return new MsrSettings(port, Optional.empty(), LabelFraming.on(port), lrc, List.of("636400"));
  }

  private static void write(Port far, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    far.write(bytes, 0, bytes.length);
  }

  private CardRead next() throws InterruptedException {
    CardRead read = reads.poll(30, TimeUnit.SECONDS);
    assertTrue(read != null, "no card was read; " + log.told());
    return read;
  }
}
