package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PortsBehind;

/// A terminal in a few lines that keeps books and can be cut off at any message: what it says is
/// written out in hex, and each message follows the register's answer to the one before.
final class BookkeepingPort extends PortsBehind {

  /// What is in its books.
  record Booking(int number, long amount, String kind, boolean acknowledged, boolean reversed) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String CLOSED = "closed";

  /// Two bookings with girocards, receipts 1 and 2.
  private static final String TOTALS =
      "2700" + "04000000000770" + "60f0f5f300010002" + "02000000000770" + "00".repeat(42);

  // what the test wants; set before the register comes
  boolean reversesUnacknowledged;
  boolean readsDataObjects;
  boolean waitsForCard;
  boolean abortsWhenAsked = true;
  boolean repeatsOldBooking;
  long books = Long.MAX_VALUE;

  /// The message of the money command at which the line is lost, once; -1 never.
  int cutAt = -1;

  /// Whether it is lost before the message leaves; else with the register's answer to it.
  boolean cutBefore;

  private final List<String> heard = new ArrayList<>();
  private final List<Booking> bookings = new ArrayList<>();
  private final Deque<String> steps = new ArrayDeque<>();
  private boolean moving;
  private int step;
  private String kind = "";
  private String said = "";
  private int saidAgain;
  private Wire wire = new Wire();

  BookkeepingPort() {
    super(BoardPorts.open());
  }

  synchronized List<Booking> bookings() {
    return List.copyOf(bookings);
  }

  /// All commands, without answers, in hex.
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  /// How often it was asked to repeat its approval.
  synchronized int saidAgain() {
    return saidAgain;
  }

  /// Waits until something is so that the register's messages bring about.
  synchronized void await(BooleanSupplier what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      assertTrue(leftMillis > 0, "it never came to that");
      wait(leftMillis);
    }
  }

  /// The line is lost.
  synchronized void hangUpNow() {
    hangUp();
  }

  /// The card that was waited for.
  synchronized void presentCard() {
    waitsForCard = false;
    next();
  }

  @Override
  public synchronized Port open(PortSettings settings) {
    steps.clear();
    moving = false;
    wire = new Wire();
    return wire;
  }

  @Override
  public boolean isThere(PortSettings settings) {
    return true;
  }

  private synchronized void take(Apdu apdu, Wire from) {
    if (from != wire) {
      return;
    }
    notifyAll();
    switch (apdu.control()) {
      case 0x8000 -> {
        acknowledged();
        next();
      }
      case 0x849C -> {
        saidAgain++;
        steps.addFirst(said);
        next();
      }
      case 0x8466 -> {
        reverse();
        steps.clear();
        steps.add("061e016c");
        next();
      }
      case 0x06B0 -> abort();
      default -> {
        heard.add(HexFormat.of().formatHex(apdu.encode()));
        obey(apdu);
      }
    }
  }

  private void obey(Apdu command) {
    steps.clear();
    step = 0;
    moving = false;
    switch (command.control()) {
      case 0x0501 -> say("800000", "060f00");
      case 0x0602 -> say("800000");
      case 0x0600 ->
          say(
              "800000",
              readsDataObjects ? "060f0c1900295250004106031f0400" : "060f0719002952500041");
      case 0x0620 ->
          standing()
              .ifPresentOrElse(
                  last -> say("800000", status(last), "060f00"), () -> say("800000", "061e0183"));
      case 0x0601, 0x0630, 0x0631 -> {
        moving = true;
        kind = Apdu.name(command.control());
        long asked = command.control() == 0x0630 ? 350 : amount(command);
        say("800000", "04ff010a", "book" + asked, "06d103404869", "060f00");
      }
      case 0x0650 -> say("800000", "04ff010f", "06d103404142", message("040f", TOTALS), "060f00");
      case 0x0670 -> say("800000", "060f00");
      default -> say("848300");
    }
    next();
  }

  private static long amount(Apdu command) {
    byte[] data = command.data();
    int at = command.control() == 0x0601 ? 1 : 4;
    return Long.parseLong(HexFormat.of().formatHex(data, at, at + 6));
  }

  private void say(String... messages) {
    steps.addAll(List.of(messages));
  }

  /// Says the next message, unless it waits for a card or the line is cut here.
  private synchronized void next() {
    if (steps.isEmpty() || (waitsForCard && moving && step == 2)) {
      return;
    }
    String message = steps.removeFirst();
    if (message.startsWith("book")) {
      message =
          status(
              repeatsOldBooking ? bookings.getLast() : book(Long.parseLong(message.substring(4))));
    }
    boolean cut = moving && step == cutAt;
    said = message;
    if (cut && cutBefore) {
      hangUp();
      return;
    }
    wire.say(message);
    if (step == 0) {
      step++;
      if (cut) {
        hangUp();
        return;
      }
      next();
      return;
    }
    step++;
  }

  /// The register's answer to the message before; lost when the line is cut there.
  private void acknowledged() {
    if (moving && !cutBefore && step - 1 == cutAt) {
      hangUp();
      return;
    }
    if (moving && said.startsWith("040f")) {
      change(last -> new Booking(last.number, last.amount, last.kind, true, last.reversed));
    }
  }

  private void hangUp() {
    cutAt = -1;
    steps.clear();
    boolean unheard = !bookings.isEmpty() && !bookings.getLast().acknowledged();
    if (reversesUnacknowledged && unheard) {
      reverse();
    }
    wire.say(CLOSED);
    wire = new Wire();
  }

  private void abort() {
    heard.add("06b000");
    if (abortsWhenAsked && waitsForCard) {
      wire.say("800000");
      steps.clear();
      waitsForCard = false;
      steps.add("061e016c");
      next();
    } else {
      wire.say("848300");
    }
  }

  private Booking book(long asked) {
    int number = bookings.size() + 1;
    bookings.add(new Booking(number, books == Long.MAX_VALUE ? asked : books, kind, false, false));
    return bookings.getLast();
  }

  private void reverse() {
    change(last -> new Booking(last.number, last.amount, last.kind, last.acknowledged, true));
  }

  private void change(UnaryOperator<Booking> how) {
    if (!bookings.isEmpty()) {
      bookings.set(bookings.size() - 1, how.apply(bookings.getLast()));
    }
  }

  private Optional<Booking> standing() {
    return bookings.reversed().stream().filter(made -> !made.reversed()).findFirst();
  }

  /// Someone else's booking.
  synchronized void bookByHand(long amount) {
    bookings.add(new Booking(bookings.size() + 1, amount, "by hand", true, false));
  }

  private static String status(Booking booking) {
    String data =
        String.format(
            "270004%012d4909780b%06d87%04d2952500041",
            booking.amount(), booking.number(), booking.number());
    return message("040f", data);
  }

  private static String message(String control, String data) {
    return String.format("%s%02x%s", control, data.length() / 2, data);
  }

  /// One connection.
  private final class Wire implements Port {

    private final BlockingQueue<String> toRegister = new LinkedBlockingQueue<>();
    private final ApduFramer framer = new ApduFramer();

    void say(String message) {
      toRegister.add(message);
    }

    @Override
    public int read(byte[] buffer, int timeoutMillis) throws PortException {
      String message = await(Duration.ofMillis(timeoutMillis));
      if (message == null) {
        return 0;
      }
      if (message.equals(CLOSED)) {
        toRegister.add(CLOSED);
        throw new PortException("the terminal has hung up");
      }
      byte[] bytes = HexFormat.of().parseHex(message);
      System.arraycopy(bytes, 0, buffer, 0, bytes.length);
      return bytes.length;
    }

    private @Nullable String await(Duration time) throws PortException {
      try {
        return toRegister.poll(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new PortException("closed", e);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      framer.feed(Arrays.copyOfRange(bytes, offset, offset + length), length);
      var apdu = framer.next();
      while (apdu.isPresent()) {
        take(apdu.get(), this);
        apdu = framer.next();
      }
    }

    @Override
    public void close() {
      toRegister.add(CLOSED);
    }

    @Override
    public void abort() {
      close();
    }
  }
}
