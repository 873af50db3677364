package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;

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
  void withoutItsWireItCannotScan() {
    var ports = new SimulatedPorts(BoardPorts.open());
    var scanner = new SimulatedScanner(ports.far("counter"));
    ports.close();

    assertThrows(PortException.class, () -> scanner.scan("96385074"));
    assertEquals(0, scanner.labels());
  }
}
