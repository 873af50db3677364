package till.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import till.port.Port;

/// A ZVT payment terminal, on the loopback or on a serial line, that keeps its own books. A person
/// stands in front of it: they present a card, or have it declined, or cancel.
///
/// One register at a time. Any thread may be the person, look at it, or script what goes wrong
/// next.
public final class SimulatedPaymentTerminal implements AutoCloseable {

  /// What it shows.
  public enum State {
    /// It has no power.
    OFF,
    /// No register has registered.
    IDLE,
    REGISTERED,
    WAITING_FOR_CARD,
    PROCESSING,
    APPROVED,
    DECLINED
  }

  /// What was booked.
  public enum Kind {
    PAYMENT,
    REFUND,
    /// Of an earlier payment or refund, at the register's wish.
    REVERSAL
  }

  /// How far a booking is.
  public enum Standing {
    /// Made, but the register has not said that it knows.
    BOOKED,
    ACKNOWLEDGED,
    /// Taken back, by a reversal or by the terminal itself.
    REVERSED
  }

  /// What is special about the next payment.
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
    /// The register has acknowledged everything, and the connection is lost.
    DROP_BEFORE_COMPLETION,
    /// The register has acknowledged everything, and hears no more.
    LOST_COMPLETION,
    /// The connection is lost at once; the terminal goes on with the customer alone.
    LEAVE_ALONE,
    /// The card is good for half of it.
    PARTIAL,
    /// The customer has to sign.
    SIGNATURE,
    /// The bank takes ten seconds.
    SLOW
  }

  /// One line in the terminal's books.
  ///
  /// @param receiptNumber four digits
  /// @param traceNumber six digits
  /// @param amountMinor what the register asked for, in minor units
  /// @param approvedMinor what was booked, less where the card was not good for more
  /// @param printed whether the register has taken the receipt texts
  /// @param day counts the terminal's days, from 1
  /// @param reverses the trace number of what this reverses, else empty
  /// @param signed whether the customer has to sign
  public record Booking(
      String receiptNumber,
      String traceNumber,
      Kind kind,
      long amountMinor,
      long approvedMinor,
      String currency,
      Standing standing,
      boolean printed,
      Instant at,
      int day,
      String reverses,
      boolean signed) {

    /// A payment on the first day that was approved as asked.
    public Booking(
        String receiptNumber,
        String traceNumber,
        long amountMinor,
        String currency,
        Standing standing,
        boolean printed,
        Instant at) {
      this(
          receiptNumber,
          traceNumber,
          Kind.PAYMENT,
          amountMinor,
          amountMinor,
          currency,
          standing,
          printed,
          at,
          1,
          "",
          false);
    }

    Booking as(Standing next) {
      return changed(approvedMinor, next, printed);
    }

    Booking asPrinted() {
      return changed(approvedMinor, standing, true);
    }

    Booking approved(long minor) {
      return changed(minor, standing, printed);
    }

    private Booking changed(long minor, Standing next, boolean onPaper) {
      return new Booking(
          receiptNumber,
          traceNumber,
          kind,
          amountMinor,
          minor,
          currency,
          next,
          onPaper,
          at,
          day,
          reverses,
          signed);
    }
  }

  /// What a person sees.
  ///
  /// @param amountMinor of the payment that is shown, in minor units; 0 when there is none
  /// @param display what stands on it, lines parted by line feeds
  /// @param bookings the newest first
  public record View(
      State state, long amountMinor, String currency, String display, List<Booking> bookings) {}

  /// The terminal's end of a serial line.
  public interface Line {

    /// Plugs it in, again after it was hung up. Closed with the terminal.
    ///
    /// @throws IOException when that is not possible
    Port open() throws IOException;
  }

  /// The simulated terminal's own identity.
  public static final String TERMINAL_ID = "52500041";

  private static final int BOOKINGS_SHOWN_MAX = 20;
  private static final Duration JOIN = Duration.ofSeconds(30);

  private final ZvtSettings settings;
  private final InstantSource clock;
  private final ZvtFront front = new ZvtFront();
  private final ZvtPower power = new ZvtPower();
  private final ZvtTapSeat tap = new ZvtTapSeat(power);
  private final ZvtWire wire;
  private final Thread thread;
  private volatile ZvtBooks books;
  private volatile ZvtSettings.Generation generation;

  private SimulatedPaymentTerminal(Wiring wiring, ZvtSettings settings, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.generation = settings.generation();
    this.books = ZvtBooks.open(settings.ledger(), clock);
    this.wire = wiring.wire(tap, power);
    this.thread = Thread.ofPlatform().daemon().name("simulated-payment").unstarted(this::run);
    power.belongsTo(thread);
  }

  private interface Wiring {

    ZvtWire wire(ZvtTapSeat tap, ZvtPower power) throws IOException;
  }

  /// Opens a terminal on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @param password six digits
  /// @throws IOException when the port is taken
  public static SimulatedPaymentTerminal open(int port, String password, InstantSource clock)
      throws IOException {
    return open(port, ZvtSettings.of(password), clock);
  }

  /// Opens a terminal on 127.0.0.1.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException when the port is taken
  public static SimulatedPaymentTerminal open(int port, ZvtSettings settings, InstantSource clock)
      throws IOException {
    return start((tap, _) -> new ZvtTcpWire(port, tap), settings, clock);
  }

  /// Opens a terminal on a serial line.
  ///
  /// @throws IOException when it cannot be plugged in
  public static SimulatedPaymentTerminal open(Line line, ZvtSettings settings, InstantSource clock)
      throws IOException {
    return start((tap, power) -> new ZvtSerialWire(line, tap, power, settings), settings, clock);
  }

  private static SimulatedPaymentTerminal start(
      Wiring wiring, ZvtSettings settings, InstantSource clock) throws IOException {
    var terminal = new SimulatedPaymentTerminal(wiring, settings, clock);
    terminal.thread.start();
    return terminal;
  }

  /// Where a register finds it: `tcp://127.0.0.1:port`; empty for one on a serial line.
  public String address() {
    return wire.address();
  }

  /// The TCP port.
  ///
  /// @throws IllegalStateException when it is on a serial line
  public int port() {
    if (wire instanceof ZvtTcpWire tcp) {
      return tcp.port();
    }
    throw new IllegalStateException("this terminal is on a serial line");
  }

  // what a customer does

  /// Presents a card that is good for it.
  ///
  /// @return false when the terminal does not wait for one
  public boolean tap() {
    return front.act(ZvtFront.Hand.GOOD);
  }

  /// Presents a card that is good for so much at most.
  public boolean tapPartly(long mostMinor) {
    return front.act(new ZvtFront.Hand(ZvtFront.Act.TAP, mostMinor, false));
  }

  /// Presents a card whose holder has to sign.
  public boolean tapSigning() {
    return front.act(ZvtFront.Hand.SIGNING);
  }

  /// Presents a card that the bank declines.
  public boolean decline() {
    return front.act(ZvtFront.Hand.DECLINED);
  }

  /// Presses the stop key.
  public boolean cancel() {
    return front.act(ZvtFront.Hand.CANCEL);
  }

  /// Whether a good card is there as soon as one is wanted.
  public void approveAutomatically(boolean automatically) {
    front.approveAutomatically(automatically);
  }

  // what it is like

  /// How long the bank takes.
  public void processFor(Duration time) {
    front.processFor(time);
  }

  /// Whether it is of the old generation, whatever its settings say: a booking that the register
  /// does not acknowledge is reversed at once.
  public void reverseUnacknowledged(boolean reverses) {
    generation = reverses ? ZvtSettings.Generation.OLD : ZvtSettings.Generation.MODERN;
  }

  /// Whether it sends receipt texts to registers that did not ask for them, one of them before the
  /// approval.
  public void sendTextsUnasked(boolean sends) {
    front.sendTextsUnasked(sends);
  }

  /// Whether it masks the card's number. Some terminals do not, and a register must not show it.
  public void maskAccount(boolean masks) {
    front.maskAccount(masks);
  }

  /// Whether it has no printer of its own: it then works only for registers that print.
  public void printerless(boolean without) {
    front.printerless(without);
  }

  /// Whether it prints line by line (06 D1) for registers that take whole receipts too.
  public void printByLine(boolean lineByLine) {
    front.printByLine(lineByLine);
  }

  /// It cannot take cards until it is initialised (06 93).
  public void requireInitialisation() {
    front.wantInitialisation(true);
  }

  /// It cannot take cards until a diagnosis is made (06 70).
  public void requireDiagnosis() {
    front.wantDiagnosis(true);
  }

  // what goes wrong

  /// What is special about the next payment, once.
  public void script(Fault next) {
    front.script(next);
  }

  /// What will be special about the next payment.
  public Fault scripted() {
    return front.scripted();
  }

  /// Puts a tap into the wire, in place of the one that is there.
  public void tap(MessageTap another) {
    tap.put(another);
  }

  /// Whether it hears and says nothing, not even on the serial line.
  public void silence(boolean silent) {
    tap.mute(silent);
    front.tell();
  }

  public boolean isSilent() {
    return tap.isMuted();
  }

  /// It is busy with a service connection for so long, from now on; zero ends it.
  public void serveFor(Duration time) {
    front.serveFor(time);
  }

  /// Whether it is busy with a service connection.
  public boolean isServed() {
    return front.isServed();
  }

  /// Loses the register's connection, as a pulled cable does.
  public void drop() {
    wire.hangUp();
  }

  /// Pulls its plug: the connection is lost, and what it was doing is not gone on with. When this
  /// returns it does nothing any more, unless its own thread has called (in a `MessageTap`): then
  /// it stops with the message that is passing, which is lost.
  public void powerOff() {
    power.off();
  }

  /// Puts its plug in: it starts with what stands in its books.
  public void powerOn() {
    power.on();
  }

  public boolean isOn() {
    return power.isOn();
  }

  // what can be seen

  /// A payment that somebody made by hand at the terminal.
  public void bookByHand(long amountMinor, String currency) {
    ZvtBooks now = books;
    now.change(
        now.enter(new ZvtPayment(Kind.PAYMENT, amountMinor, currency), amountMinor, "", false),
        made -> made.as(Standing.ACKNOWLEDGED));
    front.tell();
  }

  /// All of its books, oldest first.
  public List<Booking> bookings() {
    return books.all();
  }

  /// What it has printed on its own paper, oldest first.
  public List<String> printed() {
    return front.printed();
  }

  public View view() {
    ZvtPayment shown = front.shown();
    return new View(
        front.state(),
        shown.amountMinor(),
        shown.currency(),
        front.display(),
        bookings().reversed().stream().limit(BOOKINGS_SHOWN_MAX).toList());
  }

  /// Tells of every change, on the thread that made it.
  public void listen(Consumer<View> listener) {
    front.listen(() -> listener.accept(view()));
  }

  private void run() {
    try {
      while (!power.isTaken()) {
        live();
      }
    } catch (IOException _) {
      // the wire is gone for good
    } finally {
      books.close();
      power.stopped(true);
    }
  }

  /// From power on to power off, and until the next power on.
  private void live() throws IOException {
    try {
      new ZvtMachine(front, wire, settings, this::generation, books, power, clock).live();
    } catch (ZvtPower.Gone _) {
      wire.hangUp();
    }
    if (power.isTaken()) {
      return;
    }
    front.show(State.OFF, "");
    power.stopped(true);
    while (!power.isOn() && !power.isTaken()) {
      wire.turnAway(ZvtMachine.LOOK_MILLIS);
    }
    books = books.reopen();
    power.stopped(false);
  }

  private ZvtSettings.Generation generation() {
    return generation;
  }

  @Override
  public void close() {
    power.take();
    wire.close();
    try {
      var _ = thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
