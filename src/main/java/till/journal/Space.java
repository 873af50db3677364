package till.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much room the disk of the journal has, and what follows from it.
///
/// | free | |
/// |---|---|
/// | below 256 MiB | low: shown and reported, until there are 288 MiB |
/// | below 32 MiB | closed: no new sale starts, until there are 64 MiB |
///
/// Whatever tilld itself writes here beside sales is small or needed: configurations, the bookmark,
/// the price book. Logs go to standard error and telemetry to nobody's disk, so there is nothing to
/// throw away first. Instead there is a reserve: a file that takes room while there is enough, so
/// that the open sale can be paid and the day be closed even when another program has taken the
/// rest. It is given back as late as can be, because that program may go on: below 4 MiB, or when
/// something could not be written. The latter ends the process, and the next start has the room.
///
/// The lane's thread; `free` any.
public final class Space {

  /// Below it the disk is low.
  public static final long LOW_BYTES = 256L * 1024 * 1024;

  /// Below it no new sale starts.
  public static final long CLOSED_BYTES = 32L * 1024 * 1024;

  /// Below it the reserve is given back: what is written between two looks has room in it.
  static final long NEARLY_GONE_BYTES = 4L * 1024 * 1024;

  /// The reserve's name in the state directory.
  public static final String RESERVE = "reserve";

  /// A sale's document has 192 KiB at most, and is written to the log and to the file: room for the
  /// open sale and the closing of the day, many times over.
  static final long RESERVE_BYTES = 16L * 1024 * 1024;

  private static final long LOW_UNTIL_BYTES = LOW_BYTES + LOW_BYTES / 8;
  private static final long CLOSED_UNTIL_BYTES = 2 * CLOSED_BYTES;

  /// What the reserve grows by at once: a slow card has it in a fifth of a second.
  private static final int GROWTH_BYTES = 2 * 1024 * 1024;

  private static final long MIB = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Space.class);

  /// What the free room is enough for.
  public enum Room {
    AMPLE,
    LOW,
    CLOSED
  }

  private final Path directory;
  private final Path reserve;
  private Room room = Room.AMPLE;
  private boolean growing = true;

  /// The reserve may be there.
  private boolean held = true;

  private Space(Path directory) {
    this.directory = directory;
    this.reserve = directory.resolve(RESERVE);
  }

  /// The room under a state directory, looked at for the first time.
  static Space of(Path stateDirectory) {
    var space = new Space(stateDirectory);
    if (Files.isDirectory(stateDirectory)) {
      space.look();
    }
    return space;
  }

  /// Gives the reserve back where a start finds the disk full: the first thing it writes needs
  /// room.
  public static void relieve(Path stateDirectory) {
    of(stateDirectory);
  }

  /// Bytes that are free for the daemon's user.
  public long free() {
    return directory.toFile().getUsableSpace();
  }

  /// Looks at the disk. Costs one system call; one line in the log when something has changed.
  public Room look() {
    long free = free();
    Room now = room(free);
    if (now != room) {
      room = now;
      growing = true;
      say(free);
    }
    if (free < NEARLY_GONE_BYTES) {
      giveBack();
    }
    return now;
  }

  private Room room(long free) {
    if (free < CLOSED_BYTES || (room == Room.CLOSED && free < CLOSED_UNTIL_BYTES)) {
      return Room.CLOSED;
    }
    boolean low = free < LOW_BYTES || (room != Room.AMPLE && free < LOW_UNTIL_BYTES);
    return low ? Room.LOW : Room.AMPLE;
  }

  private void say(long free) {
    switch (room) {
      case AMPLE -> log.info("{} MiB free under {}: enough again", free / MIB, directory);
      case LOW -> log.warn("only {} MiB free under {}: make room", free / MIB, directory);
      case CLOSED ->
          log.error(
              "{} MiB free under {}: no new sale starts before there are {}; make room",
              free / MIB,
              directory,
              CLOSED_UNTIL_BYTES / MIB);
    }
  }

  /// Makes room: something was not written, or will not be.
  void giveBack() {
    if (!held) {
      return;
    }
    held = false;
    try {
      if (Files.deleteIfExists(reserve)) {
        log.warn("the disk is full: {} is given back", reserve);
      }
    } catch (IOException e) {
      log.error("cannot give back {}: delete it by hand: {}", reserve, e.toString());
    }
  }

  /// Makes a part of the reserve where it is missing and there is room for it. For a moment in
  /// which nobody waits.
  public void keepReserve() {
    if (!growing || room == Room.CLOSED || free() < CLOSED_UNTIL_BYTES) {
      return;
    }
    try {
      held = true;
      growing = grow() < RESERVE_BYTES;
    } catch (IOException e) {
      growing = false;
      log.warn("cannot make {}: {}", reserve, e.toString());
      giveBack(); // it would hold the last there is
    }
  }

  /// @return how large the reserve is now
  private long grow() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            reserve,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      long size = channel.size();
      if (size < RESERVE_BYTES) {
        ByteBuffer zeros = ByteBuffer.allocate(GROWTH_BYTES);
        while (zeros.hasRemaining()) {
          size += channel.write(zeros, size);
        }
        channel.force(true);
      }
      return size;
    }
  }
}
