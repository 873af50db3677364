package till.device.wiegand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.CardRead;
import till.device.DeviceStatus.State;
import till.device.LogTape;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.SimulatedPorts;
import till.simulator.WiegandSender;

/// The real driver on two simulated lines.
final class WiegandReaderTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final WiegandSettings SETTINGS = new WiegandSettings("sim:d0", "sim:d1", 8, 500);

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<CardRead> reads = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void badgesAndKeysAreRead() throws Exception {
    try (var far = new WiegandSender(ports.far("d0,sim:d1"));
        var _ = start(SETTINGS)) {
      log.await(1);
      far.badge26(123, 4567);
      assertEquals(new CardRead("wiegand", CardRead.Kind.BADGE, "123:4567"), next());
      far.badge34(65_535, 1);
      assertEquals(new CardRead("wiegand", CardRead.Kind.BADGE, "65535:1"), next());
      far.key(11, 8);
      CardRead key = next();
      assertEquals(new CardRead("wiegand", CardRead.Kind.KEY, "#"), key);
      assertFalse(key.toString().contains("#"));
      assertEquals("10111101100010001110101110", far.ledger().getFirst());
      assertEquals(List.of(State.GOOD), log.states());
    }
  }

  @Test
  void aFrameOfWhichAPulseWasLostIsDroppedAndCounted() throws Exception {
    try (var tape = new LogTape();
        var far = new WiegandSender(ports.far("d0,sim:d1"));
        var _ = start(SETTINGS)) {
      log.await(1);
      far.badge26(1, 2);
      next();
      // 27 pulses of which one is missing would be a badge by their count
      far.send("110111101100010001110101110", 2_000_000, 1);
      far.badge26(123, 4567);
      assertEquals("123:4567", next().id());
      assertTrue(
          tape.lines().stream().anyMatch(line -> line.contains("of which pulses were lost; 1")),
          tape.lines()::toString);
      assertFalse(String.join("\n", tape.lines()).contains("4567"));
    }
  }

  @Test
  void aBoardWithoutGpioSaysSo() throws Exception {
    assumeFalse(Files.exists(Path.of("/dev/gpiochip0")), "this board has GPIO");
    try (var _ = start(new WiegandSettings("gpio:17", "gpio:27", 0, 30))) {
      assertEquals(
          "cannot take gpio:17: this board has no GPIO (there is no /dev/gpiochip0)",
          log.await(1).reason());
    }
  }

  private WiegandReader start(WiegandSettings settings) {
    return WiegandReader.start(settings, ports, reads::add, log, CLOCK);
  }

  private CardRead next() throws InterruptedException {
    CardRead read = reads.poll(60, TimeUnit.SECONDS);
    assertTrue(read != null, "no badge was read; " + log.told());
    return read;
  }
}
