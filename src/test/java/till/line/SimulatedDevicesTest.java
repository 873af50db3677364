package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.config.LeastConfig;
import till.demo.FreePort;
import tools.jackson.databind.JsonNode;

/// A daemon in one process sells on devices that another process simulates.
final class SimulatedDevicesTest {

  private static final int EXIT_SECONDS_MAX = 60;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serial", "tcp"})
  void aDaemonSellsOnThem(String wire) throws Exception {
    Path devices = folder.resolve("devices");
    Process counter =
        wire.equals("tcp") ? start(devices, "--tcp", "--cards") : start(devices, "--scanners", "2");
    BufferedReader said = counter.inputReader(StandardCharsets.UTF_8);
    Writer keyboard = counter.outputWriter(StandardCharsets.UTF_8);
    readUntil(said, "# ready");
    int kioskPort = FreePort.any();
    Path config = config(Files.readString(devices.resolve("devices.toml")), kioskPort);

    try (DaemonProcess daemon = DaemonProcess.start(config)) {
      var kiosk =
          new KioskClient(URI.create("http://127.0.0.1:" + kioskPort), folder.resolve("tokens"));
      kiosk.await("a lane with devices", SimulatedDevicesTest::isReady);
      type(keyboard, "card auto");
      readUntil(said, "always pays");
      type(keyboard, "scan " + Labels.ean(7));
      readUntil(said, "scanner read ]E0" + Labels.ean(7));
      kiosk.await("a line", lane -> lines(lane) == 1);
      if (wire.equals("serial")) {
        type(keyboard, "scan scanner2 ]d2010" + Labels.ean(8) + "10A7{GS}17271231");
        JsonNode lane = kiosk.await("another scanner's line", seen -> lines(seen) == 2);
        JsonNode line = lane.path("transaction").path("lines").get(1);
        assertEquals(Labels.ean(8), line.path("itemId").asString());
        assertEquals(
            "[{\"ai\":\"01\",\"value\":\"0%s\"},{\"ai\":\"10\",\"value\":\"A7\"},{\"ai\":\"17\",\"value\":\"271231\"}]"
                .formatted(Labels.ean(8)),
            line.path("scan").path("elements").toString());
      } else {
        kiosk.await(
            "readers of cards",
            lane -> state(lane, "msr").equals("good") && state(lane, "nfc").equals("good"));
        type(keyboard, "badge 04A1B2C3D4E5F6");
        readUntil(said, "a badge is there");
        type(keyboard, "swipe 991234");
        readUntil(said, "done");
      }
      kiosk.await("a scale", lane -> state(lane, "scale").equals("good"));
      type(keyboard, "scale put 1.234");
      readUntil(said, "1.234 kg are on the scale");
      kiosk.total();
      kiosk.tender("CreditDebit");
      readUntil(said, "receipts/0001.png");

      type(keyboard, "power off printer");
      readUntil(said, "printer is off");
      kiosk.await("no printer", lane -> state(lane, "printer").equals("bad"));
      type(keyboard, "power on printer");
      readUntil(said, "printer is on");
      kiosk.await("the printer again", lane -> state(lane, "printer").equals("good"));
      assertEquals(0, daemon.stop(), daemon::output);
    }

    String receipt = Files.readString(devices.resolve("receipts/0001.txt"));
    assertTrue(receipt.contains("Artikel 7") || receipt.contains("Article 7"), receipt);
    assertTrue(ImageIO.read(devices.resolve("receipts/0001.png").toFile()).getWidth() > 500);
    assertTrue(Files.readString(devices.resolve("scans.txt")).contains(Labels.ean(7)));
    assertTrue(Files.readString(devices.resolve("payments.txt")).contains("ACKNOWLEDGED"));

    type(keyboard, "quit");
    assertTrue(counter.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS), "it does not end");
    assertEquals(0, counter.exitValue());
    assertEquals(List.of(), links(devices), "their names go with them");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws Exception {
    Process counter = start(folder.resolve("devices"));
    BufferedReader said = counter.inputReader(StandardCharsets.UTF_8);
    Writer keyboard = counter.outputWriter(StandardCharsets.UTF_8);
    readUntil(said, "# ready");
    type(keyboard, "sing a song");
    readUntil(said, "\"sing a song\" is nothing that can be done here: see help");
    type(keyboard, "paper plenty");
    readUntil(said, "\"paper plenty\" is nothing");
    type(keyboard, "unplug till");
    readUntil(said, "there is no till, but scanner, printer, payment, scale");
    type(keyboard, "scale put a lot");
    readUntil(said, "\"scale put a lot\" is nothing");
    type(keyboard, "unplug scanner");
    readUntil(said, "scanner is off");
    type(keyboard, "scan 4006381333931");
    readUntil(said, "scanner is switched off");
    type(keyboard, "card tap");
    readUntil(said, "does not wait for a card");
    type(keyboard, "cover open");
    readUntil(said, "its cover is open");
    keyboard.close();
    assertTrue(counter.isAlive(), "without a keyboard it stays");
    counter.destroy();
    assertTrue(counter.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS), "it does not end");
    assertEquals(List.of(), links(folder.resolve("devices")));
  }

  @Test
  void aWrongCommandLineIsRefused() throws Exception {
    Process counter = start(folder, "--fast");
    assertTrue(counter.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS), "it does not end");
    assertEquals(64, counter.exitValue());
  }

  private static boolean isReady(JsonNode lane) {
    return lane.path("state").asString().equals("READY")
        && state(lane, "printer").equals("good")
        && state(lane, "payment").equals("good");
  }

  private static String state(JsonNode lane, String name) {
    for (JsonNode device : lane.path("devices")) {
      if (device.path("name").asString().equals(name)) {
        return device.path("state").asString();
      }
    }
    return "";
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }

  private static List<Path> links(Path devices) throws IOException {
    try (var files = Files.list(devices)) {
      return files.filter(Files::isSymbolicLink).toList();
    }
  }

  private Path config(String devices, int kioskPort) throws IOException {
    Labels.writePrices(folder.resolve("prices.ndjson"), 10);
    return Files.writeString(
        folder.resolve("tilld.toml"),
        LeastConfig.TOML
            + """
            [receipt]
            name = "Acme Markt"
            [prices]
            file = "prices.ndjson"
            [kiosk]
            listen = "127.0.0.1:%d"
            token_directory = "tokens"
            """
                .formatted(kioskPort)
            + devices);
  }

  private Process start(Path devices, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            "till.demo.SimulateDevices",
            "--dir",
            devices.toString(),
            "--speed",
            "100"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static void type(Writer keyboard, String line) throws IOException {
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  private static void readUntil(BufferedReader said, String text) throws IOException {
    var read = new ArrayList<String>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      read.add(line);
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("it never said " + text + ": " + read);
  }
}
