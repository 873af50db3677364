package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import tools.jackson.databind.JsonNode;

/// A state directory on a file system of its own that runs full. Needs root, for mount.
final class FullDiskTest {

  /// Always low, and with room for the reserve.
  private static final int DISK_MEBIBYTES = 128;

  private static final long RESERVE_BYTES = 16 * 1024 * 1024;

  @TempDir Path folder;

  @Test
  void whoeverFillsTheDiskTheOpenSaleIsPaidAndNoOtherStarts() throws Exception {
    try (var disk = SmallDisk.mount(folder.resolve("state"));
        var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      JsonNode ready = kiosk.await("a lane that sells", FullDiskTest::isReady);
      assertEquals(List.of("disk-low"), problems(ready));
      kiosk.await("the reserve", _ -> disk.reserve() == RESERVE_BYTES);
      floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);
      disk.fill();
      kiosk.await("the reason", lane -> problems(lane).equals(List.of("storage-full")));
      kiosk.await("the reserve to be given back", _ -> disk.reserve() == 0);
      floor.scan(2);
      kiosk.await("the open sale to go on", lane -> lines(lane) == 2);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await("the end of the sale", FullDiskTest::isReady);
      kiosk.await("no next customer", lane -> lane.path("prompt").asString("").equals("closed"));
      assertEquals(2, Stored.sales(floor.state()).getLast().path("lines").size());
      floor.scan(3);
      kiosk.post("/v1/lane/close", KioskClient.body());
      kiosk.post("/v1/lane/open", KioskClient.body());
      JsonNode still = kiosk.get("/v1/lane");
      assertTrue(still.path("transaction").isNull(), still::toString);
      assertEquals(List.of("storage-full"), problems(still));

      disk.free();
      kiosk.await("the next customer", lane -> lane.path("prompt").asString("").equals("scan"));
      floor.scan(3);
      kiosk.await("a sale again", lane -> lines(lane) == 1);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await("the reserve again", _ -> disk.reserve() == RESERVE_BYTES);
      assertEquals(List.of("disk-low"), problems(kiosk.get("/v1/lane")));
      assertEquals(0, daemon.stop(), daemon::output);
    }
  }

  @Test
  void aStartOnAFullDiskHasTheReserve() throws Exception {
    try (var disk = SmallDisk.mount(folder.resolve("state"));
        var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", FullDiskTest::isReady);
        kiosk.await("the reserve", _ -> disk.reserve() == RESERVE_BYTES);
        floor.scan(1);
        kiosk.await("a line", lane -> lines(lane) == 1);
        daemon.kill();
      }
      disk.fill();
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("the sale to come back", lane -> lines(lane) == 1);
        kiosk.total();
        kiosk.tender("Cash");
        kiosk.await("the end of the sale", FullDiskTest::isReady);
        assertEquals(1, Stored.sales(floor.state()).size());
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
  }

  @Test
  void aDiskWithoutAByteEndsTheDaemonAndLosesNothing() throws Exception {
    try (var disk = SmallDisk.mount(folder.resolve("state"));
        var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      int seen = 0;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", FullDiskTest::isReady);
        floor.scan(1);
        seen = lines(kiosk.await("a line", lane -> lines(lane) == 1));
        for (int n = 2; n <= 500 && daemon.isAlive(); n++) {
          disk.fill(); // with what was given back, too
          floor.scan(n); // the write-ahead log needs room before long
        }
        assertEquals(74, daemon.exitCode(), daemon::output);
        assertTrue(daemon.output().contains("full"), daemon::output);
      }
      disk.free();
      int before = seen;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("the sale to come back", lane -> lines(lane) >= before);
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
  }

  private static boolean isReady(JsonNode lane) {
    return lane.path("state").asString("").equals("READY");
  }

  private static List<String> problems(JsonNode lane) {
    return lane.path("problems")
        .valueStream()
        .map(problem -> problem.path("code").asString())
        .toList();
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }

  /// A file system in memory.
  private record SmallDisk(Path folder) implements AutoCloseable {

    static SmallDisk mount(Path folder) throws IOException {
      Tools.needRoot("mount");
      Files.createDirectories(folder);
      run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "tmpfs", folder.toString());
      return new SmallDisk(folder);
    }

    /// Takes all there is at this moment.
    void fill() throws IOException {
      long room = Files.getFileStore(folder).getUsableSpace();
      try (var file = new FileOutputStream(filler().toFile(), true)) {
        byte[] page = new byte[4096];
        for (long written = 0; written < room; written += page.length) {
          file.write(page);
        }
      } catch (IOException e) {
        assertEquals(0, Files.getFileStore(folder).getUsableSpace(), e::toString);
      }
    }

    /// How large the daemon's reserve is.
    long reserve() {
      return folder.resolve("reserve").toFile().length();
    }

    void free() throws IOException {
      Files.delete(filler());
    }

    private Path filler() {
      return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException {
      run("umount", folder.toString());
    }

    private static void run(String... command) throws IOException {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.onExit().join().exitValue() != 0) {
        throw new IOException("failed: " + String.join(" ", command));
      }
    }
  }
}
