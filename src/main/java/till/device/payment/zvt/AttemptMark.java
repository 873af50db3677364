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

/// The driver's bookmark in the terminal's bookings: which attempt it was about to send, what the
/// terminal had booked last at that moment, and how far the attempt has come. One small file,
/// synced before the first byte of the money command leaves.
///
/// With it three questions can be answered after a power cut: an attempt that is not named here was
/// never sent; a booking that the terminal had before this attempt does not belong to it; and which
/// receipt is the last that we know of.
final class AttemptMark {

  private static final String FILE_NAME = "payment.mark";
  private static final String UNTOLD = "untold";
  private static final String NOTHING = "nothing";
  private static final String OPEN = "open";
  private static final String ENDED = "ended";
  private static final String NONE = "-";

  private static final Logger log = LoggerFactory.getLogger(AttemptMark.class);

  private final Path directory;

  AttemptMark(Path directory) {
    this.directory = directory;
  }

  /// @param told whether the terminal said what it had booked last
  /// @param before the booking; empty when there was none
  /// @param approved what the terminal booked for this attempt, as far as we have heard of it
  /// @param lastReceipt four digits; empty when we know of none
  /// @param open whether it is not settled and not declined yet
  record Note(
      String attemptId,
      boolean told,
      Optional<BookingNumber> before,
      Optional<BookingNumber> approved,
      String lastReceipt,
      boolean open) {

    /// An attempt that is about to be sent.
    Note(String attemptId, boolean told, Optional<BookingNumber> before) {
      this(
          attemptId,
          told,
          before,
          Optional.empty(),
          before.map(BookingNumber::receipt).orElse(""),
          true);
    }

    /// Whether the terminal said that it had no booking.
    boolean hadNone() {
      return told && before.isEmpty();
    }

    /// @param known the last receipt that we know of, where the terminal does not tell
    static Note of(String attemptId, LastBooking last, String known) {
      Note note =
          switch (last) {
            case LastBooking.Booked booked ->
                new Note(attemptId, true, Optional.of(booked.status().number()));
            case LastBooking.Nothing _ -> new Note(attemptId, true, Optional.empty());
            case LastBooking.Untold _ -> new Note(attemptId, false, Optional.empty());
          };
      boolean told = !note.lastReceipt().isEmpty() || last instanceof LastBooking.Nothing;
      return told ? note : note.knowing(known);
    }

    private Note knowing(String receipt) {
      return new Note(attemptId, told, before, approved, receipt, open);
    }

    Note approved(BookingNumber number) {
      return new Note(attemptId, told, before, Optional.of(number), lastReceipt, open);
    }

    /// @param booked whether it stands
    Note ended(boolean booked) {
      String receipt =
          approved
              .filter(_ -> booked)
              .map(BookingNumber::receipt)
              .filter(number -> !number.isEmpty())
              .orElse(lastReceipt);
      return new Note(attemptId, told, before, approved, receipt, false);
    }
  }

  /// Returns when the note is on disk, in place of the one before.
  ///
  /// @throws IOException when it is not
  void write(Note note) throws IOException {
    String before =
        note.before().map(BookingNumber::toString).orElse(note.told() ? NOTHING : UNTOLD);
    String text =
        String.join(
            "\n",
            note.attemptId(),
            before,
            note.approved().map(BookingNumber::toString).orElse(NONE),
            note.lastReceipt().isEmpty() ? NONE : note.lastReceipt(),
            note.open() ? OPEN : ENDED,
            "");
    Path fresh = directory.resolve(FILE_NAME + ".new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(UTF_8));
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
      Optional<Note> note = parse(Files.readAllLines(file, UTF_8));
      if (note.isEmpty()) {
        log.warn("{} holds no note of a payment attempt and is not used", file);
      }
      return note;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("cannot read the note of the last payment attempt from {}: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private static Optional<Note> parse(List<String> lines) {
    if ((lines.size() != 2 && lines.size() != 5) || lines.getFirst().isBlank()) {
      return Optional.empty();
    }
    Optional<BookingNumber> before = BookingNumber.parse(lines.get(1));
    boolean isNumber = before.isPresent();
    if (!isNumber && !lines.get(1).equals(NOTHING) && !lines.get(1).equals(UNTOLD)) {
      return Optional.empty();
    }
    var note = new Note(lines.getFirst(), !lines.get(1).equals(UNTOLD), before);
    return lines.size() == 2 ? Optional.of(note) : parse(note, lines);
  }

  private static Optional<Note> parse(Note begun, List<String> lines) {
    Optional<BookingNumber> approved = BookingNumber.parse(lines.get(2));
    String receipt = lines.get(3);
    String state = lines.get(4);
    boolean sound =
        (approved.isPresent() || lines.get(2).equals(NONE))
            && receipt.matches("[0-9]{4}|" + NONE)
            && (state.equals(OPEN) || state.equals(ENDED));
    return sound
        ? Optional.of(
            new Note(
                begun.attemptId(),
                begun.told(),
                begun.before(),
                approved,
                receipt.equals(NONE) ? "" : receipt,
                state.equals(OPEN)))
        : Optional.empty();
  }
}
