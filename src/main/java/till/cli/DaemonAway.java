package till.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Holds the daemon's place while a command has its devices: two on one wire would each get half of
/// what it says. The kernel lets go of it with the process.
final class DaemonAway implements AutoCloseable {

  /// What a daemon locks in its state directory.
  private static final String LOCK = "tilld.lock";

  /// Absent where no daemon has ever run: what a technician makes here the daemon could not open.
  private final Optional<FileChannel> channel;

  private DaemonAway(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /// Takes the place of the daemon.
  ///
  /// @param state the daemon's state directory
  /// @throws CommandException when a daemon runs
  static DaemonAway take(Path state) throws IOException {
    Path file = state.resolve(LOCK);
    if (!Files.exists(file)) {
      return new DaemonAway(Optional.empty());
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    if (!locks(channel)) {
      channel.close();
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          "the daemon runs and has the devices: systemctl stop tilld, check again, systemctl start"
              + " tilld");
    }
    return new DaemonAway(Optional.of(channel));
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
