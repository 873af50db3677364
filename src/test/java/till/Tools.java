package till;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Programs that tests need beside Java.
public final class Tools {

  private Tools() {}

  /// The program's path. Where it is missing the test is skipped, saying so; it fails where
  /// `TILLD_CI` is set, so that nothing goes untested unseen.
  public static Path need(String program) {
    Path found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(""));
    boolean missing = found.equals(Path.of(""));
    String reason = program + " is not installed: apt-get install " + program;
    if (missing && System.getenv("TILLD_CI") != null) {
      fail(reason);
    }
    assumeTrue(!missing, reason);
    return found;
  }

  /// The path of a program that only root may use so. Skipped and failed as with `need`.
  public static Path needRoot(String program) {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && System.getenv("TILLD_CI") != null) {
      fail(program + " needs root");
    }
    assumeTrue(root, program + " needs root");
    return need(program);
  }
}
