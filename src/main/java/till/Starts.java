package till;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often the daemon has been started on this state directory. Only a dashboard asks: what
/// cannot be read begins anew, and what cannot be written is no reason not to sell.
final class Starts {

  private static final String FILE = "starts";
  private static final Logger log = LoggerFactory.getLogger(Starts.class);

  private Starts() {}

  /// Counts this one.
  ///
  /// @return how many there were before it
  static long count(Path stateDirectory) {
    Path file = stateDirectory.resolve(FILE);
    long before = read(file);
    try {
      Path next = Files.writeString(file.resolveSibling(FILE + ".new"), (before + 1) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("this start cannot be counted in {}: {}", file, e.toString());
    }
    return before;
  }

  private static long read(Path file) {
    try {
      return Files.exists(file) ? Math.max(0, Long.parseLong(Files.readString(file).strip())) : 0;
    } catch (IOException | NumberFormatException e) {
      log.warn("starts are counted anew: {} cannot be read: {}", file, e.toString());
      return 0;
    }
  }
}
