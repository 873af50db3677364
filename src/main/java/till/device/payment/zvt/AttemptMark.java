package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The driver's bookmark in the terminal's bookings: which attempt it was about to send, and what
/// the terminal had booked last at that moment. One small file, synced before the first byte of the
/// money command leaves.
///
/// With it two questions can be answered after a power cut: an attempt that is not named here was
/// never sent; and a booking that the terminal had before this attempt does not belong to it.
final class AttemptMark {

  private static final String FILE_NAME = "payment.mark";
  private static final String UNTOLD = "untold";
  private static final String NOTHING = "nothing";

  private static final Logger log = LoggerFactory.getLogger(AttemptMark.class);

  private final Path directory;

  AttemptMark(Path directory) {
    this.directory = directory;
  }

  /// @param told whether the terminal said what it had booked last
  /// @param before the booking; empty when there was none
  record Note(String attemptId, boolean told, Optional<BookingNumber> before) {

    /// Whether the terminal said that it had no booking.
    boolean hadNone() {
      return told && before.isEmpty();
    }

    static Note of(String attemptId, LastBooking last) {
      return switch (last) {
        case LastBooking.Booked booked ->
            new Note(attemptId, true, Optional.of(booked.status().number()));
        case LastBooking.Nothing _ -> new Note(attemptId, true, Optional.empty());
        case LastBooking.Untold _ -> new Note(attemptId, false, Optional.empty());
      };
    }
  }

  /// Returns when the note is on disk, in place of the one before.
  ///
  /// @throws IOException when it is not
  void write(Note note) throws IOException {
    String before =
        note.before().map(BookingNumber::toString).orElse(note.told() ? NOTHING : UNTOLD);
    byte[] bytes = (note.attemptId() + "\n" + before + "\n").getBytes(UTF_8);
    Path fresh = directory.resolve(FILE_NAME + ".new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    }
    Files.move(fresh, directory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(directory)) {
      folder.force(true);
    }
  }

  /// The newest note; empty when there is none that can be read, and nothing may be concluded from
  /// that.
  Optional<Note> read() {
    Path file = directory.resolve(FILE_NAME);
    try {
      List<String> lines = Files.readAllLines(file, UTF_8);
      if (lines.size() == 2 && !lines.get(0).isBlank()) {
        Optional<BookingNumber> number = BookingNumber.parse(lines.get(1));
        if (number.isPresent() || lines.get(1).equals(NOTHING) || lines.get(1).equals(UNTOLD)) {
          return Optional.of(new Note(lines.get(0), !lines.get(1).equals(UNTOLD), number));
        }
      }
      log.warn("{} holds no note of a payment attempt and is not used", file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("cannot read the note of the last payment attempt from {}: {}", file, e.toString());
    }
    return Optional.empty();
  }
}
