package till;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import till.cli.ExitCode;

/// The state directory belongs to one daemon at a time: two would mix the facts of two sales. The
/// kernel lets go of it with the process.
final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Makes the directory when it is missing, for the daemon alone, and takes it.
  ///
  /// @throws StartException when it cannot be written, or another daemon has it
  static StateLock take(Path directory) {
    try {
      Files.createDirectories(directory, only("rwx------"));
      FileChannel channel =
          FileChannel.open(
              directory.resolve("tilld.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              only("rw-------"));
      if (!locks(channel)) {
        channel.close();
        throw new StartException(
            ExitCode.IO,
            "another tilld runs on "
                + directory
                + ": stop that one first, or set another [state] directory");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new StartException(
          ExitCode.IO, "cannot use the [state] directory " + directory + ": " + e);
    }
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StartException(ExitCode.IO, "cannot let go of the state directory: " + e);
    }
  }
}
