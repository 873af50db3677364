package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;
import till.trust.DeviceKey;
import tools.jackson.databind.JsonNode;

/// A disk that does not take what is written, and a state directory that is not what it was.
final class FailingDiskTest {

  @TempDir Path folder;

  /// The kernel refuses each write behind a limit, as a bad card does.
  @Test
  void anErrorOfTheDiskEndsTheDaemonAndTheNextStartHasTheSale() throws Exception {
    try (var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      int seen = 0;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", FailingDiskTest::isReady);
        floor.scan(1);
        seen = lines(kiosk.await("a line", lane -> lines(lane) == 1));
        long log = Files.size(floor.state().resolve("journal.db-wal"));
        run("prlimit", "--pid", Long.toString(daemon.pid()), "--fsize=" + log);
        for (int n = 2; n <= 500 && daemon.isAlive(); n++) {
          floor.scan(n);
        }
        assertEquals(74, daemon.exitCode(), daemon::output);
        assertTrue(daemon.output().contains("the disk reports an error"), daemon::output);
      }
      int before = seen;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("the sale to come back", lane -> lines(lane) >= before);
        assertEquals(0, daemon.stop(), daemon::output);
      }
      assertEquals(
          List.of(), JournalVerifier.verify(floor.state().resolve("journal.db")).findings());
    }
  }

  @Test
  void anotherKeyIsADocumentAndTheLaneSellsOn() throws Exception {
    try (var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      for (int start = 1; start <= 3; start++) {
        try (DaemonProcess daemon = floor.startDaemon()) {
          kiosk.await("a lane that sells", FailingDiskTest::isReady);
          floor.scan(1);
          kiosk.await("a line", lane -> lines(lane) == 1);
          kiosk.total();
          kiosk.tender("Cash");
          kiosk.await("the end of the sale", FailingDiskTest::isReady);
          assertEquals(0, daemon.stop(), daemon::output);
        }
        Path key = floor.state().resolve(DeviceKey.FILE);
        if (start == 1) {
          Files.move(key, folder.resolve("old.key"));
        }
      }
      List<JsonNode> told =
          floor.documents().stream()
              .filter(
                  document -> document.path("control").asString("").equals("device-key-changed"))
              .toList();
      assertEquals(1, told.size(), told::toString);
      assertEquals(
          List.of(), JournalVerifier.verify(floor.state().resolve("journal.db")).findings());
      assertEquals(3, Stored.sales(floor.state()).size());
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static boolean isReady(JsonNode lane) {
    return lane.path("state").asString("").equals("READY");
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }
}
