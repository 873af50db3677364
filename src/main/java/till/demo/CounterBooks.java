package till.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import till.demo.Console.Tone;
import till.paper.PictureException;
import till.paper.Row;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPaymentTerminal;

/// What devices on a counter did, in files that stay: each receipt as a picture, as text and as the
/// bytes that made it; a line for each scan and each pulse to the drawer; the payment terminal's
/// books.
///
/// Any thread. Pictures are drawn on a thread of their own: a printer does not wait for them.
final class CounterBooks implements AutoCloseable {

  /// A printer at full speed cuts about two a second, and a picture takes less than that. Beyond it
  /// the printer waits.
  private static final int WAITING_MAX = 100;

  private static final long CLOSE_SECONDS_MAX = 30;

  private final Path folder;
  private final InstantSource clock;
  private final Console console;
  private final ThreadPoolExecutor artist =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("receipts").factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  /// Of the last receipt. Guarded by this.
  private int number;

  private CounterBooks(Path folder, InstantSource clock, Console console) {
    this.folder = folder;
    this.clock = clock;
    this.console = console;
  }

  /// Opens the books in a folder, which is made when it is not there. Receipts are numbered on.
  static CounterBooks open(Path folder, InstantSource clock, Console console) throws IOException {
    Files.createDirectories(receipts(folder));
    return new CounterBooks(folder, clock, console);
  }

  private static Path receipts(Path folder) {
    return folder.resolve("receipts");
  }

  void scanned(String scanner, Label label) {
    append("scans.txt", scanner + " " + Label.visible(label.bytes()));
  }

  void pulsed(Row.Pulse pulse) {
    append("drawer.txt", "pin %d, %d ms".formatted(pulse.pin(), pulse.onMillis()));
    console.event(clock.instant(), Tone.PLAIN, "drawer", "opened", "");
  }

  /// @param bookings all of them, oldest first
  void booked(List<SimulatedPaymentTerminal.Booking> bookings) {
    write(
        folder.resolve("payments.txt"),
        bookings.stream()
            .map(each ->
                "%s receipt %s trace %s %s %s %s%n"
                    .formatted(
                        each.at(),
                        each.receiptNumber(),
                        each.traceNumber(),
                        Console.amount(each.amountMinor()),
                        each.currency(),
                        each.standing()))
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  void printed(PrintedReceipt receipt) {
    artist.execute(() -> keep(receipt));
  }

  /// The text last: where it stands, all of it stands.
  private synchronized void keep(PrintedReceipt receipt) {
    String name = freeName();
    write(receipts(folder).resolve(name + ".escpos"), receipt.bytes());
    try {
      write(receipts(folder).resolve(name + ".png"), receipt.paper().png());
    } catch (PictureException e) {
      console.note(String.valueOf(e.getMessage()));
    }
    write(
        receipts(folder).resolve(name + ".txt"),
        receipt.paper().text().getBytes(StandardCharsets.UTF_8));
    console.event(clock.instant(), Tone.GOOD, "printed", "receipts/" + name + ".png", "");
  }

  /// The next number that no earlier run has used.
  private String freeName() {
    do {
      number++;
    } while (Files.exists(receipts(folder).resolve("%04d.txt".formatted(number))));
    return "%04d".formatted(number);
  }

  private synchronized void append(String file, String line) {
    write(
        folder.resolve(file),
        (clock.instant() + " " + line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void write(Path file, byte[] bytes, StandardOpenOption... how) {
    try {
      Files.write(file, bytes, how);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// Waits for the last pictures.
  @Override
  public void close() {
    artist.shutdown();
    try {
      artist.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
