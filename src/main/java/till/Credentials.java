package till;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import till.cli.ExitCode;

/// Secrets, by the bare names the configuration gives them: files in the directory that systemd
/// made (`CREDENTIALS_DIRECTORY`), or in `credentials` beside the configuration file.
record Credentials(Path directory) {

  static Credentials of(Board board, Path configFile) {
    String given = board.environment().get("CREDENTIALS_DIRECTORY");
    return new Credentials(
        given == null ? configFile.toAbsolutePath().resolveSibling("credentials") : Path.of(given));
  }

  /// The secret, without the line feed that editors add.
  ///
  /// @throws StartException when it is not there; the message has the file's name and not its
  ///   content
  String read(String name) {
    Path file = directory.resolve(name);
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new StartException(
          ExitCode.CONFIGURATION,
          "cannot read the credential " + file + ", which the configuration names: put it there");
    }
  }
}
