package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import tools.jackson.databind.JsonNode;

/// A state directory on a file system of its own that runs full. Needs root, for mount.
final class FullDiskTest {

  private static final int DISK_MEBIBYTES = 48;

  @TempDir Path folder;

  @Test
  void aFullDiskStartsNoSaleAndFinishesTheOpenOne() throws Exception {
    try (var disk = SmallDisk.mount(folder.resolve("state"));
        var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await("a lane that sells", FullDiskTest::isReady);
      floor.scan(1);
      kiosk.await("a line", lane -> lines(lane) == 1);
      disk.fillTo(20);
      floor.scan(2);
      kiosk.await("the open sale to go on", lane -> lines(lane) == 2);
      kiosk.total();
      kiosk.tender("Cash");
      kiosk.await("the next customer", FullDiskTest::isReady);
      floor.scan(3);
      JsonNode lane = kiosk.await("the reason", seen -> seen.path("problems").size() == 1);
      assertEquals("storage-full", lane.path("problems").get(0).path("code").asString());
      disk.free();
      floor.scan(3);
      kiosk.await("a sale again", seen -> lines(seen) == 1);
      assertEquals(0, daemon.stop(), daemon::output);
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
        disk.fillTo(0);
        for (int n = 2; n <= 500 && daemon.isAlive(); n++) {
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

    /// Leaves this much room.
    void fillTo(int mebibytes) throws IOException {
      long room = Files.getFileStore(folder).getUsableSpace() - mebibytes * 1024L * 1024L;
      try (var file = new RandomAccessFile(filler().toFile(), "rw")) {
        file.write(new byte[(int) Math.max(0, room)]);
      }
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
