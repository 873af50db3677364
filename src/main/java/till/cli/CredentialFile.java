package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret that the daemon is handed, for a technician who may read it too.
final class CredentialFile {

  /// Where systemd puts what the unit's LoadCredential= names.
  private static final Path UNIT_CREDENTIALS = Path.of("/run/credentials/tilld.service");

  private CredentialFile() {}

  /// The secret, without the line feed that editors add.
  ///
  /// @param name as the configuration has it
  /// @throws IOException when it is not there or may not be read; it names the file only
  static String read(String name, Shell shell, Path configFile) throws IOException {
    return Files.readString(find(name, shell, configFile)).strip();
  }

  /// The secret of a device.
  ///
  /// @param section of the configuration: `[scale]`
  /// @throws CommandException when it cannot be read
  static String require(String name, String section, Shell shell, Path configFile) {
    try {
      return read(name, shell, configFile);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "the credential "
              + name
              + " of "
              + section
              + " cannot be read: put it into the credentials directory, and run this as root",
          e);
    }
  }

  private static Path find(String name, Shell shell, Path configFile) {
    String given = shell.environment().get("CREDENTIALS_DIRECTORY");
    if (given != null) {
      return Path.of(given, name);
    }
    Path unit = UNIT_CREDENTIALS.resolve(name);
    return Files.exists(unit)
        ? unit
        : configFile.toAbsolutePath().resolveSibling("credentials").resolve(name);
  }
}
