package till.line;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import till.Tools;

/// The board's clock as a child process sees it, by libfaketime: it can be stepped while the
/// process runs, as a time server does. What only measures (the monotonic clock) goes on as it is.
final class FakeClock {

  private final Path library;
  private final Path file;

  private FakeClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /// One that is right. Skips the test where libfaketime is missing.
  static FakeClock in(Path folder) {
    var clock =
        new FakeClock(
            Tools.needLibrary("faketime/libfaketimeMT.so.1", "libfaketime"),
            folder.resolve("clock"));
    clock.stepTo(Duration.ZERO);
    return clock;
  }

  /// What a process has to have in its environment. With the library's "monotonic fix" all of
  /// Java's timed waits would end at once.
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }

  /// Soon (within a second or two) it is so much ahead of the true time, or behind it.
  void stepTo(Duration ahead) {
    try {
      Path next = file.resolveSibling("clock.next");
      Files.writeString(next, "%+d".formatted(ahead.toSeconds()));
      Files.move(next, file, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
