package till.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import till.journal.Space;

/// Whether the disk under the journal has room, and how long it takes to have something for good.
final class DiskCheck {

  private static final int WRITES = 20;
  private static final int WRITE_BYTES = 4096;

  /// Each line of a sale waits for two of these.
  private static final double MEDIAN_MILLIS_GOOD = 20;

  private static final double MEDIAN_MILLIS_MAX = 250;
  private static final double SLOWEST_MILLIS_GOOD = 500;

  private static final long MIB = 1024 * 1024;

  private DiskCheck() {}

  static List<Finding> run(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of(
          Finding.warn(
              "disk",
              "the state directory " + directory + " is not there yet",
              "systemctl start tilld makes it"));
    }
    var findings = new ArrayList<Finding>();
    try {
      findings.add(room(directory));
      findings.add(syncedWrites(directory));
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "disk",
              "cannot write into " + directory + ": " + e,
              "run this as root, or as the daemon's user; else look at the kernel's log (dmesg)"));
    }
    return findings;
  }

  private static Finding room(Path directory) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    String text = free / MIB + " MiB free under " + directory;
    if (free < Space.CLOSED_BYTES) {
      return Finding.fail("disk", text + ": no sale can start", "make room");
    }
    return free < Space.LOW_BYTES
        ? Finding.warn(
            "disk", text, "make room before it is less than " + Space.CLOSED_BYTES / MIB + " MiB")
        : Finding.ok("disk", text);
  }

  private static Finding syncedWrites(Path directory) throws IOException {
    List<Double> millis = measure(directory);
    double median = millis.get(WRITES / 2);
    double slowest = millis.getLast();
    String text =
        String.format(
            Locale.ROOT,
            "%d synced writes: half within %.1f ms, slowest %.1f ms",
            WRITES,
            median,
            slowest);
    if (median > MEDIAN_MILLIS_MAX) {
      return Finding.fail("sync", text + ": too slow to sell on", "use another card or disk");
    }
    return median > MEDIAN_MILLIS_GOOD || slowest > SLOWEST_MILLIS_GOOD
        ? Finding.warn(
            "sync", text + ": each scan waits for two", "an industrial card or an eMMC is faster")
        : Finding.ok("sync", text);
  }

  private static List<Double> measure(Path directory) throws IOException {
    var millis = new ArrayList<Double>();
    Path file = Files.createTempFile(directory, "doctor-", ".tmp");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < WRITES; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(WRITE_BYTES));
        channel.force(true);
        millis.add((System.nanoTime() - start) / 1e6);
      }
    } finally {
      Files.deleteIfExists(file);
    }
    millis.sort(Double::compareTo);
    return millis;
  }
}
