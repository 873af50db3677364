package till.device.drawer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.SimulatedPorts;

final class CashDrawerTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  @Test
  void openingIsOnePulseOnTheDrawersPin() throws Exception {
    var log = new StatusLog();
    try (var ports = new SimulatedPorts(BoardPorts.open());
        Port far = ports.far("printer");
        Printer printer =
            Printer.start(
                new PrinterSettings(PortSettings.of("sim:printer"), "epson-tm-t88v"),
                ports,
                _ -> {},
                log,
                CLOCK)) {
      readUntil(far, "1d610f");
      far.write(new byte[] {0x10, 0, 0, 0}, 0, 4);
      assertEquals(State.GOOD, log.await(1).state());

      new CashDrawer(printer, new DrawerSettings(5, 50)).open();

      readUntil(far, "1b70011964");
    }
  }

  private static void readUntil(Port far, String hex) throws Exception {
    var received = new ByteArrayOutputStream();
    byte[] buffer = new byte[64];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!HexFormat.of().formatHex(received.toByteArray()).contains(hex)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not " + hex + " but " + received.size() + " bytes");
      }
      received.write(buffer, 0, far.read(buffer, 100));
    }
  }
}
