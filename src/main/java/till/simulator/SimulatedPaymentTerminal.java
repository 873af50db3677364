package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A ZVT payment terminal on the loopback that keeps its own books. A person stands in front of it:
/// they present a card, or have it declined, or cancel.
///
/// One register at a time. Any thread may be the person, look at it, or script what goes wrong
/// next.
public final class SimulatedPaymentTerminal implements AutoCloseable {

  /// What it shows.
  public enum State {
    /// No register has registered.
    IDLE,
    REGISTERED,
    WAITING_FOR_CARD,
    PROCESSING,
    APPROVED,
    DECLINED
  }

  /// How far a booking is.
  public enum Standing {
    /// Made, but the register has not said that it knows.
    BOOKED,
    ACKNOWLEDGED,
    REVERSED
  }

  /// What goes wrong with the next payment.
  public enum Fault {
    NONE,
    /// It is not begun: busy.
    BUSY,
    /// Not a word from the command on; nothing is booked.
    SILENT,
    /// Not a word once it is booked.
    SILENT_AFTER_BOOKING,
    /// The connection is lost when the card is presented; nothing is booked.
    DROP_BEFORE_BOOKING,
    /// It is booked, and the connection is lost.
    DROP_AFTER_BOOKING,
    /// The register is told of the approval, and the connection is lost before it can acknowledge.
    DROP_AFTER_APPROVAL,
    /// The connection is lost at once; the terminal goes on with the customer alone.
    LEAVE_ALONE
  }

  /// One payment in the terminal's books.
  ///
  /// @param receiptNumber four digits
  /// @param traceNumber six digits
  /// @param printed whether the register has taken the receipt texts
  public record Booking(
      String receiptNumber,
      String traceNumber,
      long amountMinor,
      String currency,
      Standing standing,
      boolean printed,
      Instant at) {

    Booking as(Standing next) {
      return new Booking(receiptNumber, traceNumber, amountMinor, currency, next, printed, at);
    }

    Booking asPrinted() {
      return new Booking(receiptNumber, traceNumber, amountMinor, currency, standing, true, at);
    }
  }

  /// What a person sees.
  ///
  /// @param amountMinor of the payment that is shown, in minor units; 0 when there is none
  /// @param display what stands on it, lines parted by line feeds
  /// @param bookings the newest first
  public record View(
      State state, long amountMinor, String currency, String display, List<Booking> bookings) {}

  private enum Hand {
    TAP,
    DECLINE,
    CANCEL
  }

  /// The simulated terminal's own identity.
  public static final String TERMINAL_ID = "52500041";

  private static final int BOOKINGS_SHOWN_MAX = 20;

  /// A customer who does nothing.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int LOOK_MILLIS = 20;

  /// How long a result stands on the display.
  private static final Duration RESULT = Duration.ofSeconds(5);

  // Result codes.
  private static final int DECLINED_BY_BANK = 0x05;
  private static final int CANCELLED = 0x6C;
  private static final int NOT_REGISTERED = 0x6B;
  private static final int NOT_POSSIBLE = 0x83;
  private static final int BUSY = 0x9C;

  // Bits of a registration.
  private static final int REGISTER_PRINTS_PAYMENTS = 0x02;
  private static final int WANTS_INTERMEDIATE_STATUS = 0x08;
  private static final int WANTS_RECEIPT_TEXTS = 0x80;

  private final ServerSocket server;
  private final byte[] password;
  private final ZvtBooks books;
  private final Thread thread;
  private final BlockingQueue<Hand> hands = new ArrayBlockingQueue<>(1);
  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();

  // guarded by this
  private State state = State.IDLE;
  private ZvtPayment shown = new ZvtPayment(0, "");
  private String display = "Welcome";
  private long shownSinceNanos;
  private Fault fault = Fault.NONE;
  private boolean approvesAutomatically;
  private boolean reversesUnacknowledged;
  private boolean sendsTextsUnasked;
  private Duration processing = Duration.ZERO;
  private boolean closed;
  private @Nullable ZvtConnection current;

  // the terminal's thread only
  private int configuration;
  private @Nullable ZvtPayment leftAlone;

  private SimulatedPaymentTerminal(ServerSocket server, String password, InstantSource clock) {
    this.server = server;
    this.password = HexFormat.of().parseHex(password);
    this.books = new ZvtBooks(clock);
    this.thread = Thread.ofPlatform().daemon().name("simulated-payment").unstarted(this::run);
  }

  /// Opens a terminal on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @param password six digits
  /// @throws IOException when the port is taken
  public static SimulatedPaymentTerminal open(int port, String password, InstantSource clock)
      throws IOException {
    var server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(LOOK_MILLIS);
    var terminal = new SimulatedPaymentTerminal(server, password, clock);
    terminal.thread.start();
    return terminal;
  }

  /// Where a register finds it: `tcp://127.0.0.1:port`.
  public String address() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Presents a card that is good for it.
  ///
  /// @return false when the terminal does not wait for one
  public boolean tap() {
    return act(Hand.TAP);
  }

  /// Presents a card that the bank declines.
  public boolean decline() {
    return act(Hand.DECLINE);
  }

  /// Presses the stop key.
  public boolean cancel() {
    return act(Hand.CANCEL);
  }

  private synchronized boolean act(Hand hand) {
    return state == State.WAITING_FOR_CARD && hands.offer(hand);
  }

  /// Whether a good card is there as soon as one is wanted.
  public synchronized void approveAutomatically(boolean automatically) {
    approvesAutomatically = automatically;
  }

  /// How long the bank takes.
  public synchronized void processFor(Duration time) {
    processing = time;
  }

  /// Whether a booking that the register did not acknowledge is reversed when the next register
  /// comes, as terminals of older specifications do.
  public synchronized void reverseUnacknowledged(boolean reverses) {
    reversesUnacknowledged = reverses;
  }

  /// Whether it sends receipt texts to registers that did not ask for them, one of them before the
  /// approval.
  public synchronized void sendTextsUnasked(boolean sends) {
    sendsTextsUnasked = sends;
  }

  /// What goes wrong with the next payment, once.
  public synchronized void script(Fault next) {
    fault = next;
  }

  /// What will go wrong with the next payment.
  public synchronized Fault scripted() {
    return fault;
  }

  /// A payment that somebody made by hand at the terminal.
  public void bookByHand(long amountMinor, String currency) {
    books.change(
        book(new ZvtPayment(amountMinor, currency)), made -> made.as(Standing.ACKNOWLEDGED));
  }

  /// All of its books, oldest first.
  public List<Booking> bookings() {
    return books.all();
  }

  public synchronized View view() {
    return new View(
        state,
        shown.amountMinor(),
        shown.currency(),
        display,
        books.all().reversed().stream().limit(BOOKINGS_SHOWN_MAX).toList());
  }

  /// Tells of every change, on the thread that made it.
  public void listen(Consumer<View> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void hangUp() {
    closed = true;
    if (current != null) {
      current.close();
    }
  }

  /// Loses the register's connection, as a pulled cable does.
  public synchronized void drop() {
    if (current != null) {
      current.close();
    }
  }

  private void run() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          var connection = new ZvtConnection(socket)) {
        if (take(connection)) {
          serve(connection);
        }
      } catch (SocketTimeoutException e) {
        goOnAlone();
      } catch (IOException e) {
        if (leftAlone == null) {
          show(State.IDLE, "Welcome");
        }
      }
    }
  }

  private synchronized boolean take(ZvtConnection connection) {
    current = connection;
    configuration = 0;
    if (reversesUnacknowledged) {
      books.reverseUnacknowledged();
    }
    return !closed;
  }

  private void serve(ZvtConnection register) throws IOException {
    while (true) {
      Optional<ZvtMessage> command = register.receive(LOOK_MILLIS);
      goOnAlone();
      clearDisplay();
      if (command.isPresent()) {
        obey(command.get(), register);
      }
    }
  }

  private void obey(ZvtMessage command, ZvtConnection register) throws IOException {
    switch (command.control()) {
      case 0x0501 -> {
        accept(register);
        int status = leftAlone == null ? 0 : BUSY;
        byte[] version = "SIM 1.0".getBytes(US_ASCII);
        register.deliver(
            new ZvtMessage.Writer()
                .octets(0xF0, 0xF0, 0xF0 | version.length)
                .raw(version)
                .octets(status)
                .as(0x060F));
      }
      case 0x0600 -> register(command, register);
      case 0x0602 -> {
        accept(register);
        configuration = 0;
        show(State.IDLE, "Welcome");
      }
      case 0x0601 -> {
        if (isOurs(register)) {
          authorise(command, register);
        }
      }
      case 0x0620 -> {
        if (isOurs(register) && knowsPassword(command, register)) {
          repeat(register);
        }
      }
      case 0x8000 -> {}
      default -> refuse(register, NOT_POSSIBLE);
    }
  }

  private static void accept(ZvtConnection register) throws IOException {
    register.send(ZvtMessage.of(0x8000));
  }

  private static void refuse(ZvtConnection register, int code) throws IOException {
    register.send(ZvtMessage.of(0x8400 | code));
  }

  /// Whether this register may command, now.
  private boolean isOurs(ZvtConnection register) throws IOException {
    if (configuration == 0) {
      refuse(register, NOT_REGISTERED);
    } else if (leftAlone != null) {
      refuse(register, BUSY);
    }
    return configuration != 0 && leftAlone == null;
  }

  private boolean knowsPassword(ZvtMessage command, ZvtConnection register) throws IOException {
    boolean knows =
        command.data().length >= 3 && Arrays.equals(command.data(), 0, 3, password, 0, 3);
    if (!knows) {
      refuse(register, NOT_POSSIBLE);
    }
    return knows;
  }

  private void register(ZvtMessage command, ZvtConnection register) throws IOException {
    if (leftAlone != null) {
      refuse(register, BUSY);
      return;
    }
    if (!knowsPassword(command, register)) {
      return;
    }
    accept(register);
    configuration = 0x100 | (command.data().length > 3 ? command.data()[3] & 0xFF : 0);
    show(State.REGISTERED, "Ready");
    register.deliver(
        new ZvtMessage.Writer()
            .octets(0x19, 0)
            .digits(0x29, TERMINAL_ID)
            .digits(0x49, "0978")
            .as(0x060F));
  }

  /// The last booking that stands, as it was told the first time.
  private void repeat(ZvtConnection register) throws IOException {
    accept(register);
    Optional<Booking> last = books.last();
    if (last.isEmpty()) {
      register.deliver(ZvtMessage.of(0x061E, NOT_POSSIBLE));
      return;
    }
    if (register.deliver(ZvtAnswers.approval(last.get()))) {
      change(last.get(), made -> made.as(Standing.ACKNOWLEDGED));
    }
    register.deliver(ZvtMessage.of(0x060F));
  }

  private void authorise(ZvtMessage command, ZvtConnection register) throws IOException {
    Fault wrong = nextFault();
    if (wrong == Fault.BUSY) {
      refuse(register, BUSY);
      return;
    }
    if (wrong == Fault.SILENT) {
      beSilent(register);
    }
    ZvtPayment asked = ZvtPayment.read(command.data());
    hands.clear();
    accept(register);
    show(State.WAITING_FOR_CARD, asked + "\nPlease present card", asked);
    if (wrong == Fault.LEAVE_ALONE) {
      leftAlone = asked;
      register.close();
    }
    tell(register, 0x0A);
    switch (awaitHand(register)) {
      case CANCEL -> end(register, CANCELLED, "Cancelled");
      case DECLINE -> {
        process(register, asked);
        end(register, DECLINED_BY_BANK, "Declined");
      }
      case TAP -> {
        process(register, asked);
        take(asked, wrong, register);
      }
    }
  }

  private synchronized Fault nextFault() {
    Fault next = fault;
    fault = Fault.NONE;
    return next;
  }

  private void tell(ZvtConnection register, int intermediateStatus) throws IOException {
    if ((configuration & WANTS_INTERMEDIATE_STATUS) != 0) {
      register.deliver(ZvtMessage.of(0x04FF, intermediateStatus));
    }
  }

  private void process(ZvtConnection register, ZvtPayment asked) throws IOException {
    Duration time;
    synchronized (this) {
      time = processing;
    }
    show(State.PROCESSING, asked + "\nPlease wait");
    tell(register, 0x0E);
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - until < 0) {
      register.receive(LOOK_MILLIS);
    }
  }

  private void take(ZvtPayment asked, Fault wrong, ZvtConnection register) throws IOException {
    if (wrong == Fault.DROP_BEFORE_BOOKING) {
      throw new IOException("dropped before the booking, as scripted");
    }
    Booking booking = book(asked);
    if (wrong == Fault.DROP_AFTER_BOOKING) {
      throw new IOException("dropped after the booking, as scripted");
    }
    if (wrong == Fault.SILENT_AFTER_BOOKING) {
      beSilent(register);
    }
    boolean unasked = sendsUnasked();
    if (unasked) {
      register.deliver(ZvtAnswers.customerReceipt(booking));
    }
    if (wrong == Fault.DROP_AFTER_APPROVAL) {
      register.send(ZvtAnswers.approval(booking));
      throw new IOException("dropped after the approval, as scripted");
    }
    if (!register.deliver(ZvtAnswers.approval(booking))) {
      change(booking, made -> made.as(Standing.REVERSED));
      end(register, CANCELLED, "Reversed");
      return;
    }
    boolean asks = (configuration & WANTS_RECEIPT_TEXTS) != 0;
    if (unasked || (asks && (configuration & REGISTER_PRINTS_PAYMENTS) != 0)) {
      print(booking, register);
    }
    change(booking, made -> made.as(Standing.ACKNOWLEDGED));
    show(State.APPROVED, "Approved\nThank you");
    register.deliver(ZvtMessage.of(0x060F));
  }

  private synchronized boolean sendsUnasked() {
    return sendsTextsUnasked;
  }

  private void print(Booking booking, ZvtConnection register) throws IOException {
    for (ZvtMessage line : ZvtAnswers.merchantReceipt(booking)) {
      register.deliver(line);
    }
    change(booking, Booking::asPrinted);
  }

  private void end(ZvtConnection register, int code, String text) throws IOException {
    show(State.DECLINED, text);
    register.deliver(ZvtAnswers.refusal(code));
    register.deliver(ZvtMessage.of(0x061E, code));
  }

  /// Reads and says nothing until the register gives up.
  private static void beSilent(ZvtConnection register) throws IOException {
    while (true) {
      register.receive(LOOK_MILLIS);
    }
  }

  private Hand awaitHand(ZvtConnection register) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - until < 0) {
      Hand hand = hand();
      if (hand != null) {
        return hand;
      }
      Optional<ZvtMessage> command = register.receive(LOOK_MILLIS);
      if (command.isPresent() && command.get().control() == 0x06B0) {
        accept(register);
        return Hand.CANCEL;
      }
    }
    return Hand.CANCEL;
  }

  private @Nullable Hand hand() {
    synchronized (this) {
      if (approvesAutomatically) {
        return Hand.TAP;
      }
    }
    return hands.poll();
  }

  /// The customer at a terminal whose register has gone.
  private void goOnAlone() {
    ZvtPayment asked = leftAlone;
    if (asked == null) {
      return;
    }
    Hand hand = isShownFor(PATIENCE) ? Hand.CANCEL : hand();
    if (hand == null) {
      return;
    }
    leftAlone = null;
    if (hand == Hand.TAP) {
      book(asked);
      show(State.APPROVED, "Approved");
    } else {
      show(State.DECLINED, "Declined");
    }
  }

  private synchronized boolean isShownFor(Duration time) {
    return System.nanoTime() - shownSinceNanos > time.toNanos();
  }

  private void clearDisplay() {
    boolean isResult;
    synchronized (this) {
      isResult = state == State.APPROVED || state == State.DECLINED;
    }
    if (isResult && isShownFor(RESULT)) {
      show(State.REGISTERED, "Ready");
    }
  }

  private Booking book(ZvtPayment asked) {
    Booking booking = books.enter(asked.amountMinor(), asked.currency());
    tellListeners();
    return booking;
  }

  private void change(Booking booking, UnaryOperator<Booking> how) {
    books.change(booking, how);
    tellListeners();
  }

  private void show(State next, String text) {
    show(
        next,
        text,
        next == State.IDLE || next == State.REGISTERED ? new ZvtPayment(0, "") : shown());
  }

  private synchronized ZvtPayment shown() {
    return shown;
  }

  private void show(State next, String text, ZvtPayment asked) {
    synchronized (this) {
      state = next;
      display = text;
      shown = asked;
      shownSinceNanos = System.nanoTime();
    }
    tellListeners();
  }

  private void tellListeners() {
    View view = view();
    listeners.forEach(listener -> listener.accept(view));
  }
}
