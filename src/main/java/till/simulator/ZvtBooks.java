package till.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// The simulated terminal's own books. Any thread.
///
/// In a file each change is a line that is on the disk before anybody hears of it; the last line of
/// a booking counts, and one without an end does not.
final class ZvtBooks {

  /// Older bookings are forgotten.
  private static final int BOOKINGS_MAX = 1_000;

  private static final int RECEIPTS_MAX = 9_999;
  private static final int TRACES_MAX = 999_999;

  private final InstantSource clock;
  private final Optional<Path> file;
  private final List<Booking> bookings = new ArrayList<>();
  private int receipts;
  private int traces;
  private int day = 1;
  private @Nullable FileChannel log;

  private ZvtBooks(Optional<Path> file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /// Opens them, as they were.
  ///
  /// @throws UncheckedIOException when the file cannot be read or written
  /// @throws IllegalArgumentException when a line in it is not ours
  static ZvtBooks open(Optional<Path> file, InstantSource clock) {
    var books = new ZvtBooks(file, clock);
    books.load();
    return books;
  }

  /// What the day's bookings come to.
  ///
  /// @param first its first receipt number, `0000` when there is none
  /// @param count how many stand
  /// @param sumMinor payments less refunds
  record Totals(String first, String last, int count, long sumMinor) {}

  /// Books something that nobody has acknowledged yet. A reversal takes what it reverses out.
  ///
  /// @param reverses the trace number of what is reversed, else empty
  synchronized Booking enter(
      ZvtPayment asked, long approvedMinor, String reverses, boolean signed) {
    receipts = receipts % RECEIPTS_MAX + 1;
    traces = traces % TRACES_MAX + 1;
    var booking =
        new Booking(
            String.format("%04d", receipts),
            String.format("%06d", traces),
            asked.kind(),
            asked.amountMinor(),
            approvedMinor,
            asked.currency(),
            Standing.BOOKED,
            false,
            clock.instant(),
            day,
            reverses,
            signed);
    add(booking);
    replace(reverses, made -> made.as(Standing.REVERSED));
    write(line(booking) + lines(reverses));
    return booking;
  }

  private void add(Booking booking) {
    bookings.add(booking);
    if (bookings.size() > BOOKINGS_MAX) {
      bookings.removeFirst();
    }
  }

  /// Changes the booking with the same number, as it is now.
  synchronized void change(Booking booking, UnaryOperator<Booking> how) {
    replace(booking.traceNumber(), how);
    write(lines(booking.traceNumber()));
  }

  /// It never was. What it had reversed stands again.
  synchronized void takeBack(Booking booking) {
    replace(booking.traceNumber(), made -> made.as(Standing.REVERSED));
    replace(booking.reverses(), made -> made.as(Standing.ACKNOWLEDGED));
    write(lines(booking.traceNumber()) + lines(booking.reverses()));
  }

  /// Takes everything back that was not acknowledged.
  synchronized void takeBackUnacknowledged() {
    unacknowledged().forEach(this::takeBack);
  }

  private List<Booking> unacknowledged() {
    return bookings.stream().filter(made -> made.standing() == Standing.BOOKED).toList();
  }

  private void replace(String trace, UnaryOperator<Booking> how) {
    bookings.replaceAll(made -> made.traceNumber().equals(trace) ? how.apply(made) : made);
  }

  /// Ends the day. Numbers go on.
  synchronized void closeDay() {
    day++;
    write("day " + day + "\n");
  }

  synchronized Totals totals() {
    List<Booking> today = today();
    List<Booking> standing =
        today.stream()
            .filter(made -> made.standing() != Standing.REVERSED && made.kind() != Kind.REVERSAL)
            .toList();
    return new Totals(
        today.isEmpty() ? "0000" : today.getFirst().receiptNumber(),
        today.isEmpty() ? "0000" : today.getLast().receiptNumber(),
        standing.size(),
        standing.stream()
            .mapToLong(
                made -> made.kind() == Kind.REFUND ? -made.approvedMinor() : made.approvedMinor())
            .sum());
  }

  private List<Booking> today() {
    return bookings.stream().filter(made -> made.day() == day).toList();
  }

  /// What has this receipt number on the open day.
  synchronized Optional<Booking> ofToday(String receipt) {
    return today().reversed().stream()
        .filter(made -> made.receiptNumber().equals(receipt))
        .findFirst();
  }

  /// Oldest first.
  synchronized List<Booking> all() {
    return List.copyOf(bookings);
  }

  /// The newest that stands.
  synchronized Optional<Booking> last() {
    return bookings.reversed().stream()
        .filter(made -> made.standing() != Standing.REVERSED)
        .findFirst();
  }

  /// Digits of the trace number that was given last.
  synchronized String trace() {
    return String.format("%06d", traces);
  }

  /// What the register mirrors (1F1F): the receipt number that it was told last, empty for none
  /// yet. A booking that it does not know of never was. A number that is in no book says nothing.
  ///
  /// @return whether something was taken back
  synchronized boolean mirror(String receipt) {
    Optional<Booking> last = last().filter(made -> made.standing() == Standing.BOOKED);
    if (last.isEmpty()) {
      return false;
    }
    if (receipt.equals(last.get().receiptNumber())) {
      change(last.get(), made -> made.as(Standing.ACKNOWLEDGED));
      return false;
    }
    boolean unknown =
        receipt.isEmpty()
            || bookings.stream().anyMatch(made -> made.receiptNumber().equals(receipt));
    if (unknown) {
      takeBack(last.get());
    }
    return unknown;
  }

  private synchronized void load() {
    if (file.isEmpty()) {
      return;
    }
    try {
      if (Files.exists(file.get())) {
        String text = Files.readString(file.get());
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(this::read);
      }
      replaceFile(file.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the terminal's books " + file.get(), e);
    }
  }

  private void read(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "day" -> day = Integer.parseInt(words[1]);
      case "numbers" -> {
        receipts = Integer.parseInt(words[1]);
        traces = Integer.parseInt(words[2]);
      }
      case "booking" -> {
        Booking booking = booking(words);
        if (bookings.stream().anyMatch(made -> isSame(made, booking))) {
          replace(booking.traceNumber(), _ -> booking);
        } else {
          add(booking);
          receipts = Integer.parseInt(booking.receiptNumber());
          traces = Integer.parseInt(booking.traceNumber());
        }
      }
      default -> throw new IllegalArgumentException("not a line of a terminal's books: " + line);
    }
  }

  private static boolean isSame(Booking one, Booking other) {
    return one.traceNumber().equals(other.traceNumber());
  }

  private static Booking booking(String[] words) {
    return new Booking(
        words[1],
        words[2],
        Kind.valueOf(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        words[6],
        Standing.valueOf(words[7]),
        Boolean.parseBoolean(words[8]),
        Instant.parse(words[9]),
        Integer.parseInt(words[10]),
        words[11],
        Boolean.parseBoolean(words[12]));
  }

  private static String line(Booking made) {
    return "booking %s %s %s %d %d %s %s %s %s %d %s %s\n"
        .formatted(
            made.receiptNumber(),
            made.traceNumber(),
            made.kind(),
            made.amountMinor(),
            made.approvedMinor(),
            made.currency(),
            made.standing(),
            made.printed(),
            made.at(),
            made.day(),
            made.reverses(),
            made.signed());
  }

  private String lines(String trace) {
    return bookings.stream()
        .filter(made -> made.traceNumber().equals(trace))
        .map(ZvtBooks::line)
        .collect(Collectors.joining());
  }

  /// What is known, in as few lines as it takes: the file does not grow for ever.
  private void replaceFile(Path path) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    String text =
        bookings.stream().map(ZvtBooks::line).collect(Collectors.joining())
            + "numbers "
            + receipts
            + " "
            + traces
            + "\nday "
            + day
            + "\n";
    log =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    write(text);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(String text) {
    FileChannel channel = log;
    if (channel == null) {
      return;
    }
    try {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the terminal's books", e);
    }
  }

  /// Where there is a file, what is known from now on is what stands in it.
  ZvtBooks reopen() {
    if (file.isEmpty()) {
      return this;
    }
    close();
    return open(file, clock);
  }

  synchronized void close() {
    FileChannel channel = log;
    log = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close the terminal's books", e);
      }
    }
  }
}
