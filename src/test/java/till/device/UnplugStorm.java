package till.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import till.device.DeviceStatus.State;

/// Unplugs a device and plugs it in again, many times, and counts the process's threads and open
/// files: whoever uses it has to be alone.
public final class UnplugStorm {

  static final boolean LONG = Boolean.getBoolean("tilld.long");
  static final int ROUNDS = LONG ? 100 : 5;

  /// Also bring up what the first rounds leave running for good: the JDK's timer, the library's.
  static final int ROUNDS_BEFORE = 2;

  private static final long READY_MILLIS_MAX = 3_000;

  private UnplugStorm() {}

  public interface Step {
    void run() throws Exception;
  }

  /// Counts in the process that has the driver.
  public interface Counting {
    Count now() throws Exception;
  }

  /// Each round has to leave two words behind, bad and good, each with a time of its own.
  ///
  /// @param log told of the device by a driver that goes by the system's clock
  /// @param plug plugs the wire in; what the device needs of its own to begin belongs into it
  /// @param use proves that the device works
  static void run(String name, StatusLog log, Step unplug, Step plug, Step use) throws Exception {
    run(name, log, unplug, plug, use, Count::now);
  }

  /// The same with a driver in another process.
  public static void run(
      String name, StatusLog log, Step unplug, Step plug, Step use, Counting counting)
      throws Exception {
    log.awaitLatest(State.GOOD);
    use.run();
    var readyMillis = new ArrayList<Long>();
    Count before = counting.now();
    for (int round = -ROUNDS_BEFORE; round < ROUNDS; round++) {
      if (round == 0) {
        before = counting.now();
        readyMillis.clear();
      }
      readyMillis.add(round(log, unplug, plug));
      use.run();
      assertEquals(List.of(State.BAD, State.GOOD), log.states(), log.told().toString());
    }
    requireFlat(name, before, counting.now());
    Collections.sort(readyMillis);
    System.out.printf(
        "%s: ready after %d ms (median), %d ms (longest)%n",
        name, readyMillis.get(readyMillis.size() / 2), readyMillis.getLast());
    assertTrue(readyMillis.getLast() < READY_MILLIS_MAX, "ready only after " + readyMillis);
  }

  /// How long it took from the plug to the word that it is good, in milliseconds.
  private static long round(StatusLog log, Step unplug, Step plug) throws Exception {
    log.forget();
    Instant unplugged = Instant.now();
    unplug.run();
    requireSince(unplugged, log.await(1));

    Instant plugged = Instant.now();
    long before = System.nanoTime();
    plug.run();
    log.awaitLatest(State.GOOD);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    requireSince(plugged, log.told().getLast());
    return millis;
  }

  private static void requireSince(Instant earliest, DeviceStatus status) {
    assertFalse(status.since().isBefore(earliest), status + " after " + earliest);
  }

  static void requireFlat(String name, Count before, Count after) {
    System.out.printf("%s: %d rounds, before %s, after %s%n", name, ROUNDS, before, after);
    assertTrue(after.files() <= before.files(), before + ", then " + after);
    assertTrue(after.threads() <= before.threads(), before + ", then " + after);
  }

  /// What a leak would show in.
  public record Count(long threads, long files) {

    /// The JDK's threads that wait for other programs come and go at their own pace.
    public static Count now() throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
        long threads =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .count();
        return new Count(threads, files.count());
      }
    }
  }
}
