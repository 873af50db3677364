package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.simulator.SimulatedPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a technician asks of a daemon in a process of its own.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TechnicianTest {

  @TempDir private Path folder;

  @Test
  void devicesAreCheckedAndTheBoardAndItsLogAreSeen() {
    try (var floor = new ShopFloor(folder);
        SimulatedPrinter paper = floor.startPrinter();
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await(
          "/v1/devices",
          "good devices",
          devices -> isGood(devices, "printer") && isGood(devices, "drawer"));

      kiosk.post("/v1/devices/printer/check", JsonMapper.shared().createObjectNode());
      kiosk.await(
          "/v1/devices", "a printed test", devices -> outcome(devices, "printer").equals("ok"));
      assertTrue(paper.receipts().getFirst().paper().text().contains("TEST"));
      kiosk.post("/v1/devices/drawer/check", JsonMapper.shared().createObjectNode());
      kiosk.await(
          "/v1/devices",
          "an opened drawer",
          devices -> outcome(devices, "drawer").equals("warn") && paper.pulseCount() > 0);
      assertEquals(1, paper.pulseCount());
      floor.scan(7);
      kiosk.await("/v1/devices", "the scan", devices -> devices.path("scans").size() == 1);

      JsonNode board = kiosk.get("/v1/board");
      assertEquals(0, board.path("restarts").asLong(-1));
      assertTrue(board.path("disk").path("freeBytes").asLong() > 0, board.toString());
      assertTrue(board.path("configuration").isObject(), board.toString());
      JsonNode log = kiosk.get("/v1/log");
      assertTrue(
          log.path("lines")
              .valueStream()
              .anyMatch(line -> line.path("text").asString().contains("ready: READY")),
          log.toString());
      assertEquals(0, daemon.stop());
    }
  }

  private static JsonNode device(JsonNode devices, String name) {
    return devices
        .path("devices")
        .valueStream()
        .filter(device -> device.path("name").asString().equals(name))
        .findFirst()
        .orElseGet(() -> JsonMapper.shared().missingNode());
  }

  private static boolean isGood(JsonNode devices, String name) {
    return device(devices, name).path("state").asString("").equals("good");
  }

  private static String outcome(JsonNode devices, String name) {
    return device(devices, name).path("check").path("outcome").asString("");
  }
}
