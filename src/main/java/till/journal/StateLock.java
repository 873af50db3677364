package till.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A state directory belongs to one process at a time: two daemons would mix the facts of two
/// sales, a daemon and a technician's command would each get half of what a device says. The kernel
/// lets go of it with the process.
public final class StateLock implements AutoCloseable {

  private static final String FILE = "tilld.lock";

  /// Empty where there is nothing to hold.
  private final Optional<FileChannel> channel;

  private StateLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /// Takes it for a daemon; makes the directory when it is missing, for this user alone.
  ///
  /// @return empty when another has it
  /// @throws JournalException when it cannot be written
  public static Optional<StateLock> take(Path directory) {
    try {
      Files.createDirectories(directory, only("rwx------"));
      return hold(directory);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /// Takes it for somebody else. Where no daemon has run yet nothing is made, which a daemon of
  /// another user could not open, and nothing is held.
  ///
  /// @return empty when another has it
  /// @throws JournalException when it cannot be written
  public static Optional<StateLock> takeAsGuest(Path directory) {
    try {
      return Files.exists(directory.resolve(FILE))
          ? hold(directory)
          : Optional.of(new StateLock(Optional.empty()));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static Optional<StateLock> hold(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            only("rw-------"));
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new StateLock(Optional.of(channel)));
      }
    } catch (OverlappingFileLockException _) {
      // another part of this process has it
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static JournalException unusable(Path directory, IOException e) {
    var unusable = new JournalException("cannot use the [state] directory " + directory + ": " + e);
    unusable.initCause(e);
    return unusable;
  }

  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw new JournalException("cannot let go of the state directory", e);
    }
  }
}
