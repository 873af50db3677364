package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.device.msr.Pans;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.SimulatedMsr;
import till.simulator.SimulatedNfcReader;
import tools.jackson.databind.JsonNode;

/// The card readers of a daemon in a process of its own, and what it keeps of payment cards:
/// nothing.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CardReadersTest {

  private static final int CARDS = 40;

  @TempDir private Path folder;

  @Test
  void readersAreDevicesOfTheLaneAndNoNumberOfAPaymentCardIsKeptAnywhere() throws Exception {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("cards: seed " + seed);
    var random = new Random(seed);
    var pans = new ArrayList<String>();
    try (PtyPair msrWire = PtyPair.open();
        PtyPair nfcWire = PtyPair.open();
        Port msrFar = far(msrWire);
        var msr = new SimulatedMsr(msrFar, false);
        var chip = SimulatedNfcReader.start(far(nfcWire));
        var floor =
            new ShopFloor(folder)
                .with("[msr]\nport = \"" + msrWire.near() + "\"\nloyalty_prefixes = [\"99\"]")
                .with("[nfc]\nport = \"" + nfcWire.near() + "\"")
                .with("[wiegand]\nzeros = \"gpio:nowhere/5\"\nones = \"gpio:nowhere/6\"");
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await(
          "readers",
          lane ->
              isSo(lane, "msr", "MSR", "good")
                  && isSo(lane, "nfc", "RFIDScanner", "good")
                  && isSo(lane, "wiegand", "RFIDScanner", "bad"));

      for (int i = 0; i < CARDS; i++) {
        String pan = Pans.random(random);
        pans.add(pan);
        Evidence.account(pan);
        msr.swipe("B" + pan + "^DOE/J^2912201", i % 2 == 0 ? pan + "=2912201" : "E");
        byte[] damaged = ("x%B" + pan + "^DOE\r;" + pan + "\r").getBytes(StandardCharsets.US_ASCII);
        msrFar.write(damaged, 0, damaged.length);
      }
      chip.hold(HexFormat.of().parseHex("04a1b2c3d4e5f6"));
      chip.awaitLooks(3);
      floor.scan(7);
      JsonNode lane = kiosk.await("the line", view -> view.at("/transaction/lines").size() == 1);
      assertFalse(isIn(pans, lane.toString()));
      assertFalse(isIn(pans, kiosk.get("/v1/lane").toString()));
      assertTrue(daemon.output().contains("msr: "), daemon.output());
      assertEquals(0, daemon.stop());
    }
    for (Path file : files()) {
      assertFalse(isIn(pans, Files.readString(file, StandardCharsets.ISO_8859_1)), file::toString);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertTrue(files.size() > 5, files::toString);
      return files;
    }
  }

  private static boolean isIn(List<String> pans, String text) {
    return pans.stream().anyMatch(text::contains);
  }

  private static Port far(PtyPair wire) throws PortException {
    return BoardPorts.open().open(PortSettings.of(wire.far().toString()));
  }

  private static boolean isSo(JsonNode lane, String name, String category, String state) {
    return lane.path("devices")
        .valueStream()
        .anyMatch(each ->
            each.path("name").asString().equals(name)
                && each.path("category").asString().equals(category)
                && each.path("state").asString().equals(state));
  }
}
