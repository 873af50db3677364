package till;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Programs that tests need beside Java.
public final class Tools {

  private static final Path LIBRARIES = Path.of("/usr/lib");

  private Tools() {}

  /// The program's path. Where it is missing the test is skipped, saying so; it fails where
  /// `TILLD_CI` is set, so that nothing goes untested unseen.
  public static Path need(String program) {
    return need(
        program,
        program,
        Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of));
  }

  /// The path of a program of PostgreSQL's server, which Debian keeps off the path, by version.
  public static Path needPostgres(String program) throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return need(program, "postgresql", Stream.of());
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return need(
          program,
          "postgresql",
          folders.sorted(Comparator.reverseOrder()).map(version -> version.resolve("bin")));
    }
  }

  private static Path need(String program, String bundle, Stream<Path> folders) {
    Path found =
        folders
            .map(folder -> folder.resolve(program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(""));
    return present(found, program, bundle);
  }

  /// The path of a library in one of the folders of this machine's libraries, such as
  /// `/usr/lib/x86_64-linux-gnu`. Skipped and failed as with `need`.
  ///
  /// @param debianPackage that has it
  public static Path needLibrary(String name, String debianPackage) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(LIBRARIES)) {
      Path found =
          StreamSupport.stream(folders.spliterator(), false)
              .map(folder -> folder.resolve(name))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElse(Path.of(""));
      return present(found, name, debianPackage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The path of a program from npm, which `scripts/test` puts into `target/npm`. Skipped and
  /// failed as with `need`.
  ///
  /// @param script inside the package
  public static Path needNpm(String name, String script) {
    Path file = Path.of("target/npm/node_modules", name, script).toAbsolutePath();
    return orSay(
        Files.exists(file) ? file : Path.of(""),
        name + " is not installed: npm install --prefix target/npm " + name);
  }

  private static Path present(Path found, String what, String debianPackage) {
    return orSay(found, what + " is not installed: apt-get install " + debianPackage);
  }

  private static Path orSay(Path found, String reason) {
    boolean missing = found.equals(Path.of(""));
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
