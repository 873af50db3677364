package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.simulator.SimulatedPrinter;
import tools.jackson.databind.JsonNode;

/// What a shop, a cable or a person gets wrong: each gives one clear message, and nothing is lost.
final class BadInputTest {

  @TempDir Path folder;

  @Test
  void garbageHalfLabelsAndUnknownItemsAreSaidAndTheNextLabelIsSold() {
    try (var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await("a lane that sells", BadInputTest::isReady);
      floor.send("\u0001\u0002\u00ff\u00fe\u0003");
      floor.send("]E09999999999994\r\n");
      JsonNode lane = kiosk.await("the notice", seen -> seen.path("problems").size() == 1);
      assertEquals("unknown-item", lane.path("problems").get(0).path("code").asString());
      floor.send("]E020000"); // a label that breaks off
      kiosk.await("still nothing sold", seen -> seen.path("transaction").isNull());
      floor.send("\r\n");
      lane =
          kiosk.await(
              "another notice", seen -> seen.path("problems").toString().contains("\"bad-label\""));
      assertTrue(lane.path("transaction").isNull(), lane::toString);
      floor.scan(7);
      lane = kiosk.await("a line", seen -> seen.path("transaction").path("lines").size() == 1);
      assertEquals(7, lane.path("transaction").path("total").asLong());
      assertEquals(0, daemon.stop(), daemon::output);
      assertFalse(daemon.output().contains("9999999999994"), "labels are in no log");
    }
  }

  @Test
  void aPortThatIsAPlainFileIsADeviceThatIsBad() throws Exception {
    Path file = Files.writeString(folder.resolve("not-a-port"), "hello");
    try (var floor =
            new ShopFloor(folder)
                .with("[[scanner]]\nname = \"second\"\nport = \"" + file + "\"\n");
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      JsonNode devices =
          kiosk.await("/v1/devices", "the second scanner", seen -> hasBad(seen, "second"));
      assertTrue(devices.toString().contains("it is a plain file"), devices::toString);
      floor.scan(1);
      kiosk.await("the first scanner's line", lane -> !lane.path("transaction").isNull());
      assertEquals(0, daemon.stop(), daemon::output);
      assertEquals("hello", Files.readString(file));
      assertTrue(daemon.output().lines().filter(line -> line.contains("not-a-port")).count() <= 2);
    }
  }

  @Test
  void aReceiptWaitsForThePrinterThatIsNotThere() throws Exception {
    try (var floor = new ShopFloor(folder)) {
      floor.printer.unplug();
      try (DaemonProcess daemon = floor.startDaemon()) {
        KioskClient kiosk = floor.kiosk();
        kiosk.await("a bad printer", lane -> hasBad(lane.path("devices"), "printer"));
        floor.scan(1);
        kiosk.await("a line", lane -> !lane.path("transaction").isNull());
        kiosk.total();
        kiosk.tender("Cash");
        kiosk.await("the next customer", BadInputTest::isReady);
        floor.printer.plug();
        try (SimulatedPrinter printer = floor.startPrinter()) {
          kiosk.await("the printer", lane -> !hasBad(lane.path("devices"), "printer"));
          kiosk.await("the receipt", _ -> printer.receiptCount() == 1);
        }
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
  }

  @Test
  void aCertificateThatCannotBeUsedIsExitCode78AndNamed() throws Exception {
    Files.writeString(folder.resolve("shown.pem"), "hello");
    try (var floor =
            new ShopFloor(folder).with("tls_certificate = \"shown.pem\"\ntls_key = \"own.key\"\n");
        DaemonProcess daemon = floor.startDaemon()) {
      assertEquals(78, daemon.exitCode(), daemon::output);
      assertTrue(
          daemon.output().contains("shown.pem holds no certificate in PEM form"), daemon::output);
    }
  }

  @Test
  void aConfigurationThatDoesNotParseIsExitCode78AndNamesEachProblem() throws Exception {
    Path file = folder.resolve("tilld.toml");
    Files.writeString(file, "[terminal]\norg = \"ACME!\"\nshop = \"1\"\n");
    try (DaemonProcess daemon = DaemonProcess.start(file)) {
      assertEquals(78, daemon.exitCode(), daemon::output);
      assertTrue(daemon.output().contains("terminal.shop"), daemon::output);
      assertTrue(daemon.output().contains("terminal.org"), daemon::output);
    }
  }

  @Test
  void aJournalOfAnotherTerminalIsExitCode74AndLeftAlone() throws Exception {
    try (var floor = new ShopFloor(folder)) {
      try (DaemonProcess daemon = floor.startDaemon()) {
        floor.kiosk().await("a lane that sells", BadInputTest::isReady);
        assertEquals(0, daemon.stop(), daemon::output);
      }
      Path config = floor.config();
      Files.writeString(
          config, Files.readString(config).replace("workstation = \"03\"", "workstation = \"04\""));
      byte[] before = Files.readAllBytes(floor.state().resolve("journal.db"));
      try (DaemonProcess daemon = DaemonProcess.start(config)) {
        assertEquals(74, daemon.exitCode(), daemon::output);
        assertTrue(daemon.output().contains("acme/0042-03"), daemon::output);
        assertTrue(daemon.output().contains("acme/0042-04"), daemon::output);
      }
      assertEquals(before.length, Files.size(floor.state().resolve("journal.db")));
    }
  }

  @Test
  void aKioskPortThatIsTakenIsExitCode73() throws Exception {
    try (var floor = new ShopFloor(folder);
        var _ = new ServerSocket(floor.kioskPort, 1, InetAddress.getLoopbackAddress());
        DaemonProcess daemon = floor.startDaemon()) {
      assertEquals(73, daemon.exitCode(), daemon::output);
      assertTrue(daemon.output().contains(":" + floor.kioskPort), daemon::output);
    }
  }

  @Test
  void twoDaemonsDoNotShareAStateDirectory() {
    try (var floor = new ShopFloor(folder);
        DaemonProcess first = floor.startDaemon()) {
      floor.kiosk().await("a lane that sells", BadInputTest::isReady);
      try (DaemonProcess second = floor.startDaemon()) {
        assertEquals(74, second.exitCode(), second::output);
        assertTrue(second.output().contains("another tilld runs on"), second::output);
      }
      assertTrue(first.isAlive());
    }
  }

  private static boolean hasBad(JsonNode devices, String name) {
    JsonNode list = devices.isArray() ? devices : devices.path("devices");
    for (JsonNode device : list) {
      if (device.path("name").asString().equals(name)) {
        return device.path("state").asString().equals("bad");
      }
    }
    return false;
  }

  private static boolean isReady(JsonNode lane) {
    return lane.path("state").asString("").equals("READY");
  }
}
