package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.SimulatedScanner.Heard;

final class SimulatedScannerTest {

  @Test
  void itSendsWhatItSeesAndCounts() throws Exception {
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("counter");
        Port near = ports.open(PortSettings.of("sim:counter"))) {
      var scanner = new SimulatedScanner(far);

      scanner.scan("]E0", "4006381333931");
      scanner.scan("96385074");

      byte[] buffer = new byte[64];
      int read = near.read(buffer, 1_000);
      assertEquals(
          "]E04006381333931\r\n96385074\r\n",
          new String(buffer, 0, read, StandardCharsets.US_ASCII));
      assertEquals(2, scanner.labels());
    }
  }

  @Test
  void itSendsAsItIsSetTo() throws Exception {
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("counter");
        Port near = ports.open(PortSettings.of("sim:counter"))) {
      var scanner =
          new SimulatedScanner(
              far,
              new SimulatedScanner.Settings("\u0002", "\u0003", false, 0, ScannerLanguage.NONE, 0),
              _ -> {});

      scanner.scan("]E0", "4006381333931");

      byte[] buffer = new byte[64];
      int read = near.read(buffer, 1_000);
      assertEquals(
          "\u00024006381333931\u0003", new String(buffer, 0, read, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void itsLineTakesItsTime() throws Exception {
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("counter");
        Port _ = ports.open(PortSettings.of("sim:counter"))) {
      var scanner =
          new SimulatedScanner(
              far,
              new SimulatedScanner.Settings("", "\r", true, 1_200, ScannerLanguage.NONE, 0),
              _ -> {});
      long before = System.nanoTime();

      scanner.scan("4006381333931"); // 14 characters of 8.3 ms

      assertTrue(System.nanoTime() - before >= 116_000_000);
    }
  }

  @Test
  void itDoesWhatItsHostSays() throws Exception {
    var heard = new LinkedBlockingQueue<Heard>();
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("counter");
        Port near = ports.open(PortSettings.of("sim:counter"));
        var scanner =
            new SimulatedScanner(
                far,
                new SimulatedScanner.Settings("", "\r", true, 0, ScannerLanguage.DATALOGIC, 0),
                heard::add)) {
      tell(near, "xD");
      assertEquals(Heard.DISABLE, heard.poll(60, TimeUnit.SECONDS));
      assertFalse(scanner.scan("4006381333931"));
      tell(near, "E\u0001");
      assertEquals(Heard.ENABLE, heard.poll(60, TimeUnit.SECONDS));
      assertEquals(Heard.GOOD_BEEP, heard.poll(60, TimeUnit.SECONDS));
      assertTrue(scanner.scan("4006381333931"));
      tell(near, "F");
      assertEquals(Heard.BAD_BEEP, heard.poll(60, TimeUnit.SECONDS));
      assertFalse(scanner.isLooking());
      assertEquals(1, scanner.labels());
    }
  }

  @Test
  void itHearsNothingWhileItStarts() throws Exception {
    var heard = new LinkedBlockingQueue<Heard>();
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("counter");
        Port near = ports.open(PortSettings.of("sim:counter"));
        var _ =
            new SimulatedScanner(
                far,
                new SimulatedScanner.Settings(
                    "", "\r", true, 0, ScannerLanguage.HONEYWELL, 600_000),
                heard::add)) {
      tell(near, "\u0016T\r");

      assertNull(heard.poll(200, TimeUnit.MILLISECONDS));
    }
  }

  private static void tell(Port host, String command) throws PortException {
    byte[] bytes = command.getBytes(StandardCharsets.ISO_8859_1);
    host.write(bytes, 0, bytes.length);
  }

  @Test
  void withoutItsWireItCannotScan() {
    var ports = new SimulatedPorts(BoardPorts.open());
    var scanner = new SimulatedScanner(ports.far("counter"));
    ports.close();

    assertThrows(PortException.class, () -> scanner.scan("96385074"));
    assertEquals(0, scanner.labels());
  }
}
