package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;
import tools.jackson.databind.JsonNode;

/// A busy day in half a minute, over a real serial line.
final class ThousandLabelsTest {

  private static final int SALES = 10;
  private static final int LINES = 100;
  private static final int CHUNK_BYTES_MAX = 40;

  @TempDir Path folder;

  @Test
  void aThousandLabelsInRandomChunksAreAThousandLinesInOrder() {
    long seed = 20261125;
    System.out.println("seed " + seed);
    var chance = new Random(seed);
    try (var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await("a lane that sells", lane -> lane.path("state").asString().equals("READY"));
      for (int sale = 0; sale < SALES; sale++) {
        sendInChunks(floor, sale * LINES + 1, chance);
        kiosk.await(
            LINES + " lines", lane -> lane.path("transaction").path("lines").size() == LINES);
        kiosk.total();
        kiosk.tender("Cash");
        kiosk.await("the next customer", lane -> lane.path("state").asString().equals("READY"));
      }
      assertEquals(0, daemon.stop(), daemon::output);
    }

    List<JsonNode> sales = Stored.sales(folder.resolve("state"));
    assertEquals(SALES, sales.size());
    var sold = new ArrayList<String>();
    for (JsonNode sale : sales) {
      sale.path("lines").forEach(line -> sold.add(line.path("itemId").asString()));
    }
    var sent = new ArrayList<String>();
    for (int n = 1; n <= SALES * LINES; n++) {
      sent.add(Labels.ean(n));
    }
    assertEquals(sent, sold);
    assertEquals(
        List.of(),
        JournalVerifier.verify(folder.resolve("state").resolve("journal.db")).findings());
  }

  private static void sendInChunks(ShopFloor floor, int first, Random chance) {
    var labels = new StringBuilder();
    for (int n = first; n < first + LINES; n++) {
      labels.append(Labels.onTheWire(n));
    }
    int at = 0;
    while (at < labels.length()) {
      int end = Math.min(labels.length(), at + 1 + chance.nextInt(CHUNK_BYTES_MAX));
      floor.send(labels.substring(at, end));
      at = end;
    }
  }
}
