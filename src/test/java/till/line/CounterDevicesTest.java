package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.GlassLog;
import till.simulator.SimulatedDisplay;
import till.simulator.SimulatedPrinter;
import tools.jackson.databind.JsonNode;

/// The drawer and the customer's display of a daemon in a process of its own.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CounterDevicesTest {

  @TempDir private Path folder;
  private final GlassLog shown = new GlassLog();

  @Test
  void aDrawerLeftOpenIsAProblemUntilItIsShutAndTheCustomerReadsTheTotal() throws Exception {
    try (PtyPair wire = PtyPair.open();
        SimulatedDisplay _ =
            SimulatedDisplay.start(
                BoardPorts.open().open(PortSettings.of(wire.far().toString())), 20, 2, shown);
        var floor =
            new ShopFloor(folder)
                .with("[display]\nport = \"" + wire.near() + "\"\nidle = [\"Hi\"]")
                .withDrawer("sensor = \"printer\"\nopen_too_long_s = 1");
        SimulatedPrinter printer = floor.startPrinter()) {
      try (DaemonProcess daemon = floor.startDaemon()) {
        KioskClient kiosk = floor.kiosk();
        kiosk.await(
            "a good drawer and display", lane -> isGood(lane, "drawer") && isGood(lane, "display"));
        shown.await("Hi                  ", "                    ");

        floor.scan(7);
        kiosk.await("the line", lane -> lane.at("/transaction/lines").size() == 1);
        kiosk.total();
        kiosk.tender("Cash");

        kiosk.await("an open drawer to be told of", lane -> hasProblem(lane, "drawer-open"));
        assertEquals(1, printer.pulseCount());
        assertTrue(
            shown.rest().stream().flatMap(List::stream).anyMatch(row -> row.startsWith("SUMME")));

        printer.shutDrawer();

        kiosk.await("a shut drawer", lane -> lane.path("problems").isEmpty());
        assertEquals(0, daemon.stop());
      }
    }
  }

  private static boolean isGood(JsonNode lane, String device) {
    return lane.path("devices")
        .valueStream()
        .anyMatch(each ->
            each.path("name").asString().equals(device)
                && each.path("state").asString().equals("good"));
  }

  private static boolean hasProblem(JsonNode lane, String code) {
    return lane.path("problems")
        .valueStream()
        .anyMatch(problem -> problem.path("code").asString().equals(code));
  }
}
