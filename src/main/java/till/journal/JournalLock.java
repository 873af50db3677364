package till.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// One daemon at a time: two would mix the facts of two sales. A file of its own, because closing
/// any handle of a database drops SQLite's locks on it. The kernel lets go of it with the process.
final class JournalLock implements AutoCloseable {

  private static final String FILE = "journal.lock";

  private final FileChannel channel;

  private JournalLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws JournalException when another daemon has it
  static JournalLock take(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (!locks(channel)) {
        channel.close();
        throw new JournalException(
            "the journal in " + directory + " is in use by another tilld: stop that one first");
      }
      return new JournalLock(channel);
    } catch (IOException e) {
      throw Sqlite.failure("cannot lock the journal in " + directory, file, e);
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException("cannot unlock the journal", e);
    }
  }
}
